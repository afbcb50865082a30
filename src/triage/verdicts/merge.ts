import type { VerdictEntry } from "../../findings/verdicts/schema.js";
import { at } from "../../math/at.js";

/**
 * Verdicts from two sources, the later one going before on the same finding of the same file. Files that export verdicts
 * name the corpus as the audit did, which may be another path than the baseline's: the fingerprint alone decides, where it
 * stands once in the former.
 */
export function merged(former: readonly VerdictEntry[], later: readonly VerdictEntry[]): VerdictEntry[] {
  const byFingerprint = new Map<string, VerdictEntry[]>();
  for (const entry of former) {
    byFingerprint.set(entry.fingerprint, [...(byFingerprint.get(entry.fingerprint) ?? []), entry]);
  }
  const entries = new Map(former.map((entry) => [keyOf(entry), entry]));
  for (const entry of later) {
    const others = byFingerprint.get(entry.fingerprint) ?? [];
    const file = others.length === 1 ? at(others, 0).file : entry.file;
    entries.set(keyOf({ ...entry, file }), { ...entry, file });
  }
  return [...entries.values()];
}

function keyOf({ fingerprint, file }: VerdictEntry): string {
  return `${fingerprint} ${file}`;
}
