import type { GoldComparison, Outcome } from "../../findings/comparison.js";
import { at } from "../../math/at.js";
import { escaped } from "../escape.js";
import { count, counted, short } from "../numbers.js";
import type { Axis } from "../plot/axis.js";
import { bars, curve } from "../plot/layers.js";
import { inlinePlot } from "../plot/plot.js";
import { chart, section } from "./chart.js";

/** Where scores are the shares of errors. */
const DIAGONAL = [
  [0, 0],
  [1, 1],
] as const;

/** Curves of what a reader of the first k findings meets, and whether scores are what they say. */
export function goldHtml(gold: GoldComparison, candidates: number): string {
  const judged = gold.outcomes.filter((outcome) => outcome !== null);
  const found = gold.found.at(-1) ?? 0;
  const says = [
    `${escaped(gold.file)} corrects ${counted(gold.errors, "segment")}; the ${counted(judged.length, "finding")} here are about ${count(found)} of them.`,
    judged.length < candidates
      ? `${counted(candidates, "candidate")} were ranked: audit with <code>--limit 0</code> to see the curves to their end.`
      : "",
  ];
  const charts = judged.length === 0 ? [] : [precision(judged), recall(gold), calibration(gold)];
  return `<section id="gold" aria-labelledby="gold-name"><h2 id="gold-name">Evaluation against the corrected corpus</h2>
<p class="says">${says.filter(Boolean).join(" ")}</p>
${charts.length === 0 ? "" : section(charts)}
</section>`;
}

/** Of the first k, the share about errors, and the share whose suggestions are as corrected, k = 1, 2, … */
function precision(outcomes: readonly Outcome[]): string {
  const about = shares(outcomes, (outcome) => outcome !== "right");
  const corrected = shares(outcomes, (outcome) => outcome === "corrected");
  const last = outcomes.length;
  const head = Math.min(10, last);
  const shareOf = (curve: typeof about, k: number) => short(at(curve, k - 1)[1]);
  const summary = `Of all ${last} findings, ${shareOf(about, last)} are about errors and ${shareOf(corrected, last)} suggest what is right; of the first ${head}, ${shareOf(about, head)} and ${shareOf(corrected, head)}`;
  return chart(
    "Precision of the first k findings",
    inlinePlot(summary, {
      x: findingsTo(last),
      y: { name: "precision", domain: [0, 1] },
      layers: [curve(corrected, "line second"), curve(about)],
    }),
    [
      ["line", "about an error"],
      ["line second", "suggestion as corrected"],
    ],
  );
}

/** The head of the list is what people read: it has as much room as the rest. */
function findingsTo(last: number): Axis {
  return { name: "findings", kind: "log", domain: [1, Math.max(2, last)], format: (value) => count(value) };
}

function shares(outcomes: readonly Outcome[], is: (outcome: Outcome) => boolean): (readonly [number, number])[] {
  let hits = 0;
  return outcomes.map((outcome, i) => {
    if (is(outcome)) hits++;
    return [i + 1, hits / (i + 1)] as const;
  });
}

function recall({ errors, found }: GoldComparison): string {
  const last = found.length;
  const share = (hits: number) => hits / Math.max(1, errors);
  const points = found.map((hits, i) => [i + 1, share(hits)] as const);
  const summary = `The ${last} findings are about ${found[last - 1]} of ${errors} errors`;
  const ideal = found.map((_, i) => [i + 1, Math.min(1, share(i + 1))] as const);
  return chart(
    "Errors found by findings read",
    inlinePlot(summary, {
      x: findingsTo(last),
      y: { name: "recall", domain: [0, 1] },
      layers: [curve(ideal, "line ideal"), curve(points)],
    }),
    [
      ["line", "found"],
      ["line ideal", "an error with each finding"],
    ],
  );
}

function calibration({ calibration: bins }: GoldComparison): string {
  const values = bins.map(({ from, to, findings, errorRate }) => ({
    from,
    to,
    height: errorRate,
    says: `${counted(findings, "finding")} with a score from ${from} to ${to}: ${short(100 * errorRate)}% about errors`,
  }));
  const summary = `Share of findings about errors by score: ${bins.map(({ from, to, errorRate }) => `${short(errorRate)} from ${from} to ${to}`).join(", ")}`;
  return chart(
    "Share about errors, by score",
    inlinePlot(summary, {
      x: { name: "score", domain: [0, 1] },
      y: { name: "errors", domain: [0, 1] },
      layers: [bars(values, () => "bar above"), curve(DIAGONAL, "line ideal")],
    }),
    [["line ideal", "where scores are probabilities"]],
  );
}
