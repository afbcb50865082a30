import type { Template } from "./templates.js";

/** The features of a tagger: (template, value) pairs numbered 0 … F−1 in order of first occurrence. */
export class FeatureSpace {
  private constructor(
    readonly templates: readonly Template[],
    private readonly ids: readonly Map<string, number>[],
    private readonly templateOf: number[],
    private readonly values: string[],
  ) {}

  static empty(templates: readonly Template[]): FeatureSpace {
    return new FeatureSpace(
      templates,
      templates.map(() => new Map()),
      [],
      [],
    );
  }

  /** A space of given features in order: their templates and their values. */
  static from(templates: readonly Template[], templateOf: Iterable<number>, values: readonly string[]): FeatureSpace {
    const space = FeatureSpace.empty(templates);
    let feature = 0;
    for (const template of templateOf) space.add(template, values[feature++]);
    return space;
  }

  get size(): number {
    return this.values.length;
  }

  /** The feature's number, −1 where the space does not have it. */
  find(template: number, value: string): number {
    return this.ids[template].get(value) ?? -1;
  }

  add(template: number, value: string): number {
    const known = this.ids[template].get(value);
    if (known !== undefined) return known;
    const feature = this.values.push(value) - 1;
    this.templateOf.push(template);
    this.ids[template].set(value, feature);
    return feature;
  }

  /** The name that people read: "w[-1]=in". */
  name(feature: number): string {
    return `${this.templates[this.templateOf[feature]].name}=${this.values[feature]}`;
  }

  template(feature: number): number {
    return this.templateOf[feature];
  }

  value(feature: number): string {
    return this.values[feature];
  }

  /** A smaller space, numbered in the same order; `renumbered` holds each old feature's number there, or −1. */
  keep(kept: (feature: number) => boolean): { space: FeatureSpace; renumbered: Int32Array } {
    const space = FeatureSpace.empty(this.templates);
    const renumbered = new Int32Array(this.size).fill(-1);
    for (let f = 0; f < this.size; f++) {
      if (kept(f)) renumbered[f] = space.add(this.templateOf[f], this.values[f]);
    }
    return { space, renumbered };
  }
}
