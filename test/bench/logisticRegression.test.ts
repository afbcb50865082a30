import { type Examples, logisticRegression } from "../../bench/detection/logisticRegression.mjs";
import { random } from "../helpers/random.js";

function drawn(seed: number, rows: number, b: readonly number[]): Examples {
  const next = random(seed);
  const columns = b.length;
  const x = new Float64Array(rows * columns);
  const y = new Uint8Array(rows);
  for (let i = 0; i < rows; i++) {
    let z = 0;
    for (let j = 0; j < columns; j++) {
      x[i * columns + j] = j === 0 ? 1 : 2 * next() - 1;
      z += b[j] * x[i * columns + j];
    }
    y[i] = next() < 1 / (1 + Math.exp(-z)) ? 1 : 0;
  }
  return { rows, columns, x, y, weight: new Float64Array(rows).fill(1) };
}

const flat = (d: number, precision = 1e-3) => ({
  mean: new Float64Array(d),
  precision: new Float64Array(d).fill(precision),
});

/** The penalised loss by its definition. */
function loss({ rows, columns, x, y, weight }: Examples, b: Float64Array, mean: Float64Array, r: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < rows; i++) {
    let z = 0;
    for (let j = 0; j < columns; j++) z += x[i * columns + j] * b[j];
    sum += weight[i] * Math.log(1 + Math.exp(y[i] ? -z : z));
  }
  return b.reduce((total, bj, j) => total + (r[j] / 2) * (bj - mean[j]) ** 2, sum);
}

it("finds the coefficients that the outcomes were drawn with", () => {
  const b = [-1, 2, -0.5];
  const found = logisticRegression(drawn(1, 40_000, b), flat(3));
  b.forEach((bj, j) => {
    expect(Math.abs(found[j] - bj)).toBeLessThan(0.1);
  });
});

it("ends where the loss has no slope", () => {
  const examples = {
    ...drawn(2, 200, [0.3, 1, -2]),
    weight: Float64Array.from({ length: 200 }, (_, i) => 1 + (i % 3)),
  };
  const mean = Float64Array.of(0.5, -1, 0);
  const precision = Float64Array.of(2, 0.5, 1);
  const found = logisticRegression(examples, { mean, precision });
  for (let j = 0; j < 3; j++) {
    const moved = (h: number) =>
      loss(
        examples,
        found.map((x, k) => (k === j ? x + h : x)),
        mean,
        precision,
      );
    expect(Math.abs((moved(1e-4) - moved(-1e-4)) / 2e-4)).toBeLessThan(1e-5);
  }
});

it("stays with its prior where there is nothing to learn from", () => {
  const prior = { mean: Float64Array.of(1, -2), precision: Float64Array.of(1, 1) };
  const none = { rows: 0, columns: 2, x: new Float64Array(0), y: [], weight: [] };
  expect(logisticRegression(none, prior)).toEqual(prior.mean);
});

it("ends on outcomes that a line parts, where there is no optimum without the prior", () => {
  const examples = {
    rows: 4,
    columns: 2,
    x: Float64Array.of(1, -200, 1, -1, 1, 1, 1, 200),
    y: [0, 0, 1, 1],
    weight: [1, 1, 1, 1],
  };
  const found = logisticRegression(examples, flat(2));
  expect(found.every(Number.isFinite)).toBe(true);
  expect(found[1]).toBeGreaterThan(1);
});
