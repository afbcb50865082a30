import { GrowingDoubles, GrowingInts } from "../../corpus/growing.js";
import type { F64 } from "../../kernels/types.js";

/**
 * What is left of a corpus's lattice when labels that hardly anybody would give are taken out: the open tokens, which may have several
 * labels, with these, their nodes, in pieces. A token that has one label only takes part by its transition to an open one next to it.
 */
export interface Nodes {
  /** Length T: the open tokens. */
  readonly token: Int32Array;
  /** Length P + 1: the first token of each piece. */
  readonly pieceStart: Int32Array;
  /** Length P: w of its sentence. */
  readonly weight: Float64Array;
  /** Length P: the label of the token before each piece, and of the one after it; −1 where the sentence starts or ends. */
  readonly before: Int32Array;
  readonly after: Int32Array;
  /** Length T + 1. */
  readonly nodeStart: Int32Array;
  /** The label of each node; ascending within a token. */
  readonly label: Int32Array;
  /** What is added to the logit of each node: more than 0 for those that stand for others. */
  readonly offset: Float64Array;
  /** ψ = exp(logit) of each node at the lattice's point, up to a factor for each token; without transitions. */
  readonly psi: Float64Array;
  /** Length T: the node of each token's gold label. */
  readonly gold: Int32Array;
}

/** The nodes of one sentence's tokens. */
export interface SentenceNodes {
  /** Where each token's nodes start, and the last one's end. */
  readonly start: Int32Array;
  readonly label: Int32Array;
  readonly offset: Float64Array;
}

/** Where a sentence stands in the lattice that its nodes are of: ψ = leave / β of its tokens' rows, from `row` on. */
export interface SentenceLattice {
  readonly leave: F64;
  readonly beta: F64;
  readonly stride: number;
  readonly row: number;
}

const isOpen = ({ start }: SentenceNodes, i: number): boolean => start[i + 1] - start[i] > 1;

export class NodeList {
  private readonly token = new GrowingInts();
  private readonly pieceStart = new GrowingInts();
  private readonly weight = new GrowingDoubles();
  private readonly before = new GrowingInts();
  private readonly after = new GrowingInts();
  private readonly nodeStart = new GrowingInts();
  private readonly label = new GrowingInts();
  private readonly offset = new GrowingDoubles();
  private readonly psi = new GrowingDoubles();
  private readonly gold = new GrowingInts();

  /**
   * The runs of tokens with several labels.
   *
   * @param lattice read where pieces are alone
   * @param first the sentence's first token
   * @param gold of the sentence's tokens
   */
  addPieces(
    nodes: SentenceNodes,
    lattice: SentenceLattice,
    first: number,
    weight: number,
    gold: ArrayLike<number>,
  ): void {
    const T = gold.length;
    for (let i = 0; i < T; i++) {
      if (!isOpen(nodes, i)) continue;
      let to = i + 1;
      while (to < T && isOpen(nodes, to)) to++;
      this.pieceStart.push(this.token.length);
      this.weight.push(weight);
      this.before.push(i > 0 ? nodes.label[nodes.start[i - 1]] : -1);
      this.after.push(to < T ? nodes.label[nodes.start[to]] : -1);
      for (let j = i; j < to; j++) {
        this.token.push(first + j);
        this.nodeStart.push(this.label.length);
        this.addNodes(nodes, lattice, j, gold[j]);
      }
      i = to;
    }
  }

  /** The nodes of the sentence's token i. */
  private addNodes(
    { start, label, offset }: SentenceNodes,
    { leave, beta, stride, row }: SentenceLattice,
    i: number,
    gold: number,
  ): void {
    const from = row + i * stride;
    for (let n = start[i]; n < start[i + 1]; n++) {
      const c = label[n];
      if (c === gold) this.gold.push(this.label.length);
      this.label.push(c);
      this.offset.push(offset[n]);
      this.psi.push(leave[from + c] / beta[from + c]);
    }
  }

  done(): Nodes {
    this.pieceStart.push(this.token.length);
    this.nodeStart.push(this.label.length);
    return {
      ...{ token: this.token.trimmed(), pieceStart: this.pieceStart.trimmed(), weight: this.weight.trimmed() },
      ...{ before: this.before.trimmed(), after: this.after.trimmed() },
      ...{ nodeStart: this.nodeStart.trimmed(), label: this.label.trimmed(), offset: this.offset.trimmed() },
      ...{ psi: this.psi.trimmed(), gold: this.gold.trimmed() },
    };
  }
}
