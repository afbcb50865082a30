import type { Level, LevelScore, RecallPoint, ScoreReport } from "../../findings/evaluation.js";
import { at } from "../../math/at.js";
import { count } from "../numbers.js";
import { type KeyEntry, type Panel, seriesClass, svgDocument } from "../plot/document.js";
import { type Layer, line } from "../plot/layers.js";
import { decades } from "../plot/scale.js";
import { namesOf } from "./comparison.js";
import { fraction } from "./table.js";

const SIZE = { width: 460, height: 300 } as const;
const SHARES = { domain: [0, 1], ticks: [0, 0.25, 0.5, 0.75, 1] } as const;

/** Two panels at one level: recall over the units read (logarithmic), and precision over recall. One curve a ranking. */
export function scoreSvg({ rankings, train }: ScoreReport, level: Level): string {
  const scored = rankings.map((ranking) => ranking.levels.find((one) => one.level === level)!);
  const key = namesOf(rankings).map(
    (name, i): KeyEntry => ({
      mark: "line",
      className: classOf(i),
      says: `${name} (AP ${fraction(at(scored, i).averagePrecision)})`,
    }),
  );
  return svgDocument({
    title: `Errors found in ${train}`,
    size: SIZE,
    panels: [recallPanel(scored, level), precisionPanel(scored)],
    key: [...key, { mark: "line", className: "guide", says: "in random order" }],
  });
}

function recallPanel(scored: readonly LevelScore[], level: Level): Panel {
  const domain = [1, Math.max(10, ...scored.map(({ units }) => units))] as const;
  const { recallCurve, units } = at(scored, 0);
  const random = recallCurve.map(({ read }) => [read, read / units] as const);
  return {
    title: `Errors found, by ${level}s read`,
    x: {
      name: `${level}s read, most suspicious first`,
      kind: "log",
      domain,
      ticks: decades(domain, Number.POSITIVE_INFINITY),
      format: count,
    },
    y: { name: "recall", ...SHARES },
    layers: [line(random, "guide"), ...curves(scored, ({ read, recall }) => [read, recall])],
  };
}

function precisionPanel(scored: readonly LevelScore[]): Panel {
  const { errors, units } = at(scored, 0);
  const errorShare = errors / units;
  const random = [
    [0, errorShare],
    [1, errorShare],
  ] as const;
  return {
    title: "Precision over recall",
    x: { name: "recall", ...SHARES },
    y: { name: "precision", ...SHARES },
    layers: [line(random, "guide"), ...curves(scored, ({ recall, precision }) => [recall, precision])],
  };
}

function curves(scored: readonly LevelScore[], pointOf: (point: RecallPoint) => readonly [number, number]): Layer[] {
  return scored.map(({ recallCurve }, i) => line(recallCurve.map(pointOf), classOf(i)));
}

const classOf = (ranking: number): string => `line ${seriesClass(ranking)}`;
