import type { Corpus } from "../corpus/types.js";
import { collect, encode } from "../features/encode.js";
import type { FeatureSpace } from "../features/space.js";
import type { F64, Kernels } from "../kernels/types.js";
import { labelNumbers, type Tagger } from "./model.js";
import { buildProblem, type Problem } from "./problem.js";

/**
 * A tagger over the features that a few sentences have: vectors as short as these sentences are few. Features that the tagger does not have
 * are new; of those that training merged, each has its own column, and its own part of their common weight.
 */
export class OwnFeatures {
  /** Of each feature the tagger's column, −1 for a new one. */
  private readonly columnOf: Int32Array;
  private readonly space: FeatureSpace;

  /** @param corpus tags that the tagger does not have stand in none of it */
  constructor(
    private readonly kernels: Kernels,
    private readonly tagger: Tagger,
    corpus: Corpus,
  ) {
    const { space: known, classes, training } = tagger;
    const { space } = collect(corpus, known.templates, 1, [], known.clusters);
    const columnIn = (own: FeatureSpace, feature: number): number => {
      const text = known.textNumber(own.texts[own.text(feature)]);
      const found = text < 0 ? -1 : known.find(own.template(feature), text);
      return found < 0 ? -1 : classes.classOf[found];
    };
    // Where training leaves rare features out, a new one is rare.
    this.space = space.keep((feature) => training.minCount <= 1 || columnIn(space, feature) >= 0).space;
    this.columnOf = Int32Array.from({ length: this.space.size }, (_, feature) => columnIn(this.space, feature));
  }

  /** Some of the sentences, over the features of all. */
  problemOf(corpus: Corpus): Problem {
    const { kernels, tagger, space } = this;
    const matrix = { encoded: encode(corpus, space), scale: new Float64Array(space.size).fill(1) };
    const sentences = { sentenceStart: corpus.sentenceStart, gold: labelNumbers(corpus, tagger.labels) };
    return buildProblem(kernels, matrix, tagger.labels.length, sentences, tagger.kind);
  }

  /** A vector in the layout of θ, over these features: u_c/√m of a member of the class c of m features, 0 of a new one. */
  weights(vector: F64): Float64Array {
    return this.#rows(vector, (value, m) => value / Math.sqrt(m), 0);
  }

  /**
   * The diagonal of a Hessian: (d_c − λ)/m + λ of a member, for an entry of a class counts √m times one of a member; λ of a new feature.
   *
   * @param diagonal in the layout of θ
   */
  diagonal(diagonal: F64, lambda: number): Float64Array {
    return this.#rows(diagonal, (value, m) => (value - lambda) / m + lambda, lambda);
  }

  #rows(vector: F64, of: (value: number, m: number) => number, ofNew: number): Float64Array {
    const { columnOf, tagger } = this;
    const { shape, classes } = tagger;
    const { stride, labels, transitions } = shape;
    const own = new Float64Array((columnOf.length + labels) * stride).fill(ofNew);
    columnOf.forEach((column, feature) => {
      if (column < 0) return;
      for (let c = 0; c < stride; c++)
        own[feature * stride + c] = of(vector[column * stride + c], classes.size[column]);
    });
    own.set(vector.subarray(transitions, transitions + labels * stride), columnOf.length * stride);
    return own;
  }
}
