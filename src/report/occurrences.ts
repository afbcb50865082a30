import type { Finding } from "../findings/report.js";

/** Distinguishes findings of equal fingerprints by counting them: equal sentences share one. From 1. */
export function occurrences(findings: readonly Finding[]): number[] {
  const counts = new Map<string, number>();
  return findings.map(({ fingerprint }) => {
    const count = (counts.get(fingerprint) ?? 0) + 1;
    counts.set(fingerprint, count);
    return count;
  });
}
