import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { Desk } from "../cli/program.js";
import { pathOf, read, renew, renewing } from "./file.js";

const PAGE = "docs/tutorial.md";
const BLOCK = /^```console\n([\s\S]*?)^```$/gm;

/** One command of the page, and what the page says that it prints. */
interface Step {
  readonly command: string;
  readonly shown: string;
}

function stepsOf(block: string): Step[] {
  return block
    .split(/^(?=\$ )/m)
    .map((part) => ({ command: part.slice(2, part.indexOf("\n")), shown: part.slice(part.indexOf("\n") + 1) }));
}

const desk = new Desk();
afterAll(() => desk.remove());
for (const file of ["train", "reference"]) {
  copyFileSync(pathOf(`fixtures/newswire/${file}.conll`), join(desk.directory, `${file}.conll`));
}
// The cache is a directory of the desk; git need not know it, nor ask who commits.
desk.write(".gitignore", ".cache\nreport.txt\nfindings.json\n");
desk.write(".gitconfig", "[user]\n\tname = A\n\temail = a@example.org\n[init]\n\tdefaultBranch = main\n");

const page = read(PAGE);
const printed = page.replace(BLOCK, (_, block: string) => {
  const steps = stepsOf(block).map(({ command }) => `$ ${command}\n${desk.shell(`{ ${command}\n} 2>&1`).stdout}`);
  return `\`\`\`console\n${steps.join("")}\`\`\``;
});

it("has steps", () => {
  const steps = [...page.matchAll(BLOCK)].flatMap(([, block]) => stepsOf(block));
  expect(steps.length).toBeGreaterThan(12);
  expect(steps.filter(({ shown }) => shown !== "").length).toBeGreaterThan(6);
});

it("shows what its commands print", () => {
  if (renewing()) renew(PAGE, printed);
  expect(printed).toBe(read(PAGE));
});

it("tells a story that holds: nothing new, one wrong label named, nothing new again", () => {
  const found = printed.slice(printed.indexOf("$ printf"));
  expect(found).toMatch(/^::warning file=train\.conll,line=\d+,.*"Calderby" is labelled LOC; better: ORG/m);
  expect(printed.match(/^nothing new$/gm)).toHaveLength(2);
  expect(printed).not.toMatch(/error:|This is a bug/);
});
