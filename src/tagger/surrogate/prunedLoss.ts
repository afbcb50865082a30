import { closing } from "../../kernels/closing.js";
import { latticeCost } from "../../kernels/costs.js";
import type { Two } from "../../kernels/twos.js";
import type { F64, Scope } from "../../kernels/types.js";
import { inSpace } from "../../math/inSpace.js";
import type { VectorSpace } from "../../math/space.js";
import type { Surrogate } from "../../math/surrogate/operator.js";
import { inverseMetricOf } from "../hessian.js";
import type { Problem } from "../problem.js";
import type { Shape } from "../shape.js";
import { cellsOf } from "./cells.js";
import { weightsOf } from "./cellWeights.js";
import type { WholeLattice } from "./nodeLattice.js";
import { PrunedPart } from "./part.js";

/** What is kept of a lattice, as a share of λ. Measured: bench/RESULTS.md, The surrogate loss. */
export const BOUND = 1e-2;

/**
 * A sum of losses over the labels that tokens may have, the others by a sample: lattice pruning, docs/method/model.md, Surrogate loss. Its
 * coordinates are the weights that any node has, and the transitions; on the others it is λ/2 ‖θ‖².
 */
export class PrunedLoss implements Surrogate {
  readonly dimension: number;
  readonly space: VectorSpace;
  readonly inverseMetric: F64;
  /** Places in θ of the weights. */
  private readonly places: Int32Array;
  private readonly shape: Shape;
  private readonly full: Shape;
  /** Each with the first of its coordinates; the first part has all of them, and λ. */
  private readonly parts: readonly {
    readonly first: number;
    readonly part: PrunedPart;
    readonly lambda: number | null;
  }[];
  private readonly scope: Scope;
  private readonly lambda: number;

  /** @param lattices of corpora over one feature space, all at one θ, the largest first; read here only */
  constructor(lattices: readonly [WholeLattice, ...WholeLattice[]], bound: number = BOUND) {
    const [{ kernels, problem }] = lattices;
    this.full = problem.shape;
    this.space = kernels.vectors;
    this.scope = kernels.scope();
    this.lambda = lattices.reduce((sum, { lambda }) => sum + lambda, 0);
    const { corpora, weights } = closing(kernels.scope(), (scratch) => {
      const corpora = lattices.map((lattice) => {
        const { problem } = lattice;
        const nodes = lattice.nodes(bound * this.lambda);
        return { problem, nodes, cells: cellsOf(problem, nodes, this.scope, scratch) };
      });
      return { corpora, weights: weightsOf(corpora, this.scope, scratch) };
    });
    const { places, sparse, matrices } = weights;
    this.places = places;
    const { kind, labels, stride } = problem.shape;
    this.dimension = places.length + labels * stride;
    // A row of these weights is one weight, not one feature: only where the transitions stand is of use.
    this.shape = {
      kind,
      labels,
      stride,
      features: places.length,
      dimension: this.dimension,
      transitions: places.length,
    };
    this.parts = lattices.map((lattice, i) => {
      const { nodes, cells } = corpora[i];
      const { first } = matrices[i];
      const own = from(first, this.shape);
      const weights = places.subarray(first);
      const part = new PrunedPart(lattice, nodes, cells, matrices[i], sparse - first, own, weights, this.scope);
      return { first, part, lambda: i === 0 ? this.lambda : null };
    });
    this.inverseMetric = inverseMetricOf(this.diagonal());
  }

  /** out ← C u, C the Hessian at θ. */
  apply(u: F64, out: F64): void {
    inSpace(this.space, u, out, (x, Cx) => {
      for (const { first, part, lambda } of this.parts) part.addProduct(x.subarray(first), Cx.subarray(first), lambda);
    });
  }

  /** outs[j] ← C us[j], the same bits as one by one, two by two; vectors of the space. */
  applyAll(us: readonly F64[], outs: readonly F64[]): void {
    const isShared = this.parts.every(({ part }) => part.sharesProducts);
    for (let j = 0; j < us.length; ) {
      if (!isShared || j + 1 === us.length) {
        this.apply(us[j], outs[j]);
        j++;
        continue;
      }
      for (const { first, part, lambda } of this.parts) {
        const two = (vectors: readonly F64[]): Two => [vectors[j].subarray(first), vectors[j + 1].subarray(first)];
        part.addTwoProducts(two(us), two(outs), lambda);
      }
      j += 2;
    }
  }

  /** The pruned loss with its regulariser, up to a constant, and its gradient. Vectors of the space. */
  evaluate(x: F64, gradient: F64): number {
    const penalty = (this.lambda / 2) * this.space.dot(x, x);
    return this.parts.reduce(
      (sum, { first, part, lambda }) => sum + part.evaluate(x.subarray(first), gradient.subarray(first), lambda),
      penalty,
    );
  }

  /** Σ w p (1 − p) over the nodes that have the weight, the expected count for a transition, and λ. */
  private diagonal(): F64 {
    const { space, dimension, lambda } = this;
    const sum = space.vector(dimension).fill(lambda);
    for (const { first, part } of this.parts) part.addVariances(sum.subarray(first));
    const diagonal = new Float64Array(sum);
    space.release(sum);
    return diagonal;
  }

  restrict(full: F64, out: F64): void {
    const { places } = this;
    for (let j = 0; j < places.length; j++) out[j] = full[places[j]];
    out.set(full.subarray(this.full.transitions), places.length);
  }

  extend(x: F64, b: F64, out: F64): void {
    const { places, lambda } = this;
    for (let i = 0; i < this.full.transitions; i++) out[i] = b[i] / lambda;
    for (let j = 0; j < places.length; j++) out[places[j]] = x[j];
    out.set(x.subarray(places.length), this.full.transitions);
  }

  close(): void {
    this.scope.close();
  }
}

/** The shape of vectors without their first coordinates, which are weights. */
const from = (first: number, { features, dimension, transitions, ...rest }: Shape): Shape => ({
  ...{ features: features - first, dimension: dimension - first, transitions: transitions - first },
  ...rest,
});

/** Multiply-adds of a pass over a lattice from which on pruning pays: some milliseconds. */
const WORTHWHILE = 1e7;

/**
 * Whether a sum of losses is worth pruning. Not with word vectors, whose columns every block of a word shares, and not a small corpus, of which
 * whole passes cost next to nothing.
 */
export function hasSurrogate(corpora: readonly { readonly problem: Problem }[]): boolean {
  const cost = corpora.reduce((sum, { problem }) => sum + latticeCost(problem.chains), 0);
  return cost >= WORTHWHILE && !corpora.some(({ problem }) => problem.dense);
}

/** The pruned loss of corpora at one θ, null where it would not pay. Its caller closes it. */
export function prunedLossOf(lattices: readonly [WholeLattice, ...WholeLattice[]], bound?: number): PrunedLoss | null {
  return hasSurrogate(lattices) ? new PrunedLoss(lattices, bound) : null;
}
