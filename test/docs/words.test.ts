import { readdirSync } from "node:fs";
import { OPTIONS } from "../../src/options/table.js";
import { pathOf, read } from "./file.js";

const PAGES = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  ...readdirSync(pathOf("docs"), { recursive: true, encoding: "utf8" })
    .map((file) => `docs/${file.replaceAll("\\", "/")}`)
    .filter((file) => file.endsWith(".md")),
];

/** Words that nobody searches for, and the field's word for each. */
const PLAIN: readonly (readonly [word: RegExp, instead: string])[] = [
  [/\bmend(?:s|ed|ing)?\b/i, "fix, hint"],
  [/\bbeside\b/i, "next to, compared with"],
  [/\banew\b/i, "again, recomputed"],
  [/\btold (?:of|in)\b|\btells of\b/i, "reported"],
  [/\bcompanions?\b/i, "candidates that share a label and an anchor"],
  [/\bspeller\b/i, "tag encoder"],
  [/\bsieves?\b|\bsift(?:ed|ing|s)?\b/i, "filter, suppression"],
  [/\bhabits?\b/i, "systematic error"],
  [/\bby chance\b/i, "random, significance"],
  [/\bdoubtful\b/i, "error of the reference"],
  [/\bhold (?:it|influence|findings?)? ?against\b|\bheld against\b/i, "compared with"],
  [/\bworked out\b|\bworks out\b/i, "computed"],
  [/\bdear(?:er|est)?\b/i, "expensive"],
  [/\baccus(?:e|es|ed|ing)\b/i, "a probable error"],
];

it.each(PAGES)("%s has the field's words", (page) => {
  const prose = read(page).replace(/^```[\s\S]*?^```$/gm, "");
  const found = PLAIN.flatMap(([word, instead]) => {
    const [said] = word.exec(prose) ?? [];
    return said === undefined ? [] : [`${said}: ${instead}`];
  });
  expect(found).toEqual([]);
});

const SOURCES = readdirSync(pathOf("src"), { recursive: true, encoding: "utf8" })
  .map((file) => `src/${file.replaceAll("\\", "/")}`)
  .filter((file) => file.endsWith(".ts"));

it("so have the comments of the sources", () => {
  const found = SOURCES.flatMap((file) => {
    const comments = read(file).match(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm) ?? [];
    return comments.flatMap((comment) =>
      PLAIN.flatMap(([word, instead]) => {
        const [said] = word.exec(comment) ?? [];
        return said === undefined ? [] : [`${file}: ${said}: ${instead}`];
      }),
    );
  });
  expect(found).toEqual([]);
});

it("so has every option's help", () => {
  const found = OPTIONS.filter(({ help }) => PLAIN.some(([word]) => word.test(help))).map(({ flags }) => flags);
  expect(found).toEqual([]);
});
