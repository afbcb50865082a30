import { GrowingInts } from "../../corpus/growing.js";
import type { AnnotatedCorpus } from "../../corpus/index.js";
import type { Segments } from "../../corpus/types.js";
import type { Chains } from "../../kernels/types.js";
import { bestOthers } from "../../tagger/maxMarginals.js";
import type { Scores } from "../../tagger/scores.js";
import { coefficients } from "../coefficients/coefficients.js";
import { continuations } from "../signals/continuations.js";

const LEAST = coefficients.candidates.leastRatio;

/**
 * For every token that no segment covers, the segment that would: the one of the best tagging in which the token is not
 * outside, where that is at least `leastRatio` times as likely as the best tagging of all. So a name that every tagger has learnt to
 * leave out can be accused as well. By token; each once.
 */
export function likeliestUnlabelled(
  { corpus, scheme, segments }: AnnotatedCorpus,
  labels: readonly string[],
  chains: Chains,
  scores: Scores,
): Segments {
  const covered = new Uint8Array(corpus.words.ids.length);
  for (let i = 0; i < segments.count; i++) covered.fill(1, segments.start[i], segments.end[i]);
  const [sentence, start, end] = [new GrowingInts(), new GrowingInts(), new GrowingInts()];
  let k = 0;
  let past = 0;
  const options = {
    apart: labels.indexOf("O"),
    least: Math.log(LEAST),
    goesOn: continuations(labels, scheme),
    isAsked: (token: number) => covered[token] === 0,
  };
  bestOthers(chains, scores, options, (token, { from, numbers }) => {
    while (token >= corpus.sentenceStart[k + 1]) k++;
    // Tokens of one name find the same one.
    if (start.length > 0 && start.at(start.length - 1) === from && past === from + numbers.length) return;
    past = from + numbers.length;
    sentence.push(k);
    start.push(from);
    end.push(past);
  });
  const label = new Int32Array(start.length);
  return { count: start.length, sentence: sentence.trimmed(), start: start.trimmed(), end: end.trimmed(), label, labels: ["?"] };
}
