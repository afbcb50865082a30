import { readFile } from "node:fs/promises";
import {
  createScanner,
  getNodePath,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from "jsonc-parser";
import { SeginfError } from "../errors.js";
import { readFailure } from "./failure.js";
import { DEEPEST, JsonDepthError } from "./parseJson.js";

/** Keys and indices that lead from the top of a document to a value in it. */
export type JsonPath = readonly (string | number)[];

/** A document that people write or edit by hand: its value, and where each part of it stands. */
export interface JsonFile {
  readonly path: string;
  readonly value: unknown;
  /** The line of a value's key (of the value itself in an array), from 1; that of the nearest there is. */
  lineOf(path: JsonPath): number;
}

export interface ReadJsonOptions {
  readonly comments?: boolean;
  readonly hint?: string;
  readonly name?: string;
}

/**
 * Reads a JSON file, with comments and trailing commas where they are allowed.
 *
 * @param hint what to do about a file that is not there
 * @param name what messages call it, where that is not the path
 * @throws SeginfError with the line of what is wrong; a key that stands twice in an object is
 */
export async function readJsonFile(
  path: string,
  { comments = false, hint, name = path }: ReadJsonOptions = {},
): Promise<JsonFile> {
  const text = await readFile(path, "utf8").catch((cause) => {
    throw readFailure(name, cause, hint);
  });
  return parseJsonFile(name, text, comments);
}

/** @throws SeginfError, see readJsonFile */
export function parseJsonFile(path: string, text: string, comments = false): JsonFile {
  const errors: ParseError[] = [];
  const options = { disallowComments: !comments, allowTrailingComma: comments };
  const content = text.replace(/^\uFEFF/, " ");
  const lineAt = (offset: number): number => text.slice(0, offset).split("\n").length;
  const tooDeep = offsetOfDepth(content, DEEPEST);
  if (tooDeep !== null) {
    const place = { file: path, line: lineAt(tooDeep) };
    throw new SeginfError(new JsonDepthError(DEEPEST).message, place, "check that this is the file you mean");
  }
  const root = parseTree(content, errors, options);
  const [first] = errors;
  if (first || !root) {
    const what = first ? words(printParseErrorCode(first.error)) : "the file is empty";
    throw new SeginfError(
      `not JSON: ${what}`,
      { file: path, line: lineAt(first?.offset ?? 0) },
      "correct it or write it again",
    );
  }
  refuseRepeatedKeys(path, root, lineAt);
  return { path, value: getNodeValue(root), lineOf: (keys) => lineAt(nodeAt(root, keys).offset) };
}

/** Where brackets first stand deeper in one another than that; null for nowhere. */
function offsetOfDepth(text: string, most: number): number | null {
  const scanner = createScanner(text, true);
  for (let depth = 0; ; ) {
    scanner.scan();
    // The character that a token begins with tells brackets from strings and comments; there is none at the end.
    const first = text[scanner.getTokenOffset()];
    if (first === undefined) return null;
    if (first === "}" || first === "]") depth--;
    if (first === "{" || first === "[") depth++;
    if (depth > most) return scanner.getTokenOffset();
  }
}

/** "PropertyNameExpected" → "property name expected" */
function words(code: string): string {
  return code.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).toLowerCase();
}

function refuseRepeatedKeys(file: string, node: Node, lineAt: (offset: number) => number): void {
  const seen = new Set<unknown>();
  for (const child of node.children ?? []) {
    const key = child.type === "property" ? child.children?.[0] : undefined;
    if (key !== undefined) {
      if (seen.has(key.value)) {
        const place = { file, line: lineAt(key.offset) };
        throw new SeginfError(
          `"${key.value}" occurs here twice`,
          place,
          `remove one from ${pathText(getNodePath(node))}`,
        );
      }
      seen.add(key.value);
    }
    refuseRepeatedKeys(file, child, lineAt);
  }
}

function pathText(path: JsonPath): string {
  return path.length === 0 ? "the file" : path.join(".");
}

function nodeAt(root: Node, path: JsonPath): Node {
  let found = root;
  let inside: Node | undefined = root;
  for (const key of path) {
    const child: Node | undefined =
      typeof key === "number"
        ? inside?.children?.[key]
        : inside?.children?.find(({ type, children }) => type === "property" && children?.[0]?.value === key);
    if (!child) break;
    found = child;
    // A property stands where its key does; what lies beneath it is in its value.
    inside = child.type === "property" ? child.children?.[1] : child;
  }
  return found;
}
