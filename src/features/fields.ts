/** What a template can read off a token: functions of one column's text. */
export const fields = {
  identity: (text: string) => text,
  lower: (text: string) => text.toLowerCase(),
  prefix1: (text: string) => prefix(text, 1),
  prefix2: (text: string) => prefix(text, 2),
  prefix3: (text: string) => prefix(text, 3),
  prefix4: (text: string) => prefix(text, 4),
  suffix1: (text: string) => suffix(text, 1),
  suffix2: (text: string) => suffix(text, 2),
  suffix3: (text: string) => suffix(text, 3),
  suffix4: (text: string) => suffix(text, 4),
  shape,
  shortShape: (text: string) => shape(text).replace(/(.)\1+/gu, "$1"),
  capitals,
} satisfies Record<string, (text: string) => string | null>;

export type Field = keyof typeof fields;

/** The first n code points; null for a text that is not longer than that (it would repeat the word itself). */
function prefix(text: string, n: number): string | null {
  if (!SURROGATE.test(text)) return text.length > n ? text.slice(0, n) : null;
  const points = Array.from(text);
  return points.length > n ? points.slice(0, n).join("") : null;
}

function suffix(text: string, n: number): string | null {
  if (!SURROGATE.test(text)) return text.length > n ? text.slice(-n) : null;
  const points = Array.from(text);
  return points.length > n ? points.slice(-n).join("") : null;
}

/** Where there is one, characters are not code points. */
const SURROGATE = /[\ud800-\udfff]/;

/** Upper-case letters become X, lower-case x, letters without case c, digits d; anything else stands for itself. */
function shape(text: string): string {
  return text
    .replace(/[\p{Lu}\p{Lt}]/gu, "X")
    .replace(/\p{Ll}/gu, "x")
    .replace(/\p{Nd}/gu, "d")
    .replace(/[\p{Lo}\p{Lm}]/gu, "c");
}

/** The capitalisation class: one of six, so every token has exactly one. */
function capitals(text: string): string {
  if (!/\p{L}/u.test(text)) return /\p{Nd}/u.test(text) ? "digits" : "symbols";
  const upper = /[\p{Lu}\p{Lt}]/u.test(text);
  if (!upper) return "lower";
  if (!/\p{Ll}/u.test(text)) return "upper";
  return /^[^\p{L}]*[\p{Lu}\p{Lt}][^\p{Lu}\p{Lt}]*$/u.test(text) ? "title" : "mixed";
}
