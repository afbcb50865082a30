import { at } from "../math/at.js";

/** Scripts that are written without blanks between words, and the punctuation that goes with them. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u3001-\u301f\uff00-\uffef]/u;

/** Tokens as running text: with blanks between them, but for those of scripts that have none (我 在 北京 is 我在北京). */
export function running(tokens: readonly string[]): string {
  let text = "";
  for (const [i, token] of tokens.entries()) text += i > 0 ? between(at(tokens, i - 1), token) + token : token;
  return text;
}

/** What stands between two neighbouring tokens: a blank or nothing. */
export function between(left: string, right: string): "" | " " {
  return UNSPACED.test(lastCharacter(left)) && UNSPACED.test(first(right)) ? "" : " ";
}

function first(text: string): string {
  const [character = ""] = text;
  return character;
}

function lastCharacter(text: string): string {
  return [...text.slice(-2)].at(-1) ?? "";
}
