import { SeginfError } from "../../errors.js";
import type { Finding } from "../../findings/report.js";
import { isAboutTag } from "../../findings/rules.js";
import {
  correctionOf,
  entryOf,
  type Span,
  VERDICTS,
  type Verdict,
  type VerdictEntry,
} from "../../findings/verdicts/index.js";
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
  const judgement = { file: setting.fileOf(finding), note: (cells.note ?? "").trim() };
  const given = (cells.correction ?? "").trim();
  if (given === "" || given === finding.suggestion) return entryOf(finding, verdict, judgement);
  const place = { file: setting.source, line };
  if (isAboutTag(finding.kind)) {
    throw new SeginfError("a tag has one correction", place, 'leave the column "correction" empty');
  }
  const { label, words } = writtenSegment(given);
  if (label !== "O" && !setting.labels.has(label)) {
    const what = `the corpus has no label ${JSON.stringify(label)}`;
    throw new SeginfError(what, place, `use one of ${[...setting.labels].join(", ")}, or O for none`);
  }
  const span = words === null ? finding : spanOfWords(words, finding);
  if (span === null) {
    const what = `"${words}" is not what stands at the finding`;
    throw new SeginfError(what, place, "write words of the sentence that touch the finding, each token after a blank");
  }
  return entryOf(finding, verdict, { ...judgement, correction: correctionOf(finding, label, span) });
}

/** "ORG", or "[Bank of England] ORG" as the column "replacement" has it: a label, and the words that should bear it. */
function writtenSegment(text: string): { readonly label: string; readonly words: string | null } {
  const [, words = null, label = text] = /^\[(.*)\]\s*(\S+)$/.exec(text) ?? [];
  return { label, words };
}

/** The tokens with these words that overlap the finding, or stand at its bounds, of those that the finding knows. */
function spanOfWords(words: string, { tokens, context, start, end }: Finding): Span | null {
  const wanted = words.trim().split(/\s+/);
  const known = [...context.before, ...tokens, ...context.after];
  const first = start - context.before.length;
  for (let at = 0; at + wanted.length <= known.length; at++) {
    const span = { start: first + at, end: first + at + wanted.length };
    const touches = span.start <= end && start <= span.end;
    if (touches && wanted.every((word, j) => known[at + j] === word)) return span;
  }
  return null;
}
