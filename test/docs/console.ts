import { cpSync } from "node:fs";
import { join } from "node:path";
import { Desk } from "../cli/program.js";
import { pathOf, read } from "./file.js";

/** One command of a page, and what the page says that it prints: on stdout, or, where that is nothing, on stderr. */
export interface Step {
  readonly command: string;
  readonly shown: string;
}

/** A line of a sample that stands for any number of lines. */
const ELISION = "…";

const BLOCK = /^```console\n([\s\S]*?)^```$/gm;

/** The commands of a page's console blocks, in order. A command goes on in the next line after a backslash. */
export function stepsOf(page: string): Step[] {
  return [...page.matchAll(BLOCK)].flatMap(([, block]) => stepsIn(block));
}

function stepsIn(block: string): Step[] {
  return block.split(/^(?=\$ )/m).map((part) => {
    const [line] = /^(?:.*\\\n)*.*\n/.exec(part) as RegExpExecArray;
    return { command: line.slice(2, -1), shown: part.slice(line.length) };
  });
}

/** The page with each of its samples replaced by what the command prints; a sample with elisions stays where it is right. */
export function printed(page: string, desk: Desk): string {
  return page.replace(BLOCK, (_, block: string) => {
    const steps = stepsIn(block).map(({ command, shown }) => {
      const { stdout, stderr } = desk.shell(`${DEMO}${command}`);
      const output = stdout === "" ? stderr : stdout;
      return `$ ${command}\n${isExcerpt(shown, output) ? shown : output}`;
    });
    return `\`\`\`console\n${steps.join("")}\`\`\``;
  });
}

/** Whether a sample shows a part of some output: runs of whole lines in their order, with `…` between them. */
export function isExcerpt(shown: string, output: string): boolean {
  const lines = shown.split("\n");
  if (!lines.includes(ELISION)) return shown === output;
  let rest = `\n${output}`;
  const parts = `\n${shown}`.split(`\n${ELISION}\n`);
  return parts.every((part, i) => {
    const text = i < parts.length - 1 ? `${part}\n` : part;
    if (text.trim() === "") return true;
    const own = i === 0 ? text : `\n${text}`;
    const at = rest.indexOf(own);
    if (at < 0 || (i === 0 && at > 0)) return false;
    rest = rest.slice(at + own.length - 1);
    return i < parts.length - 1 || rest.trim() === "";
  });
}

/** `npm run demo` in a page is what package.json says that it is, without the build. */
const { scripts } = JSON.parse(read("package.json")) as { scripts: { demo: string } };
const DEMO = `npm() { seginf ${scripts.demo.split("node bin/seginf.js ")[1]}; }\n`;

/** A directory with the shipped corpus, as a user and as a developer has it, and a git that needs no settings. */
export function deskWithNewswire(): Desk {
  const desk = new Desk();
  cpSync(pathOf("fixtures/newswire"), join(desk.directory, "fixtures/newswire"), { recursive: true });
  for (const file of ["train", "reference"]) {
    cpSync(pathOf(`fixtures/newswire/${file}.conll`), join(desk.directory, `${file}.conll`));
  }
  // The cache is a directory of the desk; git need not know it, nor ask who commits.
  desk.write(".gitignore", ".cache\nfixtures\nreport.txt\nfindings.json\n");
  desk.write(".gitconfig", "[user]\n\tname = A\n\temail = a@example.org\n[init]\n\tdefaultBranch = main\n");
  return desk;
}
