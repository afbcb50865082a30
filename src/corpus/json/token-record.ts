import { setValue, type TextEdit } from "./edits.js";
import { fault, shownValue } from "./fault.js";
import type { JsonRecord } from "./record.js";
import type { Locator, Path } from "./scan.js";

/** Where the token and the tag with a number stand in a record. */
export interface Layout {
  readonly tokenAt: (index: number) => Path;
  readonly tagAt: (index: number) => Path;
  /** What messages call them. */
  readonly tokenField: string;
  readonly tagField: string;
}

/** A record that holds tokens, each with a tag: two lists, or a list of pairs or of objects. */
export class TokenRecord implements JsonRecord {
  readonly tokens: readonly string[];
  readonly tags: readonly string[] | undefined;
  readonly sentences: readonly number[];

  /**
   * @param tags null where none are read
   * @param sentences tokens that begin a sentence; one sentence without it
   * @throws SeginfError where a token is no string or a tag no label
   */
  constructor(
    tokens: readonly unknown[],
    tags: readonly unknown[] | null,
    readonly layout: Layout,
    readonly names: readonly string[] | undefined,
    sentences?: readonly number[],
  ) {
    const { tokenField, tagField } = layout;
    if (tags && tags.length !== tokens.length)
      throw fault(`${tokens.length} tokens but ${tags.length} tags`, "give one tag a token");
    for (const token of tokens) requireText(token, tokenField);
    this.tokens = tokens as readonly string[];
    this.tags = tags ? tags.map((tag) => labelOf(tag, tagField, names)) : undefined;
    this.sentences = sentences ?? (tokens.length > 0 ? [0] : []);
  }

  offsets(root: Locator): readonly number[] {
    return this.tokens.map((_, i) => root.at(this.layout.tokenAt(i))?.start ?? root.start);
  }

  retag(root: Locator, tags: ReadonlyMap<number, string>): TextEdit[] {
    return [...tags].map(([token, tag]) => {
      const path = this.layout.tagAt(token);
      const node = root.at(path);
      const isNumber = node !== undefined && root.text[node.start] !== '"';
      return setValue(root, path, isNumber ? this.#numberOf(tag) : tag);
    });
  }

  predicted(tags: readonly string[]): readonly [string, unknown] {
    return ["predicted_tags", tags];
  }

  #numberOf(tag: string): number {
    const number = this.names?.indexOf(tag) ?? -1;
    if (number >= 0) return number;
    throw fault(`the tag ${JSON.stringify(tag)} has no number among the label names`, "add it to the names");
  }
}

function requireText(token: unknown, field: string): void {
  if (typeof token !== "string") throw fault(`"${field}" holds something other than strings`, "give a list of strings");
  if (token === "") throw fault(`"${field}" holds an empty string`, "fill it in");
}

function labelOf(tag: unknown, field: string, names: readonly string[] | undefined): string {
  if (typeof tag === "string") {
    if (tag === "") throw fault(`"${field}" holds an empty string`, "fill it in");
    return tag;
  }
  if (typeof tag !== "number") throw fault(`"${field}" holds something other than strings`, "give a list of strings");
  if (!names) {
    const hint = "name them with --labels FILE: one name a line from 0 on, or a JSON list";
    throw fault(`"${field}" holds class numbers, and the file does not name the classes`, hint);
  }
  if (Number.isInteger(tag) && tag >= 0 && tag < names.length) return names[tag];
  throw fault(
    `"${field}" holds ${shownValue(tag)}, but names are given for 0 to ${names.length - 1}`,
    "check --labels",
  );
}
