import { type Candidate, type Candidates, candidateAt } from "../../src/audit/candidates/candidates.js";
import { blankJudgements, type Judged, type Judgements, judgedAt } from "../../src/audit/candidates/table.js";

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
export function judgementsOf(rows: readonly Judged[]): Judgements {
  const judgements = blankJudgements(candidatesOf(rows));
  rows.forEach(({ proposal, logOdds, signals }, i) => {
    judgements.proposals.push(proposal);
    judgements.logOdds[i] = logOdds;
    for (const name of ["influence", "relabelInfluence", "loss", "marginal"] as const) {
      judgements.signals[name][i] = signals[name] ?? Number.NaN;
    }
    for (const name of ["refitLoss", "referenceTaggerLoss"] as const) {
      const column = judgements.signals[name];
      if (column) column[i] = signals[name] ?? Number.NaN;
    }
  });
  return judgements;
}

export function judgedRows(judgements: Judgements): Judged[] {
  return Array.from({ length: judgements.candidates.count }, (_, i) => judgedAt(judgements, i));
}
