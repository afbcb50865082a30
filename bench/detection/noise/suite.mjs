// The scenarios of realistic noise: corpus × kind × rate × seed, and commits.
import { hashOf } from "../random.mjs";
import { NOISE_CORPORA } from "./corpora.mjs";
import { commit, MIXTURES, NOISE_KINDS, noise, PLAIN_KINDS, PLAIN_MIXTURES } from "./index.mjs";

/** Shares of all tokens. */
export const NOISE_RATES = [0.003, 0.01, 0.03, 0.08, 0.15];
/** Sentences of a reference; 0 is none. A corpus that has fewer gives what it has. */
export const REFERENCES = [200, 1000, 3000, 0];
/** New sentences of a commit. */
export const COMMITS = [12, 36, 100];
export const isPlain = (corpus) => corpus.startsWith("ewt-");

/** [{name, corpus, kind, rate, seed}], the name "corpus/kind/rate/seed"; a commit's rate is its number of sentences. */
export function noiseScenarios({ corpora = NOISE_CORPORA, rates = NOISE_RATES, seeds = [1] } = {}) {
  const all = [];
  for (const corpus of corpora) {
    const kinds = isPlain(corpus) ? [...PLAIN_KINDS, ...PLAIN_MIXTURES] : [...NOISE_KINDS, ...MIXTURES];
    for (const seed of seeds) {
      const add = (kind, rate, spelt) =>
        all.push({ name: `${corpus}/${kind}/${spelt}/${seed}`, corpus, kind, rate, seed });
      for (const kind of kinds) for (const rate of rates) add(kind, rate, `${100 * rate}%`);
      for (const sentences of COMMITS) add("commit", sentences, `${sentences}`);
    }
  }
  return all;
}

/**
 * What `noise` or `commit` makes of a scenario, or the errors that the annotators of a corpus have corrected since ("corrections"). The seed is made of the name without the rate, so that more noise of a kind
 * is more of the same.
 */
export function makeNoise({ corpus, kind, rate, seed }, clean, context) {
  if (kind === "corrections") return { documents: context.earlier };
  const own = hashOf(`${corpus}/${kind}/${seed}`);
  return kind === "commit" ? commit(clean, rate, own, context) : noise(clean, kind, rate, own, context);
}
