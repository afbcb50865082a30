// The corpora with noise that the score is learnt from and judged by.

import { MIXTURES, NOISE_KINDS, PLAIN_KINDS, PLAIN_MIXTURES } from "./noise/index.mjs";
import { isPlain } from "./noise/suite.mjs";
import { hashOf } from "./random.mjs";

/** Shares of all tokens that are wrong, a low and a high one: where one token in twenty is in a name, a fiftieth is many. */
const RATES = {
  "uner-ewt": [0.005, 0.02],
  wnut17: [0.005, 0.02],
  wikigold: [0.01, 0.06],
  newswire: [0.01, 0.06],
  "ewt-upos": [0.01, 0.08],
  "ewt-xpos": [0.01, 0.06],
};
/** Training sentences: as many as a scenario can be audited in some seconds. */
export const SENTENCES = {
  "uner-ewt": 1600,
  wnut17: 1500,
  wikigold: 1100,
  newswire: 400,
  "ewt-upos": 1000,
  "ewt-xpos": 600,
};
/** Sentences of a reference. */
const LEARNING_REFERENCES = [0, 200, 1000];
const COMMIT = 36;

/** Real errors: whole corpora that were corrected, from one release to another. */
const CORRECTED = ["ewt-upos", "ewt-xpos"].map((corpus) => ({
  ...{ name: `${corpus}/corrections/1`, corpus, kind: "corrections", rate: 1, seed: 1 },
  sentences: Infinity,
  references: [0, Infinity],
}));

/** [{name, corpus, kind, rate, seed, sentences, references}] in an order that mixes corpora and kinds, so that a part of them is a sample. */
export function learningScenarios(seed) {
  const all = Object.keys(RATES).flatMap((corpus) => {
    const kinds = isPlain(corpus) ? [...PLAIN_KINDS, ...PLAIN_MIXTURES] : [...NOISE_KINDS, ...MIXTURES];
    const one = (kind, rate) => ({
      ...{ name: `${corpus}/${kind}/${rate}/${seed}`, corpus, kind, rate, seed },
      sentences: SENTENCES[corpus],
      references: LEARNING_REFERENCES,
    });
    return [...RATES[corpus].flatMap((rate) => kinds.map((kind) => one(kind, rate))), one("commit", COMMIT)];
  });
  return [...all, ...CORRECTED].sort((a, b) => hashOf(a.name) - hashOf(b.name));
}
