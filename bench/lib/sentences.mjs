// Sentences of a file in columns, as rows of text.
import { readFileSync } from "node:fs";

/** Tokens from which a sentence is not short: the paper's experiments take shorter ones. */
const SHORT = 25;

/** Every sentence of the file, or, where `count` is not 0, the first so many of fewer than SHORT tokens. */
export function sentencesOf(file, count = 0) {
  const all = readFileSync(file, "utf8")
    .split(/\n[ \t]*\n/)
    .map((text) => text.trim().split("\n"))
    .filter(([first]) => first !== "");
  return count === 0 ? all : all.filter(({ length }) => length < SHORT).slice(0, count);
}

/** The text of a file with these sentences. */
export const textOf = (sentences) => `${sentences.map((rows) => rows.join("\n")).join("\n\n")}\n`;
