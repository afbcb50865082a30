/** Characters that JSON lets stand but that drive a terminal, turn text around, or end a line for some readers. */
const UNSAFE = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

type Replacer = (key: string, value: unknown) => unknown;

/** JSON text in which no character can do harm on a terminal. */
export function encoded(value: unknown, indent?: number, replacer?: Replacer): string {
  return JSON.stringify(value, replacer, indent).replace(
    UNSAFE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
