import type { Corpus } from "../corpus/types.js";
import { encode } from "../features/encode.js";
import { ClassNames } from "../features/naming.js";
import type { Tagger } from "../tagger/model.js";
import type { Problem } from "../tagger/problem.js";
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
export function referenceNames(
  { space, classes, vectors }: Tagger,
  corpus: Corpus,
  { chains, blockFeatures }: Problem,
): NamesAt {
  const names = new ClassNames(space, classes);
  // The problem's entries are these, feature by feature, with each one's class in its place.
  const { blockFeatures: members } = encode(corpus, space);
  return (feature, spans) => {
    const vector = vectorName(feature, classes, vectors);
    if (vector) return vector;
    const present = new Set<number>();
    for (const { start, end } of spans) {
      for (let g = start * chains.groups; g < end * chains.groups; g++) {
        const block = chains.tokenBlocks[g];
        for (let i = blockFeatures.start[block]; i < blockFeatures.start[block + 1]; i++) {
          if (blockFeatures.index[i] === feature) present.add(members[i]);
        }
      }
    }
    return names.of(feature, present);
  };
}
