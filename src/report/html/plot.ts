import { escaped } from "./escape.js";
import { decades, linear, logarithmic, type Scale, squareRoot, ticks } from "./scale.js";

/** All plots have this size and these margins, in CSS pixels. */
const WIDTH = 300;
const HEIGHT = 170;
const LEFT = 46;
const RIGHT = 10;
const TOP = 10;
const BOTTOM = 26;

export interface Axis {
  readonly name: string;
  readonly domain: readonly [number, number];
  readonly kind?: "linear" | "log" | "sqrt";
  readonly format?: (value: number) => string;
}

/** What a plot shows, once it has its axes. */
export type Layer = (x: Scale, y: Scale) => string;

/**
 * A small plot as SVG: x axis below, y axis at the left with hairlines, and its layers between.
 *
 * @param summary what it shows, in words, for those who do not see it
 */
export function plot(summary: string, x: Axis, y: Axis, layers: readonly Layer[]): string {
  const xScale = scaleOf(x, [LEFT, WIDTH - RIGHT]);
  const yScale = scaleOf(y, [HEIGHT - BOTTOM, TOP]);
  return `<svg class="plot" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${escaped(summary)}">
${ticksOf(y)
  .map((value) => yTick(yScale(value), label(y, value)))
  .join("")}
${ticksOf(x)
  .map((value) => xTick(xScale(value), label(x, value)))
  .join("")}
<line class="axis" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${HEIGHT - BOTTOM}" y2="${HEIGHT - BOTTOM}"/>
${layers.map((layer) => layer(xScale, yScale)).join("\n")}
</svg>`;
}

/** A plot or a table under its name; the key distinguishes lines by their classes. */
export function chart(
  name: string,
  body: string,
  key: readonly (readonly [className: string, says: string])[] = [],
): string {
  const entries = key.map(
    ([className, says]) =>
      `<span><svg class="plot key" viewBox="0 0 18 6" aria-hidden="true"><path class="${className}" d="M0 3H18"/></svg>${escaped(says)}</span>`,
  );
  const legend = entries.length === 0 ? "" : `<p class="legend">${entries.join("\n")}</p>`;
  return `<figure class="chart"><figcaption>${escaped(name)}</figcaption>${body}${legend}</figure>`;
}

/** Charts side by side, as many as there is room for. */
export function section(charts: readonly string[]): string {
  return `<div class="charts">\n${charts.join("\n")}\n</div>`;
}

/** A line through points. */
export function line(points: readonly (readonly [number, number])[], className = "line"): Layer {
  return (x, y) => {
    const path = points.map(([a, b], i) => `${i === 0 ? "M" : "L"}${place(x(a))} ${place(y(b))}`).join("");
    const [last] = points.slice(-1);
    const end = last
      ? `<circle class="${className} end" cx="${place(x(last[0]))}" cy="${place(y(last[1]))}" r="2.5"/>`
      : "";
    return `<path class="${className}" d="${path}"/>${end}`;
  };
}

/** Bars from 0 to their heights; each has its own words on hovering. */
export function bars(
  values: readonly { readonly from: number; readonly to: number; readonly height: number; readonly says: string }[],
  className: (from: number) => string,
): Layer {
  return (x, y) =>
    values
      .filter(({ height }) => height > 0)
      .map(({ from, to, height, says }) => {
        const [left, top] = [x(from) + 0.5, y(height)];
        const size = `width="${place(x(to) - left - 0.5)}" height="${place(y(0) - top)}"`;
        return `<rect class="${className(from)}" x="${place(left)}" y="${place(top)}" ${size}><title>${escaped(says)}</title></rect>`;
      })
      .join("");
}

/** A dashed line across the plot at a value of x, with a label next to it. */
export function upright(value: number, says: string): Layer {
  return (x) => {
    const at = place(x(value));
    const [bottom, top] = [HEIGHT - BOTTOM, TOP];
    return `<line class="guide" x1="${at}" x2="${at}" y1="${top}" y2="${bottom}"/><text class="guide-name" x="${place(x(value) + 4)}" y="${top + 8}">${escaped(says)}</text>`;
  };
}

function scaleOf({ kind, domain }: Axis, range: readonly [number, number]): Scale {
  if (kind === "sqrt") return squareRoot(domain, range);
  return kind === "log" ? logarithmic(domain, range) : linear(domain, range);
}

function ticksOf({ kind, domain }: Axis): number[] {
  if (kind === "sqrt")
    return [0, 0.1, 0.4, 1].map((share) => round(share * domain[1])).filter((at, i, all) => at > (all[i - 1] ?? -1));
  return kind === "log" ? decades(domain, 4) : ticks(domain, 4);
}

function label({ format, kind }: Axis, value: number): string {
  if (format) return format(value);
  if (kind === "log") return `10${superscript(Math.round(Math.log10(value)))}`;
  return Math.abs(value) >= 10_000 ? `${Number((value / 1000).toPrecision(3))}k` : String(value);
}

/** To one significant digit, and a whole number. */
function round(value: number): number {
  return Math.round(Number(value.toPrecision(1)));
}

function superscript(power: number): string {
  return [...String(power)].map((digit) => (digit === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)])).join("");
}

function yTick(at: number, text: string): string {
  const y = place(at);
  return `<line class="hair" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y}" y2="${y}"/><text class="tick" x="${LEFT - 6}" y="${place(at + 3.5)}" text-anchor="end">${text}</text>`;
}

function xTick(at: number, text: string): string {
  return `<text class="tick" x="${place(at)}" y="${HEIGHT - BOTTOM + 15}" text-anchor="middle">${text}</text>`;
}

/** A coordinate to a tenth of a pixel. */
function place(value: number): number {
  return Number(value.toFixed(1));
}
