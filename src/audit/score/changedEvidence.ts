import type { AnnotatedCorpus } from "../../corpus/index.js";
import { type Candidates, NONE } from "../candidates/candidates.js";
import type { ChangedModel } from "../coefficients/coefficients.js";
import { coveringSegments } from "../places.js";

/**
 * What speaks for an error of each candidate in changed sentences: the evidence e of single errors, by what it is worth of sentences that
 * somebody has just annotated, and how the rest of the corpus labels the candidate's first word,
 *
 *     e'_i = a + b e_i + c r_i
 *
 * with a, b and c of annotated segments and of missed spans (bench/detection/commitFit.mjs).
 *
 * @param single e of every candidate; −∞ where there is no other way to annotate it
 * @param otherwise r of every candidate
 * @returns e' of candidates that have changed, and e of the others
 */
export function changedEvidence(
  { label }: Pick<Candidates, "label">,
  single: Float64Array,
  otherwise: Float64Array,
  isChanged: (row: number) => boolean,
  { constant, slope, elsewhere }: ChangedModel,
): Float64Array {
  return single.map((e, row) => {
    if (e === Number.NEGATIVE_INFINITY || !isChanged(row)) return e;
    const side = label[row] === NONE ? 1 : 0;
    return constant[side] + slope[side] * e + elsewhere[side] * otherwise[row];
  });
}

/**
 * r: of the tokens of unchanged sentences with a candidate's first word, the share that another label has than the candidate; 0 where there
 * are none. Of candidates in changed sentences; 0 for the others.
 */
export function labelledOtherwise(
  { corpus, segments }: Pick<AnnotatedCorpus, "corpus" | "segments">,
  candidates: Candidates,
  changed: ReadonlySet<number>,
): Float64Array {
  const { ids } = corpus.words;
  const rows = [...candidates.sentence.keys()].filter((row) => changed.has(candidates.sentence[row]));
  const counts = new Map(rows.map((row) => [ids[candidates.start[row]], new Map<string, number>()]));
  const covering = coveringSegments(segments, ids.length);
  for (let sentence = 0; sentence + 1 < corpus.sentenceStart.length; sentence++) {
    if (changed.has(sentence)) continue;
    for (let t = corpus.sentenceStart[sentence]; t < corpus.sentenceStart[sentence + 1]; t++) {
      const own = counts.get(ids[t]);
      if (!own) continue;
      const name = segments.labels[segments.label[covering[t]]] ?? "O";
      own.set(name, (own.get(name) ?? 0) + 1);
    }
  }
  const shares = new Float64Array(candidates.count);
  for (const row of rows) {
    const own = counts.get(ids[candidates.start[row]]) as ReadonlyMap<string, number>;
    const all = [...own.values()].reduce((sum, n) => sum + n, 0);
    const same = own.get(candidates.labels[candidates.label[row]] ?? "O") ?? 0;
    shares[row] = all > 0 ? (all - same) / all : 0;
  }
  return shares;
}
