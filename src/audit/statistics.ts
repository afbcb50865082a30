import { placeOf } from "../corpus/files.js";
import type { AnnotatedCorpus } from "../corpus/index.js";
import type { Statistics } from "../findings/statistics.js";
import { at } from "../math/at.js";
import { type ScoredCandidates, scoredAt } from "./candidates/table.js";
import { scoreOf, verdictOn, wordsOf } from "./findings.js";

/**
 * What the scores of all candidates, which are probabilities, add up to: over the file, by label, and by change; and the
 * sentences that contradict each other.
 *
 * @param ranked the rows that are ranked: others say again what one of these does
 */
export function statisticsOf(
  annotated: AnnotatedCorpus,
  table: ScoredCandidates,
  ranked: Uint32Array,
  threshold: number,
): Statistics {
  const labels = new Map<string, { label: string; candidates: number; expected: number }>();
  const changes = new Map<string, { label: string; suggestion: string; findings: number; expected: number }>();
  let expected = 0;
  for (const row of ranked) {
    const one = scoredAt(table, row);
    const { label } = one;
    const { suggestion } = verdictOn(one);
    const score = scoreOf(one.logOdds);
    expected += score;
    const byLabel = entry(labels, label, () => ({ label, candidates: 0, expected: 0 }));
    byLabel.candidates++;
    byLabel.expected += score;
    if (one.proposal === null) continue;
    const byChange = entry(changes, `${label}\n${suggestion}`, () => ({ label, suggestion, findings: 0, expected: 0 }));
    byChange.expected += score;
    if (score >= threshold) byChange.findings++;
  }
  return {
    expected,
    share: expected / Math.max(1, ranked.length),
    labels: byErrors(labels).map((one) => ({ ...one, share: one.expected / one.candidates })),
    confusion: byErrors(changes),
    duplicates: contradictions(annotated),
  };
}

function entry<T>(map: Map<string, T>, key: string, empty: () => T): T {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = empty();
  map.set(key, made);
  return made;
}

/** The most errors first; the order of the corpus among equals. */
function byErrors<T extends { readonly expected: number }>(map: ReadonlyMap<string, T>): T[] {
  return [...map.values()].sort((a, b) => b.expected - a.expected);
}

/** Sentences of one word say little: their annotation depends on what stands around them. */
const LEAST_WORDS = 2;

function contradictions({ corpus, segments }: AnnotatedCorpus): Statistics["duplicates"] {
  const { sentenceStart, words } = corpus;
  const annotations = annotationsOf(segments, sentenceStart.length - 1, sentenceStart);
  const groups = new Map<string, number[]>();
  for (let k = 0; k + 1 < sentenceStart.length; k++) {
    const [start, end] = [at(sentenceStart, k), at(sentenceStart, k + 1)];
    if (end - start >= LEAST_WORDS) entry(groups, words.ids.subarray(start, end).join(), () => []).push(k);
  }
  return [...groups.values()].flatMap((sentences) => {
    const different = new Set(sentences.map((k) => at(annotations, k))).size;
    if (different < 2) return [];
    const first = at(sentences, 0);
    return [
      {
        tokens: wordsOf(corpus, at(sentenceStart, first), at(sentenceStart, first + 1)),
        places: sentences.map((k) => placeOf(corpus, at(sentenceStart, k))),
        annotations: different,
      },
    ];
  });
}

/** The segments of each sentence as text, with offsets in the sentence. */
function annotationsOf(segments: AnnotatedCorpus["segments"], sentences: number, starts: Int32Array): string[] {
  const texts = new Array<string>(sentences).fill("");
  for (let i = 0; i < segments.count; i++) {
    const k = at(segments.sentence, i);
    const first = at(starts, k);
    texts[k] += `${at(segments.start, i) - first} ${at(segments.end, i) - first} ${at(segments.label, i)}\n`;
  }
  return texts;
}
