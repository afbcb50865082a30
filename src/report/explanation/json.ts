import { encoded } from "../../findings/encode.js";
import type {
  Carrier,
  ChangedReading,
  ExplainedPlace,
  Explanation,
  Influence,
  InfluenceSide,
  OnReference,
  Outcome,
} from "../../findings/explanation.js";
import type { PlacedSegment } from "../../findings/report.js";
import { corpusRecord, replacementRecord, taggerRecord } from "../json.js";
import { rounded } from "../numbers.js";

/** The explanation (docs/explanation.schema.json) as one JSON document, indented by two, keys in a fixed order. */
export function explanationJson(explanation: Explanation): string {
  const { solve, targets, ofTraining } = explanation;
  const record: Explanation = {
    schemaVersion: explanation.schemaVersion,
    seginf: explanation.seginf,
    train: corpusRecord(explanation.train),
    reference: corpusRecord(explanation.reference),
    tagger: taggerRecord(explanation.tagger),
    side: explanation.side,
    unit: explanation.unit,
    referenceUnit: explanation.referenceUnit,
    contextTokens: explanation.contextTokens,
    rank: explanation.rank,
    at: explanation.at === null ? null : placeRecord(explanation.at),
    targets: targets === null ? null : { segments: targets.segments, loss: rounded(targets.loss) },
    solve: { ...solve, relativeResidual: rounded(solve.relativeResidual) },
    ofTraining:
      ofTraining === null
        ? null
        : { influence: rounded(ofTraining.influence), carriedBy: ofTraining.carriedBy.map(carrierRecord) },
    supports: sideRecord(explanation.supports),
    opposes: sideRecord(explanation.opposes),
    onReference: explanation.onReference === null ? null : onReferenceRecord(explanation.onReference),
    outcomes: explanation.outcomes.map(outcomeRecord),
  };
  return `${encoded(record, 2)}\n`;
}

/** Each piece of the other corpus as one line of JSON, those that the explained place supports or is supported by first. */
export function* explanationJsonl({ supports, opposes }: Explanation): Iterable<string> {
  for (const piece of [...supports.pieces, ...opposes.pieces]) yield `${encoded(influenceRecord(piece))}\n`;
}

function sideRecord({ count, influence, carriedBy, leading, pieces }: InfluenceSide): InfluenceSide {
  return {
    count,
    influence: rounded(influence),
    carriedBy: carriedBy.map(carrierRecord),
    leading: leading === null ? null : carrierRecord(leading),
    pieces: pieces.map(influenceRecord),
  };
}

function influenceRecord(piece: Influence): Influence {
  return {
    role: piece.role,
    influence: rounded(piece.influence),
    expected: rounded(piece.expected),
    relativeInfluence: rounded(piece.relativeInfluence),
    leadingInfluence: piece.leadingInfluence === null ? null : rounded(piece.leadingInfluence),
    share: rounded(piece.share),
    ...placeRecord(piece),
    carriedBy: piece.carriedBy.map(carrierRecord),
  };
}

function placeRecord(place: ExplainedPlace): ExplainedPlace {
  return {
    file: place.file,
    line: place.line,
    endLine: place.endLine,
    sentence: place.sentence,
    sentenceId: place.sentenceId,
    documentId: place.documentId,
    start: place.start,
    end: place.end,
    tokens: place.tokens,
    label: place.label,
    predicted: place.predicted,
    predictedSegments: place.predictedSegments.map(segmentRecord),
    loss: rounded(place.loss),
    context: { before: place.context.before, after: place.context.after },
  };
}

function carrierRecord({ kind, name, merged, influence, share }: Carrier): Carrier {
  return { kind, name, merged, influence: rounded(influence), share: rounded(share) };
}

function segmentRecord({ start, end, label }: PlacedSegment): PlacedSegment {
  return { start, end, label };
}

function onReferenceRecord(whole: OnReference): OnReference {
  return {
    targetSegments: whole.targetSegments,
    referenceLoss: rounded(whole.referenceLoss),
    influence: rounded(whole.influence),
    share: rounded(whole.share),
    carriedBy: whole.carriedBy.map(carrierRecord),
    suggestion: whole.suggestion,
    replacement: whole.replacement === null ? null : replacementRecord(whole.replacement),
    relabelInfluence: whole.relabelInfluence === null ? null : rounded(whole.relabelInfluence),
  };
}

function outcomeRecord(outcome: Outcome): Outcome {
  return {
    relabelledAs: outcome.relabelledAs,
    converged: outcome.converged,
    predicted: outcome.predicted,
    predictedSegments: outcome.predictedSegments.map(segmentRecord),
    ownLossChange: rounded(outcome.ownLossChange),
    referenceLossChange: rounded(outcome.referenceLossChange),
    precision: rounded(outcome.precision),
    recall: rounded(outcome.recall),
    f1: rounded(outcome.f1),
    fixed: outcome.fixed.map(changedRecord),
    broken: outcome.broken.map(changedRecord),
  };
}

function changedRecord({ file, line, tokens, label, before, after }: ChangedReading): ChangedReading {
  return { file, line, tokens, label, before, after };
}
