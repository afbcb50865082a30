import { wordsOf } from "../audit/findings.js";
import { placeOf, sentenceInFile } from "../corpus/files.js";
import { overlapping, segmentAt } from "../corpus/overlap.js";

import type { Corpus, Segments } from "../corpus/types.js";
import type { Unit } from "../corpus/units.js";
import type { ExplainedPlace } from "../findings/explanation.js";
import type { PlacedSegment } from "../findings/report.js";
import type { Piece } from "../influence/pieces.js";
import { SegmentLattice } from "../influence/segmentLattice.js";
import { at } from "../math/at.js";
import { viterbi } from "../tagger/decode.js";
import type { Tagger } from "../tagger/model.js";
import type { Problem } from "../tagger/problem.js";
import type { Scores } from "../tagger/scores.js";

/** Tokens of context on either side. */
const CONTEXT = 8;

/** A corpus as a tagger reads it: where places are described from. */
export interface Reading {
  readonly corpus: Corpus;
  readonly problem: Problem;
  readonly theta: Scores;
  /** Length N: the tagger's tag of each token, as a label number. */
  readonly decoded: Int32Array;
  readonly predicted: Segments;
}

/** Describes the pieces of one corpus. */
export class Places {
  private readonly lattice: SegmentLattice;

  constructor(
    private readonly reading: Reading,
    private readonly tagger: Tagger,
    private readonly unit: Unit,
  ) {
    this.lattice = new SegmentLattice(reading.problem.chains, reading.theta);
  }

  of({ core, spans, label }: Piece): ExplainedPlace {
    const { corpus } = this.reading;
    const { start, end, sentence } = core;
    const first = at(corpus.sentenceStart, sentence);
    const last = at(spans, spans.length - 1);
    const document = at(corpus.documents, sentence);
    const whole = this.unit === "document";
    return {
      ...placeOf(corpus, start),
      endLine: at(corpus.lines, (whole ? last.end : end) - 1),
      sentence: sentenceInFile(corpus, sentence),
      sentenceId: at(corpus.sentenceIds, sentence),
      documentId: document < 0 ? null : at(corpus.documentIds, document),
      start: start - first,
      end: end - first,
      tokens: wordsOf(corpus, start, end),
      context: {
        before: wordsOf(corpus, Math.max(first, start - CONTEXT), start),
        after: wordsOf(corpus, end, Math.min(at(corpus.sentenceStart, sentence + 1), end + CONTEXT)),
      },
      label,
      predicted: this.predicted(core.start, core.end),
      predictedSegments: whole ? [] : segmentsIn(this.reading.predicted, core.start, core.end, first),
      loss: this.loss(spans),
    };
  }

  /** Σ −log p(y_S | y_−S, x), nats. */
  loss(spans: Piece["spans"]): number {
    return spans.reduce((sum, span) => sum + this.lattice.loss(span), 0);
  }

  private predicted(start: number, end: number): string | null {
    if (this.unit === "token") return at(this.tagger.labels, at(this.reading.decoded, start));
    if (this.unit !== "segment") return null;
    return labelOfSpan(this.reading.predicted, start, end);
  }
}

/** The tags of a corpus to a tagger with these scores: N label numbers. */
export function decode({ chains }: Problem, scores: Scores): Int32Array {
  return viterbi(chains, scores);
}

/** The label of exactly this span, "O" where it is no segment. */
export function labelOfSpan(segments: Segments, start: number, end: number): string {
  const [first] = overlapping(segments, start, end);
  if (first === undefined) return "O";
  const segment = segmentAt(segments, first);
  return segment.start === start && segment.end === end ? segment.label : "O";
}

/** The segments that overlap [start, end), in token offsets from `first`. */
export function segmentsIn(segments: Segments, start: number, end: number, first: number): PlacedSegment[] {
  return overlapping(segments, start, end).map((i) => segmentAt(segments, i, first));
}
