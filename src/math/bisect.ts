/**
 * Where a condition that holds at low numbers ends: the bracket [low, high], halved `steps` times.
 *
 * @param holds true below the place that is looked for, false above
 */
export function bisect(
  holds: (x: number) => boolean,
  [low, high]: readonly [low: number, high: number],
  steps: number,
): readonly [low: number, high: number] {
  let [from, to] = [low, high];
  for (let step = 0; step < steps; step++) {
    const middle = (from + to) / 2;
    if (holds(middle)) from = middle;
    else to = middle;
  }
  return [from, to];
}
