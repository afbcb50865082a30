import { at } from "../math/at.js";

/** Ranges whose product of lengths is at most this are aligned by the longest common subsequence. */
const SMALL = 1 << 20;

/** Ranges within ranges that are looked at: a text made to go deeper is left unaligned there. */
const DEEPEST = 64;

type Range = readonly [fromA: number, toA: number, fromB: number, toB: number, depth: number];

/**
 * Aligns two sequences of numbers by patience: common ends first, then elements that occur once in both, then what lies
 * between them. Not always the longest alignment, but each pair is equal, and both sides ascend.
 *
 * @returns length of `a`: the index in `b` of each element, −1 for none
 */
export function align(a: Int32Array, b: Int32Array): Int32Array {
  const match = new Int32Array(a.length).fill(-1);
  const work: Range[] = [[0, a.length, 0, b.length, 0]];
  for (let range = work.pop(); range; range = work.pop()) {
    let [fromA, toA, fromB, toB] = range;
    while (fromA < toA && fromB < toB && a[fromA] === b[fromB]) match[fromA++] = fromB++;
    while (fromA < toA && fromB < toB && a[toA - 1] === b[toB - 1]) match[--toA] = --toB;
    if (fromA === toA || fromB === toB) continue;
    const rest: Range = [fromA, toA, fromB, toB, range[4] + 1];
    const anchors = rest[4] > DEEPEST ? [] : ascending(commonOnce(a, b, rest));
    if (anchors.length === 0) {
      if ((toA - fromA) * (toB - fromB) <= SMALL) longestCommon(a, b, rest, match);
      continue;
    }
    for (const [i, j] of anchors) {
      match[i] = j;
      work.push([fromA, i, fromB, j, rest[4]]);
      [fromA, fromB] = [i + 1, j + 1];
    }
    work.push([fromA, toA, fromB, toB, rest[4]]);
  }
  return match;
}

/** Pairs of indices of the elements that occur once in either range, in the order of `a`. */
function commonOnce(a: Int32Array, b: Int32Array, [fromA, toA, fromB, toB]: Range): [number, number][] {
  const places = (values: Int32Array, from: number, to: number): Map<number, number> => {
    const found = new Map<number, number>();
    for (let i = from; i < to; i++) found.set(at(values, i), found.has(at(values, i)) ? -1 : i);
    return found;
  };
  const inB = places(b, fromB, toB);
  return [...places(a, fromA, toA)].flatMap(([value, i]) => {
    const j = inB.get(value) ?? -1;
    return i < 0 || j < 0 ? [] : [[i, j] as [number, number]];
  });
}

/** The longest subsequence of the pairs that ascends in their second number too. */
function ascending(pairs: readonly (readonly [number, number])[]): (readonly [number, number])[] {
  const ends: number[] = [];
  const before = new Int32Array(pairs.length).fill(-1);
  for (const [p, [, j]] of pairs.entries()) {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (at(pairs, at(ends, middle))[1] < j) low = middle + 1;
      else high = middle;
    }
    if (low > 0) before[p] = at(ends, low - 1);
    ends[low] = p;
  }
  const chain: (readonly [number, number])[] = [];
  for (let p = ends.at(-1) ?? -1; p >= 0; p = at(before, p)) chain.push(at(pairs, p));
  return chain.reverse();
}

/** l(i, j) = l(i + 1, j + 1) + 1 where a_i = b_j, else max(l(i + 1, j), l(i, j + 1)). */
function longestCommon(
  a: Int32Array,
  b: Int32Array,
  [fromA, toA, fromB, toB]: Range,
  match: Int32Array<ArrayBuffer>,
): void {
  const width = toB - fromB + 1;
  const length = new Int32Array((toA - fromA + 1) * width);
  const cell = (i: number, j: number): number => (i - fromA) * width + j - fromB;
  for (let i = toA - 1; i >= fromA; i--) {
    for (let j = toB - 1; j >= fromB; j--) {
      length[cell(i, j)] =
        a[i] === b[j]
          ? at(length, cell(i + 1, j + 1)) + 1
          : Math.max(at(length, cell(i + 1, j)), at(length, cell(i, j + 1)));
    }
  }
  for (let [i, j] = [fromA, fromB]; i < toA && j < toB; ) {
    if (a[i] === b[j]) match[i++] = j++;
    else if (at(length, cell(i + 1, j)) >= at(length, cell(i, j + 1))) i++;
    else j++;
  }
}
