/** One piece of work, and the MB that it takes while it runs. */
export interface Work {
  readonly need: number;
  run(): Promise<void>;
}

/** What may run at once. */
export interface Bounds {
  readonly jobs: number;
  /** MB. */
  readonly memory: number;
}

/**
 * Runs all of the work: at any time at most `jobs` pieces, whose needs are within `memory`. Whenever there is room, the
 * first piece that fits begins; one that never fits runs alone. Errors are thrown once what runs has ended.
 */
export async function runBounded(work: readonly Work[], { jobs, memory }: Bounds): Promise<void> {
  const waiting = [...work];
  const running = new Set<Promise<void>>();
  let free = memory;
  let failure: { readonly error: unknown } | undefined;

  const begin = (piece: Work): void => {
    free -= piece.need;
    const run = piece
      .run()
      .catch((error: unknown) => {
        failure ??= { error };
      })
      .finally(() => {
        free += piece.need;
        running.delete(run);
      });
    running.add(run);
  };
  while (running.size > 0 || (waiting.length > 0 && failure === undefined)) {
    while (waiting.length > 0 && running.size < jobs && failure === undefined) {
      const fitting = waiting.findIndex(({ need }) => need <= free);
      if (fitting < 0 && running.size > 0) break;
      begin(waiting.splice(Math.max(fitting, 0), 1)[0] as Work);
    }
    await Promise.race(running);
  }
  if (failure !== undefined) throw failure.error;
}
