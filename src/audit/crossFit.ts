import { foldsOf } from "../corpus/folds.js";
import { readSegments } from "../corpus/index.js";
import type { Corpus, Scheme, Segments } from "../corpus/types.js";
import { inverseHessianVector } from "../influence/inverse.js";
import { loadSpan, targetGradient, targetLoss } from "../influence/reference.js";
import { Relabeller } from "../influence/relabelling.js";
import { SegmentLattice, SegmentProjection } from "../influence/segmentLattice.js";
import { chooseTargets, type Target } from "../influence/targets.js";
import type { CgOptions } from "../math/cg.js";
import type { InfluenceSummary } from "../report/types.js";
import { viterbi } from "../tagger/decode.js";
import { during } from "../tagger/problem.js";
import { refit } from "../tagger/refit.js";
import { type Scores, scoresOf } from "../tagger/scores.js";
import type { Trained } from "../tagger/train.js";
import { type Candidates, candidateAt } from "./candidates.js";
import type { Tagging } from "./speller.js";

/** A fold as the tagger that has not seen it reads it. */
interface Fold {
  /** Trained without the fold's sentences. */
  readonly theta: Float64Array;
  readonly scores: Scores;
  /** w_k: 0 for the fold's sentences, 1 for all others. */
  readonly weight: Float64Array;
}

/**
 * The corpus as its own reference, in K folds: each fold is read by a tagger that was trained without it, and what that one
 * gets wrong there are the targets that the segments of all other folds are held against; docs/method.md, Cross-fit.
 */
export class CrossFit {
  /** Length N: the label that each token has to the tagger that has not seen it. */
  readonly decoded: Int32Array;
  private readonly foldOf: Int32Array;
  private readonly folds: readonly Fold[];

  constructor(
    private readonly corpus: Corpus,
    private readonly trained: Trained,
    private readonly scheme: Scheme,
    readonly count: number,
    done: (folds: number) => void = () => {},
  ) {
    const { tagger, objective } = trained;
    const { problem } = objective;
    this.foldOf = foldsOf(corpus, count);
    this.decoded = new Int32Array(corpus.words.ids.length);
    this.folds = Array.from({ length: count }, (_, fold) => {
      const weight = Float64Array.from(this.foldOf, (own) => (own === fold ? 0 : 1));
      const theta = during(problem, { weight }, () => refit(objective, tagger.theta));
      const scores = scoresOf(problem, theta);
      const said = viterbi(problem.chains, scores);
      this.eachToken(fold, (t) => {
        this.decoded[t] = said[t];
      });
      done(fold + 1);
      return { theta, scores, weight };
    });
  }

  /** What the taggers read, each in its own fold. */
  segments(): Segments {
    const tags = { values: this.trained.tagger.labels, ids: this.decoded };
    return readSegments({ ...this.corpus, tags }, this.scheme).segments;
  }

  /**
   * Σ_k Δ_k(S) over the folds k that S does not stand in: v_k = H_k⁻¹ ∇F_k, F_k the loss of fold k's targets, all under the
   * tagger without fold k; and the same for relabelling. Length `count` of the candidates each.
   *
   * @param taggings of the proposals, null where there is none
   */
  influence(annotated: Segments, candidates: Candidates, taggings: readonly (Tagging | null)[], solve: CgOptions) {
    const { objective } = this.trained;
    const { problem } = objective;
    const gold = problem.chains.gold as Int32Array;
    const targets = chooseTargets({ kind: "errors" }, this.corpus, annotated, this.segments(), gold);
    const influence = new Float64Array(candidates.count);
    const relabelInfluence = new Float64Array(candidates.count);
    const projection = new SegmentProjection();
    const figures: { loss: number; iterations: number; residual: number; converged: boolean }[] = [];
    this.folds.forEach(({ theta, scores, weight }, fold) => {
      const own: Target[] = targets.filter(({ sentence }) => this.foldOf[sentence] === fold);
      const gradient = targetGradient(problem, scores, own);
      const solved = during(problem, { weight }, () => inverseHessianVector(objective, theta, gradient, solve));
      const v = scoresOf(problem, solved.x);
      const lattice = new SegmentLattice(problem.chains, scores);
      const moved = new Relabeller(problem.chains, v);
      for (let i = 0; i < candidates.count; i++) {
        if (this.foldOf[candidates.sentence[i]] === fold) continue;
        const candidate = candidateAt(candidates, i);
        loadSpan(lattice, problem, candidate);
        lattice.project(v, projection);
        influence[i] += projection.influence;
        const tagging = taggings[i];
        moved.load(candidate.sentence);
        if (tagging) relabelInfluence[i] += moved.change(tagging);
      }
      figures.push({
        loss: targetLoss(problem, scores, own),
        iterations: solved.iterations,
        residual: solved.relativeResidual,
        converged: solved.converged,
      });
    });
    const summary: InfluenceSummary = {
      targets: `cross-fit=${this.count}`,
      targetSegments: targets.length,
      referenceLoss: figures.reduce((sum, { loss }) => sum + loss, 0),
      cgIterations: figures.reduce((sum, { iterations }) => sum + iterations, 0),
      relativeResidual: Math.max(...figures.map(({ residual }) => residual)),
      converged: figures.every(({ converged }) => converged),
      curve: { iterations: [], relativeResidual: [] },
    };
    return { influence, relabelInfluence, summary };
  }

  private eachToken(fold: number, visit: (t: number) => void): void {
    const { sentenceStart } = this.corpus;
    for (let k = 0; k + 1 < sentenceStart.length; k++) {
      if (this.foldOf[k] === fold) for (let t = sentenceStart[k]; t < sentenceStart[k + 1]; t++) visit(t);
    }
  }
}
