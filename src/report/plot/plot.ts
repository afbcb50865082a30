import { escaped } from "../escape.js";
import { type Axis, scaleOf, tickLabel, ticksOf } from "./axis.js";
import type { Layer } from "./layers.js";
import { type Area, place } from "./place.js";

/** Two axes, and what is drawn between them. */
export interface Plot {
  readonly x: Axis;
  readonly y: Axis;
  /** Hairlines at the ticks of x too; those of y always have them. */
  readonly grid?: boolean;
  readonly layers: readonly Layer[];
}

/** The area of a plot in a page, and the size of its drawing, in CSS pixels. */
const INLINE: Area = { left: 46, top: 10, right: 290, bottom: 144 };
const [WIDTH, HEIGHT] = [300, 170];

/**
 * A small plot as an SVG element of a page, whose style sheet has its colours.
 *
 * @param summary what it shows, in words, for those who do not see it
 */
export function inlinePlot(summary: string, plot: Plot): string {
  return `<svg class="plot" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(summary)}">
${plotIn(INLINE, plot)}
</svg>`;
}

/** The contents of an SVG element: ticks and hairlines, the x axis, then the layers, the last on top. */
export function plotIn(area: Area, { x, y, grid = false, layers }: Plot): string {
  const xScale = scaleOf(x, [area.left, area.right]);
  const yScale = scaleOf(y, [area.bottom, area.top]);
  return [
    ticksOf(y)
      .map((value) => yTick(area, yScale(value), tickLabel(y, value)))
      .join(""),
    ticksOf(x)
      .map((value) => xTick(area, xScale(value), tickLabel(x, value), grid))
      .join(""),
    `<line class="axis" x1="${area.left}" x2="${area.right}" y1="${area.bottom}" y2="${area.bottom}"/>`,
    ...layers.map((layer) => layer(xScale, yScale, area)),
  ].join("\n");
}

function yTick({ left, right }: Area, at: number, text: string): string {
  const y = place(at);
  return `<line class="hair" x1="${left}" x2="${right}" y1="${y}" y2="${y}"/><text class="tick" x="${left - 6}" y="${place(at + 3.5)}" text-anchor="end">${escaped(text)}</text>`;
}

function xTick({ top, bottom }: Area, at: number, text: string, hair: boolean): string {
  const x = place(at);
  const line = hair ? `<line class="hair" x1="${x}" x2="${x}" y1="${top}" y2="${bottom}"/>` : "";
  return `${line}<text class="tick" x="${x}" y="${bottom + 15}" text-anchor="middle">${escaped(text)}</text>`;
}
