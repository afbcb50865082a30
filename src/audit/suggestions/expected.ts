import type { Corpus } from "../../corpus/types.js";
import { logistic } from "../../math/logistic.js";
import { candidateAt, NONE } from "../candidates/candidates.js";
import type { ScoredCandidates } from "../candidates/table.js";
import { type Change, changeOf, keyOf } from "../patterns/change.js";

/** By change, and by change and word before (`afterKey`): how many segments are expected to call for it. */
export type ExpectedChanges = ReadonlyMap<string, number>;

/** The key of a change after a word. @param before lower-cased; "" at the start of a sentence */
export const afterKey = (change: string, before: string): string => `${change} ${before}`;

/** What the annotated segments of a corpus call for. */
export function expectedChanges({ candidates, proposals, logOdds }: ScoredCandidates, corpus: Corpus): ExpectedChanges {
  const expected = new Map<string, number>();
  const before = new WordsBefore(corpus);
  for (let row = 0; row < candidates.count; row++) {
    const proposal = candidates.label[row] === NONE ? null : proposals.at(row);
    if (proposal === null) continue;
    const change = keyOf(changeOf(candidateAt(candidates, row), proposal.segments));
    const word = before.words[before.of(candidates.sentence[row], candidates.start[row])];
    for (const key of [change, afterKey(change, word)]) {
      expected.set(key, (expected.get(key) ?? 0) + logistic(logOdds[row]));
    }
  }
  return expected;
}

/** Lower-cased words by number, as they stand before spans. */
export class WordsBefore {
  /** The first is "", which stands before the first word of a sentence. */
  readonly words: readonly string[];
  /** By the number of a word of the corpus. */
  private readonly lowered: Int32Array;

  constructor(private readonly corpus: Pick<Corpus, "words" | "sentenceStart">) {
    const words = [""];
    const numbers = new Map([["", 0]]);
    this.lowered = Int32Array.from(corpus.words.values, (value) => {
      const word = value.toLowerCase();
      let number = numbers.get(word);
      if (number === undefined) {
        number = words.push(word) - 1;
        numbers.set(word, number);
      }
      return number;
    });
    this.words = words;
  }

  /** The number of the word before a token of a sentence. */
  of(sentence: number, start: number): number {
    const { words, sentenceStart } = this.corpus;
    return start > sentenceStart[sentence] ? this.lowered[words.ids[start - 1]] : 0;
  }
}

/** Sums by change, and by change and word before; changes are numbered as they are met. */
export class ChangeSums {
  private readonly numbers = new Map<string, number>();
  private readonly keys: string[] = [];

  /** @param elsewhere what the sums begin with */
  constructor(
    private readonly before: WordsBefore,
    private readonly elsewhere: ExpectedChanges,
  ) {}

  number({ kind, label, suggestion }: Change): number {
    const name = `${kind} ${label}\n${suggestion}`;
    let number = this.numbers.get(name);
    if (number === undefined) {
      number = this.keys.push(keyOf({ kind, label, suggestion })) - 1;
      this.numbers.set(name, number);
    }
    return number;
  }

  /** Empty sums over the changes that have numbers. */
  begin(): { readonly ofChange: Float64Array; readonly after: AfterSums } {
    const { keys, before, elsewhere } = this;
    const ofChange = Float64Array.from(keys, (key) => elsewhere.get(key) ?? 0);
    return { ofChange, after: new AfterSums(keys, before.words, elsewhere) };
  }
}

/** Sums by change and word before. */
export class AfterSums {
  private readonly sums = new Map<number, number>();

  constructor(
    private readonly changes: readonly string[],
    private readonly words: readonly string[],
    private readonly elsewhere: ExpectedChanges,
  ) {}

  of(change: number, word: number): number {
    return this.sums.get(change * this.words.length + word) ?? this.atFirst(change, word);
  }

  add(change: number, word: number, by: number): void {
    this.sums.set(change * this.words.length + word, this.of(change, word) + by);
  }

  private atFirst(change: number, word: number): number {
    const { elsewhere } = this;
    return elsewhere.size === 0 ? 0 : (elsewhere.get(afterKey(this.changes[change], this.words[word])) ?? 0);
  }
}
