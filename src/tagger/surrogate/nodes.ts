import { longestSentence } from "../../kernels/costs.js";
import type { LatticeState } from "../../kernels/types.js";
import type { Part } from "../parts.js";
import type { Problem } from "../problem.js";
import { NodeList, type Nodes, type SentenceNodes } from "./nodeList.js";

/** What nodes are selected from: a lattice's parts with their states, in order. */
export interface States {
  readonly problem: Problem;
  eachState(visit: (part: Part, state: LatticeState) => void): void;
}

/**
 * Nodes are each token's likeliest label, its gold label, and those with w p > bound, w the weight of its sentence. Of the
 * others, which are many and hardly vary, a sample stands for all: one for each `bound` that their w p add up to, label by label
 * along the corpus, and its logit is raised so that it has that probability.
 */
export class NodeSelection {
  private readonly list = new NodeList();
  /** Length C: what the shares of labels that were left out add up to since the last that was kept, from part to part. */
  private readonly sampler: Float64Array;

  constructor(
    labels: number,
    private readonly bound: number,
  ) {
    this.sampler = new Float64Array(labels).fill(0.5);
  }

  /** Adds a part, with its state; parts in order. */
  add({ first: before, chains }: Part, { alpha, beta, leave }: LatticeState): void {
    const { list, sampler, bound } = this;
    const { labels: C, stride, sentenceStart, weight, gold } = chains;
    const p = new Float64Array(C);
    const longest = longestSentence(chains);
    const nodesOf: SentenceNodes = {
      start: new Int32Array(longest + 1),
      label: new Int32Array(longest * C),
      offset: new Float64Array(longest * C),
    };
    const { start, label, offset } = nodesOf;
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
      const lattice = { leave, beta, stride, row: first * stride };
      list.addPieces(nodesOf, lattice, before + first, w, gold.subarray(first, end));
    }
  }

  done(): Nodes {
    return this.list.done();
  }
}

/** The nodes of all parts. */
export function selectNodes(states: States, bound: number): Nodes {
  const selection = new NodeSelection(states.problem.chains.labels, bound);
  states.eachState((part, state) => selection.add(part, state));
  return selection.done();
}
