import { SegmentLattice } from "../../influence/segmentLattice.js";
import { candidateAt } from "../candidates/candidates.js";
import type { ScoredCandidates, TaggerName } from "../candidates/table.js";
import { type Subject, taggerScores, taggersOf } from "../subject.js";
import { TagEncoder } from "../suggestions/tagEncoder.js";

/** How likely a tagger finds both annotations of a candidate's place, the rest of the sentence as annotated. */
export interface Reading {
  /** Length `count`: p(y' | rest) of the suggestion; NaN where there is none. */
  readonly suggested: Float64Array;
  /** Length `count`: p(y | rest) of the same tokens as they stand; NaN where there is no suggestion. */
  readonly standing: Float64Array;
}

/** The readings of each tagger that is there. */
export type Readings = Readonly<Partial<Record<TaggerName, Reading>>>;

/** The readings of every candidate and its final suggestion. */
export function readingsOf(
  subject: Pick<Subject, "annotated" | "objective" | "weights" | "tagger">,
  { candidates, proposals }: Pick<ScoredCandidates, "candidates" | "proposals">,
): Readings {
  const { annotated, objective, tagger } = subject;
  const { problem } = objective;
  const scores = taggerScores(subject, problem);
  const encoder = new TagEncoder(annotated.scheme, tagger.labels, annotated.segments);
  const { gold } = problem.chains;
  const unknown = () => new Float64Array(candidates.count).fill(Number.NaN);
  const readers = taggersOf(subject).map((name) => ({
    name,
    lattice: new SegmentLattice(problem.chains, scores[name] ?? scores.theta),
    reading: { suggested: unknown(), standing: unknown() },
  }));
  for (let i = 0; i < candidates.count; i++) {
    const candidate = candidateAt(candidates, i);
    const tagging = encoder.encodeFor(proposals.at(i), candidate);
    if (tagging === null) continue;
    const { from, numbers } = tagging;
    const span = { sentence: candidate.sentence, start: from, end: from + numbers.length };
    for (const { lattice, reading } of readers) {
      const [suggested, standing] = lattice.logProbabilities(span, [numbers, gold.subarray(span.start, span.end)]);
      reading.suggested[i] = Math.min(1, Math.exp(suggested));
      reading.standing[i] = Math.min(1, Math.exp(standing));
    }
  }
  return Object.fromEntries(readers.map(({ name, reading }) => [name, reading]));
}
