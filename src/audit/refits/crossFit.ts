import { foldsOf } from "../../corpus/folds.js";
import { type AnnotatedCorpus, readSegments } from "../../corpus/index.js";
import type { Column, Segments } from "../../corpus/types.js";
import type { InfluenceSummary } from "../../findings/report.js";
import { inverseHessianVector } from "../../influence/inverse.js";
import { Relabeller } from "../../influence/relabelling.js";
import { segmentGradient } from "../../influence/segmentGradient.js";
import { SegmentLattice } from "../../influence/segmentLattice.js";
import { targetLoss } from "../../influence/targetLoss.js";
import { chooseTargets, type Target } from "../../influence/targets.js";
import { closing } from "../../kernels/closing.js";
import type { Cache } from "../../storage/index.js";
import { viterbi } from "../../tagger/decode.js";
import { type Evaluation, evaluate } from "../../tagger/evaluation.js";
import { type Scores, scoresOf } from "../../tagger/scores.js";
import type { Trained } from "../../tagger/train.js";
import { type Candidates, candidateAt } from "../candidates/candidates.js";
import type { FoundCandidates } from "../candidates/find.js";
import { MAX_PRODUCTS } from "../influence.js";
import type { Proposals } from "../suggestions/store.js";
import { type FoldTagger, lossesInFold, withoutFold } from "./folds.js";

/** The influence of every candidate on the folds that it does not stand in. Length `count` each, nats. */
export interface CrossFitInfluence {
  readonly influence: Float64Array;
  readonly relabelInfluence: Float64Array;
  readonly summary: InfluenceSummary;
}

/** A fold as the tagger that has not seen it reads it. */
interface Fold extends FoldTagger {
  readonly scores: Scores;
}

/**
 * The corpus as its own reference, in K folds: each fold is read by a tagger that was trained without it, and what that one
 * gets wrong there are the targets that the segments of all other folds are compared with; docs/method/score.md, Cross-fit.
 */
export class CrossFit {
  /** Length N: the label that each token has to the tagger that has not seen it. */
  readonly decoded: Int32Array;

  private constructor(
    private readonly annotated: AnnotatedCorpus,
    private readonly trained: Trained,
    /** Length K: the fold of each sentence. */
    private readonly foldOf: Int32Array,
    private readonly folds: readonly Fold[],
  ) {
    const { chains } = trained.objective.problem;
    this.decoded = new Int32Array(annotated.corpus.words.ids.length);
    for (const [fold, { scores }] of folds.entries()) {
      const said = viterbi(chains, scores);
      this.eachToken(fold, (t) => {
        this.decoded[t] = said[t];
      });
    }
  }

  /** Refits the tagger without each of `count` folds, or takes it from the cache. */
  static async of(annotated: AnnotatedCorpus, trained: Trained, count: number, cache: Cache | null): Promise<CrossFit> {
    const foldOf = foldsOf(annotated.corpus, count);
    const folds: Fold[] = [];
    for (let fold = 0; fold < count; fold++) {
      const without = await withoutFold(trained, foldOf, fold, count, cache);
      folds.push({ ...without, scores: scoresOf(trained.objective.problem, without.theta) });
    }
    return new CrossFit(annotated, trained, foldOf, folds);
  }

  /** ℓ_S of each candidate under the tagger that has not seen it: the cross-validated loss. Length `count`, nats. */
  loss(candidates: Candidates): Float64Array {
    const { problem } = this.trained.objective;
    const losses = new Float64Array(candidates.count);
    this.folds.forEach(({ scores }, fold) => {
      lossesInFold(problem, scores, this.foldOf, fold, candidates, losses);
    });
    return losses;
  }

  /** What the taggers read, each in its own fold. */
  segments(): Segments {
    const tags = { values: this.trained.tagger.labels, ids: this.decoded };
    return readSegments({ ...this.annotated.corpus, tags }, this.annotated.scheme).segments;
  }

  /**
   * Σ_k Δ_k(S) over the folds k that S does not stand in: v_k = H_k⁻¹ ∇F_k, F_k the loss of fold k's targets, all under the
   * tagger without fold k; and the same for relabelling. Length `count` of the candidates each.
   *
   * @param proposals of the candidates
   * @param tolerance bound on ‖∇F_k − H_k v_k‖ / ‖∇F_k‖
   */
  influence({ candidates, source }: FoundCandidates, proposals: Proposals, tolerance: number): CrossFitInfluence {
    const solve = { tolerance, maxIterations: MAX_PRODUCTS };
    const { corpus, segments } = this.annotated;
    const { objective } = this.trained;
    const { problem } = objective;
    const gold = problem.chains.gold as Int32Array;
    const targets = chooseTargets({ kind: "errors" }, corpus, segments, this.segments(), gold);
    const influence = new Float64Array(candidates.count);
    const relabelInfluence = new Float64Array(candidates.count);
    const figures: { loss: number; iterations: number; residual: number; converged: boolean }[] = [];
    this.folds.forEach(({ theta, scores, weight }, fold) => {
      const own: Target[] = targets.filter(({ sentence }) => this.foldOf[sentence] === fold);
      const gradient = segmentGradient(problem, scores, own);
      const solved = closing(objective.with({ weight }), (seen) => inverseHessianVector(seen, theta, gradient, solve));
      const v = scoresOf(problem, solved.x);
      const lattice = new SegmentLattice(problem.chains, scores);
      const moved = new Relabeller(problem.chains, v);
      for (let i = 0; i < candidates.count; i++) {
        if (this.foldOf[candidates.sentence[i]] === fold) continue;
        const candidate = candidateAt(candidates, i);
        influence[i] += lattice.influence(candidate, v).influence;
        const tagging = source.tagEncoder.encodeFor(proposals.at(i), candidate);
        if (tagging) relabelInfluence[i] += moved.change(candidate.sentence, tagging);
      }
      figures.push({
        loss: targetLoss(problem, scores, own),
        iterations: solved.iterations,
        residual: solved.relativeResidual,
        converged: solved.converged,
      });
    });
    const summary: InfluenceSummary = {
      targets: `cross-fit=${this.folds.length}`,
      targetSegments: targets.length,
      referenceLoss: figures.reduce((sum, { loss }) => sum + loss, 0),
      cgIterations: figures.reduce((sum, { iterations }) => sum + iterations, 0),
      relativeResidual: Math.max(...figures.map(({ residual }) => residual)),
      converged: figures.every(({ converged }) => converged),
      curve: { iterations: [], relativeResidual: [] },
    };
    return { influence, relabelInfluence, summary };
  }

  /** How well the held-out readings fit the annotation. */
  evaluation(): Evaluation {
    const { corpus, segments } = this.annotated;
    const said: Column = { values: this.trained.tagger.labels, ids: this.decoded };
    return evaluate(segments, this.segments(), corpus.tags as Column, said);
  }

  /** K, the number of folds. */
  get count(): number {
    return this.folds.length;
  }

  private eachToken(fold: number, visit: (t: number) => void): void {
    const { sentenceStart } = this.annotated.corpus;
    for (let k = 0; k + 1 < sentenceStart.length; k++) {
      if (this.foldOf[k] === fold) for (let t = sentenceStart[k]; t < sentenceStart[k + 1]; t++) visit(t);
    }
  }
}
