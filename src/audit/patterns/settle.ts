import { placeOf } from "../../corpus/files.js";
import type { Corpus } from "../../corpus/types.js";
import type { Pattern } from "../../findings/report.js";
import { at } from "../../math/at.js";
import { candidateAt, NONE } from "../candidates/candidates.js";
import type { ScoredCandidates } from "../candidates/table.js";
import { fingerprintOf } from "../findings.js";
import type { AuditResult } from "../result.js";
import { changeOf } from "./change.js";
import { patternId } from "./find.js";

/** One finding is no rule. */
const FEWEST = 2;

/**
 * The patterns as the finished table has them: a candidate whose own evidence is stronger than the pattern's may have been given
 * another suggestion since, and is then no finding of the pattern. So what a pattern's name says is what each of its findings suggests.
 */
export function settledPatterns(
  { table, patterns, influence }: Pick<AuditResult, "table" | "patterns" | "influence">,
  corpus: Corpus,
): Pattern[] {
  const rowsAt = rowsByLine(table, corpus, patterns);
  const referenceLoss = influence?.referenceLoss ?? 0;
  return patterns.flatMap((pattern) => {
    const members = pattern.findings.flatMap((fingerprint, i) => {
      const { file, line } = at(pattern.places, i);
      const row = (rowsAt.get(`${file}\n${line}`) ?? []).find(
        (one) => fingerprintOf(corpus, candidateAt(table.candidates, one)) === fingerprint,
      );
      return row !== undefined && suggests(table, row, pattern) ? [{ i, row }] : [];
    });
    if (members.length < FEWEST) return [];
    if (members.length === pattern.findings.length) return [pattern];
    const total = (of: (row: number) => number | undefined) =>
      members.reduce((sum, { row }) => sum + (of(row) ?? 0), 0) + 0;
    const settled = {
      ...pattern,
      findings: members.map(({ i }) => at(pattern.findings, i)),
      places: members.map(({ i }) => at(pattern.places, i)),
      share: referenceLoss > 0 ? -total((row) => table.signals.influence?.[row]) / referenceLoss + 0 : 0,
      relabelInfluence: total((row) => table.signals.relabelInfluence?.[row]),
    };
    return [settled];
  });
}

/** Whether the candidate's suggestion is the pattern's change. */
function suggests({ candidates, proposals }: ScoredCandidates, row: number, { id, anchor }: Pattern): boolean {
  const proposal = proposals.at(row);
  if (proposal === null) return false;
  const { start, end, label } = candidates;
  const number = at(label, row);
  const standing = {
    start: at(start, row),
    end: at(end, row),
    label: number === NONE ? "O" : at(candidates.labels, number),
  };
  return patternId(changeOf(standing, proposal.segments), anchor) === id;
}

/** Rows of the candidates at the patterns' places, by file and line. */
function rowsByLine(
  { candidates }: ScoredCandidates,
  corpus: Corpus,
  patterns: readonly Pattern[],
): ReadonlyMap<string, readonly number[]> {
  const lines = new Set(patterns.flatMap(({ places }) => places.map(({ line }) => line)));
  const rows = new Map<string, number[]>();
  for (let row = 0; row < candidates.count; row++) {
    const start = at(candidates.start, row);
    if (!lines.has(at(corpus.lines, start))) continue;
    const { file, line } = placeOf(corpus, start);
    const key = `${file}\n${line}`;
    const known = rows.get(key);
    if (known) known.push(row);
    else rows.set(key, [row]);
  }
  return rows;
}
