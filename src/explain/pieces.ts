import { annotatedCandidates, type Candidates, candidateAt, missedCandidates } from "../audit/candidates/candidates.js";
import { decodedSegments } from "../audit/candidates/decode.js";
import { recurringSpans } from "../audit/candidates/recurring.js";
import { segmentAt } from "../corpus/overlap.js";
import type { Corpus, Segments } from "../corpus/types.js";
import type { Unit } from "../corpus/units.js";
import { SeginfError } from "../errors.js";
import {
  documentPieces,
  type Piece,
  segmentPieces,
  sentencePieces,
  tokenPieces,
  widened,
} from "../influence/pieces.js";
import { chooseTargets } from "../influence/targets.js";
import { at } from "../math/at.js";
import { UNKNOWN_LABEL } from "../tagger/model.js";
import { type Location, tokensAt } from "./location.js";
import type { Setting } from "./setting.js";

/** The training corpus in its units; segments are the annotated ones, and the spans that may have been missed after them. */
export function trainingPieces({ corpus, annotated, trained, theta, reference, options }: Setting): Piece[] {
  const { unit, context, scheme } = options;
  if (unit !== "segment") return piecesOf(unit, corpus, context);
  const spans = annotatedCandidates(annotated.segments);
  if (scheme === "plain") return segmentPieces(listed(spans), corpus, context);
  const { tagger, objective } = trained;
  const missed = missedCandidates(annotated.segments, [
    decodedSegments(tagger, corpus, scheme, objective.problem, theta),
    recurringSpans(corpus, [
      { corpus, segments: annotated.segments },
      { corpus: reference.corpus, segments: reference.gold.segments },
    ]),
  ]);
  return segmentPieces([...listed(spans), ...listed(missed)], corpus, context);
}

function listed(candidates: Candidates) {
  return Array.from({ length: candidates.count }, (_, i) => candidateAt(candidates, i));
}

/** The reference in its units, without what holds or touches a label that the tagger does not know. */
export function referencePieces({ reference, options }: Setting): Piece[] {
  const { corpus, gold, predicted, problem } = reference;
  const labels = problem.chains.gold as Int32Array;
  if (options.referenceUnit === "segment") {
    return segmentPieces(chooseTargets({ kind: "all" }, corpus, gold.segments, predicted, labels), corpus);
  }
  return piecesOf(options.referenceUnit, corpus, 0).filter(({ spans }) =>
    spans.every((span) => {
      const { start, end } = widened(span, corpus, 1);
      return !labels.subarray(start, end).includes(UNKNOWN_LABEL);
    }),
  );
}

function piecesOf(unit: Exclude<Unit, "segment">, corpus: Corpus, context: number): Piece[] {
  switch (unit) {
    case "token":
      return tokenPieces(corpus, context);
    case "sentence":
      return sentencePieces(corpus);
    case "document": {
      const documents = documentPieces(corpus);
      if (documents.length > 0) return documents;
      const marks = "-DOCSTART- lines, # newdoc comments, or a document field";
      throw new SeginfError("no documents in this file", { file: corpus.name }, `mark them by ${marks}`);
    }
  }
}

/** Exactly the tokens of a range of lines, whatever they are labelled. */
export function exactPiece(corpus: Corpus, segments: Segments, location: Location, context: number): Piece {
  const [start, end] = tokensAt(corpus, location);
  const place = { file: corpus.name, line: location.line };
  if (start === end) throw new SeginfError("no tokens in these lines", place, "give lines with words");
  const sentence = corpus.sentenceStart.findLastIndex((first) => first <= start);
  if (at(corpus.sentenceStart, sentence + 1) < end) {
    throw new SeginfError("these lines hold more than one sentence", place, "give lines of one sentence");
  }
  const core = { sentence, start, end };
  return { core, spans: [widened(core, corpus, context)], label: labelOf(corpus, segments, start, end) };
}

/** The label of the segment that covers exactly these tokens, "O" where no segment overlaps them, else their tags. */
function labelOf({ tags }: Corpus, segments: Segments, start: number, end: number): string {
  let label = "O";
  for (let i = 0; i < segments.count; i++) {
    const one = segmentAt(segments, i);
    if (one.end <= start || end <= one.start) continue;
    if (one.start === start && one.end === end) return one.label;
    if (tags === undefined) throw new Error("there are segments, but no tags");
    label = Array.from(tags.ids.subarray(start, end), (id) => at(tags.values, id)).join(" ");
  }
  return label;
}
