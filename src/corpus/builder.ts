import { GrowingInts } from "./growing.js";
import type { Column, Corpus, CorpusFormat, Reading, Remark } from "./types.js";

/** What the parsers agree on and the file alone does not say. */
export interface Identity {
  readonly name: string;
  readonly format: CorpusFormat;
  readonly digest: string;
  readonly encoding: string;
  readonly replacedBytes: number;
  readonly reading: Reading;
}

/** A column while it is being read: `values` belongs to the parser's interner. */
export interface GrowingColumn {
  readonly values: readonly string[];
  readonly ids: GrowingInts;
}

/** Gathers tokens, sentences and documents in file order into the flat arrays of a Corpus. */
export class CorpusBuilder {
  readonly lines = new GrowingInts();
  readonly #sentenceStart = new GrowingInts();
  readonly #sentenceIds: (string | null)[] = [];
  readonly #documents = new GrowingInts();
  readonly #documentIds: string[] = [];
  readonly #remarks: Remark[] = [];
  #extents: { readonly first: GrowingInts; readonly last: GrowingInts } | undefined;
  #document = -1;
  #nextId: string | null = null;
  #open = false;

  /** Whether a token added now would join the sentence before it. */
  get inSentence(): boolean {
    return this.#open;
  }

  get sentences(): number {
    return this.#sentenceIds.length;
  }

  /** One more token on this line; its ids go to the columns. */
  token(line: number): void {
    if (!this.#open) {
      this.#open = true;
      this.#sentenceStart.push(this.lines.length);
      this.#sentenceIds.push(this.#nextId);
      this.#documents.push(this.#document);
      this.#nextId = null;
    }
    this.lines.push(line);
  }

  endSentence(): void {
    this.#open = false;
  }

  /** The lines of all that the file says of the next sentence, where it is more than those of its tokens. */
  sentenceLines(first: number, last: number): void {
    this.#extents ??= { first: new GrowingInts(), last: new GrowingInts() };
    this.#extents.first.push(first);
    this.#extents.last.push(last);
  }

  /** The id of the sentence that comes next. */
  sentenceId(id: string | null): void {
    this.#nextId = id;
  }

  /** A comment to seginf: about the sentence that it stands in, or the next one. */
  remark(text: string, line: number): void {
    this.#remarks.push({ text, line, sentence: this.#open ? this.sentences - 1 : this.sentences });
  }

  /** A document begins: the sentences from here on belong to it. Without an id it is called doc1, doc2, … by its place. */
  beginDocument(id: string | null): void {
    this.endSentence();
    this.#document = this.#documentIds.length;
    this.#documentIds.push(id ?? `doc${this.#document + 1}`);
  }

  /** The sentences from here on belong to no document. */
  leaveDocument(): void {
    this.#document = -1;
  }

  finish(
    identity: Identity,
    words: GrowingColumn,
    tags: GrowingColumn | undefined,
    columns: ReadonlyMap<number, GrowingColumn>,
  ): Corpus {
    this.#sentenceStart.push(this.lines.length);
    return {
      ...identity,
      words: column(words),
      tags: tags && column(tags),
      columns: new Map([...columns].map(([number, kept]) => [number, column(kept)])),
      lines: this.lines.trimmed(),
      sentenceStart: this.#sentenceStart.trimmed(),
      sentenceIds: this.#sentenceIds,
      documents: this.#documents.trimmed(),
      documentIds: this.#documentIds,
      remarks: this.#remarks,
      ...(this.#extents
        ? { extents: { first: this.#extents.first.trimmed(), last: this.#extents.last.trimmed() } }
        : {}),
    };
  }
}

function column({ values, ids }: GrowingColumn): Column {
  return { values, ids: ids.trimmed() };
}
