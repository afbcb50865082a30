import type { Direction, ValidationPair, ValidationReport } from "../../findings/validation.js";

const SIZE = 340;
const MARGIN = { left: 66, top: 40, right: 18, bottom: 84 } as const;
/** Okabe and Ito's vermilion and blue, which colour-blind readers can tell apart; shapes repeat it. */
const FIRST_ORDER = "#d55e00";
const REFINED = "#0072b2";

const TITLES: Readonly<Record<Direction, string>> = {
  removal: "Labels taken out of training",
  relabelling: "Labels replaced",
};

/**
 * Predicted against retrained changes, a panel for each direction. Changes span orders of magnitude and have signs, so both
 * axes are linear up to the smallest changes and logarithmic beyond: sign(x) log₁₀(1 + |x| / x₀).
 */
export function validationSvg({ directions, pairs }: ValidationReport): string {
  const panels = directions.filter((one) => one.pairs > 0).map(({ direction }) => direction);
  const width = panels.length * (MARGIN.left + SIZE + MARGIN.right);
  const height = MARGIN.top + SIZE + MARGIN.bottom;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">`,
    "<title>Predicted changes of reference losses against those of retraining</title>",
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    ...panels.flatMap((direction, i) =>
      panel(
        TITLES[direction],
        i * (MARGIN.left + SIZE + MARGIN.right) + MARGIN.left,
        pairs.filter((pair) => pair.direction === direction),
      ),
    ),
    "</svg>\n",
  ].join("\n");
}

/** One square: what was predicted to the right, what retraining did upwards, and the line on which both are the same. */
function panel(title: string, left: number, pairs: readonly ValidationPair[]): string[] {
  const all = pairs.flatMap(({ firstOrder, refined, retrained }) => [firstOrder, refined, retrained]).map(Math.abs);
  const largest = Math.max(...all, Number.MIN_VALUE);
  const decades = decadesOf(pairs, largest);
  const unit = largest / 10 ** decades;
  const scaled = (x: number) => (Math.sign(x) * Math.log10(1 + Math.abs(x) / unit)) / Math.log10(1 + 10 ** decades);
  const x = (value: number) => (left + (SIZE * (1 + scaled(value))) / 2).toFixed(1);
  const y = (value: number) => (MARGIN.top + (SIZE * (1 - scaled(value))) / 2).toFixed(1);
  const bottom = MARGIN.top + SIZE;
  const middle = left + SIZE / 2;
  const ticks = [-1, 1]
    .flatMap((sign) => Array.from({ length: decades + 1 }, (_, d) => sign * largest * 10 ** -d))
    .concat(0);
  return [
    `<text x="${middle}" y="${MARGIN.top - 16}" text-anchor="middle" font-weight="bold">${title}</text>`,
    ...ticks.flatMap((value) => tick(value, x(value), y(value), left, bottom)),
    `<path d="M${left} ${bottom}L${left + SIZE} ${MARGIN.top}" stroke="#888" stroke-dasharray="4 3"/>`,
    `<rect x="${left}" y="${MARGIN.top}" width="${SIZE}" height="${SIZE}" fill="none" stroke="#444"/>`,
    ...pairs.map(
      ({ firstOrder, retrained }) =>
        `<path d="M${x(firstOrder)} ${y(retrained)}m-3 -3l6 6m0 -6l-6 6" stroke="${FIRST_ORDER}" opacity=".6"/>`,
    ),
    ...pairs.map(
      ({ refined, retrained }) =>
        `<circle cx="${x(refined)}" cy="${y(retrained)}" r="2.5" fill="none" stroke="${REFINED}" opacity=".8"/>`,
    ),
    `<text x="${middle}" y="${bottom + 38}" text-anchor="middle">predicted change of the reference loss (nats)</text>`,
    `<text transform="translate(${left - 52} ${MARGIN.top + SIZE / 2}) rotate(-90)" text-anchor="middle">change by retraining (nats)</text>`,
    `<path d="M${left} ${bottom + 62}m-3 -3l6 6m0 -6l-6 6" stroke="${FIRST_ORDER}"/>`,
    `<text x="${left + 10}" y="${bottom + 66}">first order (influence)</text>`,
    `<circle cx="${left + 170}" cy="${bottom + 62}" r="2.5" fill="none" stroke="${REFINED}"/>`,
    `<text x="${left + 180}" y="${bottom + 66}">refined: some Newton steps</text>`,
  ];
}

function tick(value: number, x: string, y: string, left: number, bottom: number): string[] {
  const text = value === 0 ? "0" : value.toExponential(0).replace("e", "e");
  return [
    `<path d="M${x} ${MARGIN.top}V${bottom}M${left} ${y}h${SIZE}" stroke="${value === 0 ? "#bbb" : "#eee"}"/>`,
    `<text x="${x}" y="${bottom + 16}" text-anchor="middle" font-size="9">${text}</text>`,
    `<text x="${left - 5}" y="${y}" dy="3" text-anchor="end" font-size="9">${text}</text>`,
  ];
}

/** Powers of ten from the largest change down to the smaller half of them, one to five. */
function decadesOf(pairs: readonly ValidationPair[], largest: number): number {
  const sizes = pairs.map(({ retrained }) => Math.abs(retrained)).sort((a, b) => a - b);
  const small = sizes[Math.floor(sizes.length / 5)];
  return Math.max(1, Math.min(5, Math.round(Math.log10(largest / Math.max(small, largest * 1e-5)))));
}
