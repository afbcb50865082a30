import { wordsOf } from "../audit/findings.js";
import { placeOf } from "../corpus/files.js";
import { readSegments } from "../corpus/index.js";
import { overlapping } from "../corpus/overlap.js";
import type { Column, Segments } from "../corpus/types.js";
import type { ChangedReading, Outcome } from "../findings/explanation.js";
import type { Piece } from "../influence/pieces.js";
import { targetLoss } from "../influence/targetLoss.js";
import type { Target } from "../influence/targets.js";
import type { F64 } from "../kernels/types.js";
import { at } from "../math/at.js";
import { evaluate } from "../tagger/evaluation.js";
import { scoresOf } from "../tagger/scores.js";
import { decode, labelOfSpan, segmentsIn } from "./places.js";
import type { Setting } from "./setting.js";

/** A tagger trained otherwise, and how it was come by. */
export interface OtherTagger {
  readonly theta: F64;
  readonly converged: boolean;
  readonly relabelledAs: string | null;
}

/** What the other tagger says of the piece itself, and of the reference. */
export function outcomeOf(setting: Setting, piece: Piece, targets: readonly Target[], other: OtherTagger): Outcome {
  const { corpus, trained, theta, reference, options } = setting;
  const { tagger, objective } = trained;
  const { problem } = objective;
  const onTrain = scoresOf(problem, other.theta);
  const onReference = scoresOf(reference.problem, other.theta);
  const { start, end, sentence } = piece.core;
  const decoded = decode(problem, onTrain);
  const tags = { values: tagger.labels, ids: decoded };
  const here = readSegments({ ...corpus, tags }, options.scheme).segments;
  const said: Column = { values: tagger.labels, ids: decode(reference.problem, onReference) };
  const predicted = readSegments({ ...reference.corpus, tags: said }, options.scheme).segments;
  const { total } = evaluate(reference.gold.segments, predicted, reference.corpus.tags as Column, said);
  const { unit } = options;
  return {
    relabelledAs: other.relabelledAs,
    converged: other.converged,
    predicted:
      unit === "token"
        ? at(tagger.labels, at(decoded, start))
        : unit === "segment"
          ? labelOfSpan(here, start, end)
          : null,
    predictedSegments: unit === "document" ? [] : segmentsIn(here, start, end, at(corpus.sentenceStart, sentence)),
    ownLossChange: targetLoss(problem, onTrain, piece.spans) - targetLoss(problem, theta, piece.spans),
    referenceLossChange:
      targetLoss(reference.problem, onReference, targets) - targetLoss(reference.problem, reference.theta, targets),
    precision: total.precision,
    recall: total.recall,
    f1: total.f1,
    ...changedReadings(setting, predicted),
  };
}

/** Gold segments, and segments where there is none, that one of the taggers gets right and the other wrong. */
function changedReadings({ reference }: Setting, after: Segments): Pick<Outcome, "fixed" | "broken"> {
  const { corpus, gold, predicted: before } = reference;
  const fixed: ChangedReading[] = [];
  const broken: ChangedReading[] = [];
  const spans = new Map<string, readonly [start: number, end: number]>();
  for (const segments of [gold.segments, before, after]) {
    for (let i = 0; i < segments.count; i++) {
      const [start, end] = [at(segments.start, i), at(segments.end, i)];
      if (segments !== gold.segments && overlapping(gold.segments, start, end).length > 0) continue;
      spans.set(`${start} ${end}`, [start, end]);
    }
  }
  for (const [from, to] of [...spans.values()].sort(([a, b], [c, d]) => a - c || b - d)) {
    const label = labelOfSpan(gold.segments, from, to);
    const was = labelOfSpan(before, from, to);
    const is = labelOfSpan(after, from, to);
    if (was === is || (was !== label && is !== label)) continue;
    const tokens = wordsOf(corpus, from, to);
    const reading = { ...placeOf(corpus, from), tokens, label, before: was, after: is };
    (is === label ? fixed : broken).push(reading);
  }
  return { fixed, broken };
}
