import { createHash } from "node:crypto";
import { type ClusterField, prefixOf } from "./fields.js";

/** A word of a cluster file: the path from the root of the binary tree to its cluster, and how often the word was seen. */
export interface ClusterRow {
  readonly path: string;
  readonly word: string;
  readonly count: number;
}

/** Words of a cluster that its name shows. */
const SHOWN = 3;

/** Hierarchical word clusters (Brown et al. 1992): each word has a path of bits, and words of like use share a prefix. */
export class WordClusters {
  /** SHA-256 (hex) of the rows: what a result depends on. */
  readonly digest: string;
  readonly #paths = new Map<string, string>();
  readonly #frequent = new Map<string, string>();
  /** The most frequent words first. */
  #byCount: readonly ClusterRow[] | undefined;

  /**
   * @param name as people know it: the file's name
   * @param rows each word once
   */
  constructor(
    readonly name: string,
    readonly rows: readonly ClusterRow[],
  ) {
    for (const { path, word } of rows) this.#paths.set(word, path);
    this.digest = createHash("sha256").update(this.text()).digest("hex");
  }

  /** The path of a word as it stands, else in lower case; null for a word that the file does not have. */
  path(word: string): string | null {
    return this.#paths.get(word) ?? this.#paths.get(word.toLowerCase()) ?? null;
  }

  /** What a field reads off a word; null for a word without a cluster, which then has no such feature. */
  read(word: string, field: ClusterField): string | null {
    const path = this.path(word);
    return path === null ? null : prefixOf(path, field);
  }

  /** "monday, friday, sunday": the most frequent words below a prefix of paths; "" where there are none. */
  frequent(prefix: string): string {
    const known = this.#frequent.get(prefix);
    if (known !== undefined) return known;
    this.#byCount ??= [...this.rows].sort((a, b) => b.count - a.count || (a.word < b.word ? -1 : 1));
    const words: string[] = [];
    for (const { path, word } of this.#byCount) {
      if (words.length === SHOWN) break;
      if (path.startsWith(prefix)) words.push(word);
    }
    const text = words.join(", ");
    this.#frequent.set(prefix, text);
    return text;
  }

  /** The rows as a file of the same layout. */
  text(): string {
    return this.rows.map(({ path, word, count }) => `${path}\t${word}\t${count}\n`).join("");
  }
}
