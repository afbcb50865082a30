import { fileOf, sentenceInFile } from "../corpus/files.js";
import type { Corpus } from "../corpus/types.js";
import type { RuleId } from "../findings/kinds.js";
import type { Finding, Pattern, SetAside } from "../findings/report.js";
import { ruleOf } from "../findings/rules.js";
import { candidateAt } from "./candidates/candidates.js";
import { type ScoredCandidates, scoredAt } from "./candidates/table.js";
import { fingerprintOf, verdictOn, wordsOf } from "./findings.js";

/** What filters read of a finding. */
export type Filtered = Pick<Finding, "file" | "sentence" | "tokens" | "rule" | "fingerprint">;

/** What filters read of a row's finding. Its words, rule and fingerprint are looked up where they are asked for: most filters need none. */
export function filteredAt(corpus: Corpus, table: ScoredCandidates, row: number): Filtered {
  const candidate = candidateAt(table.candidates, row);
  const { sentence, start, end } = candidate;
  return {
    file: fileOf(corpus, start),
    sentence: sentenceInFile(corpus, sentence),
    get tokens() {
      return wordsOf(corpus, start, end);
    },
    get rule() {
      return ruleOf(verdictOn(scoredAt(table, row)).kind);
    },
    get fingerprint() {
      return fingerprintOf(corpus, candidate);
    },
  };
}

/** Why a finding does not count in this run; null where it does. Asked once for each, in rank order. */
export type Filter = (finding: Filtered) => keyof SetAside | null;

/** By rule: findings at or above the threshold that count. */
export type Counting = ReadonlyMap<RuleId, number>;

/** Filters findings, and counts what is set aside and what is left. */
export class CountingFilter {
  readonly setAside = { baseline: 0, inline: 0, unchanged: 0 } satisfies SetAside;
  readonly #counting = new Map<RuleId, number>();
  /** Fingerprints of findings of patterns that were set aside, and of those at or above the threshold that were not. */
  readonly #setAside = new Set<string>();
  readonly #left = new Set<string>();

  constructor(private readonly filter: Filter | undefined) {}

  /**
   * Whether a finding passes.
   *
   * @param counts whether it is at or above the threshold: others are filtered as well, but not counted
   * @param isMember whether a pattern may be made of it
   */
  passes(finding: Filtered, counts: boolean, isMember = true): boolean {
    const why = this.filter?.(finding) ?? null;
    if (why !== null) {
      if (isMember) this.#setAside.add(finding.fingerprint);
      if (counts) this.setAside[why]++;
    } else if (counts) {
      if (isMember) this.#left.add(finding.fingerprint);
      this.#count(finding.rule);
    }
    return why === null;
  }

  #count(rule: RuleId): void {
    this.#counting.set(rule, (this.#counting.get(rule) ?? 0) + 1);
  }

  get counting(): Counting {
    return this.#counting;
  }

  /** Whether a pattern is still reported: not where findings of it were set aside and none is left that counts. */
  leaves({ findings }: Pattern): boolean {
    return !findings.some((name) => this.#setAside.has(name)) || findings.some((name) => this.#left.has(name));
  }
}
