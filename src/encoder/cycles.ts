/** What makes some tensors of others. */
export interface Step {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/**
 * A step of a graph that waits for itself, or undefined. Inputs that no step makes are there from the start. By Kahn's
 * algorithm: steps whose inputs are there are removed until none is left.
 */
export function stepInCycle<S extends Step>(steps: readonly S[]): S | undefined {
  const makers = new Map<string, number>();
  steps.forEach(({ outputs }, n) => {
    for (const output of outputs) if (output !== "") makers.set(output, n);
  });
  const waiting = steps.map(() => 0);
  const readers = steps.map((): number[] => []);
  steps.forEach(({ inputs }, n) => {
    for (const input of new Set(inputs)) {
      const maker = makers.get(input);
      if (maker === undefined) continue;
      waiting[n]++;
      readers[maker].push(n);
    }
  });
  const ready = [...steps.keys()].filter((n) => waiting[n] === 0);
  for (let n = ready.pop(); n !== undefined; n = ready.pop()) {
    for (const reader of readers[n]) if (--waiting[reader] === 0) ready.push(reader);
  }
  return steps.find((_, n) => waiting[n] > 0);
}
