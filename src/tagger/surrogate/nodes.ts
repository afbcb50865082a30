import { GrowingInts } from "../../corpus/growing.js";
import type { Chains, LatticeState } from "../../kernels/types.js";

/**
 * What is left of a corpus's lattice when labels that hardly anybody would give are taken out: tokens with the labels that they
 * may have, their nodes, in pieces. A token that has one label only takes part where it is next to one that has several.
 */
export interface Nodes {
  /** Length T: the tokens. One that has one label may be there twice, at the end of a piece and at the start of the next. */
  readonly token: Int32Array;
  /** Length P + 1: the first token of each piece. */
  readonly pieceStart: Int32Array;
  /** Length P: w of its sentence. */
  readonly weight: Float64Array;
  /** Length T + 1. */
  readonly nodeStart: Int32Array;
  /** The label of each node; ascending within a token. */
  readonly label: Int32Array;
  /** What is added to the logit of each node: more than 0 for those that stand for others. */
  readonly offset: Float64Array;
  /** Length T: the node of each token's gold label. */
  readonly gold: Int32Array;
}

/**
 * Nodes are each token's likeliest label, its gold label, and those with w p > bound, w the weight of its sentence. Of the
 * others, which are many and hardly vary, a sample stands for all: one for each `bound` that their w p add up to, label by label
 * along the corpus, and its logit is raised so that it has that probability.
 */
export function selectNodes(chains: Chains, state: Pick<LatticeState, "alpha" | "beta">, bound: number): Nodes {
  const { labels: C, stride, sentenceStart, weight, gold } = chains;
  const { alpha, beta } = state;
  const list = new NodeList();
  const sampler = new Float64Array(C).fill(0.5);
  const p = new Float64Array(C);
  let longest = 0;
  for (let k = 0; k + 1 < sentenceStart.length; k++)
    longest = Math.max(longest, sentenceStart[k + 1] - sentenceStart[k]);
  /** The nodes of one sentence. */
  const start = new Int32Array(longest + 1);
  const label = new Int32Array(longest * C);
  const offset = new Float64Array(longest * C);
  const sentence = { start, label, offset };
  for (let k = 0; k + 1 < sentenceStart.length; k++) {
    const [w, first, end] = [weight[k], sentenceStart[k], sentenceStart[k + 1]];
    if (w === 0) continue;
    let nodes = 0;
    for (let t = first; t < end; t++) {
      const row = t * stride;
      let best = 0;
      let most = -1;
      for (let c = 0; c < C; c++) {
        const share = w * alpha[row + c] * beta[row + c];
        p[c] = share;
        if (share <= most) continue;
        most = share;
        best = c;
      }
      const annotated = gold[t];
      for (let c = 0; c < C; c++) {
        const share = p[c];
        const isKept = share > bound || c === best || c === annotated;
        if (!isKept) {
          const sum = sampler[c] + share / bound;
          sampler[c] = sum < 1 ? sum : sum - 1;
          if (sum < 1) continue;
        }
        label[nodes] = c;
        offset[nodes++] = isKept ? 0 : Math.log(bound / share);
      }
      start[t - first + 1] = nodes;
    }
    list.addPieces(sentence, first, end, w, gold);
  }
  return list.done();
}

/** The nodes of one sentence's tokens. */
interface SentenceNodes {
  /** Where each token's nodes start, and the last one's end. */
  readonly start: Int32Array;
  readonly label: Int32Array;
  readonly offset: Float64Array;
}

const isOpen = ({ start }: SentenceNodes, i: number): boolean => start[i + 1] - start[i] > 1;

class NodeList {
  private readonly token = new GrowingInts();
  private readonly pieceStart = new GrowingInts();
  private readonly weight: number[] = [];
  private readonly nodeStart = new GrowingInts();
  private readonly label = new GrowingInts();
  private readonly offset: number[] = [];
  private readonly gold = new GrowingInts();

  /** The runs of tokens with several labels, each with the token before and the one after it. */
  addPieces(nodes: SentenceNodes, first: number, end: number, weight: number, gold: ArrayLike<number>): void {
    const T = end - first;
    for (let i = 0; i < T; i++) {
      if (!isOpen(nodes, i)) continue;
      let to = i + 1;
      while (to < T && isOpen(nodes, to)) to++;
      this.pieceStart.push(this.token.length);
      this.weight.push(weight);
      for (let j = Math.max(0, i - 1); j < Math.min(T, to + 1); j++)
        this.addToken(nodes, j, first + j, gold[first + j]);
      i = to;
    }
  }

  private addToken({ start, label, offset }: SentenceNodes, i: number, token: number, gold: number): void {
    this.token.push(token);
    this.nodeStart.push(this.label.length);
    for (let n = start[i]; n < start[i + 1]; n++) {
      if (label[n] === gold) this.gold.push(this.label.length);
      this.label.push(label[n]);
      this.offset.push(offset[n]);
    }
  }

  done(): Nodes {
    this.pieceStart.push(this.token.length);
    this.nodeStart.push(this.label.length);
    return {
      ...{ token: this.token.trimmed(), pieceStart: this.pieceStart.trimmed(), weight: Float64Array.from(this.weight) },
      ...{ nodeStart: this.nodeStart.trimmed(), label: this.label.trimmed(), offset: Float64Array.from(this.offset) },
      gold: this.gold.trimmed(),
    };
  }
}
