import { running } from "../corpus/running.js";
import { visible } from "./visible.js";
import { cut, displayWidth, widthUpTo } from "./width.js";

/** A segment in its sentence, cut to fit a line: `before` + `[ segment ]` + `after`, each with its own blanks. */
export interface Snippet {
  readonly before: string;
  readonly segment: string;
  readonly after: string;
}

/** What a snippet is made of. */
export interface SnippetSource {
  readonly tokens: readonly string[];
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Whether the sentence goes on beyond `before` and `after`. */
  readonly moreBefore: boolean;
  readonly moreAfter: boolean;
}

const BRACKETS = 4;
const ELLIPSIS = "…";

/**
 * The segment between brackets, which mark it in a log without colour too, with as much context as fits in `width`
 * columns, nearest tokens first and both sides in turn. An ellipsis stands wherever something was left out.
 */
export function snippet(source: SnippetSource, width: number): Snippet {
  const sides = 2 * (ELLIPSIS.length + 1);
  const segment = bracketed(source.tokens, width - sides);
  const left = new Side([...source.before].reverse());
  const right = new Side(source.after);
  let room = width - sides - displayWidth(segment);
  while (left.open || right.open) {
    room = left.take(room);
    room = right.take(room);
  }
  if (left.cutShort || source.moreBefore) left.taken.push(ELLIPSIS);
  if (right.cutShort || source.moreAfter) right.taken.push(ELLIPSIS);
  return {
    before: left.taken.length === 0 ? "" : `${running(left.taken.reverse())} `,
    segment,
    after: right.taken.length === 0 ? "" : ` ${running(right.taken)}`,
  };
}

/** `[ Bank of England ]` in at most `width` columns: middle tokens give way first, then the end of the first token. */
export function bracketed(tokens: readonly string[], width: number): string {
  return `[ ${fitTokens(tokens.map(visible), Math.max(width - BRACKETS, 1))} ]`;
}

function fitTokens(tokens: readonly string[], width: number): string {
  const whole = running(tokens);
  if (widthUpTo(whole, width) <= width) return whole;
  const head: string[] = [];
  const tail: string[] = [];
  let room = width - ELLIPSIS.length;
  for (let taken = 0; taken < tokens.length; taken++) {
    const fromHead = taken % 2 === 0;
    const token = fromHead ? tokens[head.length]! : tokens[tokens.length - 1 - tail.length]!;
    room -= widthUpTo(token, room) + 1;
    if (room < 0) break;
    if (fromHead) head.push(token);
    else tail.unshift(token);
  }
  return head.length === 0 ? cut(tokens[0]!, width) : running([...head, ELLIPSIS, ...tail]);
}

/** One side of the context: tokens taken so far, nearest to the segment first. */
class Side {
  readonly taken: string[] = [];
  open: boolean;
  cutShort = false;

  constructor(private readonly tokens: readonly string[]) {
    this.open = tokens.length > 0;
  }

  /** Takes the next token if it fits, and returns the room that is left. */
  take(room: number): number {
    if (!this.open) return room;
    const token = visible(this.tokens[this.taken.length]!);
    const needed = widthUpTo(token, room) + 1;
    if (needed > room) {
      this.open = false;
      this.cutShort = true;
      return room;
    }
    this.taken.push(token);
    this.open = this.taken.length < this.tokens.length;
    return room - needed;
  }
}
