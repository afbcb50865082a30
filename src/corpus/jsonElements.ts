/** Characters [start, end) of a text. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

const OPENING = /[[{]/;
const CLOSING = /[\]}]/;

/**
 * Where the strings of a list stand in the text of a JSON object, quotes included: those of the field `field` of the
 * object itself, not of objects within it. Of a field that is given twice, the last counts, as it does for JSON.parse.
 *
 * @param text one valid JSON object
 */
export function elementsOf(text: string, field: string): TextSpan[] {
  let found: TextSpan[] = [];
  let depth = 0;
  let expectsKey = false;
  let key: string | undefined;
  let isWithin = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '"') {
      const end = stringEnd(text, at);
      if (depth === 1 && expectsKey) key = JSON.parse(text.slice(at, end)) as string;
      else if (depth === 2 && isWithin) found.push({ start: at, end });
      at = end - 1;
    } else if (OPENING.test(character)) {
      depth++;
      if (depth === 1) expectsKey = true;
      if (depth !== 2 || key !== field) continue;
      isWithin = character === "[";
      found = [];
    } else if (CLOSING.test(character)) {
      depth--;
      if (depth === 1) isWithin = false;
    } else if (depth === 1 && character === ":") expectsKey = false;
    else if (depth === 1 && character === ",") expectsKey = true;
  }
  return found;
}

/** Just past the closing quote of the string that opens at `start`. */
function stringEnd(text: string, start: number): number {
  for (let at = start + 1; ; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at + 1;
  }
}
