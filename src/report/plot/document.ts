import { escaped } from "../escape.js";
import { cross, ring } from "./layers.js";
import type { Area } from "./place.js";
import { type Plot, plotIn } from "./plot.js";

/** A plot of a document, under its title, with the names of both axes. */
export interface Panel extends Plot {
  readonly title: string;
}

/** What the marks of one class mean. */
export interface KeyEntry {
  readonly mark: "line" | "cross" | "ring";
  readonly className: string;
  readonly says: string;
}

/** Plots as a file of their own. */
export interface Drawing {
  readonly title: string;
  /** Of the data of each panel, pixels. */
  readonly size: { readonly width: number; readonly height: number };
  /** Set side by side. */
  readonly panels: readonly Panel[];
  readonly key: readonly KeyEntry[];
}

const MARGIN = { left: 66, top: 40, right: 18, bottom: 48 } as const;
const KEY_ROW = 18;

/** Okabe and Ito's palette, whose colours colour-blind readers can distinguish; where it repeats, dashes differ. */
const COLORS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"];
const DASHES = ["none", "6 3", "2 3"];

const STYLE = [
  "text{font:12px sans-serif}.tick{font-size:10px}.title{font-weight:bold}",
  ".hair{stroke:#e4e4e4}.axis,.border{stroke:#444}.border{fill:none}",
  ".line{fill:none;stroke-width:2}.mark{fill:none;stroke-opacity:.7}",
  ".guide{fill:none;stroke:#888;stroke-dasharray:4 3}.zero{fill:none;stroke:#bbb}",
  ...COLORS.map((color, i) => `.color${i}{stroke:${color}}`),
  ...DASHES.map((dash, i) => `.dash${i}{stroke-dasharray:${dash}}`),
].join("\n");

/** The classes of the i-th of several curves or kinds of marks: each has its colour and its dashes. */
export function seriesClass(i: number): string {
  return `color${i % COLORS.length} dash${Math.floor(i / COLORS.length) % DASHES.length}`;
}

/** A whole SVG file: it holds its style, and draws on white. */
export function svgDocument({ title, size, panels, key }: Drawing): string {
  const panelWidth = MARGIN.left + size.width + MARGIN.right;
  const width = panels.length * panelWidth;
  const keyTop = MARGIN.top + size.height + MARGIN.bottom;
  const height = keyTop + KEY_ROW * key.length + 8;
  const areaOf = (i: number): Area => {
    const left = i * panelWidth + MARGIN.left;
    return { left, top: MARGIN.top, right: left + size.width, bottom: MARGIN.top + size.height };
  };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<title>${escaped(title)}</title>`,
    `<style>${STYLE}</style>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    ...panels.map((panel, i) => panelIn(areaOf(i), panel)),
    ...key.map((entry, i) => keyEntry(entry, keyTop + KEY_ROW * i + 6)),
    "</svg>\n",
  ].join("\n");
}

function panelIn(area: Area, panel: Panel): string {
  const { left, top, right, bottom } = area;
  const middle = (left + right) / 2;
  return [
    `<text class="title" x="${middle}" y="${top - 16}" text-anchor="middle">${escaped(panel.title)}</text>`,
    plotIn(area, panel),
    `<rect class="border" x="${left}" y="${top}" width="${right - left}" height="${bottom - top}"/>`,
    `<text x="${middle}" y="${bottom + 34}" text-anchor="middle">${escaped(panel.x.name)}</text>`,
    `<text transform="translate(${left - 50} ${(top + bottom) / 2}) rotate(-90)" text-anchor="middle">${escaped(panel.y.name)}</text>`,
  ].join("\n");
}

function keyEntry({ mark, className, says }: KeyEntry, y: number): string {
  const middle = MARGIN.left + 14;
  const line = `<path class="${className}" d="M${MARGIN.left} ${y}h28"/>`;
  const sign = mark === "line" ? line : (mark === "cross" ? cross : ring)(middle, y, className);
  return `${sign}<text x="${MARGIN.left + 36}" y="${y + 4}">${escaped(says)}</text>`;
}
