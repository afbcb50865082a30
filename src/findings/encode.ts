/** Characters that JSON lets stand but that drive a terminal, turn text around, or end a line for some readers. */
const UNSAFE = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

type Replacer = (key: string, value: unknown) => unknown;

/** What a CI runner takes for a command wherever a log holds it: `##[` of GitHub, `##vso[` of Azure, `##teamcity[`. */
const COMMAND = /##(?=\[|vso\[|teamcity\[)/gi;

/** JSON text in which no character can do harm on a terminal, nor a string be a command in a workflow's log. */
export function encoded(value: unknown, indent?: number, replacer?: Replacer): string {
  return JSON.stringify(value, replacer, indent)
    .replace(UNSAFE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .replace(COMMAND, "\\u0023#");
}
