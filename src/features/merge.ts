import type { Encoded } from "./encode.js";
import { mix, PairInterner } from "./pairs.js";

/**
 * Features that stand at exactly the same training tokens, merged into one column.
 *
 * m identical binary columns with weights w_1 … w_m enter the score through their sum alone, and the regulariser makes
 * them equal at the optimum; u = √m w turns (λ/2) m w² into (λ/2) u². So training, Hessian-vector products and solves
 * over the classes, each a column of value √m, are the originals in an orthonormal basis of the only subspace that
 * training data reaches: the same optimum, norms and iterates, in fewer dimensions. Across it the Hessian is λI and
 * every training gradient is 0.
 */
export interface FeatureClasses {
  readonly count: number;
  /** Length F: the class of each feature. */
  readonly classOf: Int32Array;
  /** Length `count`: m of each class. */
  readonly size: Int32Array;
}

/** Finds the classes of a training corpus, numbered in order of their first feature. */
export function mergeFeatures(encoded: Encoded, features: number): FeatureClasses {
  const signature = columnSignatures(encoded, features);
  const occurrences = new Int32Array(features);
  for (const feature of encoded.blockFeatures) occurrences[feature]++;
  const first = firstBlocks(encoded, features);
  const classOf = new Int32Array(features);
  // (first block, number of blocks) and the two sums, and then the pair of the two.
  const [places, sums, classes] = [new PairInterner(), new PairInterner(), new PairInterner()];
  for (let f = 0; f < features; f++) {
    const place = places.intern(first[f], occurrences[f]);
    classOf[f] = classes.intern(place, sums.intern(signature[2 * f], signature[2 * f + 1]));
  }
  const size = new Int32Array(classes.size);
  for (const id of classOf) size[id]++;
  return { count: classes.size, classOf, size };
}

/**
 * Two 32-bit sums of hashes of the blocks that have the feature. With the first block and the number of blocks, two
 * features with different columns agree in all four at random about once in 2⁶⁴ pairs.
 */
function columnSignatures({ blockStart, blockFeatures }: Encoded, features: number): Int32Array {
  const signature = new Int32Array(2 * features);
  for (let b = 0; b + 1 < blockStart.length; b++) {
    const one = mix((b + 1) ^ 0x9e3779b1);
    const two = mix((b + 1) ^ 0x85ebca77);
    for (let i = blockStart[b]; i < blockStart[b + 1]; i++) {
      signature[2 * blockFeatures[i]] += one;
      signature[2 * blockFeatures[i] + 1] += two;
    }
  }
  return signature;
}

function firstBlocks({ blockStart, blockFeatures }: Encoded, features: number): Int32Array {
  const first = new Int32Array(features).fill(-1);
  for (let b = 0; b + 1 < blockStart.length; b++) {
    for (let i = blockStart[b]; i < blockStart[b + 1]; i++) {
      if (first[blockFeatures[i]] < 0) first[blockFeatures[i]] = b;
    }
  }
  return first;
}

/** The training corpus over its classes: each class once a block, to be read with the scale √m. */
export function overClasses(encoded: Encoded, { classOf, count }: FeatureClasses): Encoded {
  const { blockStart, blockFeatures } = encoded;
  const last = new Int32Array(count).fill(-1);
  const start = new Int32Array(blockStart.length);
  const merged = new Int32Array(blockFeatures.length);
  let kept = 0;
  for (let b = 0; b + 1 < blockStart.length; b++) {
    for (let i = blockStart[b]; i < blockStart[b + 1]; i++) {
      const id = classOf[blockFeatures[i]];
      if (last[id] !== b) {
        last[id] = b;
        merged[kept++] = id;
      }
    }
    start[b + 1] = kept;
  }
  return { ...encoded, blockStart: start, blockFeatures: merged.slice(0, kept) };
}

/** Any other corpus over the same classes: one entry a feature (members may stand apart), to be read with 1/√m. */
export function overMembers(encoded: Encoded, { classOf }: FeatureClasses): Encoded {
  return { ...encoded, blockFeatures: encoded.blockFeatures.map((feature) => classOf[feature]) };
}

/** What an entry of the matrix counts for: √m a class in training data, 1/√m a member elsewhere. */
export function classScale({ size }: FeatureClasses, kind: "classes" | "members"): Float64Array {
  return Float64Array.from(size, (m) => (kind === "classes" ? Math.sqrt(m) : 1 / Math.sqrt(m)));
}
