import type { Cache } from "../../storage/index.js";
import type { CandidateTable } from "../candidates/table.js";
import type { CrossFit, CrossFitInfluence } from "../refits/crossFit.js";
import type { Subject } from "../subject.js";
import { crossValidatedLoss } from "./crossValidation.js";
import { neighboursSignal } from "./neighbours.js";
import { noiseChannelSignal } from "./noiseChannel.js";
import { selfInfluenceSignal } from "./selfInfluence.js";

/**
 * The table with the signals that take more than a look at each candidate: self-influence, cross-validated loss, how
 * the nearest words are labelled, and a cross-fit's influence.
 *
 * @param lossFolds folds of the cross-validated loss; 0 for none
 * @param crossFit null without one
 * @param wrong length N: q_t of a noise channel; null without one
 * @param curvature gives the Hessian's diagonal at θ, which nobody keeps: it is as long as θ
 */
export async function furtherSignals(
  table: CandidateTable,
  subject: Subject,
  lossFolds: number,
  crossFit: { readonly folds: CrossFit; readonly influence: CrossFitInfluence } | null,
  wrong: Float64Array | null,
  curvature: () => Promise<Float64Array>,
  cache: Cache | null,
): Promise<CandidateTable> {
  const { candidates } = table;
  const { annotated, tagger } = subject;
  const { influence, relabelInfluence } = crossFit?.influence ?? table.signals;
  return {
    ...table,
    signals: {
      ...table.signals,
      influence,
      relabelInfluence,
      selfInfluence: selfInfluenceSignal(candidates, subject, await curvature()),
      crossValidatedLoss: await crossValidatedLoss(
        annotated.corpus,
        candidates,
        subject,
        lossFolds,
        crossFit?.folds ?? null,
        cache,
      ),
      noiseChannel: wrong && noiseChannelSignal(candidates, wrong),
      neighbours: tagger.vectors && neighboursSignal(annotated.corpus, candidates, tagger.vectors.table),
    },
  };
}
