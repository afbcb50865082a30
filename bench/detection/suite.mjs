// The scenarios. Seeds and corpora part them in two: what one may tune to, and what is held out and looked at once.

import { PAPER_KINDS } from "./paper.mjs";
import { KINDS, RANDOM_KINDS } from "./plant.mjs";

export const RATES = [0.01, 0.03, 0.1];

/** [{name, corpus, kind, rate, seed, heldOut}] */
export function scenarios() {
  const all = [];
  const add = (corpus, kind, rate, seed, heldOut) =>
    all.push({
      name: [corpus, kind, rate === null ? null : `${100 * rate}%`, seed].filter((x) => x !== null).join("/"),
      corpus,
      kind,
      rate,
      seed,
      heldOut,
    });
  for (const [corpora, seed, heldOut] of [
    [["uner-ewt", "wnut17"], 1, false],
    [["uner-ewt", "wnut17", "wikigold"], 2, true],
  ]) {
    for (const corpus of corpora)
      for (const kind of [...Object.keys(KINDS), ...Object.keys(RANDOM_KINDS)])
        for (const rate of RATES) add(corpus, kind, rate, seed, heldOut);
  }
  for (const kind of PAPER_KINDS) for (const seed of [1, 2]) add("uner-ewt", kind, null, seed, seed === 2);
  return all;
}
