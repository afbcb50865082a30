import type { Finding } from "../../findings/report.js";
import { isAboutTag } from "../../findings/rules.js";
import { escaped } from "../escape.js";
import { counted } from "../numbers.js";

/** Labels that have a row and a column of their own; the rarest share one. */
const MOST_LABELS = 12;
const REST = "other";
/** Shades of a cell, by the square root of its count: one finding stays visible next to a hundred. */
const SHADES = 8;

/**
 * How often each label is suggested for each other, as a table with shaded cells. The cells of one pair of labels are
 * buttons, on which the page's script filters.
 *
 * @param least the score that all these findings have at least, where it is a bound on them; null where there is none
 */
export function heatMap(
  findings: readonly Pick<Finding, "label" | "suggestion" | "kind">[],
  least: number | null,
): string {
  const pairs = findings.filter(({ kind }) => !isAboutTag(kind));
  if (pairs.length === 0) return `<p class="none">No suggestions of labels.</p>`;
  const rows = frequent(pairs.map(({ label }) => label));
  const columns = frequent(pairs.map(({ suggestion }) => suggestion));
  const counts = new Map<string, number>();
  const key = (label: string, suggestion: string) => JSON.stringify([label, suggestion]);
  for (const { label, suggestion } of pairs) {
    const cell = key(rows.includes(label) ? label : REST, columns.includes(suggestion) ? suggestion : REST);
    counts.set(cell, (counts.get(cell) ?? 0) + 1);
  }
  const most = Math.max(...counts.values());
  const cell = (label: string, suggestion: string): string => {
    const number = counts.get(key(label, suggestion)) ?? 0;
    if (number === 0) return "<td></td>";
    const shade = Math.max(1, Math.round(Math.sqrt(number / most) * SHADES));
    const says = `${counted(number, "finding")}: ${label} → ${suggestion}`;
    if (label === REST || suggestion === REST)
      return `<td class="shade${shade}" title="${escaped(says)}">${number}</td>`;
    const data = `data-label="${escaped(label)}" data-suggestion="${escaped(suggestion)}"${least === null ? "" : ` data-score="${least}"`}`;
    return `<td class="shade${shade}"><button type="button" ${data} title="${escaped(says)}">${number}</button></td>`;
  };
  const head = columns.map((name) => `<th scope="col"><span>${escaped(name)}</span></th>`).join("");
  const body = rows.map(
    (label) =>
      `<tr><th scope="row">${escaped(label)}</th>${columns.map((suggestion) => cell(label, suggestion)).join("")}</tr>`,
  );
  return `<div class="scroll"><table class="heat"><caption class="unseen">Findings by label as it stands (rows) and suggestion (columns)</caption>
<thead><tr><td></td>${head}</tr></thead><tbody>
${body.join("\n")}
</tbody></table></div>`;
}

/** The labels that occur most, by name; the rest as one where there are more. */
function frequent(labels: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const byCount = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([label]) => label);
  const own = byCount.slice(0, MOST_LABELS).sort((a, b) => (a < b ? -1 : 1));
  return byCount.length > MOST_LABELS ? [...own, REST] : own;
}
