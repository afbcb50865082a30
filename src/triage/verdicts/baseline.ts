import type { Finding } from "../../findings/report.js";
import type { VerdictEntry } from "../../findings/verdicts/schema.js";

/** What a run makes of a baseline. */
export class Baseline {
  /** Findings met, by fingerprint. */
  readonly #met = new Map<string, number>();
  readonly #entries = new Map<string, VerdictEntry>();

  /** @param entries those of the file under audit, or all: a fingerprint depends on content alone */
  constructor(entries: readonly VerdictEntry[]) {
    for (const entry of entries) {
      const other = this.#entries.get(entry.fingerprint);
      // Equal sentences in two files: the verdict that accepts more holds.
      if (!other || strength(entry) > strength(other)) this.#entries.set(entry.fingerprint, entry);
    }
  }

  /**
   * Whether someone has accepted the finding: "ok" holds for every equal one, "later" for as many as there were, and
   * "fixed" for none, as they should be gone. Counts what it is asked.
   */
  accepts({ fingerprint }: Pick<Finding, "fingerprint">): boolean {
    const met = (this.#met.get(fingerprint) ?? 0) + 1;
    this.#met.set(fingerprint, met);
    const entry = this.#entries.get(fingerprint);
    return entry?.verdict === "ok" || (entry?.verdict === "later" && met <= entry.count);
  }

  /** How many findings there were of an entry's. */
  met({ fingerprint }: VerdictEntry): number {
    return this.#met.get(fingerprint) ?? 0;
  }

  /** The entry on a finding, if any. */
  on({ fingerprint }: Finding): VerdictEntry | undefined {
    return this.#entries.get(fingerprint);
  }
}

function strength({ verdict, count }: VerdictEntry): number {
  return verdict === "ok" ? Number.POSITIVE_INFINITY : verdict === "later" ? count : 0;
}
