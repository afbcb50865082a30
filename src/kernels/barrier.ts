/**
 * How threads take part in a pass. The main thread writes the pass into the control words, opens the barrier, works, closes
 * it and waits until no worker is inside. A worker enters only while it is open, so one that wakes (or starts) late
 * misses the pass instead of reading a pass that is being rewritten.
 */
export const CONTROL_WORDS = 64;
/** Counts the passes; workers sleep on it. */
const EPOCH = 0;
/** Bit 0: open. The rest: 2 × the number of workers inside. */
const GATE = 16;
const OPEN = 1;
const INSIDE = 2;
/** 1 once a worker has failed inside. */
const FAILED = 32;
const STOPPED = 33;
/** The pass: its kind, its operands, and how many tasks it has. */
const PASS = 34;
const JOB = 35;
const TASKS = 36;
/** The next task to be taken; the compiled code counts it up. */
export const COUNTER = 48;

type Control = Int32Array<ArrayBufferLike>;

export interface Pass {
  readonly pass: number;
  readonly job: number;
  readonly tasks: number;
}

export function openBarrier(control: Control, { pass, job, tasks }: Pass): void {
  control[PASS] = pass;
  control[JOB] = job;
  control[TASKS] = tasks;
  Atomics.store(control, GATE, OPEN);
  Atomics.add(control, EPOCH, 1);
  Atomics.notify(control, EPOCH);
}

/**
 * Closes the barrier and waits for the workers inside.
 *
 * @returns false where one has not left after `patience` milliseconds
 */
export function closeBarrier(control: Control, patience: number): boolean {
  let inside = Atomics.and(control, GATE, ~OPEN) & ~OPEN;
  while (inside !== 0) {
    if (Atomics.wait(control, GATE, inside, patience) === "timed-out") return false;
    inside = Atomics.load(control, GATE);
  }
  return true;
}

export const hasFailed = (control: Control): boolean => Atomics.load(control, FAILED) !== 0;

/** Ends the workers. */
export function stopWorkers(control: Control): void {
  Atomics.store(control, STOPPED, 1);
  Atomics.add(control, EPOCH, 1);
  Atomics.notify(control, EPOCH);
}

/** A worker's life: sleep until there is a pass, run a share of it, sleep again. Returns when the workers are stopped. */
export function serve(control: Control, run: (pass: Pass) => void): void {
  let seen = -1;
  for (;;) {
    Atomics.wait(control, EPOCH, seen);
    seen = Atomics.load(control, EPOCH);
    if (Atomics.load(control, STOPPED) !== 0) return;
    if (!enter(control)) continue;
    try {
      run({ pass: control[PASS], job: control[JOB], tasks: control[TASKS] });
    } catch (error) {
      Atomics.store(control, FAILED, 1);
      throw error;
    } finally {
      if (Atomics.sub(control, GATE, INSIDE) === INSIDE) Atomics.notify(control, GATE);
    }
  }
}

function enter(control: Control): boolean {
  let gate = Atomics.load(control, GATE);
  while ((gate & OPEN) !== 0) {
    const before = Atomics.compareExchange(control, GATE, gate, gate + INSIDE);
    if (before === gate) return true;
    gate = before;
  }
  return false;
}
