import { count, counted, short } from "../numbers.js";
import type { AuditReport } from "../types.js";
import { escaped } from "./escape.js";
import { heatMap } from "./heatMap.js";
import { bars, line, plot, upright } from "./plot.js";

/** What the findings look like together: labels against suggestions, scores, and precision where it is known. */
export function findingCharts(report: AuditReport, precision: readonly number[] | null): string {
  const { findings, threshold } = report;
  const above = findings.filter(({ score }) => score >= threshold);
  const isBound = above.length > 0 && above.length < findings.length;
  const labels = isBound ? `Label → suggestion, at or above ${threshold}` : "Label → suggestion";
  return section([
    chart(labels, heatMap(isBound ? above : findings, isBound ? threshold : null)),
    chart("Scores, counts on a square-root scale", histogram(report)),
    ...(precision === null ? [] : [chart("Right suggestions among the first k", precisionCurve(precision))]),
  ]);
}

/** How the two solvers came along; "" where nothing is known of them. */
export function solverCharts(report: AuditReport): string {
  const charts = [...trainingCharts(report), ...solveChart(report)];
  return charts.length === 0 ? "" : section(charts);
}

function section(charts: readonly string[]): string {
  return `<div class="charts">\n${charts.join("\n")}\n</div>`;
}

function chart(name: string, body: string): string {
  return `<figure class="chart"><figcaption>${escaped(name)}</figcaption>${body}</figure>`;
}

const BINS = 20;

function histogram({ findings, threshold }: AuditReport): string {
  const counts = new Array<number>(BINS).fill(0);
  for (const { score } of findings) counts[Math.min(BINS - 1, Math.floor(score * BINS))]++;
  const most = Math.max(1, ...counts);
  const values = counts.map((height, i) => {
    const [from, to] = [i / BINS, (i + 1) / BINS];
    return { from, to, height, says: `${counted(height, "finding")} with a score from ${from} to ${to}` };
  });
  const above = findings.filter(({ score }) => score >= threshold).length;
  const summary = `Histogram of the scores of ${counted(findings.length, "finding")}; ${count(above)} at or above the threshold ${threshold}`;
  const isAbove = (from: number) => (from >= threshold - 1e-9 ? "bar above" : "bar");
  return plot(summary, { name: "score", domain: [0, 1] }, { name: "findings", kind: "sqrt", domain: [0, most] }, [
    bars(values, isAbove),
    upright(threshold, "threshold"),
  ]);
}

/** @param precision share of right suggestions among the first k, for k = 1, 2, … */
function precisionCurve(precision: readonly number[]): string {
  const points = precision.map((value, i) => [i + 1, value] as const);
  const last = precision.length;
  const summary = `Share of right suggestions among the first k findings: ${short(precision[last - 1])} of all ${last}`;
  const y = { name: "precision", domain: [0, 1] as const };
  return plot(summary, { name: "findings", domain: [1, Math.max(2, last)] }, y, [line(points)]);
}

function trainingCharts({ tagger }: AuditReport): string[] {
  const { iterations, objective, relativeGradientNorm } = tagger.curve;
  if (iterations.length < 2) return [];
  const last = iterations[iterations.length - 1];
  const x = { name: "iteration", domain: [0, last] as const };
  const least = Math.min(...objective);
  const pairs = (values: readonly number[]) => iterations.map((iteration, i) => [iteration, values[i]] as const);
  // What is left of the way to the optimum; the loss itself soon looks flat.
  const gaps = objective.map((value) => value - least).filter((gap) => gap > 0);
  const lossSummary = `Training loss over ${last} iterations, down to ${short(least)} nats`;
  const gradientSummary = `Relative norm of the gradient over ${last} iterations, down to ${short(tagger.relativeGradientNorm)}`;
  return [
    ...(gaps.length > 1
      ? [
          chart(
            "Training loss, nats",
            plot(lossSummary, x, { name: "loss", domain: padded(objective) }, [line(pairs(objective))]),
          ),
        ]
      : []),
    chart(
      "Gradient, relative",
      plot(gradientSummary, x, { name: "gradient", kind: "log", domain: extent(relativeGradientNorm) }, [
        line(pairs(relativeGradientNorm)),
      ]),
    ),
  ];
}

function solveChart({ influence }: AuditReport): string[] {
  if (influence === null) return [];
  const { iterations, relativeResidual } = influence.curve;
  if (iterations.length < 2) return [];
  const last = iterations[iterations.length - 1];
  const summary = `Relative residual of the linear solve over ${last} iterations, down to ${short(influence.relativeResidual)}`;
  const points = iterations.map((iteration, i) => [iteration, relativeResidual[i]] as const);
  const y = { name: "residual", kind: "log" as const, domain: extent(relativeResidual) };
  return [chart("Linear solve, residual", plot(summary, { name: "iteration", domain: [0, last] }, y, [line(points)]))];
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
