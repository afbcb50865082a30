import type { Finding, SetAside } from "../findings/report.js";

/** Why a finding does not count in this run; null where it does. Asked once for each, in rank order. */
export type Sieve = (finding: Finding) => keyof SetAside | null;

/** Puts findings through a sieve and counts what it holds back. */
export class Sifting {
  readonly setAside = { baseline: 0, inline: 0, unchanged: 0 } satisfies SetAside;

  constructor(private readonly sieve: Sieve | undefined) {}

  /**
   * Whether it passes.
   *
   * @param make makes the finding, which many candidates never become
   * @param counts whether it is at or above the threshold: others are held back as well, but are not told of
   */
  passes(make: () => Finding, counts: boolean): boolean {
    const why = this.sieve?.(make()) ?? null;
    if (why !== null && counts) this.setAside[why]++;
    return why === null;
  }
}
