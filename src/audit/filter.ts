import type { RuleId } from "../findings/kinds.js";
import type { Finding, Pattern, SetAside } from "../findings/report.js";

/** Why a finding does not count in this run; null where it does. Asked once for each, in rank order. */
export type Filter = (finding: Finding) => keyof SetAside | null;

/** By rule: findings at or above the threshold that count. */
export type Counting = ReadonlyMap<RuleId, number>;

/** Filters findings, and counts what is set aside and what is left. */
export class CountingFilter {
  readonly setAside = { baseline: 0, inline: 0, unchanged: 0 } satisfies SetAside;
  readonly #counting = new Map<RuleId, number>();
  /** Fingerprints of findings that were set aside, and of those at or above the threshold that were not. */
  readonly #setAside = new Set<string>();
  readonly #left = new Set<string>();

  constructor(private readonly filter: Filter | undefined) {}

  /**
   * Whether a finding passes.
   *
   * @param make makes the finding, which takes time in proportion to its sentence; not called where nothing is filtered
   * @param counts whether it is at or above the threshold: others are filtered as well, but not counted
   * @param rule its rule, where that is known without making it
   */
  passes(make: () => Finding, counts: boolean, rule: () => RuleId = () => make().rule): boolean {
    if (this.filter === undefined) {
      if (counts) this.#count(rule());
      return true;
    }
    const finding = make();
    const why = this.filter(finding);
    if (why !== null) this.#setAside.add(finding.fingerprint);
    if (!counts) return why === null;
    if (why !== null) this.setAside[why]++;
    else {
      this.#left.add(finding.fingerprint);
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
