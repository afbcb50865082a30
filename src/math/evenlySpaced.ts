/** At most `most` indices of a list of `count`, both ends among them, as evenly spaced as integers allow. */
export function evenlySpaced(count: number, most: number): number[] {
  if (count <= most) return Array.from({ length: count }, (_, i) => i);
  return Array.from({ length: most }, (_, i) => Math.round((i * (count - 1)) / (most - 1)));
}
