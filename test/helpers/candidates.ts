import { type Candidate, type Candidates, candidateAt } from "../../src/audit/candidates/candidates.js";
import { type CandidateTable, emptyTable, type ScoredCandidate, scoredAt } from "../../src/audit/candidates/table.js";

/** Rows as columns. */
export function candidatesOf(rows: readonly Candidate[]): Candidates {
  const labels = [...new Set(rows.map(({ label }) => label))].filter((name) => name !== "O");
  const ints = (of: (row: Candidate) => number) => Int32Array.from(rows, of);
  return {
    count: rows.length,
    sentence: ints(({ sentence }) => sentence),
    start: ints(({ start }) => start),
    end: ints(({ end }) => end),
    label: ints(({ label }) => labels.indexOf(label)),
    previous: ints(({ previous }) => previous),
    next: ints(({ next }) => next),
    labels,
  };
}

export function candidateRows(candidates: Candidates): Candidate[] {
  return Array.from({ length: candidates.count }, (_, i) => candidateAt(candidates, i));
}

/** Rows as columns; of the signals, those of the sweep. */
export function judgementsOf(rows: readonly ScoredCandidate[]): CandidateTable {
  const table = emptyTable(candidatesOf(rows));
  rows.forEach(({ proposal, logOdds, signals }, i) => {
    table.proposals.push(proposal);
    table.logOdds[i] = logOdds;
    for (const name of ["influence", "relabelInfluence", "loss", "marginal"] as const) {
      table.signals[name][i] = signals[name] ?? Number.NaN;
    }
    for (const name of ["refitLoss", "referenceTaggerLoss"] as const) {
      const column = table.signals[name];
      if (column) column[i] = signals[name] ?? Number.NaN;
    }
  });
  return table;
}

export function judgedRows(table: CandidateTable): ScoredCandidate[] {
  return Array.from({ length: table.candidates.count }, (_, i) => scoredAt(table, i));
}
