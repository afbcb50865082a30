import type { BatchAudit, BatchSummary } from "../../findings/batch.js";
import { escaped } from "../escape.js";
import { htmlHead } from "../htmlHead.js";
import { count, counted, twoDecimals } from "../numbers.js";

const STYLE = `
:root { color-scheme: light dark; --line: color-mix(in srgb, currentColor 18%, transparent); }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin: 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin-top: 1.5rem; }
th, td { text-align: left; padding: .35rem .75rem; border-bottom: 1px solid var(--line); vertical-align: top; }
th { font-weight: 600; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.failed td { background: color-mix(in srgb, #d33 12%, transparent); }
.clean .status { opacity: .65; }
`;

const COLUMNS = ["tokens", "segments", "findings", "patterns", "F1"];

/**
 * The index of a batch: one HTML page that loads nothing, with a row for each audit and a link to its report, which is in
 * the audit's directory next to the page.
 */
export function batchHtml({ seginf, audits, totals }: BatchSummary): string {
  const sums = `${count(totals.withFindings)} with findings, ${count(totals.clean)} clean, ${count(totals.failed)} failed`;
  const numbers = COLUMNS.map((name) => `<th scope="col" class="number">${name}</th>`).join("");
  const title = counted(totals.audits, "annotation audit");
  return `${htmlHead({ title, style: STYLE, seginf, allows: "img-src data:; " })}<main>
<h1>${title}</h1>
<p>${sums}; ${counted(totals.findings, "finding")} in ${counted(totals.tokens, "token")}</p>
<div class="scroll"><table>
<thead><tr><th scope="col">audit</th><th scope="col">status</th>${numbers}<th scope="col">corpus</th></tr></thead>
<tbody>
${audits.map(row).join("\n")}
</tbody>
</table></div>
</main>
</body>
</html>
`;
}

function row({ name, status, error, figures, train, reference }: BatchAudit): string {
  // A name is letters, digits, ".", "_" and "-", so that it is a relative URL as it stands.
  const title = figures === null ? escaped(name) : `<a href="${escaped(name)}/report.html">${escaped(name)}</a>`;
  const cells =
    figures === null
      ? `<td colspan="${COLUMNS.length}">${escaped(error ?? "")}</td>`
      : [figures.tokens, figures.segments, figures.findings, figures.patterns]
          .map((value) => `<td class="number">${count(value)}</td>`)
          .concat(`<td class="number">${figures.f1 === null ? "" : twoDecimals(figures.f1)}</td>`)
          .join("");
  const corpus = escaped(reference === null ? train : `${train}, reference ${reference}`);
  return `<tr class="${status}"><th scope="row">${title}</th><td class="status">${status}</td>${cells}<td>${corpus}</td></tr>`;
}
