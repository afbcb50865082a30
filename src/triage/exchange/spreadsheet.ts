import { SeginfError } from "../../errors.js";
import type { Finding } from "../../findings/report.js";
import { isAboutTag } from "../../findings/rules.js";
import { entryOf, VERDICTS, type Verdict, type VerdictEntry } from "../../findings/verdicts/index.js";
import { csvRows, type Row } from "./csvRows.js";
import type { AnswerFile } from "./json.js";
import type { Setting } from "./judge.js";

/** What says which finding a row is, and what people have filled in. */
const COLUMNS = ["rule", "sentence", "start", "end", "fingerprint", "verdict"] as const;

/** What is taken for each verdict, in any case. */
const WORDS: Readonly<Record<string, Verdict>> = Object.fromEntries(VERDICTS.map((verdict) => [verdict, verdict]));

/**
 * The verdicts in a table of `seginf audit --format csv` that a spreadsheet gives back. Rows without one are not decided; a row with
 * a correction and nothing else is fixed.
 *
 * @param findings of the report that the table was written with
 * @throws SeginfError with the line of a row that is of another report, or says what cannot be
 */
export function spreadsheetVerdicts(file: AnswerFile, findings: readonly Finding[], setting: Setting): VerdictEntry[] {
  const byPlace = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = placeOf(finding.rule, finding.sentence, finding.start, finding.end);
    byPlace.set(key, [...(byPlace.get(key) ?? []), finding]);
  }
  const entries = new Map<string, VerdictEntry>();
  for (const row of csvRows(file, COLUMNS)) {
    const { rule, sentence, start, end } = row.cells;
    const verdict = verdictOf(row, file.name);
    if (verdict === null) continue;
    const alike = byPlace.get(placeOf(rule, sentence, start, end)) ?? [];
    const finding = alike.find((one) => isNamed(one, row)) ?? refuse(row, file.name);
    const entry = entryFor(finding, verdict, row, setting);
    entries.set(`${entry.fingerprint} ${entry.file}`, entry);
  }
  return [...entries.values()];
}

const placeOf = (...parts: readonly (string | number | undefined)[]): string => parts.join(" ");

/** Spreadsheets take some fingerprints for numbers and round them; what is no fingerprint any more says nothing. */
function isNamed({ fingerprint }: Finding, { cells }: Row): boolean {
  const given = cells.fingerprint ?? "";
  return !/^[0-9a-f]{16}$/.test(given) || given === fingerprint;
}

function refuse({ line }: Row, file: string): never {
  throw new SeginfError("the report has no such finding", { file, line }, "give the report of the same audit");
}

function verdictOf({ cells, line }: Row, file: string): Verdict | null {
  const given = (cells.verdict ?? "").trim().toLowerCase();
  const correction = (cells.correction ?? "").trim();
  if (given === "") return correction === "" ? null : "fixed";
  const verdict = WORDS[given];
  if (!verdict) {
    const what = `${JSON.stringify(cells.verdict)} is no verdict`;
    throw new SeginfError(what, { file, line }, `write ${VERDICTS.join(", ")}, or nothing`);
  }
  if (correction !== "" && verdict !== "fixed") {
    throw new SeginfError(`a correction with the verdict ${verdict}`, { file, line }, "leave one of them out");
  }
  return verdict;
}

function entryFor(finding: Finding, verdict: Verdict, { cells, line }: Row, setting: Setting): VerdictEntry {
  const { start, end, kind } = finding;
  const judgement = { file: setting.fileOf(finding), note: (cells.note ?? "").trim() };
  const label = (cells.correction ?? "").trim();
  if (label === "" || label === finding.suggestion) return entryOf(finding, verdict, judgement);
  const place = { file: setting.source, line };
  if (isAboutTag(kind)) {
    throw new SeginfError("a tag has one correction", place, 'leave the column "correction" empty');
  }
  if (label !== "O" && !setting.labels.has(label)) {
    const what = `the corpus has no label ${JSON.stringify(label)}`;
    throw new SeginfError(what, place, `use one of ${[...setting.labels].join(", ")}, or O for none`);
  }
  const segments = label === "O" ? [] : [{ start, end, label }];
  const correction = { suggestion: label, replacement: { start, end, segments } };
  return entryOf(finding, verdict, { ...judgement, correction });
}
