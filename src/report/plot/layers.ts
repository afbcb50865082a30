import { escaped } from "../escape.js";
import { type Area, place } from "./place.js";
import type { Scale } from "./scale.js";

/** What a plot shows, as SVG, once it has its scales. */
export type Layer = (x: Scale, y: Scale, area: Area) => string;

type Point = readonly [x: number, y: number];

/** A line through points. */
export function line(points: readonly Point[], className = "line"): Layer {
  return (x, y) => {
    const path = points.map(([a, b], i) => `${i === 0 ? "M" : "L"}${place(x(a))} ${place(y(b))}`).join("");
    return `<path class="${className}" d="${path}"/>`;
  };
}

/** A line with a dot at its last point. */
export function curve(points: readonly Point[], className = "line"): Layer {
  const path = line(points, className);
  return (x, y, area) => {
    const last = points.at(-1);
    const end = last
      ? `<circle class="${className} end" cx="${place(x(last[0]))}" cy="${place(y(last[1]))}" r="2.5"/>`
      : "";
    return `${path(x, y, area)}${end}`;
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
  return (x, _, { top, bottom }) => {
    const at = place(x(value));
    return `<line class="guide" x1="${at}" x2="${at}" y1="${top}" y2="${bottom}"/><text class="guide-name" x="${place(x(value) + 4)}" y="${top + 8}">${escaped(says)}</text>`;
  };
}

/** A cross at each point. */
export function crosses(points: readonly Point[], className: string): Layer {
  return (x, y) => points.map(([a, b]) => cross(x(a), y(b), className)).join("\n");
}

/** A ring at each point. */
export function rings(points: readonly Point[], className: string): Layer {
  return (x, y) => points.map(([a, b]) => ring(x(a), y(b), className)).join("\n");
}

/** @param x, y of its middle, pixels */
export function cross(x: number, y: number, className: string): string {
  return `<path class="${className}" d="M${place(x)} ${place(y)}m-3 -3l6 6m0 -6l-6 6"/>`;
}

/** @param x, y of its middle, pixels */
export function ring(x: number, y: number, className: string): string {
  return `<circle class="${className}" cx="${place(x)}" cy="${place(y)}" r="2.5"/>`;
}
