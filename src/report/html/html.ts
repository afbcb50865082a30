import { createHash } from "node:crypto";
import type { GoldComparison } from "../../findings/comparison.js";
import type { AuditReport } from "../../findings/report.js";
import { escaped } from "../escape.js";
import { htmlHead } from "../htmlHead.js";
import { pageAssets } from "./asset.js";
import { findingCharts, solversHtml } from "./charts.js";
import { jsonInScript, pageData } from "./data.js";
import { goldHtml } from "./gold.js";
import { summaryHtml } from "./summary.js";

/** What may be known in addition to the report. */
export interface HtmlExtras {
  /** The findings compared with a corrected corpus. */
  readonly gold?: GoldComparison;
}

/**
 * The report as one HTML page that needs nothing else: style, script and data stand in it, and its policy forbids it to
 * load anything. What came from a corpus reaches the page as escaped text, or as JSON that the script turns into text.
 */
export function* htmlReport(report: AuditReport, { gold }: HtmlExtras = {}): Iterable<string> {
  const { script, style } = pageAssets();
  const solvers = solversHtml(report);
  const hash = createHash("sha256").update(script).digest("base64");
  const allows = `img-src data:; script-src 'sha256-${hash}'; `;
  const title = `${report.train.file}: annotation audit`;
  yield htmlHead({ title, style, seginf: report.seginf, allows });
  yield `<a class="skip" href="#findings">Skip to the findings</a>
${summaryHtml(report, gold !== undefined)}
<main>
<section id="patterns" aria-labelledby="patterns-name" hidden><h2 id="patterns-name">Patterns</h2></section>
<section id="overview" aria-labelledby="overview-name"><h2 id="overview-name">Overview</h2>
${findingCharts(report)}
</section>${gold === undefined ? "" : `\n${goldHtml(gold, report.candidates)}`}
<section id="findings" aria-labelledby="findings-name"><h2 id="findings-name">Findings</h2>
<noscript><p class="warning">The findings are laid out by a script, which this browser does not run.</p></noscript>
</section>${solvers === "" ? "" : `\n${solvers}`}
</main>
<footer><p>Made by seginf ${escaped(report.seginf)}. Losses and influences are in nats; a negative influence is bad.</p></footer>
<script type="application/json" id="data">`;
  yield jsonInScript(pageData(report, gold));
  yield `</script>
<script>${script}</script>
</body>
</html>
`;
}
