import type { Finding } from "../findings/report.js";
import type { Reporter } from "./context.js";
import { orNull, rounded } from "./numbers.js";
import { reasonText } from "./reason.js";
import { suggestedSegments } from "./suggested.js";
import { visible } from "./visible.js";

type Cell = string | number | null;

/** The columns, in order: a name and what stands there. */
const COLUMNS: readonly (readonly [name: string, cell: (finding: Finding) => Cell])[] = [
  ["rank", ({ rank }) => rank],
  ["score", ({ score }) => rounded(score)],
  ["rule", ({ rule }) => rule],
  ["file", ({ file }) => visible(file)],
  ["line", ({ line }) => line],
  ["endLine", ({ endLine }) => endLine],
  ["sentence", ({ sentence }) => sentence],
  ["sentenceId", ({ sentenceId }) => sentenceId],
  ["start", ({ start }) => start],
  ["end", ({ end }) => end],
  ["before", ({ context }) => context.before.join(" ")],
  ["tokens", ({ tokens }) => tokens.join(" ")],
  ["after", ({ context }) => context.after.join(" ")],
  ["label", ({ label }) => label],
  ["suggestion", ({ suggestion }) => suggestion],
  ["replacement", replacement],
  ["share", ({ share }) => orNull(share)],
  ["influence", ({ signals }) => orNull(signals.influence)],
  ["relabelInfluence", ({ signals }) => orNull(signals.relabelInfluence)],
  ["loss", ({ signals }) => rounded(signals.loss)],
  ["marginal", ({ signals }) => rounded(signals.marginal)],
  ["opposes", ({ opposes }) => opposes.map(({ file, line }) => `${visible(file)}:${line}`).join(" ")],
  ["reason", (finding) => reasonText(finding)],
  ["fingerprint", ({ fingerprint }) => fingerprint],
  // For people to fill in, and for seginf import to read.
  ["verdict", () => null],
  ["correction", () => null],
  ["note", () => null],
];

/** "[Bank of England] ORG [London] LOC", nothing for no segment. */
function replacement(finding: Finding): string {
  return suggestedSegments(finding)
    .map(({ words, label }) => `[${words.join(" ")}] ${label}`)
    .join(" ");
}

/** Comma-separated values as RFC 4180 has them, with a header, for spreadsheets and data frames. */
export const csv: Reporter = (report) => table(report.findings, ",", quoted);

/** The same with tabs. */
export const tsv: Reporter = (report) => table(report.findings, "\t", blanked);

function* table(findings: readonly Finding[], separator: string, written: (text: string) => string): Iterable<string> {
  yield `${COLUMNS.map(([name]) => name).join(separator)}\n`;
  for (const finding of findings) {
    const cells = COLUMNS.map(([, of]) => of(finding));
    yield `${cells.map((cell) => (typeof cell === "string" ? written(cell) : String(cell ?? ""))).join(separator)}\n`;
  }
}

/** What makes a spreadsheet run a cell as a formula, where the cell begins with it; a quotation mark may be taken for a delimiter. */
const FORMULA = /^"?[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/** What a CI runner takes for a command wherever a log holds it. A table has no escapes, so a blank breaks it. */
const COMMAND = /##(?=\[|vso\[|teamcity\[)/gi;

/** Characters that drive a terminal, and no text needs. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const DRIVING = /[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g;

/** Text that a spreadsheet takes for text: an apostrophe before what it would run, https://owasp.org/www-community/attacks/CSV_Injection. */
function neutralised(text: string): string {
  const shown = text.replace(DRIVING, visible).replace(COMMAND, "# #");
  return FORMULA.test(shown) ? `'${shown}` : shown;
}

function quoted(text: string): string {
  const safe = neutralised(text);
  return safe !== text || /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Tab-separated values cannot hold a tab or a line end, nor say one. */
function blanked(text: string): string {
  return neutralised(text).replace(/[\t\r\n]/g, " ");
}
