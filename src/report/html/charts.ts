import type { AuditReport } from "../../findings/report.js";
import { at } from "../../math/at.js";
import { count, counted, short } from "../numbers.js";
import { bars, curve, upright } from "../plot/layers.js";
import { inlinePlot } from "../plot/plot.js";
import { chart, section } from "./chart.js";
import { heatMap } from "./heatMap.js";

/** What the findings look like together: labels against suggestions, and scores. */
export function findingCharts(report: AuditReport): string {
  const { findings, threshold } = report;
  const above = findings.filter(({ score }) => score >= threshold);
  const isBound = above.length > 0 && above.length < findings.length;
  const labels = isBound ? `Label → suggestion, at or above ${threshold}` : "Label → suggestion";
  return section([
    chart(labels, heatMap(isBound ? above : findings, isBound ? threshold : null)),
    chart("Scores of all candidates, counts on a square-root scale", histogram(report)),
  ]);
}

/** How the two solvers came along, folded away: seldom read, and never before the rest; "" where nothing is known. */
export function solversHtml(report: AuditReport): string {
  const charts = [...trainingCharts(report), ...solveChart(report)];
  if (charts.length === 0) return "";
  const { tagger, influence } = report;
  const says = [
    `${counted(tagger.iterations, "iteration")} of training, relative gradient ${short(tagger.relativeGradientNorm)}`,
    ...(influence === null || influence.curve.iterations.length < 2
      ? []
      : [`${influence.cgIterations} of the linear solve, relative residual ${short(influence.relativeResidual)}`]),
  ];
  return `<section aria-labelledby="solvers-name"><details class="part"><summary><h2 id="solvers-name">Solvers</h2><span>${says.join("; ")}</span></summary>
<div id="solvers">${section(charts)}</div></details></section>`;
}

/** Of every candidate, listed or not. */
function histogram({ scores, candidates, atOrAboveThreshold, threshold }: AuditReport): string {
  const most = Math.max(1, ...scores);
  const values = scores.map((height, i) => {
    const [from, to] = [i / scores.length, (i + 1) / scores.length];
    return { from, to, height, says: `${counted(height, "candidate")} with a score from ${from} to ${to}` };
  });
  const summary = `Histogram of the scores of ${counted(candidates, "candidate")}; ${count(atOrAboveThreshold)} at or above the threshold ${threshold}`;
  const isAbove = (from: number) => (from >= threshold - 1e-9 ? "bar above" : "bar");
  return inlinePlot(summary, {
    x: { name: "score", domain: [0, 1] },
    y: { name: "candidates", kind: "sqrt", domain: [0, most] },
    layers: [bars(values, isAbove), upright(threshold, "threshold")],
  });
}

function trainingCharts({ tagger }: AuditReport): string[] {
  const { iterations, objective, relativeGradientNorm } = tagger.curve;
  if (iterations.length < 2) return [];
  const last = at(iterations, iterations.length - 1);
  const x = { name: "iteration", domain: [0, last] as const };
  const least = Math.min(...objective);
  const pairs = (values: readonly number[]) => iterations.map((iteration, i) => [iteration, at(values, i)] as const);
  // What is left of the way to the optimum; the loss itself soon looks flat.
  const gaps = objective.map((value) => value - least).filter((gap) => gap > 0);
  const lossSummary = `Training loss over ${last} iterations, down to ${short(least)} nats`;
  const gradientSummary = `Relative norm of the gradient over ${last} iterations, down to ${short(tagger.relativeGradientNorm)}`;
  return [
    ...(gaps.length > 1
      ? [
          chart(
            "Training loss, nats",
            inlinePlot(lossSummary, {
              x,
              y: { name: "loss", domain: padded(objective) },
              layers: [curve(pairs(objective))],
            }),
          ),
        ]
      : []),
    chart(
      "Gradient, relative",
      inlinePlot(gradientSummary, {
        x,
        y: { name: "gradient", kind: "log", domain: extent(relativeGradientNorm) },
        layers: [curve(pairs(relativeGradientNorm))],
      }),
    ),
  ];
}

function solveChart({ influence }: AuditReport): string[] {
  if (influence === null) return [];
  const { iterations, relativeResidual } = influence.curve;
  if (iterations.length < 2) return [];
  const last = at(iterations, iterations.length - 1);
  const summary = `Relative residual of the linear solve over ${last} iterations, down to ${short(influence.relativeResidual)}`;
  const points = iterations.map((iteration, i) => [iteration, at(relativeResidual, i)] as const);
  const body = inlinePlot(summary, {
    x: { name: "iteration", domain: [0, last] },
    y: { name: "residual", kind: "log", domain: extent(relativeResidual) },
    layers: [curve(points)],
  });
  return [chart("Linear solve, residual", body)];
}

/** From the least to the greatest, in whole decades. */
function extent(values: readonly number[]): readonly [number, number] {
  const positive = values.filter((value) => value > 0);
  if (positive.length === 0) return [0.1, 1];
  const [least, most] = [Math.min(...positive), Math.max(...positive)];
  return [10 ** Math.floor(Math.log10(least)), 10 ** Math.ceil(Math.log10(most) + 1e-12)];
}

function padded(values: readonly number[]): readonly [number, number] {
  return [Math.min(0, ...values), Math.max(...values)];
}
