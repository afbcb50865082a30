import type { Chains, F64 } from "../kernels/types.js";
import { type Scores, tokenLogits } from "../tagger/scores.js";

/** The labels y' of the tokens from … from + numbers.length − 1; all others keep their gold labels. */
export interface Relabelling {
  readonly from: number;
  readonly numbers: ArrayLike<number>;
}

/** With more labels than this, two logits are summed sooner than a row of them, which few relabellings share. */
const WIDE = 16;

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

  private readonly changes: F64;

  constructor(
    private readonly chains: Chains,
    private readonly scores: Scores,
  ) {
    this.changes = new Float64Array(scores.labels);
  }

  /** u · (Φ(y') − Φ(y)) for a relabelling of tokens of one sentence. */
  change(sentence: number, { from, numbers }: Relabelling): number {
    this.keep(sentence);
    const { first, past, logits } = this;
    const { gold } = this.chains;
    const { stride, transitions } = this.scores;
    const end = from + numbers.length;
    let change = 0;
    for (let t = from; t < end; t++) {
      if (stride > WIDE) change += this.logit(t, numbers[t - from]) - this.logit(t, gold[t]);
      else {
        const row = this.row(t);
        change += logits[row + numbers[t - from]] - logits[row + gold[t]];
      }
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

  /** The same for every label of one token: length C, valid until the next call. */
  changesAt(sentence: number, token: number): F64 {
    this.keep(sentence);
    const { first, past, logits, changes } = this;
    const { gold } = this.chains;
    const { labels: C, stride, transitions } = this.scores;
    const row = this.row(token);
    const own = gold[token];
    for (let c = 0; c < C; c++) changes[c] = logits[row + c] - logits[row + own];
    if (token > first) {
      const from = gold[token - 1] * stride;
      for (let c = 0; c < C; c++) changes[c] += transitions[from + c] - transitions[from + own];
    }
    if (token + 1 < past) {
      const to = gold[token + 1];
      for (let c = 0; c < C; c++) changes[c] += transitions[c * stride + to] - transitions[own * stride + to];
    }
    return changes;
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

  /** One logit, with as many additions as `tokenLogits` makes of it, in the same order. */
  private logit(t: number, label: number): number {
    const { groups, tokenBlocks } = this.chains;
    const { stride, blocks } = this.scores;
    let logit = 0;
    for (let i = t * groups; i < (t + 1) * groups; i++) logit += blocks[tokenBlocks[i] * stride + label];
    return logit;
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
