import type { CorpusSummary, Finding } from "../findings/report.js";
import { flow, type Piece, piece } from "./layout.js";
import { count, counted } from "./numbers.js";
import type { Style } from "./style.js";
import { visible } from "./visible.js";
import { brief } from "./width.js";

const MOST_LINES = 12;
const MOST_GROUPS = 10;

/** Tags that break their scheme, by kind. */
export function illFormedText(findings: readonly Finding[], train: CorpusSummary, width: number, look: Style): string {
  const total = Math.max(train.illFormed, findings.length);
  const counts = total > findings.length ? `${count(total)}, of them ${count(findings.length)} shown` : count(total);
  return tagsText(`Tags that break the scheme ${train.scheme}: ${counts}`, findings, width, look);
}

/** Tags that are not of the scheme of the others, by kind. */
export function foreignText(findings: readonly Finding[], width: number, look: Style): string {
  return tagsText(`Tags that are not spelled as the others: ${count(findings.length)}`, findings, width, look);
}

/**
 * Tags, grouped by what they are and should be: one slip of a tool often makes hundreds of them, and one line for each would
 * bury the findings that need a reader.
 */
function tagsText(heading: string, findings: readonly Finding[], width: number, look: Style): string {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = JSON.stringify([finding.file, finding.label, finding.suggestion]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  const largestFirst = [...groups.values()].sort((a, b) => b.length - a.length);
  let text = `${look.heading(heading)}\n`;
  for (const group of largestFirst.slice(0, MOST_GROUPS)) text += groupText(group, width, look);
  if (largestFirst.length > MOST_GROUPS) text += `  and ${counted(largestFirst.length - MOST_GROUPS, "more kind")}\n`;
  return text;
}

function groupText(group: readonly Finding[], width: number, look: Style): string {
  const { file, label, suggestion } = group[0]!;
  const lines = group.map((finding) => finding.line).sort((a, b) => a - b);
  const shown = lines.slice(0, MOST_LINES);
  const places: Piece[] = shown.map((line, i) => {
    const comma = i < shown.length - 1 ? "," : "";
    return piece(i === 0 ? `${visible(file)}:${line}${comma}` : `${line}${comma}`, look.place);
  });
  if (lines.length > shown.length) places.push(piece(`and ${count(lines.length - shown.length)} more`));
  const head = `  ${brief(label)} → ${brief(suggestion)}  ${count(group.length)} ×`;
  return flow([piece(head), ...places], width, 6, " ");
}
