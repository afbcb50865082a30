import type { Level, RecallPoint, ScoreReport } from "../../findings/evaluation.js";
import { visible } from "../visible.js";
import { namesOf } from "./comparison.js";
import { fraction } from "./table.js";

const WIDTH = 460;
const HEIGHT = 300;
const MARGIN = { left: 52, top: 40, right: 18, bottom: 44 } as const;
/** Okabe and Ito's palette, which colour-blind readers can tell apart; dashes repeat it. */
const COLORS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"];
const DASHES = ["", "6 3", "2 3"];

/** Two panels at one level: recall over the units read (logarithmic), and precision over recall. One curve a ranking. */
export function scoreSvg({ rankings, train }: ScoreReport, level: Level): string {
  const scored = rankings.map((ranking) => ranking.levels.find((one) => one.level === level)!);
  const names = namesOf(rankings).map((name, i) => `${name} (AP ${fraction(scored[i].averagePrecision)})`);
  const largest = Math.max(...scored.map(({ units }) => units));
  const decades = Math.max(Math.log10(largest), 1);
  const errorShare = scored[0].errors / scored[0].units;
  const height = MARGIN.top + HEIGHT + MARGIN.bottom + 18 * names.length + 8;
  const panel = MARGIN.left + WIDTH + MARGIN.right;
  const recall: Panel = {
    x: MARGIN.left,
    title: `Errors found, by ${level}s read`,
    xLabel: `${level}s read, most suspicious first`,
    yLabel: "recall",
    xTicks: Array.from({ length: Math.floor(decades) + 1 }, (_, d) => [d / decades, (10 ** d).toLocaleString("en")]),
  };
  const precision: Panel = {
    x: panel + MARGIN.left,
    title: "Precision over recall",
    xLabel: "recall",
    yLabel: "precision",
    xTicks: [0, 0.25, 0.5, 0.75, 1].map((share) => [share, String(share)]),
  };
  const atRead = ({ read, recall: y }: RecallPoint) => [Math.log10(read) / decades, y] as const;
  const atRecall = (point: RecallPoint) => [point.recall, point.precision] as const;
  const random = scored[0].recallCurve.map(({ read }) => [Math.log10(read) / decades, read / scored[0].units] as const);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${2 * panel}" height="${height}" viewBox="0 0 ${2 * panel} ${height}" font-family="sans-serif" font-size="12">`,
    `<title>${encode(`Errors found in ${train}`)}</title>`,
    `<rect width="${2 * panel}" height="${height}" fill="#fff"/>`,
    ...frame(recall),
    path(recall, random, "#888", "1 3", 1),
    ...scored.map((one, i) => path(recall, one.recallCurve.map(atRead), colorOf(i), dashOf(i))),
    ...frame(precision),
    path(
      precision,
      [
        [0, errorShare],
        [1, errorShare],
      ],
      "#888",
      "1 3",
      1,
    ),
    ...scored.map((one, i) => path(precision, one.recallCurve.map(atRecall), colorOf(i), dashOf(i))),
    ...names.flatMap((name, i) => legend(name, i)),
    "</svg>\n",
  ].join("\n");
}

interface Panel {
  readonly x: number;
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  /** Places from 0 to 1 and what stands there. */
  readonly xTicks: readonly (readonly [number, string])[];
}

const place = (panel: Panel, x: number, y: number): string =>
  `${(panel.x + x * WIDTH).toFixed(1)} ${(MARGIN.top + (1 - y) * HEIGHT).toFixed(1)}`;

function frame(panel: Panel): string[] {
  const bottom = MARGIN.top + HEIGHT;
  const lines = [0, 0.25, 0.5, 0.75, 1].flatMap((y) => {
    const at = (MARGIN.top + (1 - y) * HEIGHT).toFixed(1);
    return [
      `<path d="M${place(panel, 0, y)}h${WIDTH}" stroke="#ddd"/>`,
      `<text x="${panel.x - 6}" y="${at}" dy="4" text-anchor="end">${y}</text>`,
    ];
  });
  const ticks = panel.xTicks.flatMap(([x, text]) => {
    const at = (panel.x + x * WIDTH).toFixed(1);
    return [
      `<path d="M${at} ${bottom}v4" stroke="#444"/>`,
      `<text x="${at}" y="${bottom + 17}" text-anchor="middle">${text}</text>`,
    ];
  });
  const middle = panel.x + WIDTH / 2;
  return [
    ...lines,
    ...ticks,
    `<path d="M${place(panel, 0, 1)}V${bottom}h${WIDTH}" fill="none" stroke="#444"/>`,
    `<text x="${middle}" y="${MARGIN.top - 16}" text-anchor="middle" font-weight="bold">${encode(panel.title)}</text>`,
    `<text x="${middle}" y="${bottom + 34}" text-anchor="middle">${encode(panel.xLabel)}</text>`,
    `<text transform="translate(${panel.x - 38} ${MARGIN.top + HEIGHT / 2}) rotate(-90)" text-anchor="middle">${panel.yLabel}</text>`,
  ];
}

function path(panel: Panel, points: readonly (readonly [number, number])[], color: string, dash: string, width = 2) {
  const d = points.map(([x, y]) => place(panel, x, y)).join("L");
  const dashes = dash === "" ? "" : ` stroke-dasharray="${dash}"`;
  return `<path d="M${d}" fill="none" stroke="${color}" stroke-width="${width}"${dashes}/>`;
}

function legend(name: string, i: number): string[] {
  const y = MARGIN.top + HEIGHT + MARGIN.bottom + 18 * i + 6;
  const dashes = dashOf(i) === "" ? "" : ` stroke-dasharray="${dashOf(i)}"`;
  return [
    `<path d="M${MARGIN.left} ${y}h28" stroke="${colorOf(i)}" stroke-width="2"${dashes}/>`,
    `<text x="${MARGIN.left + 36}" y="${y + 4}">${encode(name)}</text>`,
  ];
}

const colorOf = (i: number): string => COLORS[i % COLORS.length];
const dashOf = (i: number): string => DASHES[Math.floor(i / COLORS.length) % DASHES.length];

/** Text between tags. */
const encode = (text: string): string =>
  visible(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
