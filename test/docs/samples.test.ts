import { readdirSync } from "node:fs";
import type { Desk } from "../cli/program.js";
import { deskWithNewswire, isExcerpt, printed, stepsOf } from "./console.js";
import { pathOf, read, renew, renewing } from "./file.js";

const PAGES = [
  "README.md",
  "CONTRIBUTING.md",
  ...readdirSync(pathOf("docs"), { recursive: true, encoding: "utf8" })
    .map((file) => `docs/${file.replaceAll("\\", "/")}`)
    .filter((file) => file.endsWith(".md"))
    .sort(),
];

/** What a fenced block may be: a session, whose output is checked, or what is no output. */
const LANGUAGES = ["python", "console", "conll", "json", "sh", "text", "ts", "yaml"];

it.each(PAGES)("%s: its fenced blocks say what they are", (page) => {
  const opening = [...read(page).matchAll(/^ *```(.*)\n[\s\S]*?^ *```$/gm)].map(([, language]) => language);
  expect(opening.filter((language) => !LANGUAGES.includes(language))).toEqual([]);
});

it.each(PAGES)("%s: what a program prints stands in console blocks", (page) => {
  const others = read(page).replace(/^```console\n[\s\S]*?^```$/gm, "");
  // A finding, a pattern, a summary or an error.
  expect(others.match(/^ *(?:[01]\.\d{3} {2}\S+:\d|tagger {5}precision|error: |warning: ).*$/gm)).toBeNull();
});

describe.each(PAGES.filter((page) => stepsOf(read(page)).length > 0))("%s", (page) => {
  let desk: Desk;
  beforeAll(() => {
    desk = deskWithNewswire();
  });
  afterAll(() => desk.remove());

  it("shows what its commands print", () => {
    const now = printed(read(page), desk);
    if (renewing()) renew(page, now);
    expect(now).toBe(read(page));
    expect(now).not.toMatch(/This is a bug/);
  });
});

it("the tutorial tells a story that holds: nothing new, one wrong label named, nothing new again", () => {
  const tutorial = read("docs/tutorial.md");
  expect(stepsOf(tutorial).length).toBeGreaterThan(12);
  const found = tutorial.slice(tutorial.indexOf("$ printf"));
  expect(found).toMatch(/^::warning file=train\.conll,line=\d+,.*"Calderby" is labelled LOC; better: ORG/m);
  expect(tutorial.match(/^nothing new$/gm)).toHaveLength(2);
});

describe("an excerpt", () => {
  const output = "one\ntwo\nthree\nfour\n";

  it.each([
    ["one\ntwo\nthree\nfour\n", true],
    ["one\n…\n", true],
    ["…\nfour\n", true],
    ["one\n…\nthree\n…\n", true],
    ["…\ntwo\nthree\n…\n", true],
    ["two\n…\n", false],
    ["one\n…\nthree\n", false],
    ["…\nthree\n…\none\n…\n", false],
    ["…\nthre\n…\n", false],
    ["…\nhree\n…\n", false],
    ["one\ntwo\n", false],
  ])("%j: %s", (shown, is) => {
    expect(isExcerpt(shown, output)).toBe(is);
  });
});
