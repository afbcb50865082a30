import type { FeatureClasses } from "./merge.js";
import type { FeatureSpace } from "./space.js";
import type { Template } from "./templates.js";

/**
 * The names of feature classes: of each, the features that are merged into it, the plainest first. A class's members stand
 * at the same training tokens and carry equal weights, so each carries 1/m of what the class carries.
 */
export class ClassNames {
  /** The members of class i are members[start[i]] … members[start[i + 1] − 1], ascending. */
  private readonly start: Int32Array;
  private readonly members: Int32Array;
  /** Of each template, how plain it is: 0 for the plainest. */
  private readonly plainness: Int32Array;

  constructor(
    private readonly space: FeatureSpace,
    { count, classOf, size }: FeatureClasses,
  ) {
    this.start = new Int32Array(count + 1);
    for (let i = 0; i < count; i++) this.start[i + 1] = this.start[i] + size[i];
    const next = this.start.slice();
    this.members = new Int32Array(classOf.length);
    for (let f = 0; f < classOf.length; f++) this.members[next[classOf[f]]++] = f;
    this.plainness = plainnessOf(space.templates);
  }

  /** m, the features that are merged into the class. */
  size(id: number): number {
    return this.start[id + 1] - this.start[id];
  }

  /**
   * Their names, the plainest first: the token itself before its neighbours, the word before what is made of it.
   *
   * @param among names these members alone
   */
  of(id: number, among?: ReadonlySet<number>): string[] {
    const { space, plainness } = this;
    const rank = (feature: number) => plainness[space.template(feature)];
    return Array.from(this.members.subarray(this.start[id], this.start[id + 1]))
      .filter((feature) => among?.has(feature) ?? true)
      .sort((a, b) => rank(a) - rank(b) || a - b)
      .map((feature) => space.name(feature));
  }
}

/** Templates by how far off they look, then by how much they join, then in their own order. */
function plainnessOf(templates: readonly Template[]): Int32Array {
  const reach = ({ macros }: Template) => macros.reduce((most, { offset }) => Math.max(most, Math.abs(offset)), 0);
  const order = [...templates.keys()].sort(
    (a, b) =>
      reach(templates[a]) - reach(templates[b]) || templates[a].macros.length - templates[b].macros.length || a - b,
  );
  const rank = new Int32Array(templates.length);
  order.forEach((template, i) => {
    rank[template] = i;
  });
  return rank;
}
