import { UNKNOWN_LABEL } from "../tagger/model.js";
import type { Problem } from "../tagger/problem.js";
import { combine, type Scores } from "../tagger/scores.js";
import type { Span } from "./spans.js";
import { targetLoss } from "./targetLoss.js";

/** Halvings of the step, from 1 down. */
const HALVINGS = 10;

/**
 * How far to go along −v: the w of 1, ½, ¼ … at which θ − w v has the smallest loss on whole reference sentences, 0 where
 * none has a smaller one than θ. v is made to fix the targets, and −v leads ever further from the tagger; the loss of
 * the sentences around them, which is convex in w, tells where it starts to do damage.
 *
 * @param sentences spans of the whole sentences whose labels the tagger knows
 */
export function chooseStep(problem: Problem, theta: Scores, v: Scores, sentences: readonly Span[]): number {
  let best = 0;
  let least = targetLoss(problem, theta, sentences);
  for (let i = 0, step = 1; i <= HALVINGS; i++, step /= 2) {
    const loss = targetLoss(problem, combine(theta, -step, v), sentences);
    if (loss < least) {
      best = step;
      least = loss;
    } else if (best > 0) break;
  }
  return best;
}

/** The sentences of a corpus read through a tagger that hold no label unknown to it, as spans. */
export function knownSentences({ chains }: Problem): Span[] {
  const spans: Span[] = [];
  for (let sentence = 0; sentence + 1 < chains.sentenceStart.length; sentence++) {
    const start = chains.sentenceStart[sentence];
    const end = chains.sentenceStart[sentence + 1];
    if (!chains.gold.subarray(start, end).includes(UNKNOWN_LABEL)) spans.push({ sentence, start, end });
  }
  return spans;
}
