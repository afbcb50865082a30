/** Zero-width joiners and the visible "format" signs of Arabic, Syriac and Kaithi: part of ordinary text. */
const ORDINARY_FORMAT = /[\u200c-\u200d\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}]/u;

/** Control, invisible-format, line-separating and lone-surrogate characters. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/**
 * What a CI runner takes for a command where it prints a log: GitHub's `::name` at the start of a line, after blanks too, and
 * `##[name]` anywhere (https://github.com/actions/runner, ActionCommand), Azure's `##vso[` and TeamCity's `##teamcity[`.
 */
const COMMAND = /(?<=^|\s)::|##(?=\[|vso\[|teamcity\[)/gi;

/**
 * Text that can be printed on a terminal as it is: control characters (escape sequences among them), bidirectional
 * overrides, zero-width spaces and the like become visible escapes (`\x1b`, `\u202e`). A corpus comes from anywhere,
 * so its words must not be able to move the cursor, set colours, or turn a line around; nor may they be commands to the
 * runner of a workflow: `::` and `##[` become `\x3a:` and `\x23#[`.
 */
export function visible(text: string): string {
  return text
    .replace(COMMAND, ([first, ...rest]) => escaped(first as string) + rest.join(""))
    .replace(INVISIBLE, (character) => (ORDINARY_FORMAT.test(character) ? character : escaped(character)));
}

function escaped(character: string): string {
  const code = character.codePointAt(0)!;
  if (character === "\t") return "\\t";
  if (character === "\n") return "\\n";
  if (character === "\r") return "\\r";
  const hex = code.toString(16);
  if (code <= 0xff) return `\\x${hex.padStart(2, "0")}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, "0")}` : `\\u{${hex}}`;
}
