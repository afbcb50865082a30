import { type Change, changeOf, keyOf, mainOf } from "../patterns/change.js";
import type { Suspects } from "../patterns/evidence.js";
import { findPatterns, type PatternSource } from "../patterns/find.js";
import { suspicions } from "../patterns/suspicion.js";
import type { Pattern } from "../report/types.js";
import { candidateAt, NONE } from "./candidates.js";
import { fingerprintOf, scoreOf } from "./findings.js";
import type { JudgedRows } from "./judgements.js";
import { rankCandidates } from "./rank.js";

/** The systematic errors among an audit's candidates, at most so many. */
export function systematic(
  judgements: JudgedRows,
  most: number,
  source: Omit<PatternSource, "fingerprintOf">,
): readonly Pattern[] {
  const fingerprint = (row: number) => fingerprintOf(source.corpus, candidateAt(judgements.candidates, row));
  return findPatterns(suspectsOf(judgements), { ...source, fingerprintOf: fingerprint }, most);
}

/** The candidates as evidence for patterns; what ranks as none of its own suggests nothing, so no error counts twice. */
export function suspectsOf(judgements: JudgedRows): Suspects {
  const { candidates, proposals, logOdds, signals } = judgements;
  const { count, sentence, start, end, label, labels } = candidates;
  const changes: Change[] = [];
  const numberOf = new Map<string, number>();
  const change = new Int32Array(count).fill(NONE);
  const rightStart = start.slice();
  const rightEnd = end.slice();
  for (const i of rankCandidates(judgements).sort()) {
    const proposal = proposals.at(i);
    if (proposal === null) continue;
    const candidate = { start: start[i], end: end[i], label: labels[label[i]] ?? "O" };
    const one = changeOf(candidate, proposal.segments);
    const right = one.kind === "split" ? undefined : mainOf(candidate, proposal.segments);
    if (right) [rightStart[i], rightEnd[i]] = [right.start, right.end];
    const key = keyOf(one);
    if (!numberOf.has(key)) numberOf.set(key, changes.push(one) - 1);
    change[i] = numberOf.get(key) as number;
  }
  return {
    ...{ count, sentence, start, end, rightStart, rightEnd, change, changes },
    // "O" becomes a label like the others, the last.
    label: label.map((number) => (number === NONE ? labels.length : number)),
    labels: [...labels, "O"],
    probability: suspicions(
      logOdds,
      logOdds.map(scoreOf).reduce((sum, score) => sum + score, 0),
    ),
    influence: signals.influence,
    relabelInfluence: signals.relabelInfluence,
  };
}
