import { knownOf } from "../audit/refits/refits.js";
import type { Corpus } from "../corpus/types.js";
import { plainKernels } from "../kernels/plain.js";
import { at } from "../math/at.js";
import { norm } from "../math/vector.js";
import { readThrough, type Tagger } from "../tagger/model.js";
import { CrfObjective } from "../tagger/objective.js";
import { predict } from "../tagger/predict.js";
import type { Trained } from "../tagger/train.js";
import type { Environment } from "./environment.js";

/** Of a corpus's tokens, how many may be read in another way before the refitted tagger is another one. */
const MOST_CHANGED = 0.02;

/**
 * Says how far a tagger that began as another one's head has moved from it, and what that means; says nothing of others.
 *
 * @param corpora the training corpus, and the reference where there is one
 */
export function noteDrift(
  { tagger, objective }: Trained,
  corpora: readonly Corpus[],
  { note, warn }: Pick<Environment, "note" | "warn">,
): void {
  const { centre } = objective.problem;
  const head = tagger.states?.head ?? null;
  if (centre === null || head === null) return;
  if (head.asGiven) {
    note("the encoder's head is kept as it is: influence is that on the proximal Bregman objective around it");
    return;
  }
  const before: Tagger = { ...tagger, theta: Float64Array.from(centre) };
  const moved = distance(tagger.theta, before.theta) / norm(before.theta);
  const figures = corpora.map((corpus) => {
    const changed = tokensChanged(tagger, before, corpus);
    return { name: corpus.name, changed, share: changed / corpus.words.ids.length };
  });
  const read = figures.map(({ name, changed }) => `${changed} of ${name}`).join(", ");
  const [, reference] = corpora;
  const loss = reference
    ? `, and the loss of the reference changes by ${lossChange(tagger, before, reference)} nats`
    : "";
  note(
    `the encoder's head is refitted to the labels: it moves by ${percent(moved)}, tokens that are labelled otherwise: ${read}${loss}`,
  );
  const most = figures.reduce((largest, one) => (one.share > largest.share ? one : largest));
  if (most.share > MOST_CHANGED) {
    warn(
      `the refitted head labels ${percent(most.share)} of ${most.name} otherwise than yours: findings are about the refitted ` +
        "one; give --keep-head for yours, or a larger --lambda",
    );
  }
}

const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;

const distance = (a: Float64Array, b: Float64Array): number => norm(a.map((x, i) => x - at(b, i)));

function tokensChanged(after: Tagger, before: Tagger, corpus: Corpus): number {
  const [now, then] = [predict(after, corpus), predict(before, corpus)];
  return now.ids.filter((id, t) => now.values[id] !== then.values[at(then.ids, t)]).length;
}

/** Of the sentences whose labels are all known, under one and under the other. */
function lossChange(after: Tagger, before: Tagger, corpus: Corpus): string {
  const problem = readThrough(after, corpus);
  const { gold, known } = knownOf(problem.chains);
  const objective = new CrfObjective(plainKernels, problem.with({ gold, weight: known }), 0);
  const unused = new Float64Array(objective.dimension);
  const change = objective.evaluate(after.theta, unused) - objective.evaluate(before.theta, unused);
  objective.close();
  problem.close();
  return `${change > 0 ? "+" : "−"}${Math.abs(change).toFixed(1)}`;
}
