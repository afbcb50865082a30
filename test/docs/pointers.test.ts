import { existsSync, readdirSync } from "node:fs";
import { pathOf, read } from "./file.js";

const sources = readdirSync(pathOf("src"), { recursive: true, encoding: "utf8" })
  .map((file) => `src/${file.replaceAll("\\", "/")}`)
  .filter((file) => file.endsWith(".ts"));

/** A comment's lines as one, so that a pointer may be broken between two. */
const unwrapped = (source: string) => source.replace(/\n\s*(?:\*|\/\/) ?/g, " ");

const headingsOf = (page: string) => [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading);

/** "docs/method/score.md, Refits": a page, and the words after the comma where they begin like a heading. */
const POINTER = /\b((?:docs|bench)\/[\w/.-]*\w\.md)(?:, ([A-Z].{0,60}))?/g;

interface Pointer {
  readonly source: string;
  readonly page: string;
  readonly words: string | undefined;
}

const pointers: Pointer[] = sources.flatMap((source) =>
  [...unwrapped(read(source)).matchAll(POINTER)].map(([, page, words]) => ({ source, page, words })),
);

it("there are pointers from the code to pages and to headings", () => {
  expect(pointers.filter(({ words }) => words !== undefined).length).toBeGreaterThan(20);
});

it("each leads to a page", () => {
  expect(pointers.filter(({ page }) => !existsSync(pathOf(page)))).toEqual([]);
});

it("each that names a heading names one that the page has", () => {
  const lost = pointers.filter(({ page, words }) => {
    if (words === undefined || !existsSync(pathOf(page))) return false;
    return !headingsOf(page).some(
      (heading) => words.startsWith(heading) && !/[\p{L}-]/u.test(words.charAt(heading.length)),
    );
  });
  expect(lost).toEqual([]);
});

describe("the method's symbols", () => {
  const PAGES = ["model", "influence", "score", "patterns"].map((page) => `docs/method/${page}.md`);

  /** The symbols in the first column of a page's table under "Symbols". */
  const symbolsOf = (page: string) =>
    [
      ...(/^## Symbols\n([\s\S]*?)\n## /m.exec(read(page))?.[1] ?? "").matchAll(/^\| (?!symbol \||-)(.+?) \| /gm),
    ].flatMap(([, cell]) => cell.replace(/ = .*$/, "").split(/[,;] /));

  it.each(PAGES)("%s has a table of them, and sources", (page) => {
    expect(symbolsOf(page).length).toBeGreaterThan(5);
    expect(headingsOf(page)).toContain("Sources");
  });

  it("no symbol is introduced twice", () => {
    const all = PAGES.flatMap(symbolsOf);
    expect(all.filter((symbol, i) => all.indexOf(symbol) !== i)).toEqual([]);
  });
});
