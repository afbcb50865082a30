import type { Column, Corpus } from "../corpus/types.js";
import { viterbi } from "./decode.js";
import { readThrough, type Tagger } from "./model.js";
import { scoresOf } from "./scores.js";

/** The tags that the tagger gives a corpus's tokens. */
export function predict(tagger: Tagger, corpus: Corpus): Column {
  const problem = readThrough(tagger, corpus);
  return { values: tagger.labels, ids: viterbi(problem.chains, scoresOf(problem, tagger.theta)) };
}
