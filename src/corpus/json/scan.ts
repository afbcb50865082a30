/** Characters [start, end) of a text that hold one JSON value. */
export interface Node {
  readonly start: number;
  readonly end: number;
}

/** A key or index at each step from a value to one within it. */
export type Path = readonly (string | number)[];

/** What is no JSON, and where. */
export class JsonSyntaxError extends Error {
  constructor(readonly offset: number) {
    super(`no JSON at ${offset}`);
  }
}

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const OPEN_LIST = 91;
const BACKSLASH = 92;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

/** The first offset from `at` on that is no JSON whitespace. */
export function skipSpace(text: string, at: number): number {
  let next = at;
  for (let code = text.charCodeAt(next); code === 32 || (code >= 9 && code <= 13); code = text.charCodeAt(++next));
  return next;
}

/**
 * Just past the value that begins at `start`. Brackets and strings are followed; whether what is between them is JSON is
 * JSON.parse's matter.
 *
 * @throws JsonSyntaxError where the value does not end, or none begins
 */
export function valueEnd(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = stringEnd(text, at) - 1;
      if (depth === 0) return at + 1;
    } else if (code === OPEN_LIST || code === OPEN_OBJECT) depth++;
    else if (code === CLOSE_LIST || code === CLOSE_OBJECT) {
      if (depth === 0) return ended(at, start);
      if (--depth === 0) return at + 1;
    } else if (depth === 0 && (code === COMMA || code === COLON || code <= 32)) return ended(at, start);
  }
  if (depth > 0) throw new JsonSyntaxError(start);
  return ended(text.length, start);
}

function ended(at: number, start: number): number {
  if (at === start) throw new JsonSyntaxError(at);
  return at;
}

function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === QUOTE) return at + 1;
  }
  throw new JsonSyntaxError(start);
}

/** The elements of the list that begins at `start`, one after the other. @throws JsonSyntaxError */
export function* elements(text: string, start: number): Generator<Node> {
  for (let at = skipSpace(text, start + 1); text.charCodeAt(at) !== CLOSE_LIST; ) {
    const end = valueEnd(text, at);
    yield { start: at, end };
    at = afterValue(text, end, CLOSE_LIST);
  }
}

/** The values of the object that begins at `start`, by key; of a key that is given twice the last, as JSON.parse has it. */
export function members(text: string, start: number): Map<string, Node & { readonly key: Node }> {
  const found = new Map<string, Node & { readonly key: Node }>();
  for (let at = skipSpace(text, start + 1); text.charCodeAt(at) !== CLOSE_OBJECT; ) {
    if (text.charCodeAt(at) !== QUOTE) throw new JsonSyntaxError(at);
    const key = { start: at, end: stringEnd(text, at) };
    at = skipSpace(text, key.end);
    if (text.charCodeAt(at) !== COLON) throw new JsonSyntaxError(at);
    const from = skipSpace(text, at + 1);
    const end = valueEnd(text, from);
    found.set(JSON.parse(text.slice(key.start, key.end)) as string, { start: from, end, key });
    at = afterValue(text, end, CLOSE_OBJECT);
  }
  return found;
}

/** Where the next value begins, or the closing bracket stands. */
function afterValue(text: string, end: number, closing: number): number {
  const at = skipSpace(text, end);
  if (text.charCodeAt(at) === closing) return at;
  const next = skipSpace(text, at + 1);
  if (text.charCodeAt(at) !== COMMA || text.charCodeAt(next) === closing) throw new JsonSyntaxError(at);
  return next;
}

/** Finds where values within one stand. What has been looked through is remembered: asking for all tokens is linear. */
export class Locator {
  readonly #lists: Map<number, readonly Node[]>;
  readonly #objects: Map<number, ReadonlyMap<string, Node>>;

  /** @param start of the value that paths lead from */
  constructor(
    readonly text: string,
    readonly start: number,
    known?: Locator,
  ) {
    this.#lists = known ? known.#lists : new Map();
    this.#objects = known ? known.#objects : new Map();
  }

  /** The same from a value within. */
  within(path: Path): Locator {
    const node = this.at(path);
    if (!node) throw new RangeError(`nothing at ${path.join(".")}`);
    return new Locator(this.text, node.start, this);
  }

  /** Where the value stands to which the path leads; undefined where nothing is there. */
  at(path: Path): Node | undefined {
    let node: Node | undefined;
    let start = this.start;
    for (const step of path) {
      const isObject = this.text.charCodeAt(start) === OPEN_OBJECT;
      if (isObject !== (typeof step === "string")) return undefined;
      node = typeof step === "string" ? this.members(start).get(step) : this.elements(start)[step];
      if (!node) return undefined;
      start = node.start;
    }
    return node ?? { start, end: valueEnd(this.text, start) };
  }

  /** The elements of the list that begins at `start`. */
  elements(start: number): readonly Node[] {
    const known = this.#lists.get(start) ?? [...elements(this.text, start)];
    this.#lists.set(start, known);
    return known;
  }

  members(start: number): ReadonlyMap<string, Node> {
    const known = this.#objects.get(start) ?? members(this.text, start);
    this.#objects.set(start, known);
    return known;
  }
}
