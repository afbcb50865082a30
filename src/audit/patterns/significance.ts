import { Hypergeometric } from "../../math/hypergeometric.js";
import { type Evidence, has } from "./counts.js";
import type { Trial } from "./hypotheses.js";

/**
 * The test against chance: of the segments that should bear the suggested label, those so annotated and those so suggested, K of which are suspicious and await this change,
 * n have the anchor; the chance that k or more of the suspicious ones are among these if they fell at random.
 *
 * What is wrongly taken for a name that is left out stands in places of its own, between quotation marks, say, where names do not stand. So
 * those left out are compared with the other spans outside of segments as well that are candidates, suspicious or not, and the larger p counts.
 */
export class Significance {
  private readonly hypergeometric: Hypergeometric;
  /** By change: its suspicious rows. As many candidates are suspicious as errors are expected, the most probable ones. */
  private readonly suspicious = new Map<number, number[]>();

  constructor(private readonly evidence: Evidence) {
    const { count, probability, change } = evidence.candidates;
    this.hypergeometric = new Hypergeometric(evidence.census.largest + 2 * count);
    const sorted = probability.slice().sort();
    const expected = Math.round(sorted.reduce((sum, p) => sum + p, 0));
    const threshold = sorted[Math.max(0, count - Math.max(1, expected))];
    for (let i = 0; i < count; i++) {
      if (probability[i] < threshold) continue;
      const own = this.suspicious.get(change[i]);
      if (own) own.push(i);
      else this.suspicious.set(change[i], [i]);
    }
  }

  of({ change, anchor, there: candidatesThere, all }: Trial, alive: Uint8Array): number {
    const { candidates, rows, census, expected } = this.evidence;
    const { kind, suggestion } = candidates.changes[change];
    const left = this.suspicious.get(change)?.filter((row) => alive[row]) ?? [];
    const there = left.filter((row) => has(rows, row, anchor)).length;
    const n = census.count(suggestion, anchor) + Math.max(there, Math.round(expected.count(suggestion, anchor)));
    const N = census.total(suggestion) + Math.max(left.length, Math.round(expected.total(suggestion)));
    const amongNames = this.hypergeometric.atLeast(there, n, left.length, N);
    if (kind !== "missed") return amongNames;
    return Math.max(amongNames, this.hypergeometric.atLeast(there, candidatesThere, left.length, all));
  }
}
