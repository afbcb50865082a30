import { TextInterner } from "../corpus/interner.js";
import { isClusterField } from "./clusters/fields.js";
import type { WordClusters } from "./clusters/table.js";
import { PairInterner } from "./pairs.js";
import type { Template } from "./templates.js";

/**
 * The features of a tagger: (template, text) pairs numbered 0 … F−1 in order of first occurrence. Texts are numbered too,
 * for most of them stand under several templates.
 */
export class FeatureSpace {
  readonly #texts = new TextInterner();
  readonly #features = new PairInterner();

  /** @param clusters what templates of word clusters read; null without such */
  constructor(
    readonly templates: readonly Template[],
    readonly clusters: WordClusters | null = null,
  ) {}

  /** A space of given features in order: the template of each, and the number of its text among `texts`. */
  static from(
    templates: readonly Template[],
    templateOf: Int32Array,
    textOf: Int32Array,
    texts: readonly string[],
    clusters: WordClusters | null = null,
  ): FeatureSpace {
    const space = new FeatureSpace(templates, clusters);
    for (const text of texts) space.intern(text);
    templateOf.forEach((template, feature) => {
      space.add(template, textOf[feature]);
    });
    return space;
  }

  get size(): number {
    return this.#features.size;
  }

  /** All texts by number. */
  get texts(): readonly string[] {
    return this.#texts.values;
  }

  /** The text's number, new where needed. */
  intern(text: string): number {
    return this.#texts.intern(text);
  }

  /** The text's number, −1 where no feature has it. */
  textNumber(text: string): number {
    return this.#texts.find(text);
  }

  /** The number of a feature, new where needed. */
  add(template: number, text: number): number {
    return this.#features.intern(template, text);
  }

  /** The number of a feature, −1 where the space does not have it. */
  find(template: number, text: number): number {
    return this.#features.find(template, text);
  }

  /** The name that people read: "w[-1]=in", "cluster8[0]=01101110 (monday, friday, sunday)". */
  name(feature: number): string {
    const { name, macros } = this.templates[this.template(feature)];
    const text = this.texts[this.text(feature)];
    const words = macros.some(({ field }) => isClusterField(field)) ? this.clusters?.frequent(text) : "";
    return words ? `${name}=${text} (${words})` : `${name}=${text}`;
  }

  template(feature: number): number {
    return this.#features.first(feature);
  }

  /** The number of the feature's text. */
  text(feature: number): number {
    return this.#features.second(feature);
  }

  /** A smaller space, numbered in the same order; `renumbered` holds each old feature's number there, or −1. */
  keep(kept: (feature: number) => boolean): { space: FeatureSpace; renumbered: Int32Array } {
    const space = new FeatureSpace(this.templates, this.clusters);
    const renumbered = new Int32Array(this.size).fill(-1);
    for (let f = 0; f < this.size; f++) {
      if (kept(f)) renumbered[f] = space.add(this.template(f), space.intern(this.texts[this.text(f)]));
    }
    return { space, renumbered };
  }
}
