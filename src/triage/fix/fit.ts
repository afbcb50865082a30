import { fileTags } from "../../corpus/index.js";
import { overlap } from "../../corpus/overlap.js";
import type { Corpus, Scheme } from "../../corpus/types.js";
import { SeginfError } from "../../errors.js";
import { at } from "../../math/at.js";
import { isAnnotated } from "./labelled.js";
import { segmentsOf } from "./retag.js";
import { tagsOf } from "./sentence.js";
import type { Edit } from "./types.js";

/**
 * Makes sure that the edits are about this corpus, as it was when it was audited.
 *
 * @param digest of the bytes that were audited
 * @throws SeginfError naming the first line where something else stands than the audit saw
 */
export function requireFitting(corpus: Corpus, scheme: Scheme, edits: readonly Edit[], digest: string): void {
  const isSame = corpus.digest === digest;
  for (const edit of edits) {
    // What is labelled a missed segment or another span may look different in each scheme; the digest vouches for it.
    const wrong = otherWords(corpus, edit) ?? (isSame ? null : otherLabel(corpus, scheme, edit));
    if (wrong === null) continue;
    const what = isSame ? `${wrong}, so it is not read as it was for the audit` : `${wrong}: the corpus has changed`;
    const hint = isSame ? "give the same --token-column and --label-column" : "audit it again";
    throw new SeginfError(what, { file: corpus.name, line: lineOf(corpus, edit) }, hint);
  }
  if (isSame) return;
  const what = "the corpus has changed since the audit, elsewhere than where these findings are";
  throw new SeginfError(what, { file: corpus.name }, "audit it again");
}

/** What is wrong with the words where an edit goes, as a clause; null for nothing. */
function otherWords(corpus: Corpus, { sentence, start, end, tokens }: Edit): string | null {
  const { words, sentenceStart } = corpus;
  const [first, past] = [sentenceStart[sentence], sentenceStart[sentence + 1]];
  if (first === undefined || past === undefined || first + end > past) return `the audit saw ${quoted(tokens)} here`;
  const here = Array.from(words.ids.subarray(first + start, first + end), (id) => at(words.values, id));
  if (here.length === tokens.length && here.every((word, i) => word === tokens[i])) return null;
  return `the audit saw ${quoted(tokens)} here, not ${quoted(here)}`;
}

function otherLabel(corpus: Corpus, scheme: Scheme, edit: Edit): string | null {
  const tags = tagsOf(corpus, edit.sentence);
  const isTag = edit.replacement === null;
  if (isAnnotated(corpus, edit.sentence, scheme, { ...edit, isTag })) return null;
  if (isTag) return `the audit saw the tag ${edit.label} here, not ${fileTags(corpus, edit.sentence)[edit.start]}`;
  const there = segmentsOf(tags, scheme).filter((segment) => overlap(segment, edit));
  const labels = there.map(({ label }) => label).join(", ") || "O";
  return `the audit saw ${quoted(edit.tokens)} labelled ${edit.label} here, not ${labels}`;
}

function lineOf({ lines, sentenceStart }: Corpus, { sentence, start, line }: Edit): number {
  return sentence + 1 < sentenceStart.length ? (lines[at(sentenceStart, sentence) + start] ?? line) : line;
}

function quoted(tokens: readonly string[]): string {
  return JSON.stringify(tokens.join(" "));
}
