import { weightedTransitions } from "../../src/kernels/costs.js";
import type { Chains, F64, Kernels, NodeChains, TransitionTables } from "../../src/kernels/types.js";
import { random } from "../helpers/random.js";

export interface NodeOptions {
  readonly labels: number;
  /** Tokens of each piece. */
  readonly lengths: readonly number[];
  /** Share of the labels that a token has as nodes, beside its gold label. */
  readonly share: number;
  /** Logits and transitions are uniform in ± this. */
  readonly spread: number;
  readonly shards: number;
}

/** A random problem over nodes, and the dense one that is the same: logits of labels that are no nodes are −∞ to it. */
export function drawNodes(kernels: Kernels, seed: number, options: NodeOptions) {
  const { labels: C, lengths, share, spread } = options;
  const next = random(seed);
  const signed = () => 2 * next() - 1;
  const stride = C + (C % 2);
  const N = lengths.reduce((sum, length) => sum + length, 0);
  const starts = [0];
  for (const length of lengths) starts.push(starts[starts.length - 1] + length);
  const nodeStart = [0];
  const label: number[] = [];
  const goldLabel: number[] = [];
  const gold: number[] = [];
  for (let t = 0; t < N; t++) {
    goldLabel.push(Math.floor(next() * C));
    for (let c = 0; c < C; c++) {
      if (c === goldLabel[t]) gold.push(label.length);
      if (c === goldLabel[t] || next() < share) label.push(c);
    }
    nodeStart.push(label.length);
  }
  const shared = (values: readonly number[]) => {
    const array = kernels.float64(values.length);
    array.set(values);
    return array;
  };
  const int32 = (values: readonly number[]) => {
    const array = kernels.int32(values.length);
    array.set(values);
    return array;
  };
  const weight = shared(lengths.map(() => 0.5 + next()));
  const shards = Math.min(options.shards, lengths.length);
  const shardStart = int32(Array.from({ length: shards + 1 }, (_, i) => Math.floor((i * lengths.length) / shards)));
  const square = (value: (i: number, j: number) => number, padding: number): F64 =>
    shared(
      Array.from({ length: stride * stride }, (_, at) => {
        const [i, j] = [Math.floor(at / stride), at % stride];
        return i < C && j < C ? value(i, j) : padding;
      }),
    );
  const A = Array.from({ length: C * C }, () => Math.min(spread, 8) * signed());
  const shift = Math.max(...A);
  const table = (i: number, j: number) => Math.exp(A[i * C + j] - shift);
  const tables: TransitionTables = { M: square(table, 1), Mt: square((i, j) => table(j, i), 1), shift };
  const along = A.map(signed);
  const scaled = (i: number, j: number) => table(i, j) * along[i * C + j];
  const chains: NodeChains = {
    ...{ stride, nodes: label.length, pieceStart: int32(starts), weight, nodeStart: int32(nodeStart) },
    ...{ label: int32(label), gold: int32(gold), shardStart },
  };
  const dense: Chains = {
    ...{ labels: C, stride, tokens: N, sentenceStart: int32(starts), gold: int32(goldLabel), weight, groups: 1 },
    ...{ tokenBlocks: int32(Array.from({ length: N }, (_, t) => t)), shardStart },
  };
  return {
    ...{ chains, dense, tables, label, nodeStart },
    logits: label.map(() => spread * signed()),
    direction: label.map(signed),
    tilde: { MA: square(scaled, 0), MAt: square((i, j) => scaled(j, i), 0) },
  };
}

/** Both passes over nodes: everything that they leave behind. */
export function runNodes(kernels: Kernels, seed: number, options: NodeOptions) {
  const { chains, tables, logits, direction, tilde } = drawNodes(kernels, seed, options);
  const column = (values?: readonly number[]) => {
    const array = kernels.float64(chains.nodes);
    if (values) array.set(values);
    return array;
  };
  const state = { alpha: column(), arrive: column(), leave: column(), beta: column() };
  const [errors, dErrors] = [column(), column()];
  const square = () => kernels.float64(chains.stride ** 2);
  const [edges, dEdges] = [square(), square()];
  const loss = kernels.nodeForwardBackward(chains, column(logits), tables, state, errors, edges);
  kernels.nodeHessianProduct(chains, column(direction), tables, tilde.MA, state, dErrors, dEdges);
  const rows = { ...state, errors, edges, dErrors, dEdges };
  return { loss, rows: Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, Float64Array.from(row)])) };
}

/** The same of the dense kernels, at the nodes. */
export function runDense(kernels: Kernels, seed: number, options: NodeOptions) {
  const { dense, tables, logits, direction, tilde, label, nodeStart } = drawNodes(kernels, seed, options);
  const { stride, tokens } = dense;
  const places = label.map(() => 0);
  for (let t = 0; t < tokens; t++) {
    for (let n = nodeStart[t]; n < nodeStart[t + 1]; n++) places[n] = t * stride + label[n];
  }
  const rows = () => kernels.float64(tokens * stride);
  const spread = (values: readonly number[], other: number) => {
    const out = rows().fill(other);
    values.forEach((value, n) => {
      out[places[n]] = value;
    });
    return out;
  };
  const state = { alpha: rows(), arrive: rows(), leave: rows(), beta: rows() };
  const [errors, dErrors] = [rows(), rows()];
  const square = () => kernels.float64(stride ** 2);
  const [edges, dEdges] = [square(), square()];
  const input = { scores: spread(logits, -5000), tables };
  const sums = { edges, loss: 0 };
  kernels.forwardBackward(dense, input, state, errors, sums);
  const loss = sums.loss + tables.shift * weightedTransitions(dense);
  kernels.hessianProduct(dense, input, [{ scores: spread(direction, 0), tilde, dErrors, dEdges }], state);
  const chosen = (row: F64) => Float64Array.from(places, (at) => row[at]);
  return {
    loss,
    rows: {
      ...{
        alpha: chosen(state.alpha),
        arrive: chosen(state.arrive),
        leave: chosen(state.leave),
        beta: chosen(state.beta),
      },
      ...{ errors: chosen(errors), dErrors: chosen(dErrors) },
      ...{ edges: Float64Array.from(edges), dEdges: Float64Array.from(dEdges) },
    } as Record<string, Float64Array>,
  };
}
