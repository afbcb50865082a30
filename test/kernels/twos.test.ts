import { plainKernels } from "../../src/kernels/plain.js";
import type { Two } from "../../src/kernels/twos.js";
import type { Kernels } from "../../src/kernels/types.js";
import { createWasmKernels } from "../../src/kernels/wasm.js";
import { random } from "../helpers/random.js";
import { drawNodes } from "./nodes.js";

const shared = (kernels: Kernels, values: ArrayLike<number>) => {
  const array = kernels.float64(values.length);
  array.set(values);
  return array;
};

const numbers = (seed: number, count: number) => {
  const next = random(seed);
  return Float64Array.from({ length: count }, () => next() - 0.5);
};

/** The numbers of a and b in turn. */
const inTurn = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Float64Array.from({ length: 2 * a.length }, (_, i) => (i % 2 === 0 ? a : b)[i >> 1]);

describe.each(["plain", "wasm"])("passes over two columns, %s kernels, to the bits of one after the other", (kind) => {
  const kernels = kind === "plain" ? plainKernels : createWasmKernels({ threads: 2 });
  afterAll(() => kernels.close());

  it.each([1, 3, 7, 8, 13, 200])("gather rows of up to %i numbers", (longest) => {
    const next = random(longest);
    const lengths = Array.from({ length: 301 }, () => Math.floor(next() * (longest + 1)));
    const start = kernels.int32(lengths.length + 1);
    lengths.forEach((length, r) => {
      start[r + 1] = start[r] + length;
    });
    const index = kernels.int32(start[lengths.length]);
    for (let i = 0; i < index.length; i++) index[i] = Math.floor(next() * 99);
    const matrix = { rows: lengths.length, start, index };
    const columns = [numbers(1, 99), numbers(2, 99)];
    const [a, b] = columns.map((column) => {
      const out = kernels.float64(lengths.length);
      kernels.gatherNumbers(matrix, shared(kernels, column), out);
      return out;
    });
    const out = kernels.float64(2 * lengths.length);
    kernels.twos.gather(matrix, shared(kernels, inTurn(columns[0], columns[1])), out);
    expect(Float64Array.from(out)).toEqual(inTurn(a, b));
  });

  it.each([1, 2, 7, 9000, 20_001])("scale %i rows into pairs and back", (n) => {
    const column = (seed: number) => shared(kernels, numbers(seed, n));
    const [scale, x, y] = [column(1), column(2), column(3)];
    const [a, b] = [kernels.float64(n), kernels.float64(n)];
    const joined = kernels.float64(2 * n);
    kernels.twos.join(scale, [x, y], joined);
    kernels.scaleRows(x, scale, 1, a);
    kernels.scaleRows(y, scale, 1, b);
    expect(Float64Array.from(joined)).toEqual(inTurn(a, b));
    const rows = [column(4), column(5)];
    const pairs = shared(kernels, inTurn(rows[0], rows[1]));
    const outs: Two = [column(6), column(7)];
    kernels.twos.split(0.7, [x, y], pairs, scale, outs);
    kernels.addScaledRows(0.7, x, rows[0], scale, 1, a);
    kernels.addScaledRows(0.7, y, rows[1], scale, 1, b);
    expect(outs.map((out) => Float64Array.from(out))).toEqual([a, b].map((out) => Float64Array.from(out)));
    kernels.twos.split(1, outs, pairs, scale, outs);
    kernels.vectors.updateDirection(a, 1, scale, rows[0]);
    kernels.vectors.updateDirection(b, 1, scale, rows[1]);
    expect(outs.map((out) => Float64Array.from(out))).toEqual([a, b].map((out) => Float64Array.from(out)));
  });

  it("differentiate over nodes", () => {
    for (let seed = 0; seed < 20; seed++) {
      const lengths = Array.from({ length: 12 }, (_, i) => 1 + ((seed + 7 * i) % 23));
      const options = { labels: 1 + seed, share: [0, 0.2, 1][seed % 3], spread: 3, shards: 1 + (seed % 4), lengths };
      const { chains, tables, logits, tilde } = drawNodes(kernels, seed, options);
      const { nodes, stride } = chains;
      const column = () => kernels.float64(nodes);
      const state = { alpha: column(), arrive: column(), leave: column(), beta: column() };
      kernels.nodeForwardBackward(
        chains,
        shared(kernels, logits),
        tables,
        state,
        column(),
        kernels.float64(stride ** 2),
      );
      const other = tilde.MA.map((x) => 0.3 * x);
      const directions = [numbers(seed, nodes), numbers(seed + 100, nodes)];
      const alone = directions.map((V, k) => {
        const [errors, edges] = [column(), kernels.float64(stride ** 2)];
        const MA = shared(kernels, [tilde.MA, other][k]);
        kernels.nodeHessianProduct(chains, shared(kernels, V), tables, MA, state, errors, edges);
        return { errors, edges };
      });
      const [errors, edges] = [kernels.float64(2 * nodes), kernels.float64(2 * stride ** 2)];
      const logitsOfBoth = shared(kernels, inTurn(directions[0], directions[1]));
      const MA = shared(kernels, inTurn(tilde.MA, other));
      kernels.twos.nodeHessianProducts(chains, logitsOfBoth, tables, MA, state, errors, edges);
      expect(Float64Array.from(errors)).toEqual(inTurn(alone[0].errors, alone[1].errors));
      expect(Float64Array.from(edges)).toEqual(inTurn(alone[0].edges, alone[1].edges));
    }
  });
});
