/**
 * How threads take part in a pass. The main thread writes the pass into the control words, opens the barrier, works, closes
 * it and waits until no worker is inside. A worker enters only while it is open, so one that wakes (or starts) late
 * misses the pass instead of reading a pass that is being rewritten.
 */
export const CONTROL_WORDS = 192;
/** Counts the passes; workers sleep on it. */
const EPOCH = 0;
/** Bit 0: open. The rest: 2 × the number of workers inside. */
const GATE = 16;
const OPEN = 1;
const INSIDE = 2;
/** 1 once a worker has failed inside: why is then written from MESSAGE on, a code unit a word, with 0 after the last. */
const FAILED = 32;
const STOPPED = 33;
/** The pass: its kind, its operands, and how many tasks it has. */
const PASS = 34;
const JOB = 35;
const TASKS = 36;
/** How many threads take part in the pass, the main one included. */
const ACTIVE = 37;
/** The next task to be taken; the compiled code counts it up. */
export const COUNTER = 48;
const MESSAGE = 64;

type Control = Int32Array<ArrayBufferLike>;

export interface Pass {
  readonly pass: number;
  readonly job: number;
  readonly tasks: number;
}

/** @param active how many threads take part, the main one included */
export function openBarrier(control: Control, { pass, job, tasks }: Pass, active: number): void {
  control[PASS] = pass;
  control[JOB] = job;
  control[TASKS] = tasks;
  control[ACTIVE] = active;
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

/** Why a worker has failed inside; null where none has. */
export function failureIn(control: Control): string | null {
  if (Atomics.load(control, FAILED) === 0) return null;
  const units = [...control.subarray(MESSAGE, CONTROL_WORDS)];
  return String.fromCharCode(...units.slice(0, units.indexOf(0)));
}

function writeFailure(control: Control, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  const most = CONTROL_WORDS - MESSAGE - 1;
  for (let i = 0; i < most; i++) control[MESSAGE + i] = i < message.length ? message.charCodeAt(i) : 0;
  control[MESSAGE + most] = 0;
  Atomics.store(control, FAILED, 1);
}

/** Ends the workers. */
export function stopWorkers(control: Control): void {
  Atomics.store(control, STOPPED, 1);
  Atomics.add(control, EPOCH, 1);
  Atomics.notify(control, EPOCH);
}

/**
 * A worker's life: sleep until there is a pass, run a share of it, sleep again. Returns when the workers are stopped.
 *
 * @param thread 1, 2, …: it leaves passes of so few threads alone
 */
export function serve(control: Control, thread: number, run: (pass: Pass) => void): void {
  let seen = -1;
  for (;;) {
    Atomics.wait(control, EPOCH, seen);
    seen = Atomics.load(control, EPOCH);
    if (Atomics.load(control, STOPPED) !== 0) return;
    if (!enter(control)) continue;
    try {
      if (thread < control[ACTIVE]) run({ pass: control[PASS], job: control[JOB], tasks: control[TASKS] });
    } catch (error) {
      writeFailure(control, error);
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
