import type { Corpus, IllFormed } from "../corpus/types.js";
import { type FingerprintSource, fingerprint } from "../report/fingerprint.js";
import { ruleOf } from "../report/rules.js";
import type { Finding, FindingKind, Opposed, Replacement, Signals } from "../report/types.js";
import type { Judged } from "./sweep.js";

/** Tokens of context that a finding carries on either side. */
const CONTEXT = 8;

/** What a finding says beyond its candidate. */
export interface Placing {
  readonly rank: number;
  readonly opposes: readonly Opposed[];
}

/** p(y') / (p(y') + p(y_S)) from its log odds. */
export function scoreOf(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}

/** @param referenceLoss F, nats: what shares are shares of */
export function findingOf(corpus: Corpus, judged: Judged, referenceLoss: number, { rank, opposes }: Placing): Finding {
  const { label, suggestion, signals } = judged;
  const kind: FindingKind = label === "O" ? "missed" : suggestion === "O" ? "spurious" : "label";
  const place = placeOf(corpus, judged.sentence, judged.start, judged.end);
  return {
    rank,
    score: scoreOf(judged.logOdds),
    kind,
    rule: ruleOf(kind),
    ...place,
    label,
    suggestion,
    replacement: sameSpan(place, suggestion),
    // + 0 turns −0 into 0
    share: referenceLoss > 0 ? -signals.influence / referenceLoss + 0 : 0,
    signals,
    opposes,
    ...surroundings(corpus, judged, label, "segment"),
  };
}

/** The span as one segment of another label, or as none. */
function sameSpan({ start, end }: { readonly start: number; readonly end: number }, label: string): Replacement {
  return { start, end, segments: label === "O" ? [] : [{ start, end, label }] };
}

/** Signals of something that has none. */
const NO_SIGNALS: Signals = {
  influence: 0,
  relabelInfluence: 0,
  loss: 0,
  marginal: 1,
  crossValidatedLoss: null,
  selfInfluence: null,
  refitLoss: null,
  referenceTaggerLoss: null,
  variation: null,
  neighbours: null,
};

/** A break of the tag scheme is an error for certain, so its score is 1; it is told with its segment's signals. */
export function illFormedFinding(
  corpus: Corpus,
  place: IllFormed,
  segment: Judged | undefined,
  referenceLoss: number,
  rank: number,
): Finding {
  const span = { sentence: place.sentence, start: place.token, end: place.token + 1 };
  return {
    rank,
    score: 1,
    kind: "ill-formed",
    rule: ruleOf("ill-formed"),
    ...placeOf(corpus, span.sentence, span.start, span.end),
    label: place.tag,
    suggestion: place.suggestion,
    replacement: null,
    share: segment && referenceLoss > 0 ? -segment.signals.influence / referenceLoss + 0 : 0,
    signals: segment?.signals ?? NO_SIGNALS,
    opposes: [],
    ...surroundings(corpus, span, place.tag, "tag"),
  };
}

function placeOf(corpus: Corpus, sentence: number, start: number, end: number) {
  const first = corpus.sentenceStart[sentence];
  return {
    file: corpus.name,
    line: corpus.lines[start],
    endLine: corpus.lines[end - 1],
    sentence,
    sentenceId: corpus.sentenceIds[sentence],
    start: start - first,
    end: end - first,
    tokens: wordsOf(corpus, start, end),
  };
}

function surroundings(
  corpus: Corpus,
  { sentence, start, end }: { readonly sentence: number; readonly start: number; readonly end: number },
  label: string,
  about: FingerprintSource["about"],
) {
  const before = wordsOf(corpus, corpus.sentenceStart[sentence], start);
  const after = wordsOf(corpus, end, corpus.sentenceStart[sentence + 1]);
  return {
    context: { before: before.slice(-CONTEXT), after: after.slice(0, CONTEXT) },
    fingerprint: fingerprint({ tokens: wordsOf(corpus, start, end), label, about, before, after }),
  };
}

/** The words of the tokens [start, end). */
export function wordsOf({ words }: Corpus, start: number, end: number): string[] {
  return Array.from(words.ids.subarray(start, end), (id) => words.values[id]);
}
