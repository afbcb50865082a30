import { Column } from "./cgState.js";
import { heapVectors } from "./heapVectors.js";
import type { VectorSpace } from "./space.js";
import type { Vector } from "./vector.js";

/** A symmetric positive definite operator, known only by what it does to vectors of length `dimension`. */
export interface LinearOperator {
  readonly dimension: number;
  /** Where its vectors are best kept; JavaScript's heap where absent. */
  readonly space?: VectorSpace;
  /** out ← H x */
  apply(x: Vector, out: Vector): void;
  /** outs[j] ← H xs[j] for all j, the same bits as one by one; where one pass can serve several. */
  applyAll?(xs: readonly Vector[], outs: readonly Vector[]): void;
  /** The diagonal of P⁻¹ for a diagonal preconditioner P ≈ H, all > 0. Length `dimension`. */
  readonly inverseMetric: Vector;
}

export interface CgOptions {
  /** Stop where ‖b − Hx‖ ≤ tolerance · ‖b‖. */
  readonly tolerance: number;
  readonly maxIterations: number;
  readonly onIteration?: (iteration: number, relativeResidual: number) => void;
}

export interface CgResult {
  readonly x: Float64Array;
  readonly iterations: number;
  /** ‖b − Hx‖ / ‖b‖, computed afresh from x and not from the recurrence. */
  readonly relativeResidual: number;
  readonly converged: boolean;
}

/** Solves H x = b by preconditioned conjugate gradients from x = 0. */
export function conjugateGradients(operator: LinearOperator, b: Vector, options: CgOptions): CgResult {
  const [result] = conjugateGradientsOf(operator, [b], { ...options, width: 1 });
  return result;
}

/**
 * The iteration itself for one right-hand side, until `stop` says so.
 *
 * @param stop is told the iterations done and ‖r‖² of the recurrence's residual r = b − Hx, before each
 */
export function iterate(
  operator: LinearOperator,
  b: Vector,
  maxIterations: number,
  stop: (iteration: number, rr: number) => boolean,
): { readonly x: Float64Array; readonly r: Float64Array; readonly iterations: number } {
  const space = operator.space ?? heapVectors;
  return withMetric(space, operator, (metric) => {
    const column = new Column(space, metric, b);
    try {
      while (!stop(column.iterations, column.rr) && column.iterations < maxIterations) {
        operator.apply(column.p, column.q);
        column.advance();
      }
      return { x: Float64Array.from(column.x), r: Float64Array.from(column.r), iterations: column.iterations };
    } finally {
      column.release();
    }
  });
}

/** The operator's metric as a vector of the space, for as long as `use` takes. */
function withMetric<T>(space: VectorSpace, { inverseMetric }: LinearOperator, use: (metric: Vector) => T): T {
  if (space.holds(inverseMetric)) return use(inverseMetric);
  const metric = space.vector(inverseMetric.length);
  try {
    metric.set(inverseMetric);
    return use(metric);
  } finally {
    space.release(metric);
  }
}

/**
 * Solves H x = b for several right-hand sides, up to `width` of them at a time: products are taken for all of those at
 * once, and one that has converged makes room for the next. Each is solved to the same bits as alone.
 *
 * @param rightHandSides asked for one after another, as there is room, so that they need not all be there at once
 * @returns the solutions in the order of the right-hand sides, each as soon as it and those before it are there
 */
export function* conjugateGradientsOf(
  operator: LinearOperator,
  rightHandSides: Iterable<Vector>,
  options: Omit<CgOptions, "onIteration"> & {
    readonly width: number;
    readonly onIteration?: (iteration: number, relativeResidual: number, column: number) => void;
  },
): Generator<CgResult, void> {
  const space = operator.space ?? heapVectors;
  const metric = space.holds(operator.inverseMetric) ? operator.inverseMetric : space.vector(operator.dimension);
  if (metric !== operator.inverseMetric) metric.set(operator.inverseMetric);
  const source = rightHandSides[Symbol.iterator]();
  const done = new Map<number, CgResult>();
  let active: { readonly number: number; readonly column: Column }[] = [];
  let [asked, given] = [0, 0];
  try {
    for (;;) {
      while (active.length < options.width) {
        const next = source.next();
        if (next.done) break;
        active.push({ number: asked++, column: new Column(space, metric, next.value) });
      }
      if (active.length === 0) return;
      const finished = active.filter(({ column }) => column.finished(options));
      active = active.filter((one) => !finished.includes(one));
      // The recurrence's residual drifts from the true one, b − Hx, which is what is told.
      const checked = finished.filter(({ column }) => column.target > 0);
      applyTo(
        operator,
        checked.map(({ column }) => [column.x, column.q] as const),
      );
      for (const { number, column } of finished) done.set(number, column.result(options.tolerance));
      for (let result = done.get(given); result; result = done.get(++given)) {
        done.delete(given);
        yield result;
      }
      if (finished.length > 0) continue;
      applyTo(
        operator,
        active.map(({ column }) => [column.p, column.q] as const),
      );
      for (const { number, column } of active) {
        column.advance();
        options.onIteration?.(column.iterations, column.relativeResidual, number);
      }
    }
  } finally {
    for (const { column } of active) column.release();
    source.return?.();
    if (metric !== operator.inverseMetric) space.release(metric);
  }
}

function applyTo(operator: LinearOperator, pairs: readonly (readonly [x: Vector, out: Vector])[]): void {
  if (operator.applyAll && pairs.length > 1) {
    operator.applyAll(
      pairs.map(([x]) => x),
      pairs.map(([, out]) => out),
    );
  } else for (const [x, out] of pairs) operator.apply(x, out);
}
