import { encoded } from "../findings/encode.js";

/** An array in a JSON document whose elements are made while it is written, one by one. */
export class JsonItems {
  constructor(readonly items: Iterable<unknown>) {}
}

/**
 * A JSON document in chunks, indented by two, byte for byte as JSON.stringify would write it. Each element of a JsonItems
 * is a chunk; one may be the document itself or stand anywhere in its objects and arrays, but not in another.
 */
export function* jsonChunks(value: unknown, margin = ""): Generator<string> {
  const inner = `${margin}  `;
  if (value instanceof JsonItems) {
    yield* bracketed("[]", margin, elements(value.items, inner));
  } else if (!holdsItems(value)) {
    yield whole(value, margin);
  } else if (Array.isArray(value)) {
    yield* bracketed(
      "[]",
      margin,
      value.map((element) => jsonChunks(element, inner)),
    );
  } else {
    const members = Object.entries(value as object).filter(([, member]) => member !== undefined);
    yield* bracketed(
      "{}",
      margin,
      members.map(([key, member]) => prefixed(`${encoded(key)}: `, jsonChunks(member, inner))),
    );
  }
}

function* elements(items: Iterable<unknown>, margin: string): Generator<Iterable<string>> {
  for (const item of items) yield [whole(item, margin)];
}

function whole(value: unknown, margin: string): string {
  return encoded(value, 2).replaceAll("\n", `\n${margin}`);
}

/** Parts between brackets, each on lines of its own. */
function* bracketed(brackets: "[]" | "{}", margin: string, parts: Iterable<Iterable<string>>): Generator<string> {
  let before = brackets[0];
  for (const part of parts) {
    yield* prefixed(`${before}\n${margin}  `, part);
    before = ",";
  }
  yield before === "," ? `\n${margin}${brackets[1]}` : brackets;
}

/** The chunks, the first of them with a text before it. */
function* prefixed(text: string, chunks: Iterable<string>): Generator<string> {
  let before = text;
  for (const chunk of chunks) {
    yield before + chunk;
    before = "";
  }
}

function holdsItems(value: unknown): boolean {
  if (value instanceof JsonItems) return true;
  return typeof value === "object" && value !== null && Object.values(value).some(holdsItems);
}
