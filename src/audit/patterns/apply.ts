import type { Pattern } from "../../findings/report.js";
import type { Relabeller } from "../../influence/relabelling.js";
import { type Candidate, candidateAt, NONE } from "../candidates/candidates.js";
import type { JudgedRows } from "../candidates/table.js";
import { fingerprintOf, scoreOf } from "../findings.js";
import { rankCandidates } from "../rank.js";
import type { Proposal, Speller } from "../suggestions/tagEncoder.js";
import { type Change, changeOf, keyOf, mainOf } from "./change.js";
import type { Suspects } from "./counts.js";
import { type Found, findPatterns, LISTED, type PatternSource } from "./find.js";
import { suspicions } from "./rankWeight.js";

/** Patterns whose segments the score is raised for, at most. */
const MOST = 60;

/** The systematic errors among an audit's candidates, and the judgements as these make them. */
export interface Systematic<J> {
  /** Those that chance does not explain and that are likely enough wrong; what explains most comes first. */
  readonly patterns: readonly Pattern[];
  readonly judgements: J;
}

/**
 * Finds patterns, and raises the scores of their segments: what is likely wrong by a pattern is likely wrong, and should
 * bear its label.
 *
 * @param influence reads v = H⁻¹ ∇F over the training corpus
 */
export function systematic<J extends JudgedRows>(
  judgements: J,
  { influence, speller, ...source }: Omit<PatternSource, "fingerprintOf" | "relabelInfluence"> & Relabelling,
): Systematic<J> {
  const { candidates } = judgements;
  const found = findPatterns(
    suspectsOf(judgements),
    {
      ...source,
      fingerprintOf: (row) => fingerprintOf(source.corpus, candidateAt(candidates, row)),
      relabelInfluence(row, label) {
        const candidate = candidateAt(candidates, row);
        const { proposal, previous } = relabel(candidate, label);
        const tagging = speller.spell(proposal, candidate.sentence, previous);
        influence.load(candidate.sentence);
        return tagging && influence.change(tagging);
      },
    },
    MOST,
  );
  const patterns = found
    .map(({ pattern }) => pattern)
    .filter(({ pValue, probability }) => pValue <= LISTED && probability >= LIKELY);
  return { patterns, judgements: raised(judgements, found) };
}

/** Where fewer of a pattern's segments are wrong, it is no rule to go by. */
const LIKELY = 0.2;

/** What tells the influence of another label. */
interface Relabelling {
  readonly influence: Relabeller;
  readonly speller: Speller;
}

const relabel = ({ start, end, previous }: Candidate, label: string) => ({
  previous,
  proposal: { start, end, segments: [{ start, end, label }] },
});

function raised<J extends JudgedRows>(judgements: J, found: readonly Found[]): J {
  const { candidates, signals } = judgements;
  const logOdds = judgements.logOdds.slice();
  const relabelInfluence = signals.relabelInfluence.slice();
  const replaced = new Map<number, Proposal>();
  for (const { row, logOdds: odds, instead } of found.flatMap(({ accused }) => accused)) {
    if (odds <= logOdds[row]) continue;
    logOdds[row] = odds;
    if (instead === null) continue;
    relabelInfluence[row] = instead.relabelInfluence;
    replaced.set(row, relabel(candidateAt(candidates, row), instead.label).proposal);
  }
  const proposals = replaced.size > 0 ? judgements.proposals.with(replaced, candidates.count) : judgements.proposals;
  return { ...judgements, logOdds, proposals, signals: { ...signals, relabelInfluence } };
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
    logOdds,
    influence: signals.influence,
    relabelInfluence: signals.relabelInfluence,
  };
}
