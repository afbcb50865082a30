import fc from "fast-check";
import { batchesOf } from "../../src/encoder/batches.js";
import { windowsOf } from "../../src/encoder/windows.js";

const lengths = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 60 });

describe("windows of a sentence", () => {
  it("is the sentence where it is short enough", () => {
    expect(windowsOf(5, 9, () => 2, 8)).toEqual([{ start: 5, end: 9, from: 5, to: 9 }]);
  });

  it("overlap by half, and part what they share at its middle", () => {
    expect(windowsOf(0, 12, () => 1, 8)).toEqual([
      { start: 0, end: 8, from: 0, to: 6 },
      { start: 4, end: 12, from: 6, to: 12 },
    ]);
  });

  it("give a token that is longer than a window one of its own", () => {
    expect(windowsOf(0, 3, (t) => [1, 99, 1][t], 4).map(({ start, end }) => [start, end])).toEqual([
      [0, 1],
      [1, 2],
      [2, 3],
    ]);
  });

  it("read every token once, in order, and never more than the model can", () => {
    fc.assert(
      fc.property(lengths, fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 5 }), (pieces, most, start) => {
        const piecesOf = (t: number) => pieces[t - start];
        const windows = windowsOf(start, start + pieces.length, piecesOf, most);
        const read = windows.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, i) => from + i));
        expect(read).toEqual(pieces.map((_, i) => start + i));
        for (const { start: first, end, from, to } of windows) {
          expect(first <= from && from <= to && to <= end).toBe(true);
          let size = 0;
          for (let t = first; t < end; t++) size += Math.min(most, piecesOf(t));
          expect(size).toBeLessThanOrEqual(most);
        }
      }),
    );
  });
});

describe("batches", () => {
  it("hold sequences of one length, each once, but for those of none", () => {
    fc.assert(
      fc.property(lengths, fc.integer({ min: 1, max: 40 }), (sizes, pieces) => {
        const batches = batchesOf(sizes, pieces);
        for (const batch of batches) {
          const [size] = batch.map((i) => sizes[i]);
          expect(batch.every((i) => sizes[i] === size)).toBe(true);
          expect(batch.length === 1 || batch.length * size <= pieces).toBe(true);
        }
        const used = batches.flat().sort((a, b) => a - b);
        expect(used).toEqual([...sizes.keys()].filter((i) => sizes[i] > 0));
      }),
    );
  });
});
