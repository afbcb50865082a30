import { SegmentLattice } from "../../influence/segmentLattice.js";
import type { Problem } from "../../tagger/problem.js";
import type { Scores } from "../../tagger/scores.js";
import type { Labelling, Unit } from "./units.js";

/** What the tagger, and an influence, say of training units. */
export class UnitReader {
  private readonly lattice: SegmentLattice;

  constructor(
    private readonly problem: Problem,
    theta: Scores,
  ) {
    this.lattice = new SegmentLattice(problem.chains, theta);
  }

  /** Δ(S) of each unit. */
  influence(units: readonly Unit[], V: Scores): Float64Array {
    return Float64Array.from(units, (unit) => this.lattice.influence(unit, V).influence);
  }

  /** The most probable of the labellings that is not the unit's own; null where there is none. */
  likeliestOther(unit: Unit, ways: readonly Labelling[]): Labelling | null {
    const { gold } = this.problem.chains;
    const others = ways.filter(({ numbers }) => numbers.some((number, i) => number !== gold[unit.start + i]));
    const logs = this.lattice.logProbabilities(
      unit,
      others.map(({ numbers }) => numbers),
    );
    return others[logs.indexOf(Math.max(...logs))] ?? null;
  }
}
