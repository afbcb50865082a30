import { plainKernels } from "../../../src/kernels/plain.js";
import type { SparseRows } from "../../../src/kernels/types.js";
import { CrfObjective } from "../../../src/tagger/objective.js";
import { cellsOf } from "../../../src/tagger/surrogate/cells.js";
import { weightsOf } from "../../../src/tagger/surrogate/cellWeights.js";
import { selectNodes } from "../../../src/tagger/surrogate/nodes.js";
import { random, uniformVector } from "../../helpers/random.js";
import { schoolroom } from "../../helpers/schoolroom.js";
import { problemOf } from "../../helpers/tiny.js";

/** Rows as long as this or longer may stand in any order. */
const LONG = 16;

const lengths = ({ rows, start }: SparseRows) => Array.from({ length: rows }, (_, r) => start[r + 1]! - start[r]!);

const columns = ({ start, index }: SparseRows, row: number) => [...index.subarray(start[row], start[row + 1])];

/** @param columns of token states */
function pruned(states: number, sentences = schoolroom(1, 40, 5)) {
  const problem = problemOf(sentences, plainKernels, states);
  const theta = uniformVector(problem.shape.dimension, random(2), 1);
  const nodes = selectNodes(new CrfObjective(plainKernels, problem, 1).at(theta), 0.2);
  const cells = cellsOf(problem, nodes, plainKernels, plainKernels);
  return { problem, nodes, cells, weights: weightsOf([{ problem, cells }], plainKernels, plainKernels) };
}

describe.each([0, 4])("the cells and weights of pruned chains, states of %d numbers", (states) => {
  const { problem, nodes, cells, weights } = pruned(states);
  const { chains, blockFeatures, shape } = problem;
  const groups = chains.groups - (states > 0 ? 1 : 0);

  it("are of some of the tokens, those with several labels", () => {
    expect(nodes.token.length).toBeGreaterThan(0);
    expect(nodes.token.length).toBeLessThan(chains.tokens);
    nodes.token.forEach((_, i) => {
      expect(nodes.nodeStart[i + 1]! - nodes.nodeStart[i]!).toBeGreaterThan(1);
    });
  });

  it("have the states of these tokens, and their labels", () => {
    if (cells.states === null) return expect(states).toBe(0);
    const { rows, values } = cells.states;
    const { start, label } = cells.states.cells;
    expect(rows).toBe(nodes.token.length);
    nodes.token.forEach((token, row) => {
      const own = problem.states!.values.subarray(token * states, (token + 1) * states);
      expect(values.subarray(row * states, (row + 1) * states)).toEqual(own);
      const labels = nodes.label.subarray(nodes.nodeStart[row], nodes.nodeStart[row + 1]);
      expect(label.subarray(start[row], start[row + 1])).toEqual(labels);
    });
  });

  it("are those of the features of each node's token", () => {
    const { cellWeights } = weights.matrices[0]!;
    nodes.token.forEach((token, i) => {
      for (let n = nodes.nodeStart[i]!; n < nodes.nodeStart[i + 1]!; n++) {
        const own = columns(cells.nodeCells, n);
        expect(own).toHaveLength(chains.groups + 2);
        const blocks = [...chains.tokenBlocks.subarray(token * chains.groups, token * chains.groups + groups)];
        const expected = blocks.flatMap((b) => columns(blockFeatures, b));
        const places = own.slice(0, groups).flatMap((q) => columns(cellWeights, q).map((j) => weights.places[j]!));
        expect(places).toEqual(expected.map((feature) => feature * shape.stride + nodes.label[n]!));
      }
    });
  });

  it("have the transitions to tokens with one label, and the cell behind all others where there is none", () => {
    const none = cells.cellNodes.rows;
    const transition = (from: number, to: number) => cells.transitions + from * shape.stride + to;
    const isOpen = (t: number) => nodes.token.includes(t);
    const edges = new Set([...chains.sentenceStart].flatMap((t) => [t, t - 0.5]));
    nodes.pieceStart.slice(0, -1).forEach((start, k) => {
      const end = nodes.pieceStart[k + 1]!;
      const [first, last] = [nodes.token[start]!, nodes.token[end - 1]!];
      // A piece goes on as far as its tokens have several labels.
      if (edges.has(first)) expect(nodes.before[k]).toBe(-1);
      else expect([isOpen(first - 1), nodes.before[k]]).toEqual([false, chains.gold[first - 1]]);
      if (edges.has(last + 0.5)) expect(nodes.after[k]).toBe(-1);
      else expect([isOpen(last + 1), nodes.after[k]]).toEqual([false, chains.gold[last + 1]]);
      for (let i = start; i < end; i++) {
        for (let n = nodes.nodeStart[i]!; n < nodes.nodeStart[i + 1]!; n++) {
          const label = nodes.label[n]!;
          const from = i === start && nodes.before[k]! >= 0 ? transition(nodes.before[k]!, label) : none;
          const to = i === end - 1 && nodes.after[k]! >= 0 ? transition(label, nodes.after[k]!) : none;
          expect(columns(cells.nodeCells, n).slice(-2)).toEqual([from, to]);
        }
      }
    });
  });

  it("stand in order of their rows' lengths, up to where they are long", () => {
    const nodesOf = lengths(cells.cellNodes).slice(0, cells.number.length);
    const { cellWeights, weightCells } = weights.matrices[0]!;
    for (const rows of [nodesOf, lengths(weightCells)]) {
      const capped = rows.map((length) => Math.min(length, LONG));
      expect(capped).toEqual([...capped].sort((a, b) => a - b));
    }
    const kinds = lengths(cellWeights).map((length, q) => `${length} ${Math.min(nodesOf[q]!, LONG)}`);
    const runs = kinds.filter((kind, q) => kind !== kinds[q - 1]);
    expect(runs).toHaveLength(new Set(kinds).size);
  });
});

describe.each([0, 4])("the weights of two corpora, states of %d numbers", (states) => {
  const [whole, small] = [pruned(states), pruned(states, schoolroom(2, 6, 5))];
  const { places, sparse, matrices } = weightsOf([whole, small], plainKernels, plainKernels);

  it("are those of each corpus's own cells", () => {
    [whole, small].forEach(({ weights: alone }, i) => {
      const { first, cellWeights } = matrices[i]!;
      const own = alone.matrices[0]!.cellWeights;
      expect(cellWeights.rows).toBe(own.rows);
      for (let q = 0; q < own.rows; q++) {
        const found = columns(cellWeights, q).map((j) => places[first + j]);
        expect(found).toEqual(columns(own, q).map((j) => alone.places[j]));
      }
    });
  });

  it("are a tail of all for the second one, from a whole cache line on", () => {
    const { first, weightCells } = matrices[1]!;
    expect(matrices[0]!.first).toBe(0);
    expect(first % 8).toBe(0);
    expect(weightCells.rows).toBe(sparse - first);
    const unused = lengths(weightCells).filter((length) => length === 0);
    expect(unused.length).toBeLessThan(8);
  });
});
