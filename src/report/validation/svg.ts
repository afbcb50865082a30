import type { Direction, ValidationPair, ValidationReport } from "../../findings/validation.js";
import type { Axis } from "../plot/axis.js";
import { type Panel, seriesClass, svgDocument } from "../plot/document.js";
import { crosses, line, rings } from "../plot/layers.js";

const SIZE = { width: 340, height: 340 } as const;
const REFINED = `mark ${seriesClass(0)}`;
const FIRST_ORDER = `mark ${seriesClass(1)}`;

const TITLES: Readonly<Record<Direction, string>> = {
  removal: "Labels taken out of training",
  relabelling: "Labels replaced",
};

/**
 * Predicted against retrained changes, a panel for each direction. Changes span orders of magnitude and have signs, so both
 * axes are linear up to the smallest changes and logarithmic beyond.
 */
export function validationSvg({ directions, pairs }: ValidationReport): string {
  const shown = directions.filter((one) => one.pairs > 0).map(({ direction }) => direction);
  return svgDocument({
    title: "Predicted changes of reference losses against those of retraining",
    size: SIZE,
    panels: shown.map((direction) =>
      panelOf(
        TITLES[direction],
        pairs.filter((pair) => pair.direction === direction),
      ),
    ),
    key: [
      { mark: "cross", className: FIRST_ORDER, says: "first order (influence)" },
      { mark: "ring", className: REFINED, says: "refined: some Newton steps" },
    ],
  });
}

/** One square: predicted changes to the right, those of retraining upwards, and the line on which both are the same. */
function panelOf(title: string, pairs: readonly ValidationPair[]): Panel {
  const sizes = pairs.flatMap(({ firstOrder, refined, retrained }) => [firstOrder, refined, retrained].map(Math.abs));
  const largest = sizes.reduce((most, size) => Math.max(most, size), Number.MIN_VALUE);
  const decades = decadesOf(pairs, largest);
  const powers = Array.from({ length: decades + 1 }, (_, d) => largest * 10 ** -d);
  const axis: Omit<Axis, "name"> = {
    kind: "symlog",
    unit: largest / 10 ** decades,
    domain: [-largest, largest],
    ticks: [...powers.map((power) => -power), 0, ...powers.toReversed()],
    format: (value) => (value === 0 ? "0" : value.toExponential(0)),
  };
  return {
    title,
    grid: true,
    x: { name: "predicted change of the reference loss (nats)", ...axis },
    y: { name: "change by retraining (nats)", ...axis },
    layers: [
      line(segment([-largest, 0], [largest, 0]), "zero"),
      line(segment([0, -largest], [0, largest]), "zero"),
      line(segment([-largest, -largest], [largest, largest]), "guide"),
      crosses(
        pairs.map(({ firstOrder, retrained }) => [firstOrder, retrained]),
        FIRST_ORDER,
      ),
      rings(
        pairs.map(({ refined, retrained }) => [refined, retrained]),
        REFINED,
      ),
    ],
  };
}

type Point = readonly [number, number];

const segment = (from: Point, to: Point): readonly Point[] => [from, to];

/** Powers of ten from the largest change down to the smaller half of them, one to five. */
function decadesOf(pairs: readonly ValidationPair[], largest: number): number {
  const sizes = pairs.map(({ retrained }) => Math.abs(retrained)).sort((a, b) => a - b);
  const small = sizes[Math.floor(sizes.length / 5)] ?? 0;
  return Math.max(1, Math.min(5, Math.round(Math.log10(largest / Math.max(small, largest * 1e-5)))));
}
