import { GrowingInts } from "../../corpus/growing.js";
import type { Chains, F64, LatticeState } from "../../kernels/types.js";

/**
 * The runs of tokens whose label is in doubt at θ, with the labels that they may have; and a sample of the other tokens, each a
 * piece of its own. A piece's chain is that of the full lattice given that the tokens beside it have their likeliest labels
 * and that no label that is left out occurs.
 * A *node* is a label of a token: token i has the nodes nodeStart[i] … nodeStart[i + 1] − 1, by ascending label.
 */
export interface Pieces {
  /** Length N′: the tokens, ascending. */
  readonly token: Int32Array;
  /** Length P + 1: the first token of each piece. */
  readonly pieceStart: Int32Array;
  /** Length P: label of the token before each piece; NONE at a sentence's start. */
  readonly before: Int32Array;
  /** Length P: label of the token after each piece; NONE at a sentence's end. */
  readonly after: Int32Array;
  /** Length P: what the piece counts for: w of its sentence, and for a sampled token more. */
  readonly weight: Float64Array;
  /** Length N′ + 1. */
  readonly nodeStart: Int32Array;
  /** The label of each node. */
  readonly label: Int32Array;
  /** Length N′ + 1: edges from the nodes of token i − 1 to those of token i, row by row; none into a piece's first token. */
  readonly edgeStart: Int32Array;
}

export const NONE = -1;

/**
 * A token is in doubt where w (1 − p) of its likeliest label is above `token`, w the weight of its sentence. Its labels are
 * the two likeliest and those with w p above `label`.
 */
export interface Doubt {
  readonly token: number;
  readonly label: number;
}

/**
 * Of the tokens without doubt each is taken with the probability d / `token`, d = w (1 − p), and then counts for the inverse of
 * that. The draw is made from d itself, so it is the same in whatever order sentences come.
 */
export function doubtfulPieces(chains: Chains, state: Pick<LatticeState, "alpha" | "beta">, doubt: Doubt): Pieces {
  const { sentenceStart, weight } = chains;
  const { best, doubts } = readings(chains, state);
  const pieces = new PieceList(chains, state, doubt.label);
  for (let k = 0; k + 1 < sentenceStart.length; k++) {
    const [w, first, end] = [weight[k], sentenceStart[k], sentenceStart[k + 1]];
    if (w === 0) continue;
    const beside = (t: number) => (t < first || t >= end ? NONE : best[t]);
    for (let t = first; t < end; t++) {
      if (w * doubts[t] > doubt.token) {
        let to = t + 1;
        while (to < end && w * doubts[to] > doubt.token) to++;
        pieces.add(t, to, w, beside(t - 1), beside(to), best);
        t = to - 1;
        continue;
      }
      // Not so where there is no doubt at all, of which there is no draw.
      if (!(w * doubts[t] > doubt.token * draw(doubts[t]))) continue;
      pieces.add(t, t + 1, doubt.token / doubts[t], beside(t - 1), beside(t + 1), best);
    }
  }
  return pieces.done();
}

/** A number from [0, 1) that changes wildly with x > 0. */
function draw(x: number): number {
  const scattered = 1000 * Math.log(x);
  return scattered - Math.floor(scattered);
}

/** Of each token: its likeliest label, and the probability that it has another. */
function readings({ labels: C, stride, tokens }: Chains, { alpha, beta }: Pick<LatticeState, "alpha" | "beta">) {
  const best = new Int32Array(tokens);
  const doubts = new Float64Array(tokens);
  for (let t = 0; t < tokens; t++) {
    let [most, others] = [0, 0];
    for (let c = 0; c < C; c++) {
      const p = alpha[t * stride + c] * beta[t * stride + c];
      if (p > most) {
        others += most;
        most = p;
        best[t] = c;
      } else others += p;
    }
    doubts[t] = others;
  }
  return { best, doubts };
}

class PieceList {
  private readonly token = new GrowingInts();
  private readonly pieceStart = new GrowingInts();
  private readonly before = new GrowingInts();
  private readonly after = new GrowingInts();
  private readonly weight: number[] = [];
  private readonly nodeStart = new GrowingInts();
  private readonly label = new GrowingInts();
  private readonly edgeStart = new GrowingInts();
  private readonly p: F64;
  private edges = 0;

  constructor(
    private readonly chains: Chains,
    private readonly state: Pick<LatticeState, "alpha" | "beta">,
    private readonly bound: number,
  ) {
    this.p = new Float64Array(chains.labels);
  }

  /** The tokens from … to − 1 as one piece. */
  add(from: number, to: number, weight: number, before: number, after: number, best: Int32Array): void {
    this.pieceStart.push(this.token.length);
    this.before.push(before);
    this.after.push(after);
    this.weight.push(weight);
    let nodesBefore = 0;
    for (let t = from; t < to; t++) {
      this.token.push(t);
      this.nodeStart.push(this.label.length);
      this.edgeStart.push(this.edges);
      const nodes = this.addLabels(t, best[t], weight);
      this.edges += nodesBefore * nodes;
      nodesBefore = nodes;
    }
  }

  /** Returns how many there are. */
  private addLabels(t: number, best: number, weight: number): number {
    const { p, label, bound } = this;
    const { labels: C, stride } = this.chains;
    const { alpha, beta } = this.state;
    let second = best === 0 ? 1 : 0;
    for (let c = 0; c < C; c++) {
      p[c] = alpha[t * stride + c] * beta[t * stride + c];
      if (c !== best && p[c] > p[second]) second = c;
    }
    const before = label.length;
    for (let c = 0; c < C; c++) if (c === best || c === second || weight * p[c] > bound) label.push(c);
    return label.length - before;
  }

  done(): Pieces {
    this.pieceStart.push(this.token.length);
    this.nodeStart.push(this.label.length);
    this.edgeStart.push(this.edges);
    return {
      ...{ token: this.token.trimmed(), pieceStart: this.pieceStart.trimmed() },
      ...{ before: this.before.trimmed(), after: this.after.trimmed(), weight: Float64Array.from(this.weight) },
      ...{ nodeStart: this.nodeStart.trimmed(), label: this.label.trimmed(), edgeStart: this.edgeStart.trimmed() },
    };
  }
}
