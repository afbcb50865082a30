import type { Candidate } from "../audit/candidates/candidates.js";
import { decodedSegments } from "../audit/candidates/decode.js";
import { replacementOf, verdictOn } from "../audit/findings.js";
import { suggest } from "../audit/suggestions/generate.js";
import { TagEncoder, type Tagging } from "../audit/suggestions/tagEncoder.js";
import { placeOf } from "../corpus/files.js";
import { SeginfError } from "../errors.js";
import type { Replacement } from "../findings/report.js";
import type { Piece } from "../influence/pieces.js";
import { Relabeller } from "../influence/relabelling.js";
import { at } from "../math/at.js";
import { combine, type Scores } from "../tagger/scores.js";
import type { Setting } from "./setting.js";

/** What should stand in a training segment's place. */
export interface Suggestion {
  /** The segment label that covers most of it, "O" for none. */
  readonly label: string;
  readonly replacement: Replacement;
  readonly tagging: Tagging;
  /** [Δ(S→y')] nats. */
  readonly relabelInfluence: number;
}

/**
 * The label asked for, else what an audit would suggest: the likeliest other annotation to the tagger moved one step
 * towards the reference, θ − w v. Null for what is no segment, or where there is no other.
 *
 * @param v H⁻¹∇F, read on the training corpus
 * @param step w
 */
export function suggestionFor(setting: Setting, piece: Piece, v: Scores, step: number): Suggestion | null {
  const { corpus, trained, theta, options } = setting;
  if (options.unit !== "segment") {
    if (options.as === null) return null;
    throw new SeginfError(`--as goes with segments, and --unit is ${options.unit}`, {}, "leave out one of them");
  }
  const { candidate, covers } = candidateOf(setting, piece);
  const { problem } = trained.objective;
  const moved = combine(theta, -step, v);
  // A span that cuts or holds other segments is none that an audit would look at.
  const suggested = () => (covers !== "itself" ? null : likeliest(setting, candidate, moved));
  const found = options.as === null ? suggested() : asked(setting, candidate, options.as, covers);
  if (found === null) return null;
  const influence = new Relabeller(problem.chains, v);
  const place = { ...candidate, proposal: found.proposal };
  return {
    label: options.as ?? verdictOn(place).suggestion,
    replacement: replacementOf(place, at(corpus.sentenceStart, candidate.sentence)),
    tagging: found.tagging,
    relabelInfluence: influence.change(candidate.sentence, found.tagging),
  };
}

/** What a span covers: itself (an annotated segment, or none), other segments as a whole, or parts of some. */
type Covers = "itself" | "others" | "parts";

/** The piece among the annotated segments. */
function candidateOf({ annotated }: Setting, { core, label }: Piece): { candidate: Candidate; covers: Covers } {
  const { count, start, end } = annotated.segments;
  let previous = -1;
  while (previous + 1 < count && at(end, previous + 1) <= core.start) previous++;
  let next = previous + 1;
  let covers: Covers = "itself";
  for (; next < count && at(start, next) < core.end; next++) {
    const [from, to] = [at(start, next), at(end, next)];
    if (from < core.start || core.end < to) covers = "parts";
    else if (covers === "itself" && (from !== core.start || core.end !== to)) covers = "others";
  }
  return { candidate: { ...core, label: label ?? "O", previous, next }, covers };
}

function likeliest({ corpus, annotated, trained, theta, options }: Setting, candidate: Candidate, moved: Scores) {
  const { tagger, objective } = trained;
  const { problem } = objective;
  const { segments } = annotated;
  const fixedSpans = options.scheme === "plain";
  const readings = fixedSpans
    ? []
    : [theta, moved].map((scores) => decodedSegments(tagger, corpus, options.scheme, problem, scores));
  const source = {
    annotated: segments,
    tagEncoder: new TagEncoder(options.scheme, tagger.labels, segments),
    labels: segments.labels,
    fixedSpans,
    sentenceStart: corpus.sentenceStart,
    readings,
  };
  return suggest(candidate, source, new Relabeller(problem.chains, moved));
}

function asked({ annotated, corpus, trained, options }: Setting, candidate: Candidate, label: string, covers: Covers) {
  const { start, end, sentence, previous } = candidate;
  const proposal = { start, end, segments: label === "O" ? [] : [{ start, end, label }] };
  if (covers === "parts") {
    const place = placeOf(corpus, start);
    throw new SeginfError(
      "a segment crosses the bounds of this span",
      place,
      "give lines that hold it whole, or leave out --as",
    );
  }
  const tagEncoder = new TagEncoder(options.scheme, trained.tagger.labels, annotated.segments);
  const known = annotated.segments.labels.includes(label) || (label === "O" && options.scheme !== "plain");
  const tagging = known ? tagEncoder.encode(proposal, sentence, previous) : null;
  if (tagging) return { proposal, tagging };
  const labels = [...annotated.segments.labels, ...(options.scheme === "plain" ? [] : ["O"])];
  const what = known ? "cannot be encoded here with the tagger's tags" : "is not a label of the training file";
  throw new SeginfError(`--as ${label} ${what}`, {}, `it has ${labels.join(", ")}`);
}
