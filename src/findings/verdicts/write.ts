import { encoded } from "../encode.js";
import { entrySchema, type VerdictEntry } from "./schema.js";

/**
 * The text of a verdict file: one field a line, so that a change is a line of a diff, sorted by content, so that entries
 * keep their places while corpus and ranking change. Pure: the HTML report writes the same.
 */
export function verdictText(entries: readonly VerdictEntry[]): string {
  const blocks = sorted(entries).map((entry) => `    {\n${fields(entry).join(",\n")}\n    }`);
  const list = blocks.length === 0 ? "[]" : `[\n${blocks.join(",\n")}\n  ]`;
  return `{\n  "schemaVersion": 1,\n  "entries": ${list}\n}\n`;
}

/** By file, text, start and fingerprint, in the order of code units: no locale has a say. */
export function sorted(entries: readonly VerdictEntry[]): VerdictEntry[] {
  return [...entries].sort(
    (a, b) =>
      compare(a.file, b.file) || compare(a.text, b.text) || a.start - b.start || compare(a.fingerprint, b.fingerprint),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function fields(entry: VerdictEntry): string[] {
  const record = Object.entries(entrySchema.entries).flatMap(([key, schema]) => {
    const value = entry[key as keyof VerdictEntry];
    const isDefault = value === undefined || ("default" in schema && value === schema.default);
    return isDefault ? [] : [[key, value] as const];
  });
  return record.map(([key, value]) => `      "${key}": ${encoded(value)}`);
}
