/** Levels of arrays and objects in a document of seginf; none comes near. */
export const DEEPEST = 100;

/** JSON that is nested too deeply: whatever walks it calls itself once for each level. */
export class JsonDepthError extends Error {
  override readonly name = "JsonDepthError";

  constructor(deepest: number) {
    super(`nested more than ${deepest} levels deep`);
  }
}

/**
 * JSON.parse for text that comes from anywhere.
 *
 * @param deepest levels of arrays and objects, at most
 * @throws SyntaxError where it is no JSON, JsonDepthError where it is deeper
 */
export function parseJson(text: string, deepest = DEEPEST): unknown {
  if (text.length > deepest && isDeeper(text, deepest)) throw new JsonDepthError(deepest);
  return JSON.parse(text);
}

/** What is wrong with text that could not be parsed: that it is too deep, else what its reader calls it. */
export function jsonFault(error: unknown, otherwise: string): string {
  return error instanceof JsonDepthError ? error.message : otherwise;
}

/** Whether brackets stand deeper in one another, strings aside. Text that is no JSON gives either answer. */
function isDeeper(text: string, most: number): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === "[" || character === "{") {
      if (++depth > most) return true;
    } else if (character === "]" || character === "}") depth--;
    else if (character === '"') {
      at = endOfString(text, at + 1);
      if (at < 0) return false;
    }
  }
  return false;
}

/** The index of the quote that ends a string; −1 for none. */
function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let escapes = 0;
    while (text[quote - 1 - escapes] === "\\") escapes++;
    if (escapes % 2 === 0) return quote;
  }
  return -1;
}
