import { readSegments } from "../../corpus/index.js";
import type { Corpus, Scheme } from "../../corpus/types.js";
import { SeginfError } from "../../errors.js";
import type { Edit } from "./types.js";

/** A file with the edits to be made in it. */
export interface EditedFile {
  readonly corpus: Corpus;
  readonly scheme: Scheme;
  readonly edits: readonly Edit[];
  /** Labels that are known from elsewhere. */
  readonly labels: readonly string[];
}

/** Labels named where one is none of them. */
const NAMED = 20;

/** Finds edits that bring a label that no file has: most such labels are misspelt. */
export class LabelCheck {
  private readonly known = new Set<string>();
  private readonly brought: { readonly label: string; readonly file: string; readonly line: number }[] = [];

  add({ corpus, scheme, edits, labels }: EditedFile): void {
    const { segments } = readSegments(corpus, scheme);
    for (const label of [...segments.labels, ...labels]) this.known.add(label);
    for (const { replacement, line } of edits) {
      for (const { label } of replacement?.segments ?? []) this.brought.push({ label, file: corpus.name, line });
    }
  }

  /** @throws SeginfError with the line of the first edit that brings a new label */
  require(): void {
    const found = this.brought.find(({ label }) => !this.known.has(label));
    if (found === undefined) return;
    const { label, file, line } = found;
    const all = [...this.known].sort();
    const more = all.length > NAMED ? ` and ${all.length - NAMED} more` : "";
    const what = `${JSON.stringify(label)} would be a new label: the corpus has ${all.slice(0, NAMED).join(", ") || "none"}${more}`;
    throw new SeginfError(what, { file, line }, "correct it in the verdicts, or give --allow-new-labels");
  }
}
