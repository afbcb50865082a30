import { SegmentLattice, SegmentProjection } from "../../influence/segmentLattice.js";
import { loadSpan } from "../../influence/targetLoss.js";
import type { Problem } from "../../tagger/problem.js";
import type { Scores } from "../../tagger/scores.js";
import type { Labelling, Unit } from "./units.js";

/** What the tagger, and an influence, say of training units. */
export class UnitReader {
  private readonly lattice: SegmentLattice;
  private readonly projection = new SegmentProjection();

  constructor(
    private readonly problem: Problem,
    theta: Scores,
  ) {
    this.lattice = new SegmentLattice(problem.chains, theta);
  }

  /** Δ(S) of each unit. */
  influence(units: readonly Unit[], V: Scores): Float64Array {
    return Float64Array.from(units, (unit) => {
      loadSpan(this.lattice, this.problem, unit);
      this.lattice.project(V, this.projection);
      return this.projection.influence;
    });
  }

  /** The most probable of the labellings that is not the unit's own; null where there is none. */
  likeliestOther(unit: Unit, ways: readonly Labelling[]): Labelling | null {
    const { gold } = this.problem.chains;
    loadSpan(this.lattice, this.problem, unit);
    let best: Labelling | null = null;
    let most = Number.NEGATIVE_INFINITY;
    for (const way of ways) {
      if (way.numbers.every((number, i) => number === gold[unit.start + i])) continue;
      const log = this.lattice.logProbability(way.numbers);
      if (log > most) {
        best = way;
        most = log;
      }
    }
    return best;
  }
}
