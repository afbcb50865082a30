import type { Chains, F64 } from "../kernels/types.js";
import { type Scores, tokenLogits } from "../tagger/scores.js";

/** The labels y' of the tokens from … from + numbers.length − 1; all others keep their gold labels. */
export interface Relabelling {
  readonly from: number;
  readonly numbers: ArrayLike<number>;
}

/**
 * What a relabelling changes in a sentence's score under a weight vector u:
 *
 *     u · (Φ(y') − Φ(y)) = Σ_t U_t[y'_t] − U_t[y_t] + Σ_t Ã[y'_{t−1}, y'_t] − Ã[y_{t−1}, y_t]
 *
 * over the tokens and edges that change. Under θ it is log p(y')/p(y), whatever stays clamped; under v = H⁻¹∇F it is
 * Δ(S→y'), docs/method/influence.md, Segments. The logits of a sentence are kept for as long as it is the one asked for.
 */
export class Relabeller {
  /** T × stride, of the sentence asked for last; a row is filled when it is first asked for. */
  private logits: F64 = new Float64Array(0);
  private filled = new Uint8Array(0);
  private first = 0;
  private past = 0;

  constructor(
    private readonly chains: Chains,
    private readonly scores: Scores,
  ) {}

  /** u · (Φ(y') − Φ(y)) for a relabelling of tokens of one sentence. */
  change(sentence: number, { from, numbers }: Relabelling): number {
    this.keep(sentence);
    const { first, past, logits } = this;
    const { gold } = this.chains;
    const { stride, transitions } = this.scores;
    const end = from + numbers.length;
    let change = 0;
    for (let t = from; t < end; t++) {
      const row = this.row(t);
      change += logits[row + numbers[t - from]] - logits[row + gold[t]];
    }
    const start = Math.max(from, first + 1);
    const last = Math.min(end, past - 1);
    // The label before an edge as it stands, and as it would.
    let was = gold[start - 1];
    let would = start > from ? numbers[0] : was;
    for (let t = start; t <= last; t++) {
      const is = gold[t];
      const next = t < end ? numbers[t - from] : is;
      change += transitions[would * stride + next] - transitions[was * stride + is];
      was = is;
      would = next;
    }
    return change;
  }

  /** Makes room for the logits of a sentence, unless it is the one that there are logits of. */
  private keep(sentence: number): void {
    const { sentenceStart } = this.chains;
    const first = sentenceStart[sentence];
    const past = sentenceStart[sentence + 1];
    if (first === this.first && past === this.past) return;
    this.first = first;
    this.past = past;
    if (this.filled.length < past - first) {
      this.filled = new Uint8Array(2 * (past - first));
      this.logits = new Float64Array(this.filled.length * this.scores.stride);
    }
    this.filled.fill(0);
  }

  private row(t: number): number {
    const i = t - this.first;
    const row = i * this.scores.stride;
    if (!this.filled[i]) {
      tokenLogits(this.chains, this.scores, t, this.logits, row);
      this.filled[i] = 1;
    }
    return row;
  }
}
