import { createHash } from "node:crypto";
import type { AuditReport } from "../types.js";
import { pageAssets } from "./asset.js";
import { findingCharts, solverCharts } from "./charts.js";
import { pageData } from "./data.js";
import { escaped, jsonInScript } from "./escape.js";
import { summaryHtml } from "./summary.js";

/** What may be known beside the report. */
export interface HtmlExtras {
  /** Share of right suggestions among the first k findings, k = 1, 2, …, where a corrected corpus is at hand. */
  readonly precision?: readonly number[];
}

/**
 * The report as one HTML page that needs nothing else: style, script and data stand in it, and its policy forbids it to
 * load anything. What came from a corpus reaches the page as escaped text, or as JSON that the script turns into text.
 */
export function* htmlReport(report: AuditReport, extras: HtmlExtras = {}): Iterable<string> {
  const { script, style } = pageAssets();
  const solvers = solverCharts(report);
  const hash = createHash("sha256").update(script).digest("base64");
  const policy = `default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="seginf ${escaped(report.seginf)}">
<link rel="icon" href="data:,">
<title>${escaped(report.train.file)}: annotation audit</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#findings">Skip to the findings</a>
${summaryHtml(report)}
<main>
<section id="patterns" aria-labelledby="patterns-name" hidden><h2 id="patterns-name">Patterns</h2></section>
<section id="overview" aria-labelledby="overview-name"><h2 id="overview-name">Overview</h2>
${findingCharts(report, extras.precision ?? null)}
</section>
<section id="findings" aria-labelledby="findings-name"><h2 id="findings-name">Findings</h2>
<noscript><p class="warning">The findings are laid out by a script, which this browser does not run.</p></noscript>
</section>
${solvers === "" ? "" : `<section id="solvers" aria-labelledby="solvers-name"><h2 id="solvers-name">Solvers</h2>\n${solvers}\n</section>`}
</main>
<footer><p>Made by seginf ${escaped(report.seginf)}. Losses and influences are in nats; a negative influence is bad.</p></footer>
<script type="application/json" id="data">`;
  yield jsonInScript(pageData(report));
  yield `</script>
<script>${script}</script>
</body>
</html>
`;
}
