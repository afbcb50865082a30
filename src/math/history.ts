import type { Single, VectorSpace } from "./space.js";
import type { Vector } from "./vector.js";

/** Room for a pair. */
interface Slot {
  readonly s: Single;
  readonly y: Single;
}

/** One step s = σ · (vector s of the slot) and the change y of the gradient over it. */
interface Pair extends Slot {
  readonly sigma: number;
  /** sᵀy */
  readonly sy: number;
  readonly yy: number;
}

/**
 * The last pairs of L-BFGS in the variables z = x / m, with the products between them, so that the two loops run over
 * coefficients and not over vectors: the direction is a combination of the pairs and the gradient, made in one pass.
 * Source: Liu & Nocedal 1989; Nocedal & Wright 2006, Algorithm 7.4; Chen, Wang & Zhou 2014 (vector-free L-BFGS).
 *
 * Pairs are kept in single precision. That changes which metric the search has, not whether it is one: every product is
 * taken from the pairs as they are kept, and sᵀy > 0 makes it positive definite.
 */
export class History {
  private pairs: Pair[] = [];
  /** Made when a pair needs one: a short search takes no more than it uses. */
  private readonly free: Slot[] = [];
  private slot: Slot | null = null;
  /** sy[i][j] = s_iᵀ y_j for i ≤ j, yy[i][j] = y_iᵀ y_j; s_i with its σ. */
  private sy: number[][] = [];
  private yy: number[][] = [];
  /** s_iᵀ g and y_iᵀ g, g the gradient in z. */
  private sg: number[] = [];
  private yg: number[] = [];

  constructor(
    private readonly space: VectorSpace,
    private readonly metric: Vector,
    private readonly memory: number,
  ) {}

  get size(): number {
    return this.pairs.length;
  }

  /** out ← the inverse Hessian's approximation times the gradient. Returns outᵀ gradient and ‖out‖². */
  direction(out: Vector, gradient: Vector): readonly [slope: number, square: number] {
    const { pairs } = this;
    const { gamma, a, b } = this.twoLoops();
    const coefficients = new Float64Array(2 * pairs.length);
    pairs.forEach(({ sigma }, i) => {
      coefficients[2 * i] = a[i] * sigma;
      coefficients[2 * i + 1] = b[i];
    });
    const old = { s: pairs.map(({ s }) => s), y: pairs.map(({ y }) => y) };
    // The new pair takes a free slot, or the oldest pair's, which this direction is the last to read.
    if (pairs.length === this.memory) this.forget();
    const slot = this.free[this.free.length - 1] ?? this.another();
    this.slot = slot;
    return this.space.direction(out, slot.s, this.metric, gradient, gamma, coefficients, old);
  }

  /** Takes in the step of `sigma` along the last direction, which led from one gradient to the next. */
  remember(sigma: number, after: Vector, before: Vector): void {
    const { pairs } = this;
    const slot = this.slot as Slot;
    const all = [...pairs, slot];
    const products = this.space.difference(slot.y, this.metric, after, before, {
      s: all.map(({ s }) => s),
      y: all.map(({ y }) => y),
    });
    const sigmas = [...pairs.map((pair) => pair.sigma), sigma];
    const of = (i: number, k: number) => products[4 * i + k];
    const last = pairs.length;
    const [sy, yy] = [sigma * of(last, 1), of(last, 3)];
    this.sg = sigmas.map((factor, i) => factor * of(i, 0));
    this.yg = sigmas.map((_, i) => of(i, 2));
    // Convexity gives sᵀy ≥ 0; a pair without curvature (rounding) would make the metric indefinite.
    if (!(sy > 1e-14 * yy)) {
      this.sg.pop();
      this.yg.pop();
      return;
    }
    for (let i = 0; i < last; i++) {
      this.sy[i].push(sigmas[i] * of(i, 1));
      this.yy[i].push(of(i, 3));
    }
    this.sy.push([...new Array<number>(last).fill(0), sy]);
    this.yy.push([...this.yy.map((row) => row[last]), yy]);
    pairs.push({ ...slot, sigma, sy, yy });
    this.free.pop();
  }

  release(): void {
    for (const { s, y } of [...this.free, ...this.pairs]) this.space.release(s, y);
  }

  private another(): Slot {
    const n = this.metric.length;
    const slot = { s: this.space.single(n), y: this.space.single(n) };
    this.free.push(slot);
    return slot;
  }

  /** Drops the oldest pair; its slot is free. */
  private forget(): void {
    this.free.push(this.pairs.shift() as Pair);
    for (const rows of [this.sy, this.yy]) {
      rows.shift();
      for (const row of rows) row.shift();
    }
    this.sg.shift();
    this.yg.shift();
  }

  /** H g = γ g + Σ_i (a_i s_i + b_i y_i) */
  private twoLoops(): { gamma: number; a: number[]; b: number[] } {
    const { pairs, sy, yy, sg, yg } = this;
    const k = pairs.length;
    const alpha = new Array<number>(k).fill(0);
    for (let i = k - 1; i >= 0; i--) {
      let product = sg[i];
      for (let j = i + 1; j < k; j++) product -= alpha[j] * sy[i][j];
      alpha[i] = product / pairs[i].sy;
    }
    // γ = sᵀy / yᵀy makes γI agree with the curvature seen in the last step.
    const gamma = k === 0 ? 1 : pairs[k - 1].sy / pairs[k - 1].yy;
    const a = new Array<number>(k).fill(0);
    for (let i = 0; i < k; i++) {
      let product = yg[i];
      for (let j = 0; j < k; j++) product -= alpha[j] * yy[Math.min(i, j)][Math.max(i, j)];
      product *= gamma;
      for (let j = 0; j < i; j++) product += a[j] * sy[j][i];
      a[i] = alpha[i] - product / pairs[i].sy;
    }
    return { gamma, a, b: alpha.map((x) => -gamma * x) };
  }
}
