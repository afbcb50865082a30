import type { AuditReport, CorpusSummary } from "../../findings/report.js";
import { escaped } from "../escape.js";
import { headPieces } from "../head.js";
import { count, counted, short, twoDecimals } from "../numbers.js";

/**
 * The head of the page: what was audited against what, and the figures that say how reliable it is.
 *
 * @param hasGold whether the page has a part on the corrected corpus
 */
export function summaryHtml(report: AuditReport, hasGold = false): string {
  const { train, reference, influence } = report;
  const against = reference === null ? "without a reference" : `against <b>${escaped(reference.file)}</b>`;
  const figures = [
    figure(count(report.atOrAboveThreshold), report.atOrAboveThreshold === 1 ? "finding" : "findings", listed(report)),
    ...(report.patterns.length > 0
      ? [
          figure(
            count(report.patterns.length),
            report.patterns.length === 1 ? "pattern" : "patterns",
            "systematic errors",
          ),
        ]
      : []),
    figure(count(train.segments), "segments", corpusLine(train)),
    ...taggerFigure(report),
    ...headFigure(report),
    ...(influence === null
      ? []
      : [
          figure(
            influence.referenceLoss < 1000
              ? short(influence.referenceLoss)
              : count(Math.round(influence.referenceLoss)),
            "nats of reference loss",
            `on ${counted(influence.targetSegments, "segment")} (targets: ${escaped(influence.targets)})`,
          ),
        ]),
  ];
  return `<header class="top">
<p class="kicker">Annotation audit</p>
<h1>${escaped(train.file)}</h1>
<p class="against">${against}${reference === null ? "" : `, ${corpusLine(reference)}`}</p>
${warningsHtml(report)}<dl class="figures">
${figures.join("\n")}
</dl>
${contents(report, hasGold)}
</header>`;
}

/** What the number of findings counts, and how many of them the page has: the list shows those. */
function listed({ findings, threshold, candidates, atOrAboveThreshold }: AuditReport): string {
  const here = findings.filter(({ score }) => score >= threshold).length;
  const all = `at or above ${threshold}, of ${counted(candidates, "candidate")}`;
  return here === atOrAboveThreshold ? all : `${all}; ${count(here)} of them on this page (--limit 0 for all)`;
}

function taggerFigure({ reference, tagger: { precision, recall, f1 } }: AuditReport): string[] {
  if (precision === null || recall === null || f1 === null) return [];
  const where = reference === null ? "held-out folds" : "the reference";
  const detail = `precision ${twoDecimals(precision)}, recall ${twoDecimals(recall)} on ${where}`;
  return [figure(twoDecimals(f1), "F1 of the tagger", detail)];
}

function headFigure({ tagger: { head } }: AuditReport): string[] {
  if (head === null || head.kept) return [];
  const [, ...details] = headPieces(head).map(({ text }) => text);
  return [figure(`${(100 * head.share).toFixed(1)}%`, "drift of the head", escaped(details.join(", ")))];
}

/** Links to the parts of the page: the list of findings is long. */
function contents({ patterns, tagger, influence }: AuditReport, hasGold: boolean): string {
  const hasSolvers = tagger.curve.iterations.length > 1 || (influence?.curve.iterations.length ?? 0) > 1;
  const links = [
    ...(patterns.length > 0 ? [["patterns", "Patterns"]] : []),
    ["overview", "Overview"],
    ...(hasGold ? [["gold", "Evaluation against the corrected corpus"]] : []),
    ["findings", "Findings"],
    ...(hasSolvers ? [["solvers", "Solvers"]] : []),
  ];
  return `<nav aria-label="Parts of this page">${links.map(([id, name]) => `<a href="#${id}">${name}</a>`).join("\n")}</nav>`;
}

function figure(value: string, name: string, detail: string): string {
  return `<div><dt>${name}</dt><dd><b>${value}</b><span>${detail}</span></dd></div>`;
}

function corpusLine({ sentences, tokens, scheme, illFormed }: CorpusSummary): string {
  const broken = illFormed > 0 ? `, ${counted(illFormed, "ill-formed tag")}` : "";
  return `${counted(sentences, "sentence")}, ${counted(tokens, "token")}, ${scheme}${broken}`;
}

function warningsHtml(report: AuditReport): string {
  return report.warnings.map((warning) => `<p class="warning" role="note">${escaped(warning)}</p>\n`).join("");
}
