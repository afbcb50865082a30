import type { CrfObjective } from "../../src/tagger/objective.js";
import { farthest } from "./dense.js";

const STEP = 1e-4;
const MOST = 1e-9;

interface Evaluated {
  readonly value: number;
  readonly gradient: Float64Array;
}

function evaluate(objective: CrfObjective, theta: Float64Array): Evaluated {
  const gradient = new Float64Array(theta.length);
  return { value: objective.evaluate(theta, gradient), gradient };
}

/**
 * Compares the gradient, and the columns of the Hessian, with central differences of fourth order,
 * (8 (f(θ + h) − f(θ − h)) − (f(θ + 2h) − f(θ − 2h))) / 12 h, in the coordinates of labels in some rows of weights.
 */
export function expectFiniteDifferences(objective: CrfObjective, theta: Float64Array, from: number, to: number): void {
  const { stride, labels } = objective.problem.shape;
  const { gradient } = evaluate(objective, theta);
  for (let i = from * stride; i < to * stride; i++) {
    if (i % stride >= labels) continue;
    const [p1, m1, p2, m2] = [STEP, -STEP, 2 * STEP, -2 * STEP].map((step) => {
      const moved = Float64Array.from(theta);
      moved[i] += step;
      return evaluate(objective, moved);
    });
    const slope = (8 * (p1.value - m1.value) - (p2.value - m2.value)) / (12 * STEP);
    expect(Math.abs(slope - gradient[i])).toBeLessThan(MOST);
    const [unit, column] = [new Float64Array(theta.length), new Float64Array(theta.length)];
    unit[i] = 1;
    objective.at(theta).hessian.apply(unit, column);
    const numeric = column.map(
      (_, j) => (8 * (p1.gradient[j] - m1.gradient[j]) - (p2.gradient[j] - m2.gradient[j])) / (12 * STEP),
    );
    expect(farthest(numeric, column)).toBeLessThan(MOST);
  }
}

/** Compares value, gradient and H u of two objectives that differ in their kernels alone. */
export function expectEqualDerivatives(
  one: CrfObjective,
  other: CrfObjective,
  theta: Float64Array,
  u: Float64Array,
): void {
  const [a, b] = [one, other].map((objective) => {
    const Hu = new Float64Array(theta.length);
    const evaluated = evaluate(objective, theta);
    objective.at(theta).hessian.apply(u, Hu);
    return { ...evaluated, Hu };
  });
  expect(Math.abs(a.value - b.value)).toBeLessThan(1e-12 * a.value);
  expect(farthest(a.gradient, b.gradient)).toBeLessThan(1e-12);
  expect(farthest(a.Hu, b.Hu)).toBeLessThan(1e-12);
}
