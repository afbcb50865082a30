import { plainKernels } from "../../src/kernels/plain.js";
import { evenChunks, paddedWidth, type RowLabels, type Singles } from "../../src/kernels/singles.js";
import type { F64, Kernels } from "../../src/kernels/types.js";
import { createWasmKernels } from "../../src/kernels/wasm.js";
import { random, uniformVector } from "../helpers/random.js";

interface Options {
  readonly rows: number;
  readonly dimension: number;
  readonly labels: number;
  /** Labels that the r-th row has to do with; all where absent. */
  readonly labelsOf?: (r: number) => readonly number[];
}

const strideOf = (labels: number) => labels + (labels % 2);

/** Both products on random numbers; what is written is filled with 7 before: products replace it, contractions add to it. */
function run(kernels: Kernels, { rows, dimension: D, labels, labelsOf }: Options, seed: number) {
  const next = random(seed);
  const stride = strideOf(labels);
  const values = kernels.float32(rows * paddedWidth(D));
  for (let r = 0; r < rows; r++) for (let d = 0; d < D; d++) values[r * paddedWidth(D) + d] = 2 * next() - 1;
  const cells = labelsOf ? cellsOf(kernels, rows, labelsOf) : null;
  const E: Singles = { rows, dimension: D, values, cells };
  const given = (count: number): F64 => {
    const array = kernels.float64(count * stride);
    array.set(uniformVector(count * stride, next));
    for (let i = 0; i < count; i++) array.fill(0, i * stride + labels, (i + 1) * stride);
    return array;
  };
  const [W, G] = [given(D), given(rows)];
  const [EW, EtG, squares] = [rows, D, D].map((count) => kernels.float64(count * stride).fill(7));
  const chunks = evenChunks(rows, D, labels);
  const chunkStart = kernels.int32(chunks.length);
  chunkStart.set(chunks);
  kernels.multiplySingles(E, W, EW, stride);
  kernels.contractSingles(E, G, EtG, { labels, stride, chunkStart });
  kernels.contractSingles(E, G, squares, { labels, stride, chunkStart, squared: true });
  return { E, W, G, EW, EtG, squares, stride };
}

function cellsOf(kernels: Kernels, rows: number, labelsOf: (r: number) => readonly number[]): RowLabels {
  const lists = Array.from({ length: rows }, (_, r) => labelsOf(r));
  const [start, label] = [kernels.int32(rows + 1), kernels.int32(lists.flat().length)];
  lists.forEach((list, r) => {
    label.set(list, start[r]);
    start[r + 1] = start[r] + list.length;
  });
  return { start, label };
}

const CASES: readonly Options[] = [
  { rows: 0, dimension: 3, labels: 2 },
  { rows: 1, dimension: 1, labels: 1 },
  { rows: 5, dimension: 4, labels: 3 },
  { rows: 6, dimension: 7, labels: 4 },
  { rows: 7, dimension: 13, labels: 5 },
  { rows: 300, dimension: 6, labels: 6 },
  { rows: 2000, dimension: 17, labels: 7 },
  { rows: 1000, dimension: 40, labels: 49 },
  { rows: 5, dimension: 3, labels: 2, labelsOf: (r) => [[], [0], [1], [0, 1], []][r] },
  {
    rows: 900,
    dimension: 21,
    labels: 13,
    labelsOf: (r) => [...Array(13).keys()].filter((c) => (r * 7 + c * c) % 13 < r % 8),
  },
  {
    ...{ rows: 700, dimension: 8, labels: 6 },
    labelsOf: (r) => [r % 6, (r + 2) % 6],
  },
];

it.each(CASES)("plain loops multiply and contract a matrix of $rows × $dimension for $labels labels", (options) => {
  const { E, W, G, EW, EtG, squares, stride } = run(plainKernels, options, 1);
  const { rows, dimension: D, values, cells } = E;
  const has = (r: number, c: number) => !cells || cells.label.subarray(cells.start[r], cells.start[r + 1]).includes(c);
  const e = (r: number, d: number) => values[r * paddedWidth(D) + d];
  const far = (x: number, terms: readonly number[]) => Math.abs(x - terms.reduce((sum, term) => sum + term, 0));
  const all = (n: number) => Array.from({ length: n }, (_, i) => i);
  let worst = 0;
  for (let c = 0; c < stride; c++) {
    for (let r = 0; r < rows; r++) {
      const terms = all(D).map((d) => e(r, d) * W[d * stride + c]);
      worst = Math.max(worst, far(EW[r * stride + c], has(r, c) ? terms : [7]));
    }
    for (let d = 0; d < D; d++) {
      const g = (r: number) => (has(r, c) ? G[r * stride + c] : 0);
      const [once, twice] = [all(rows).map((r) => e(r, d) * g(r)), all(rows).map((r) => e(r, d) ** 2 * g(r))];
      worst = Math.max(worst, far(EtG[d * stride + c], [7, ...once]), far(squares[d * stride + c], [7, ...twice]));
    }
  }
  expect(worst).toBeLessThan(1e-12);
});

it.each([1, 2, 3])("compiled ones give the same bits, with %i threads", (threads) => {
  const kernels = createWasmKernels({ threads });
  for (const [seed, options] of CASES.entries()) {
    const [plain, wasm] = [run(plainKernels, options, seed), run(kernels, options, seed)];
    for (const name of ["EW", "EtG", "squares"] as const) {
      expect({ options, name, out: Float64Array.from(wasm[name]) }).toEqual({ options, name, out: plain[name] });
    }
  }
  kernels.close();
});
