import type { Corpus } from "../corpus/types.js";
import { encode } from "../features/encode.js";
import { ClassNames } from "../features/naming.js";
import type { Tagger } from "../tagger/model.js";
import type { NamesAt } from "./carriers.js";

/** Names on the training corpus, where the members of a class always stand together. */
export function trainingNames(tagger: Tagger): NamesAt {
  const names = new ClassNames(tagger.space, tagger.classes);
  return (feature) => denseName(feature, tagger) ?? names.of(feature);
}

/**
 * "vector[-1]": the word vector of the word before; "state": the token's state; "logits[B-PER]": what the user's own tagger says.
 * Their columns stand behind the classes, in this order.
 */
function denseName(feature: number, { classes, vectors, states }: Tagger): string[] | null {
  const [column, ofVectors] = [feature - classes.count, vectors ? vectors.offsets.length * vectors.table.dimension : 0];
  if (column < 0) return null;
  if (vectors && column < ofVectors) {
    return [`vector[${vectors.offsets[Math.floor(column / vectors.table.dimension)]}]`];
  }
  if (states === null) return null;
  const { kept, labels, scale } = states.projection;
  if (scale !== null && column - ofVectors === kept) return ["bias"];
  return column - ofVectors < kept ? ["state"] : [`logits[${labels[column - ofVectors - kept]}]`];
}

/** Names on another corpus, where the members of a class may stand apart: those that stand in the spans. */
export function referenceNames(tagger: Tagger, corpus: Corpus): NamesAt {
  const { space, classes } = tagger;
  const names = new ClassNames(space, classes);
  // Encoded here, and not a problem's blocks: those hold classes, and are numbered in another order.
  const { groups, tokenBlocks, blockStart, blockFeatures } = encode(corpus, space);
  return (feature, spans) => {
    const dense = denseName(feature, tagger);
    if (dense) return dense;
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
