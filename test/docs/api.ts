import { dirname, join } from "node:path";
import { read } from "./file.js";

/** One export of the library: its declaration as the package's types have it, and the docstring before it. */
export interface Export {
  readonly name: string;
  readonly heading: string;
  /** "" where there is none. */
  readonly docstring: string;
  readonly declaration: string;
}

const LIST = "src/index.ts";
const STATEMENT = /^\/\/ (.+)\n\n|^export (?:type )?\{([^}]*)\} from "\.\/([^"]+)\.js";/gm;

/** Every export of src/index.ts, in its order, under the comment that it follows. */
export function exportsOf(): Export[] {
  let heading = "";
  return [...read(LIST).matchAll(STATEMENT)].flatMap(([, comment, names, module]) => {
    if (comment !== undefined) {
      heading = comment;
      return [];
    }
    return names
      .split(",")
      .map((name) => name.trim().replace(/^type /, ""))
      .filter((name) => name !== "")
      .map((name) => ({ name, heading, ...declarationOf(name, `dist/${module}.d.ts`) }));
  });
}

/** Looks through modules that only pass the name on. @throws Error where no module declares it */
function declarationOf(name: string, file: string): Pick<Export, "docstring" | "declaration"> {
  const source = read(file);
  const start = new RegExp(
    `(?:^/\\*\\*((?:(?!\\*/)[^])*)\\*/\\n)?^export (?:declare )?(?:class|function|const|interface|type) ${name}\\b`,
    "m",
  ).exec(source);
  if (start) {
    const [matched, docstring = ""] = start;
    const from = start.index + matched.lastIndexOf("\nexport ") + 1;
    return { docstring: unwrapped(docstring), declaration: upToItsEnd(source.slice(from)) };
  }
  for (const [, names, module] of source.matchAll(/^export (?:type )?(\*|\{[^}]*\}) from "([^"]+)\.js";/gm)) {
    if (names !== "*" && !new RegExp(`\\b${name}\\b`).test(names)) continue;
    try {
      return declarationOf(name, join(dirname(file), `${module}.d.ts`));
    } catch {
      // Another module that passes everything on may have it.
    }
  }
  throw new Error(`${file} declares no ${name}`);
}

/** A statement ends with the first line after which no line is indented or closes a bracket. */
function upToItsEnd(source: string): string {
  const lines = source.split("\n");
  const end = lines.findIndex((_, i) => !/^[\s}|]/.test(lines[i + 1] ?? ""));
  return lines
    .slice(0, end + 1)
    .filter((line) => !/^ +(?:private|#)/.test(line))
    .join("\n")
    .replace(/^export (?:declare )?/, "");
}

const unwrapped = (docstring: string) =>
  docstring
    .split("\n")
    .map((line) => line.replace(/^ \* ?/, "").trimEnd())
    .join("\n")
    .trim();

/** A longer type is internal to the library: its docstring has to do. */
const MOST_LINES = 44;

/** The exports as a part of docs/library.md. */
export function apiPage(all: readonly Export[]): string {
  const headings = [...new Set(all.map(({ heading }) => heading))];
  return headings
    .map((heading) => {
      const own = all.filter((one) => one.heading === heading);
      return `### ${heading}\n\n${[...own.filter(isValue), ...own.filter((one) => !isValue(one))].map(entry).join("\n")}`;
    })
    .join("\n");
}

const isValue = ({ declaration }: Export) => /^(?:class|const|function) /.test(declaration);

function entry({ name, docstring, declaration }: Export): string {
  const code = declaration.split("\n").length > MOST_LINES ? "" : `\`\`\`ts\n${declaration}\n\`\`\`\n\n`;
  return `#### ${name}\n\n${code}${prose(docstring)}\n`;
}

/** Tags become a list; what is indented in a docstring is code already. */
function prose(docstring: string): string {
  const [text, ...tags] = docstring.split(/^(?=@)/m);
  const items = tags.map((tag) =>
    tag
      .trim()
      .replace(/\s*\n\s*/g, " ")
      .replace(/^@param (\S+)/, "- `$1`:")
      .replace(/^@returns/, "- returns")
      .replace(/^@throws/, "- throws"),
  );
  return [text.trim(), items.join("\n")].filter((part) => part !== "").join("\n\n");
}
