import { placeOf as placeOfToken, sentenceInFile } from "../corpus/files.js";
import type { TagFix } from "../corpus/index.js";
import type { Corpus } from "../corpus/types.js";
import { type FingerprintSource, fingerprint } from "../findings/fingerprint.js";
import type { Reason } from "../findings/reason.js";
import type { Finding, FindingOpinions, Opposed, RefinedInfluence, Replacement, Signals } from "../findings/report.js";
import { type FindingKind, ruleOf } from "../findings/rules.js";
import { at } from "../math/at.js";
import { logistic } from "../math/logistic.js";
import type { Candidate } from "./candidates/candidates.js";
import { NOT_COMPUTED, type ScoredCandidate } from "./candidates/table.js";
import type { PlacedSegment } from "./suggestions/tagEncoder.js";

/** Tokens of context that a finding carries on either side. */
const CONTEXT = 8;

/** What a finding says beyond its candidate. */
export interface Details {
  readonly reason: Reason;
  readonly opposes?: readonly Opposed[];
  readonly refined?: RefinedInfluence | undefined;
  /** Null where the score is one tagger's. */
  readonly opinions?: FindingOpinions | null;
}

/** A finding's rank until it has its place in a report. */
const UNRANKED = 0;

/** p(y') / (p(y') + p(y_S)) from its log odds. */
export function scoreOf(logOdds: number): number {
  return logistic(logOdds);
}

/** @param referenceLoss F, nats: what shares are shares of */
export function findingOf(
  corpus: Corpus,
  scored: ScoredCandidate,
  referenceLoss: number,
  { reason, opposes = [], refined, opinions = null }: Details,
): Finding {
  const { label, signals } = scored;
  const { kind, suggestion } = verdictOn(scored);
  const place = placeOf(corpus, scored.sentence, scored.start, scored.end);
  return {
    rank: UNRANKED,
    score: scoreOf(scored.logOdds),
    ...(opinions && { opinions }),
    kind,
    rule: ruleOf(kind),
    ...place,
    label,
    suggestion,
    replacement: replacementOf(scored, at(corpus.sentenceStart, scored.sentence)),
    share: shareOf(signals, referenceLoss),
    reason,
    signals,
    ...(refined && { refined }),
    opposes,
    ...surroundings(corpus, scored, label, "segment"),
  };
}

/** A place as it stands, and what should stand there. */
type Proposed = Pick<ScoredCandidate, "start" | "end" | "label" | "proposal">;

/** What kind of error a candidate is, and the label of the segment that should cover most of it, "O" for none. */
export function verdictOn({ start, end, label, proposal }: Proposed): { kind: FindingKind; suggestion: string } {
  if (!proposal) return { kind: "label", suggestion: label };
  let main: PlacedSegment | undefined;
  let most = 0;
  let covering = 0;
  for (const one of proposal.segments) {
    const overlap = Math.min(end, one.end) - Math.max(start, one.start);
    if (overlap <= 0) continue;
    covering++;
    if (overlap <= most) continue;
    most = overlap;
    main = one;
  }
  if (label === "O") return { kind: "missed", suggestion: main?.label ?? "O" };
  if (!main || main.label === "O") return { kind: "spurious", suggestion: "O" };
  const sameSpan = covering === 1 && main.start === start && main.end === end;
  return { kind: sameSpan ? "label" : "span", suggestion: main.label };
}

/** The proposal in token offsets of its sentence; what stands there, where there is none. */
export function replacementOf({ start, end, label, proposal }: Proposed, first: number): Replacement {
  const { segments, ...window } = proposal ?? { start, end, segments: label === "O" ? [] : [{ start, end, label }] };
  return {
    start: window.start - first,
    end: window.end - first,
    segments: segments.map((one) => ({ start: one.start - first, end: one.end - first, label: one.label })),
  };
}

/** Signals of something that has none. */
const NO_SIGNALS: Signals = {
  influence: 0,
  relabelInfluence: 0,
  loss: 0,
  marginal: 1,
  ...NOT_COMPUTED,
};

/** −Δ(S) / F; null without an influence. */
export function shareOf({ influence }: Signals, referenceLoss: number): number | null {
  if (influence === null) return null;
  // + 0 turns −0 into 0
  return referenceLoss > 0 ? -influence / referenceLoss + 0 : 0;
}

/** A break of the tag scheme is an error for certain, so its score is 1; it is told with its segment's signals. */
export function tagFinding(
  corpus: Corpus,
  place: TagFix,
  segment: ScoredCandidate | undefined,
  referenceLoss: number,
): Finding {
  const span = { sentence: place.sentence, start: place.token, end: place.token + 1 };
  return {
    rank: UNRANKED,
    score: 1,
    kind: place.kind,
    rule: ruleOf(place.kind),
    ...placeOf(corpus, span.sentence, span.start, span.end),
    label: place.tag,
    suggestion: place.suggestion,
    replacement: null,
    share: segment ? shareOf(segment.signals, referenceLoss) : 0,
    reason: { kind: place.kind === "foreign" ? "foreign" : "scheme", tag: place.tag },
    signals: segment?.signals ?? NO_SIGNALS,
    opposes: [],
    ...surroundings(corpus, span, place.tag, "tag"),
  };
}

/** A segment of the reference that looks wrong itself. It drives nothing: influence is training's. */
export function referenceFinding(
  reference: Corpus,
  scored: ScoredCandidate,
  signals: Partial<Signals>,
  reason: Reason,
): Finding {
  const { suggestion } = verdictOn(scored);
  return {
    rank: UNRANKED,
    score: scoreOf(scored.logOdds),
    kind: "reference",
    rule: ruleOf("reference"),
    ...placeOf(reference, scored.sentence, scored.start, scored.end),
    label: scored.label,
    suggestion,
    replacement: replacementOf(scored, at(reference.sentenceStart, scored.sentence)),
    share: null,
    reason,
    signals: { ...NO_SIGNALS, influence: null, relabelInfluence: null, ...signals },
    opposes: [],
    ...surroundings(reference, scored, scored.label, "reference"),
  };
}

function placeOf(corpus: Corpus, sentence: number, start: number, end: number) {
  const first = at(corpus.sentenceStart, sentence);
  return {
    ...placeOfToken(corpus, start),
    endLine: at(corpus.lines, end - 1),
    sentence: sentenceInFile(corpus, sentence),
    sentenceId: at(corpus.sentenceIds, sentence),
    documentId: documentOf(corpus, sentence),
    start: start - first,
    end: end - first,
    tokens: wordsOf(corpus, start, end),
  };
}

function documentOf({ documents, documentIds }: Corpus, sentence: number): string | null {
  const document = at(documents, sentence);
  return document < 0 ? null : at(documentIds, document);
}

/** A candidate's fingerprint, as its finding has it. */
export function fingerprintOf(corpus: Corpus, candidate: Candidate): string {
  return surroundings(corpus, candidate, candidate.label, "segment").fingerprint;
}

function surroundings(
  corpus: Corpus,
  { sentence, start, end }: { readonly sentence: number; readonly start: number; readonly end: number },
  label: string,
  about: FingerprintSource["about"],
) {
  const before = wordsOf(corpus, at(corpus.sentenceStart, sentence), start);
  const after = wordsOf(corpus, end, at(corpus.sentenceStart, sentence + 1));
  return {
    context: contextOf(corpus, sentence, start, end),
    fingerprint: fingerprint({ tokens: wordsOf(corpus, start, end), label, about, before, after }),
  };
}

/** The words around the tokens [start, end) of a sentence, so many that they tell what it is about. */
export function contextOf(corpus: Corpus, sentence: number, start: number, end: number): Finding["context"] {
  const first = Math.max(at(corpus.sentenceStart, sentence), start - CONTEXT);
  const past = Math.min(at(corpus.sentenceStart, sentence + 1), end + CONTEXT);
  return { before: wordsOf(corpus, first, start), after: wordsOf(corpus, end, past) };
}

/** The words of the tokens [start, end). */
export function wordsOf({ words }: Corpus, start: number, end: number): string[] {
  return Array.from(words.ids.subarray(start, end), (id) => at(words.values, id));
}
