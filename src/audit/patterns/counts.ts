import type { Corpus, Segments } from "../../corpus/types.js";
import { type AnchorReader, type Anchors, WIDTH } from "./anchors.js";
import type { Change } from "./change.js";

/** All candidates of an audit, a column a figure; what stands there, what should, and how sure that is. */
export interface PatternCandidates {
  readonly count: number;
  readonly sentence: Int32Array;
  /** Tokens over the whole corpus, end exclusive. */
  readonly start: Int32Array;
  readonly end: Int32Array;
  /** The segment that should stand there, or, where that is none or not one, the one that does: the same. */
  readonly rightStart: Int32Array;
  readonly rightEnd: Int32Array;
  /** The suggested change, by number; −1 where nothing is suggested. */
  readonly change: Int32Array;
  readonly changes: readonly Change[];
  /** The label as it stands, "O" for none, as an index into `labels`. */
  readonly label: Int32Array;
  readonly labels: readonly string[];
  /** That it is an error, by its place in the ranking (rankWeight.ts). */
  readonly probability: Float64Array;
  /** That it is an error, by its own evidence; −∞ where nothing is suggested. */
  readonly logOdds: Float64Array;
  /** That it is wrong, by θ_ref: 1 − p(S | x); NaN where θ_ref has no say, null where there is no reference. */
  readonly doubt: Float64Array | null;
  /** [Δ(S)] and [Δ(S→y')], nats. */
  readonly influence: Float64Array;
  readonly relabelInfluence: Float64Array;
}

/** The anchors of each candidate, as the segment should be: row i is rows[i·WIDTH] … rows[i·WIDTH + WIDTH − 1], −1 for none. */
export function anchorRows(
  { count, sentence, rightStart, rightEnd }: PatternCandidates,
  reader: AnchorReader,
): Int32Array {
  const rows = new Int32Array(count * WIDTH).fill(-1);
  for (let i = 0; i < count; i++) rows.set(reader.of(sentence[i], rightStart[i], rightEnd[i]), i * WIDTH);
  return rows;
}

/** How many segments of each label have an anchor. */
export class Census {
  private readonly counts = new Map<string, Map<number, number>>();
  private readonly totals = new Map<string, number>();

  /** Adds segments of a label, a part of one or several. */
  see(label: string, anchors: Iterable<number>, segments = 1): void {
    this.totals.set(label, this.total(label) + segments);
    const counts = this.countsOf(label);
    for (const anchor of anchors) counts.set(anchor, (counts.get(anchor) ?? 0) + segments);
  }

  /** Adds the tokens of a corpus that are chosen, each as a segment of one label. */
  seeTokens(label: string, reader: AnchorReader, isChosen: (token: number) => boolean): void {
    const counts = this.countsOf(label);
    const seen = reader.countTokens(isChosen, (anchor, tokens) => {
      counts.set(anchor, (counts.get(anchor) ?? 0) + tokens);
    });
    this.totals.set(label, this.total(label) + seen);
  }

  private countsOf(label: string): Map<number, number> {
    const counts = this.counts.get(label) ?? new Map<number, number>();
    this.counts.set(label, counts);
    return counts;
  }

  count(label: string, anchor: number): number {
    return this.counts.get(label)?.get(anchor) ?? 0;
  }

  total(label: string): number {
    return this.totals.get(label) ?? 0;
  }

  /** The largest of all totals. */
  get largest(): number {
    return Math.max(0, ...this.totals.values());
  }
}

/**
 * The annotated segments; under "O" the tokens outside of them, each as a segment of its own.
 *
 * @param reader knows the anchors that are asked for: outside segments, no others are counted
 */
export function censusOf({ words }: Corpus, annotated: Segments, reader: AnchorReader): Census {
  const census = new Census();
  const inside = new Uint8Array(words.ids.length);
  for (let i = 0; i < annotated.count; i++) {
    const { sentence, start, end, label, labels } = annotated;
    inside.fill(1, start[i], end[i]);
    census.see(labels[label[i]], reader.of(sentence[i], start[i], end[i]));
  }
  census.seeTokens("O", reader, (token) => inside[token] === 0);
  return census;
}

/** What the candidates would be if all were put right that are wrong: each counts as what is suggested, by its probability. */
export function expectedCensus({ count, change, changes, probability }: PatternCandidates, rows: Int32Array): Census {
  const census = new Census();
  for (let i = 0; i < count; i++) {
    if (change[i] < 0) continue;
    let past = i * WIDTH;
    while (past < (i + 1) * WIDTH && rows[past] >= 0) past++;
    census.see(changes[change[i]].suggestion, rows.subarray(i * WIDTH, past), probability[i]);
  }
  return census;
}

/** What patterns are chosen from. */
export interface Evidence {
  readonly candidates: PatternCandidates;
  readonly anchors: Anchors;
  /** The anchors of each candidate (anchorRows). */
  readonly rows: Int32Array;
  /** The annotated segments, and the reference's. */
  readonly census: Census;
  readonly reference: Census | null;
  /** The candidates as suggested. */
  readonly expected: Census;
}

/** Whether a row of anchors holds one. */
export function has(rows: Int32Array, row: number, anchor: number): boolean {
  for (let j = row * WIDTH; j < (row + 1) * WIDTH; j++) if (rows[j] === anchor) return true;
  return false;
}
