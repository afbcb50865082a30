import type { Corpus } from "../corpus/types.js";
import { encode } from "../features/encode.js";
import { ClassNames } from "../features/naming.js";
import type { Tagger } from "../tagger/model.js";
import type { NamesAt } from "./carriers.js";

/** Names on the training corpus, where the members of a class always stand together. */
export function trainingNames({ space, classes, vectors }: Tagger): NamesAt {
  const names = new ClassNames(space, classes);
  return (feature) => vectorName(feature, classes, vectors) ?? names.of(feature);
}

/** "vector[-1]": the word vector of the word before. Their columns stand behind the classes. */
function vectorName(feature: number, { count }: Tagger["classes"], vectors: Tagger["vectors"]): string[] | null {
  if (vectors === null || feature < count) return null;
  return [`vector[${vectors.offsets[Math.floor((feature - count) / vectors.table.dimension)]}]`];
}

/** Names on another corpus, where the members of a class may stand apart: those that stand in the spans. */
export function referenceNames({ space, classes, vectors }: Tagger, corpus: Corpus): NamesAt {
  const names = new ClassNames(space, classes);
  // Encoded here, and not a problem's blocks: those hold classes, and are numbered in another order.
  const { groups, tokenBlocks, blockStart, blockFeatures } = encode(corpus, space);
  return (feature, spans) => {
    const vector = vectorName(feature, classes, vectors);
    if (vector) return vector;
    const present = new Set<number>();
    for (const { start, end } of spans) {
      for (const block of tokenBlocks.subarray(start * groups, end * groups)) {
        for (const member of blockFeatures.subarray(blockStart[block], blockStart[block + 1])) {
          if (classes.classOf[member] === feature) present.add(member);
        }
      }
    }
    return names.of(feature, present);
  };
}
