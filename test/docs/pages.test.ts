import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { COMMANDS } from "../../src/options/commands.js";
import { longName } from "../../src/options/row.js";
import { OPTIONS } from "../../src/options/table.js";
import { pathOf, read } from "./file.js";

const commands = [...new Set(COMMANDS.map((name) => name.split(" ")[0]))];
const pages = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  ...readdirSync(pathOf("docs"), { recursive: true, encoding: "utf8" })
    .map((file) => `docs/${file.replaceAll("\\", "/")}`)
    .filter((file) => file.endsWith(".md")),
];

it("every command has a page, and every page is a command's", () => {
  expect(readdirSync(pathOf("docs/commands")).sort()).toEqual(commands.map((name) => `${name}.md`).sort());
  for (const name of commands) {
    expect(read(`docs/commands/${name}.md`).startsWith(`# seginf ${name}\n`)).toBe(true);
    expect(read("docs/README.md")).toContain(`(commands/${name}.md)`);
  }
});

it("every page of docs is linked from the list of pages or from one that is", () => {
  const linked = new Set<string>();
  const follow = (page: string): void => {
    if (linked.has(page)) return;
    linked.add(page);
    for (const [, target] of read(page).matchAll(/\]\((?!https?:|#)([^)#\s]+\.md)/g))
      follow(join(dirname(page), target));
  };
  follow("docs/README.md");
  expect(pages.filter((page) => page.startsWith("docs/") && !linked.has(page))).toEqual([]);
});

it.each(pages)("%s: its links lead somewhere", (page) => {
  for (const [, target] of read(page).matchAll(/\]\((?!https?:|#)([^)#\s]+\.\w+)(?:#[^)]*)?\)/g)) {
    const file = join(dirname(page), target);
    expect({ file, isThere: existsSync(pathOf(file)) }).toEqual({ file, isThere: true });
  }
});

/** GitHub's name of a heading. */
const slugOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");

it.each(pages)("%s: its links to headings find them", (page) => {
  for (const [, target, anchor] of read(page).matchAll(/\]\((?!https?:)([^)#\s]*)#([^)]+)\)/g)) {
    const file = target === "" ? page : join(dirname(page), target);
    const headings = [...read(file).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => slugOf(heading));
    expect({ file, anchor, isThere: headings.includes(anchor) }).toEqual({ file, anchor, isThere: true });
  }
});

it.each(pages)("%s names options that there are", (page) => {
  const known = new Set(OPTIONS.map(({ flags }) => longName(flags)));
  const said = [...read(page).matchAll(/`--(no-)?([a-z-]+)/g)].map(([, , option]) => option);
  // By itself, --no- is the form, not an option.
  expect(said.filter((option) => !known.has(option) && !["help", "version", "no-"].includes(option))).toEqual([]);
});
