import { running } from "../corpus/running.js";
import type { AuditReport } from "../findings/report.js";
import type { Statistics } from "../findings/statistics.js";
import { paragraph } from "./layout.js";
import { count, counted, sharePercent } from "./numbers.js";
import type { Style } from "./style.js";
import { visible } from "./visible.js";
import { brief, cut, displayWidth } from "./width.js";

/** Rows of a table, at most. */
const MOST = 15;
/** Columns that a name may take: a pattern has a long one. */
const NAME_WIDTH = 48;

/** What --statistics prints: how much is expected to be wrong, by label, change and document, and what contradicts itself. */
export function statisticsText(report: AuditReport, statistics: Statistics, width: number, look: Style): string {
  const { expected, share, labels, confusion, duplicates } = statistics;
  const sum = `Expected errors: ${expected.toFixed(1)} among ${counted(report.candidates, "candidate")} (${sharePercent(share)}), the sum of the scores`;
  return [
    paragraph(sum, width, 2, look.heading),
    table("By label as it stands", ["label", "candidates", "expected errors", "share"], labels, look, (one) => [
      labelName(one.label),
      count(one.candidates),
      one.expected.toFixed(1),
      sharePercent(one.share),
    ]),
    table("By change", ["change", "findings", "expected errors"], confusion, look, (one) => [
      one.label === one.suggestion
        ? `${labelName(one.label)}, other bounds`
        : `${brief(one.label)} → ${brief(one.suggestion)}`,
      count(one.findings),
      one.expected.toFixed(1),
    ]),
    table("By pattern", ["pattern", "findings", "expected errors", "share"], report.patterns, look, (one) => [
      brief(one.name),
      count(one.findings.length),
      (one.probability * one.findings.length).toFixed(1),
      sharePercent(one.probability),
    ]),
    table(
      "By document",
      ["document", "line", "sentences", "expected errors", "per sentence"],
      report.documents,
      look,
      (one) => [
        brief(one.id),
        String(one.line),
        count(one.sentences),
        one.expected.toFixed(1),
        one.perSentence.toFixed(2),
      ],
    ),
    duplicatesText(duplicates, width, look),
  ].join("");
}

function duplicatesText(duplicates: Statistics["duplicates"], width: number, look: Style): string {
  if (duplicates.length === 0) return "";
  const heading = `\n${look.heading(`Equal sentences that are annotated differently: ${count(duplicates.length)}`)}\n`;
  const lines = duplicates.slice(0, MOST).map(({ tokens, places, annotations }) => {
    const named = places.slice(0, 5).map(({ file, line }, i) => (i === 0 ? `${visible(file)}:${line}` : String(line)));
    const more = places.length > named.length ? ` and ${count(places.length - named.length)} more` : "";
    const where = `${named.join(", ")}${more}: ${counted(annotations, "annotation")}`;
    return `  ${where}\n    ${cut(running(tokens.map(visible)), width - 4)}\n`;
  });
  return heading + lines.join("") + andMore(duplicates.length);
}

/** A heading, the names of the columns, and a line for each of the first items; the first column is text, the others figures. */
function table<T>(
  heading: string,
  names: readonly string[],
  items: readonly T[],
  look: Style,
  cells: (item: T) => readonly string[],
): string {
  if (items.length === 0) return "";
  const rows = [names, ...items.slice(0, MOST).map(cells)].map(([first = "", ...rest]) => [
    cut(first, NAME_WIDTH),
    ...rest,
  ]);
  const widths = names.map((_, i) => Math.max(...rows.map((row) => displayWidth(row[i] ?? ""))));
  const lines = rows.map((row) => {
    const padded = row.map((cell, i) => {
      const blanks = " ".repeat((widths[i] ?? 0) - displayWidth(cell));
      return i === 0 ? cell + blanks : blanks + cell;
    });
    return `  ${padded.join("  ")}\n`;
  });
  return `\n${look.heading(heading)}\n${lines.join("")}${andMore(items.length)}`;
}

const andMore = (items: number): string => (items > MOST ? `  and ${count(items - MOST)} more\n` : "");

const labelName = (label: string): string => (label === "O" ? "O (no label)" : brief(label));
