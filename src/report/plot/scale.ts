/** A value's place on an axis, in the units of the plot. */
export type Scale = (value: number) => number;

export function linear([from, to]: readonly [number, number], [start, end]: readonly [number, number]): Scale {
  const span = to - from || 1;
  return (value) => start + ((value - from) / span) * (end - start);
}

/** Equal ratios are equal distances; values at or below 0 stand at the lower end. */
export function logarithmic(domain: readonly [number, number], range: readonly [number, number]): Scale {
  const least = Math.max(domain[0], Number.MIN_VALUE);
  const scale = linear([Math.log10(least), Math.log10(Math.max(domain[1], least))], range);
  return (value) => scale(Math.log10(Math.max(value, least)));
}

/**
 * Signed values that span orders of magnitude: linear up to `unit`, logarithmic beyond, sign(x) log₁₀(1 + |x| / unit).
 *
 * @param largest the domain is [−largest, largest]
 */
export function symmetricLog(largest: number, unit: number, range: readonly [number, number]): Scale {
  const size = (x: number) => Math.log10(1 + x / unit);
  const scale = linear([-size(largest), size(largest)], range);
  return (value) => scale(Math.sign(value) * size(Math.abs(value)));
}

/** Areas are as the values: small counts stay visible next to large ones. The domain begins at 0. */
export function squareRoot(domain: readonly [number, number], range: readonly [number, number]): Scale {
  const scale = linear([0, Math.sqrt(domain[1])], range);
  return (value) => scale(Math.sqrt(Math.max(0, value)));
}

/** Round numbers within a domain, some `wanted` of them, both ends left out where they are not round. */
export function ticks([from, to]: readonly [number, number], wanted: number): number[] {
  const span = to - from;
  if (!(span > 0)) return [from];
  const rough = span / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * (([1, 2, 5, 10].find((factor) => factor * power >= rough) as number) ?? 10);
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  // A product, not a running sum: 0.1 added three times is not 0.3.
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** Powers of ten within a domain, thinned to `most`. */
export function decades([from, to]: readonly [number, number], most: number): number[] {
  const first = Math.ceil(Math.log10(from) - 1e-9);
  const last = Math.floor(Math.log10(to) + 1e-9);
  const stride = Math.max(1, Math.ceil((last - first + 1) / most));
  const powers: number[] = [];
  for (let power = last; power >= first; power -= stride) powers.unshift(Number(`1e${power}`));
  return powers;
}
