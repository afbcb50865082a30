import { decades, linear, logarithmic, type Scale, squareRoot, symmetricLog, ticks } from "./scale.js";

/** One axis of a plot. */
export interface Axis {
  readonly name: string;
  readonly domain: readonly [number, number];
  /** "symlog": linear within ±`unit`, logarithmic beyond; the domain is symmetric about 0. */
  readonly kind?: "linear" | "log" | "sqrt" | "symlog";
  /** Of a symlog axis: the size below which it is linear. */
  readonly unit?: number;
  /** Where ticks stand; round numbers without it. */
  readonly ticks?: readonly number[];
  readonly format?: (value: number) => string;
}

/** @param range the pixels that the domain's ends stand at */
export function scaleOf({ kind, domain, unit = 1 }: Axis, range: readonly [number, number]): Scale {
  switch (kind) {
    case "sqrt":
      return squareRoot(domain, range);
    case "log":
      return logarithmic(domain, range);
    case "symlog":
      return symmetricLog(domain[1], unit, range);
    default:
      return linear(domain, range);
  }
}

/** Values of an axis that get a label, ascending. */
export function ticksOf({ kind, domain, ticks: given }: Axis): readonly number[] {
  if (given) return given;
  if (kind === "sqrt")
    return [0, 0.1, 0.4, 1].map((share) => round(share * domain[1])).filter((at, i, all) => at > (all[i - 1] ?? -1));
  return kind === "log" ? decades(domain, 4) : ticks(domain, 4);
}

/** What stands at a tick. */
export function tickLabel({ format, kind }: Axis, value: number): string {
  if (format) return format(value);
  if (kind === "log") return `10${superscript(Math.round(Math.log10(value)))}`;
  return Math.abs(value) >= 10_000 ? `${Number((value / 1000).toPrecision(3))}k` : String(value);
}

/** Down to one significant digit, and a whole number: a tick above the greatest value would stand outside of the plot. */
function round(value: number): number {
  if (value < 1) return 0;
  const [digits = "0", exponent = "0"] = value.toExponential().split("e");
  return Math.floor(Number(digits)) * 10 ** Number(exponent);
}

function superscript(power: number): string {
  return [...String(power)].map((digit) => (digit === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)])).join("");
}
