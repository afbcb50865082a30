import type { AnnotatedCorpus } from "../../corpus/index.js";
import type { FindingOpinions } from "../../findings/opinions.js";
import type { Pattern } from "../../findings/pattern.js";
import type { Reason, TrainedOn } from "../../findings/reason.js";
import { at } from "../../math/at.js";
import type { ScoredCandidate, TaggerName } from "../candidates/table.js";
import { verdictOn, wordsOf } from "../findings.js";
import { Places } from "../places.js";
import { type Anchored, anchoredIn } from "./anchored.js";
import { type Evidence, strongest } from "./choose.js";
import { bothDoubt, heldOut, lastResort, pattern, sameWords, shares, spanInQuestion, tagger } from "./evidence.js";
import type { Readings } from "./readings.js";

/** The corpus whose labels are in question, what it is compared with, and which of the two is the training file. */
export interface Sides {
  readonly own: Pick<AnnotatedCorpus, "corpus" | "segments">;
  /** Null without one. */
  readonly other: Pick<AnnotatedCorpus, "corpus" | "segments"> | null;
  readonly role: "training" | "reference";
}

/** The taggers that reasons name by what they were trained on; of the noise channel's, they name the probability. */
const NAMED = ["theta", "joint", "referenceOnly"] as const satisfies readonly TaggerName[];
type Named = (typeof NAMED)[number];

/** θ is trained on the file in question, and stands for the other one where the roles are exchanged. */
const TRAINED_ON: Readonly<Record<Sides["role"], Readonly<Record<Named, TrainedOn>>>> = {
  training: { theta: "training", joint: "both", referenceOnly: "reference" },
  reference: { theta: "reference", joint: "both", referenceOnly: "training" },
};

/** What is known of a candidate besides its own figures. */
interface Further {
  /** Of the reference loss; null without one. */
  readonly share: number | null;
  /** That it is part of; none where absent. */
  readonly pattern?: Pattern | undefined;
  /** Null where the score is one tagger's. */
  readonly opinions?: FindingOpinions | null;
}

/** Chooses the reason of each finding of a file: of all evidence, what adds most to the log odds of an error. */
export class Reasons {
  private places: { readonly own: Places; readonly other: Places | null } | null = null;
  private readonly anchored: Anchored;

  constructor(
    private readonly sides: Sides,
    private readonly readings: Readings,
  ) {
    this.anchored = anchoredIn(sides.role === "training" ? sides.other : null);
  }

  /**
   * @param row the candidate's
   */
  of(row: number, scored: ScoredCandidate, { share, pattern: of, opinions = null }: Further): Reason {
    const evidence = [...this.evidence(row, scored, of), ...(opinions ? bothDoubt(opinions) : [])];
    const found = strongest(evidence);
    if (found !== null) return found;
    const last = lastResort(evidence, verdictOn(scored).suggestion, share, scored.signals.loss);
    return last.kind === "several" && opinions !== null ? { kind: "opinions", ...opinions } : last;
  }

  /** Every piece of evidence, with its weight. */
  private evidence(row: number, scored: ScoredCandidate, of: Pattern | undefined): Evidence[] {
    const { signals } = scored;
    const { suggestion } = verdictOn(scored);
    return [
      ...(of === undefined ? [] : [pattern(of, this.anchored(of))]),
      ...this.sameWords(scored, suggestion),
      ...NAMED.flatMap((name) => {
        const reading = this.readings[name];
        if (reading === undefined) return [];
        const trainedOn = TRAINED_ON[this.sides.role][name];
        return tagger(trainedOn, suggestion, at(reading.suggested, row), at(reading.standing, row));
      }),
      ...heldOut(suggestion, signals.crossValidatedLoss),
      ...shares(signals),
    ];
  }

  /** The words that should be a segment as the suggestion has them, and the words in question as they stand. */
  private sameWords(scored: ScoredCandidate, suggestion: string): Evidence[] {
    if (scored.proposal === null) return [];
    const { own, other, role } = this.sides;
    this.places ??= { own: new Places(own), other: other && new Places(other) };
    const { places } = this;
    const there = role === "training" ? "reference" : "training";
    const found = (span: Pick<ScoredCandidate, "start" | "end">, label: string, sign: 1 | -1) => {
      const words = wordsOf(own.corpus, span.start, span.end);
      const elsewhere = sameWords(role, words, label, places.own.besides(words, span), sign);
      return places.other ? [...elsewhere, ...sameWords(there, words, label, places.other.of(words), sign)] : elsewhere;
    };
    const suggested = found(spanInQuestion(scored, scored.proposal.segments), suggestion, 1);
    // What speaks for the suggestion says more than what speaks against the label.
    return suggested.some(({ weight }) => weight > 0) ? suggested : [...suggested, ...found(scored, scored.label, -1)];
  }
}
