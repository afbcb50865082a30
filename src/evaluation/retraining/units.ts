import { segmentTags } from "../../corpus/spelling.js";
import type { Corpus, Scheme, Segments } from "../../corpus/types.js";
import type { Span } from "../../influence/spans.js";
import type { Target } from "../../influence/targets.js";
import { at } from "../../math/at.js";
import { UNKNOWN_LABEL } from "../../tagger/model.js";
import type { Problem } from "../../tagger/problem.js";

/** A training segment, or a single token, with its label as it stands. */
export interface Unit extends Span {
  readonly label: string;
}

/** Every token, its label its tag. */
export function tokensOf(corpus: Corpus): Unit[] {
  const units: Unit[] = [];
  for (let sentence = 0; sentence + 1 < corpus.sentenceStart.length; sentence++) {
    for (let t = at(corpus.sentenceStart, sentence); t < at(corpus.sentenceStart, sentence + 1); t++) {
      units.push({ sentence, start: t, end: t + 1, label: tagOf(corpus, t) });
    }
  }
  return units;
}

/** Every annotated segment. */
export function segmentsOf({ count, sentence, start, end, label, labels }: Segments): Unit[] {
  return Array.from({ length: count }, (_, i) => ({
    sentence: at(sentence, i),
    start: at(start, i),
    end: at(end, i),
    label: at(labels, at(label, i)),
  }));
}

/**
 * The reference's tokens as targets; a token of which it or a neighbour has a tag that the tagger lacks has no loss.
 *
 * @param predicted N label numbers: what the tagger says
 */
export function targetTokens(reference: Corpus, { chains }: Problem, predicted: Int32Array, tags: readonly string[]) {
  const { gold } = chains;
  return tokensOf(reference).flatMap((unit): Target[] => {
    const from = Math.max(unit.start - 1, at(reference.sentenceStart, unit.sentence));
    const past = Math.min(unit.end + 1, at(reference.sentenceStart, unit.sentence + 1));
    if (gold.subarray(from, past).includes(UNKNOWN_LABEL)) return [];
    return [{ ...unit, predicted: at(tags, at(predicted, unit.start)) }];
  });
}

/** One way to label a unit: how it is called, and the tagger's label numbers, one a token. */
export interface Labelling {
  readonly label: string;
  readonly numbers: Int32Array;
}

/**
 * The ways to label a unit of so many tokens: a token can have each tag; a longer segment each label over the whole of it, or
 * none.
 */
export function labellingsOf(length: number, scheme: Scheme, tags: readonly string[], labels: readonly string[]) {
  if (length === 1) return tags.map((label, number): Labelling => ({ label, numbers: Int32Array.of(number) }));
  const spelled = labels.map((label) => ({ label, tags: segmentTags(scheme, label, length, false) }));
  if (scheme !== "plain") spelled.push({ label: "O", tags: new Array<string>(length).fill("O") });
  return spelled
    .map(
      ({ label, tags: words }): Labelling => ({ label, numbers: Int32Array.from(words, (tag) => tags.indexOf(tag)) }),
    )
    .filter(({ numbers }) => !numbers.includes(-1));
}

function tagOf({ tags }: Corpus, t: number): string {
  return tags === undefined ? "O" : at(tags.values, at(tags.ids, t));
}
