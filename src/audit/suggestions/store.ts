import { GrowingInts } from "../../corpus/growing.js";
import type { PlacedSegment, Proposal } from "./tagEncoder.js";

/**
 * Numbers of a list of proposals: the bounds of each window (−1 for no proposal), where its segments begin in the columns
 * of all segments, and those: bounds and labels by number.
 */
export const PROPOSAL_COLUMNS = ["start", "end", "first", "segmentStart", "segmentEnd", "segmentLabel"] as const;
export type ProposalColumns = Columns<Int32Array>;
type Columns<T> = Readonly<Record<(typeof PROPOSAL_COLUMNS)[number], T>>;

/** A list of proposals as it can be written down. */
export interface PackedProposals {
  readonly columns: ProposalColumns;
  /** What `segmentLabel` is an index into. */
  readonly labels: readonly string[];
}

/** A list of proposals, or of none, that holds numbers in place of objects. */
export class Proposals {
  readonly #columns: Columns<GrowingInts>;
  readonly #labels: string[];
  readonly #numbers: Map<string, number>;

  /** @param from what `packed` gave; an empty list without it */
  constructor(from?: PackedProposals) {
    this.#columns = columnsOf((name) => (from ? GrowingInts.from(from.columns[name]) : new GrowingInts()));
    this.#labels = [...(from?.labels ?? [])];
    this.#numbers = new Map(this.#labels.map((label, number) => [label, number]));
    // The segments of proposal i are the rows first[i] … first[i + 1] − 1.
    if (!from) this.#columns.first.push(0);
  }

  push(proposal: Proposal | null): void {
    const { start: starts, end: ends, first, segmentStart, segmentEnd, segmentLabel } = this.#columns;
    starts.push(proposal?.start ?? -1);
    ends.push(proposal?.end ?? -1);
    for (const { start, end, label } of proposal?.segments ?? []) {
      segmentStart.push(start);
      segmentEnd.push(end);
      segmentLabel.push(this.#number(label));
    }
    first.push(segmentStart.length);
  }

  at(i: number): Proposal | null {
    const { start: starts, end: ends, first: firsts, segmentStart, segmentEnd, segmentLabel } = this.#columns;
    const start = starts.at(i);
    if (start < 0) return null;
    const segments: PlacedSegment[] = [];
    for (let j = firsts.at(i), past = firsts.at(i + 1); j < past; j++) {
      segments.push({ start: segmentStart.at(j), end: segmentEnd.at(j), label: this.#labels[segmentLabel.at(j)] });
    }
    return { start, end: ends.at(i), segments };
  }

  packed(): PackedProposals {
    return { columns: columnsOf((name) => this.#columns[name].trimmed()), labels: this.#labels };
  }

  /** A copy of the first `count` with some of them replaced, by number. */
  with(replaced: ReadonlyMap<number, Proposal>, count: number): Proposals {
    const copy = new Proposals();
    for (let i = 0; i < count; i++) copy.push(replaced.get(i) ?? this.at(i));
    return copy;
  }

  #number(label: string): number {
    let number = this.#numbers.get(label);
    if (number === undefined) {
      number = this.#labels.push(label) - 1;
      this.#numbers.set(label, number);
    }
    return number;
  }
}

function columnsOf<T>(make: (name: (typeof PROPOSAL_COLUMNS)[number]) => T): Columns<T> {
  return Object.fromEntries(PROPOSAL_COLUMNS.map((name) => [name, make(name)])) as unknown as Columns<T>;
}
