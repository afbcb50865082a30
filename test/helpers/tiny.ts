import type { Encoded } from "../../src/features/encode.js";
import type { StateMatrix } from "../../src/features/states/columns.js";
import { plainKernels } from "../../src/kernels/plain.js";
import { paddedWidth } from "../../src/kernels/singles.js";
import type { Kernels } from "../../src/kernels/types.js";
import { CrfObjective } from "../../src/tagger/objective.js";
import { buildProblem, type Problem } from "../../src/tagger/problem.js";
import { random } from "./random.js";

/** A random small problem: what an oracle that walks every path can still check. */
export interface Tiny {
  readonly encoded: Encoded;
  readonly features: number;
  readonly labels: number;
  readonly sentenceStart: Int32Array;
  readonly gold: Int32Array;
  readonly weight: Float64Array;
}

export interface TinyOptions {
  readonly labels?: number;
  readonly lengths?: readonly number[];
  readonly features?: number;
  readonly groups?: number;
  readonly weighted?: boolean;
  /** No feature in blocks of two groups, as of templates; a token has it once then. */
  readonly apart?: boolean;
}

export function tiny(seed: number, options: TinyOptions = {}): Tiny {
  const { labels = 3, lengths = [1, 3, 2, 4], features = 6, groups = 2, weighted = true, apart = false } = options;
  const next = random(seed);
  const tokens = lengths.reduce((sum, length) => sum + length, 0);
  const perGroup = 4;
  const blockStart = [0];
  const blockFeatures: number[] = [];
  for (let b = 0; b < groups * perGroup; b++) {
    const group = Math.floor(b / perGroup);
    for (let f = 0; f < features; f++) {
      if (next() < 0.4 && (!apart || f % groups === group)) blockFeatures.push(f);
    }
    blockStart.push(blockFeatures.length);
  }
  const sentenceStart = [0];
  for (const length of lengths) sentenceStart.push(sentenceStart[sentenceStart.length - 1] + length);
  return {
    encoded: {
      tokens,
      groups,
      tokenBlocks: Int32Array.from(
        { length: tokens * groups },
        (_, i) => (i % groups) * perGroup + Math.floor(next() * perGroup),
      ),
      blockStart: Int32Array.from(blockStart),
      blockFeatures: Int32Array.from(blockFeatures),
    },
    features,
    labels,
    sentenceStart: Int32Array.from(sentenceStart),
    gold: Int32Array.from({ length: tokens }, () => Math.floor(next() * labels)),
    weight: Float64Array.from(lengths, () => (weighted ? 0.5 + next() : 1)),
  };
}

/** @param columns of random token states */
export function problemOf(t: Tiny, kernels: Kernels = plainKernels, columns = 0): Problem {
  const scale = new Float64Array(t.features).fill(1);
  const states = columns > 0 ? randomStates(t.encoded.tokens, columns) : null;
  return buildProblem(kernels, { encoded: t.encoded, scale, states }, t.labels, t);
}

/** N × columns of numbers between −1 and 1. */
function randomStates(tokens: number, columns: number): StateMatrix {
  return {
    ...{ kept: columns, columns },
    rows(_, scope) {
      const next = random(77);
      const rows = scope.float32(tokens * paddedWidth(columns));
      for (let t = 0; t < tokens; t++) {
        for (let d = 0; d < columns; d++) rows[t * paddedWidth(columns) + d] = 2 * next() - 1;
      }
      return rows;
    },
  };
}

export function objectiveOf(t: Tiny, lambda = 0.7, kernels: Kernels = plainKernels): CrfObjective {
  return new CrfObjective(kernels, problemOf(t, kernels), lambda);
}
