import type { Pattern } from "../../findings/report.js";
import type { Relabeller } from "../../influence/relabelling.js";
import { type Candidate, candidateAt, NONE } from "../candidates/candidates.js";
import type { ScoredCandidates } from "../candidates/table.js";
import { coefficients } from "../coefficients/coefficients.js";
import { fingerprintOf, scoreOf } from "../findings.js";
import { rankCandidates } from "../rank.js";
import type { Proposal, TagEncoder } from "../suggestions/tagEncoder.js";
import { type Change, changeOf, keyOf, mainOf } from "./change.js";
import type { PatternCandidates } from "./counts.js";
import { type Found, findPatterns, type PatternSource } from "./find.js";
import { rankWeights } from "./rankWeight.js";

const PATTERNS = coefficients.patterns;

/** The systematic errors among an audit's candidates, and the table as these make them. */
export interface AppliedPatterns<J> {
  /** Those that chance does not explain and that are likely enough wrong; what explains most comes first. */
  readonly patterns: readonly Pattern[];
  readonly table: J;
}

/**
 * Finds patterns, and raises the scores of their segments: what is likely wrong by a pattern is likely wrong, and should
 * bear its label.
 *
 * @param influence reads v = H⁻¹ ∇F over the training corpus
 */
export function applyPatterns<J extends ScoredCandidates>(
  table: J,
  { influence, tagEncoder, ...source }: Omit<PatternSource, "fingerprintOf" | "relabelInfluence"> & Relabelling,
): AppliedPatterns<J> {
  const { candidates } = table;
  const found = findPatterns(
    patternCandidates(table),
    {
      ...source,
      fingerprintOf: (row) => fingerprintOf(source.corpus, candidateAt(candidates, row)),
      relabelInfluence(row, label) {
        const candidate = candidateAt(candidates, row);
        const { proposal, previous } = relabel(candidate, label);
        const tagging = tagEncoder.encode(proposal, candidate.sentence, previous);
        return tagging && influence.change(candidate.sentence, tagging);
      },
    },
    PATTERNS.most,
  );
  const patterns = found
    .map(({ pattern }) => pattern)
    .filter(({ pValue, probability }) => pValue <= PATTERNS.listed && probability >= PATTERNS.likely);
  return { patterns, table: raised(table, found) };
}

/** What tells the influence of another label. */
interface Relabelling {
  readonly influence: Relabeller;
  readonly tagEncoder: TagEncoder;
}

const relabel = ({ start, end, previous }: Candidate, label: string) => ({
  previous,
  proposal: { start, end, segments: [{ start, end, label }] },
});

function raised<J extends ScoredCandidates>(table: J, found: readonly Found[]): J {
  const { candidates, signals } = table;
  const logOdds = table.logOdds.slice();
  const relabelInfluence = signals.relabelInfluence.slice();
  const replaced = new Map<number, Proposal>();
  for (const { row, logOdds: odds, instead } of found.flatMap(({ members }) => members)) {
    if (odds <= logOdds[row]) continue;
    logOdds[row] = odds;
    if (instead === null) continue;
    relabelInfluence[row] = instead.relabelInfluence;
    replaced.set(row, relabel(candidateAt(candidates, row), instead.label).proposal);
  }
  const proposals = replaced.size > 0 ? table.proposals.with(replaced, candidates.count) : table.proposals;
  return { ...table, logOdds, proposals, signals: { ...signals, relabelInfluence } };
}

/** The candidates as evidence for patterns; what ranks as none of its own suggests nothing, so no error counts twice. */
export function patternCandidates(table: ScoredCandidates): PatternCandidates {
  const { candidates, proposals, logOdds, signals } = table;
  const { count, sentence, start, end, label, labels } = candidates;
  const changes: Change[] = [];
  const numberOf = new Map<string, number>();
  const change = new Int32Array(count).fill(NONE);
  const rightStart = start.slice();
  const rightEnd = end.slice();
  for (const i of rankCandidates(table).sort()) {
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
    probability: rankWeights(
      logOdds,
      label.reduce((sum, number) => sum + Number(number !== NONE), 0),
      logOdds.map(scoreOf).reduce((sum, score) => sum + score, 0),
    ),
    logOdds,
    doubt: signals.referenceTaggerLoss?.map((loss) => -Math.expm1(-loss)) ?? null,
    influence: signals.influence,
    relabelInfluence: signals.relabelInfluence,
  };
}
