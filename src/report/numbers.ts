/**
 * The number as machine-readable reports print it: integers as they are, all others to 6 significant digits. That is
 * more than any figure here is exact to, and it keeps rounding noise between machines out of the output. Rounding
 * never swaps two numbers, so ranks and scores still agree.
 * @throws Error when the value is not finite: no figure of a report may be, and JSON cannot say it
 */
export function rounded(value: number): number {
  if (!Number.isFinite(value)) throw new Error(`a report cannot hold the number ${value}`);
  return Number.isInteger(value) ? value + 0 : Number(value.toPrecision(6));
}

/** The same, null for a figure that there is not. */
export function orNull(value: number | null): number | null {
  return value === null ? null : rounded(value);
}

/** A count with commas between thousands: 1,234,567. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** A count and its noun: "1 token", "2,000 tokens". */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? "" : "s"}`;
}

/** A probability for people: whole, and never certain. */
export function percent(p: number): string {
  if (p > 0.99) return "over 99%";
  if (p < 0.01) return "under 1%";
  return `${(100 * p).toFixed(0)}%`;
}

/** What is expected of some findings of a pattern, the same in every format: "about 7 wrong (75%)". */
export function aboutWrong({ wrong, findings }: { readonly wrong: number; readonly findings: number }): string {
  return findings === 0 ? "none left" : `about ${count(Math.round(wrong))} wrong (${percent(wrong / findings)})`;
}

/** A figure for people: 3 significant digits, small ones in scientific notation. */
export function short(value: number): string {
  const small = value !== 0 && Math.abs(value) < 0.001;
  return small ? value.toExponential(2) : String(Number(value.toPrecision(3)));
}

/** The same with its sign. */
export function signed(value: number): string {
  return value > 0 ? `+${short(value)}` : short(value);
}

/** What a share of the reference loss is called: "drives 3.2% of the reference loss", "takes <0.001% off the loss". */
export function shareText(share: number, whole = "the reference loss"): string {
  return share < 0 ? `takes ${sharePercent(share)} off ${whole}` : `drives ${sharePercent(share)} of ${whole}`;
}

/** The size of a share: whole from ten per cent on, one decimal below, one significant digit of what would read 0.0. */
export function sharePercent(share: number): string {
  const size = Math.abs(share * 100);
  if (size === 0) return "0%";
  if (size < 0.001) return "<0.001%";
  if (size < 0.05) return `${Number(size.toPrecision(1))}%`;
  return `${size.toFixed(size < 9.95 ? 1 : 0)}%`;
}

/**
 * Two decimals as C's printf, and so conlleval, rounds them: exact ties go to the even digit (12.125 → 12.12), where
 * JavaScript's own toFixed goes up. Only odd multiples of 1/8 are exact ties in binary.
 */
export function twoDecimals(value: number): string {
  const eighths = value * 8;
  const downwards = Number.isInteger(eighths) && (eighths % 8 === 1 || eighths % 8 === 5);
  return (downwards ? value - 0.005 : value).toFixed(2);
}
