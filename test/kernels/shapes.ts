import { createHash } from "node:crypto";
import type { AddedRows, Chains, F64, I32, Kernels } from "../../src/kernels/types.js";
import { random } from "../helpers/random.js";

/** What to draw. Lengths are the sentences' lengths in tokens. */
export interface Options {
  readonly labels: number;
  readonly lengths: readonly number[];
  readonly groups: number;
  /** Block scores and transitions are uniform in ± this. */
  readonly spread: number;
  readonly shards: number;
  /** Directions of the Hessian product, 1 where absent; further ones are taken alone as well. */
  readonly directions?: number;
  /** Leaves the lattice unwritten, so that the Hessian products make it again. */
  readonly isForgotten?: boolean;
  /** Whether gold labels add to the logits. */
  readonly hasTagScores?: boolean;
}

const BLOCKS = 40;

/** Everything that forward–backward and the Hessian product leave behind. */
export interface Results {
  readonly loss: number;
  readonly rows: Readonly<Record<string, Float64Array>>;
}

/** Runs both lattice passes on a random problem; the same seed draws the same problem for any kernels. */
export function runLattice(kernels: Kernels, seed: number, options: Options): Results {
  const { labels, lengths, groups, spread } = options;
  const next = random(seed);
  const stride = labels + (labels % 2);
  const signed = () => 2 * next() - 1;
  const fill = <A extends F64 | I32>(array: A, value: (i: number) => number): A => {
    for (let i = 0; i < array.length; i++) array[i] = value(i);
    return array;
  };
  const square = (value: (i: number, j: number) => number, padding: number) =>
    fill(kernels.float64(stride * stride), (at) => {
      const [i, j] = [Math.floor(at / stride), at % stride];
      return i < labels && j < labels ? value(i, j) : padding;
    });
  const starts = [0];
  for (const length of lengths) starts.push(starts[starts.length - 1] + length);
  const N = starts[starts.length - 1];
  const int32 = (values: readonly number[]) => fill(kernels.int32(values.length), (i) => values[i]);
  const shards = Math.min(options.shards, lengths.length);
  const chains: Chains = {
    labels,
    stride,
    tokens: N,
    sentenceStart: int32(starts),
    gold: fill(kernels.int32(N), () => Math.floor(next() * labels)),
    weight: fill(kernels.float64(lengths.length), () => 0.5 + next()),
    groups,
    tokenBlocks: fill(kernels.int32(N * groups), () => Math.floor(next() * BLOCKS)),
    shardStart: int32(Array.from({ length: shards + 1 }, (_, i) => Math.floor((i * lengths.length) / shards))),
  };
  const scores = (scale: number, rows = BLOCKS) =>
    fill(kernels.float64(rows * stride), (i) => (i % stride < labels ? scale * signed() : 0));
  const A = Array.from({ length: labels * labels }, () => Math.min(spread, 8) * signed());
  const shift = Math.max(...A);
  const direction = A.map(() => signed());
  const table = (i: number, j: number) => Math.exp(A[i * labels + j] - shift);
  const tables = { M: square(table, 1), Mt: square((i, j) => table(j, i), 1), shift };
  const scaled = (k: number) => (i: number, j: number) => table(i, j) * direction[i * labels + j] * (1 - k / 4);
  const rows = () => kernels.float64(N * stride);
  const state = { alpha: rows(), arrive: rows(), leave: rows(), beta: rows() };
  const errors = rows();
  const edges = kernels.float64(stride * stride);
  const tagScores = options.hasTagScores ? scores(1, labels) : undefined;
  const input = { scores: scores(spread / groups), tagScores, tables };
  const kept = options.isForgotten ? null : state;
  const sums = { edges, loss: 0.25 };
  kernels.forwardBackward(chains, input, kept, errors, sums);
  const channel = { free: kernels.float64(stride * stride), observed: kernels.float64(stride * stride), loss: 0.5 };
  const channelErrors = rows();
  const factors = fill(kernels.float64(labels * stride), (i) => (i % stride < labels ? 0.01 + next() : 0));
  kernels.channelForwardBackward(chains, { scores: input.scores, tables, factors }, channelErrors, channel);
  const along = Array.from({ length: options.directions ?? 1 }, (_, k) => ({
    scores: scores(1),
    tilde: { MA: square(scaled(k), 0), MAt: square((i, j) => scaled(k)(j, i), 0) },
    dErrors: rows(),
    dEdges: kernels.float64(stride * stride),
  }));
  const alone = along.map((one) => ({ ...one, dErrors: rows(), dEdges: kernels.float64(stride * stride) }));
  kernels.hessianProduct(chains, input, along, kept);
  if (along.length > 1) for (const one of alone) kernels.hessianProduct(chains, input, [one], kept);
  const products = (name: string, directions: typeof along) =>
    Object.fromEntries(
      directions.flatMap(({ dErrors, dEdges }, k) => [
        [`${name}Errors${k}`, dErrors],
        [`${name}Edges${k}`, dEdges],
      ]),
    );
  const written = {
    ...state,
    errors,
    edges,
    channelErrors,
    // A difference of two sums over tokens, whose rounding grows with their number.
    channelLoss: Float64Array.of(channel.loss, N),
    freeEdges: channel.free,
    observedEdges: channel.observed,
    ...products("d", along),
    ...(along.length > 1 ? products("alone", alone) : {}),
  };
  return {
    loss: sums.loss,
    rows: Object.fromEntries(Object.entries(written).map(([name, row]) => [name, Float64Array.from(row)])),
  };
}

/** A random matrix of very uneven rows, some empty, and the rows of a random source gathered by it. */
export function runGather(kernels: Kernels, seed: number, stride: number, rows: number, longest: number): Float64Array {
  const { start, index, source } = drawGather(kernels, seed, stride, rows, longest);
  const out = kernels.float64(rows * stride).fill(7);
  kernels.gatherRows({ rows, start, index }, source, out, stride);
  return Float64Array.from(out);
}

/** The same for rows of one double, as `gatherNumbers` adds them up. */
export function runGatherNumbers(kernels: Kernels, seed: number, rows: number, longest: number): Float64Array {
  const { start, index, source } = drawGather(kernels, seed, 1, rows, longest);
  const out = kernels.float64(rows).fill(7);
  kernels.gatherNumbers({ rows, start, index }, source, out);
  return Float64Array.from(out);
}

/** The same, added up over the lower and the upper columns in turn, each with the rows that it has. */
export function runAdded(kernels: Kernels, seed: number, stride: number, rows: number, longest: number): Float64Array {
  const { start, index, source } = drawGather(kernels, seed, stride, rows, longest);
  const out = kernels.float64(rows * stride);
  for (const isUpper of [false, true]) {
    const listed = Array.from({ length: rows }, (_, r) => ({
      r,
      columns: [...index.subarray(start[r], start[r + 1])].filter((c) => c >= COLUMNS / 2 === isUpper),
    })).filter(({ columns }) => columns.length > 0);
    const shared = (values: readonly number[]) => {
      const array = kernels.int32(values.length);
      array.set(values);
      return array;
    };
    const starts = [0];
    for (const { columns } of listed) starts.push(starts[starts.length - 1] + columns.length);
    const matrix: AddedRows = {
      rows: listed.length,
      row: shared(listed.map(({ r }) => r)),
      start: shared(starts),
      index: shared(listed.flatMap(({ columns }) => columns)),
    };
    kernels.addRows(matrix, source, out, stride);
  }
  return Float64Array.from(out);
}

const COLUMNS = 50;

function drawGather(kernels: Kernels, seed: number, stride: number, rows: number, longest: number) {
  const next = random(seed);
  const counts = Array.from({ length: rows }, () => Math.floor(longest * next() ** 8));
  const start = kernels.int32(rows + 1);
  for (let r = 0; r < rows; r++) start[r + 1] = start[r] + counts[r];
  const index = kernels.int32(start[rows]);
  for (let i = 0; i < index.length; i++) index[i] = Math.floor(next() * COLUMNS);
  for (let r = 0; r < rows; r++) index.subarray(start[r], start[r + 1]).sort();
  const source = kernels.float64(COLUMNS * stride);
  for (let i = 0; i < source.length; i++) source[i] = 2 * next() - 1;
  return { start, index, source };
}

/** A random dense product of rows × inner by inner × stride. */
export function runMultiply(kernels: Kernels, rows: number, inner: number, stride: number): Float64Array {
  const next = random(rows);
  const draw = (length: number) => kernels.float64(length).map(() => 2 * next() - 1);
  const shared = (values: F64) => {
    const array = kernels.float64(values.length);
    array.set(values);
    return array;
  };
  const X = shared(draw(rows * inner));
  const Y = shared(draw(inner * stride));
  const out = kernels.float64(rows * stride).fill(7);
  kernels.multiply(X, Y, out, { rows, inner, stride });
  return Float64Array.from(out);
}

/** A digest of all bits, for results too large to compare element by element under jest. */
export function digest({ loss, rows }: Results): string {
  const hash = createHash("sha256").update(Float64Array.of(loss));
  for (const row of Object.values(rows)) hash.update(row);
  return hash.digest("hex");
}

/** max |x − y| over the scale of x: its largest element, or 1 where that is smaller. */
export function distance(x: Float64Array, y: Float64Array): number {
  const scale = x.reduce((most, v) => Math.max(most, Math.abs(v)), 1);
  return x.reduce((most, v, i) => Math.max(most, Math.abs(v - y[i]) / scale), 0);
}
