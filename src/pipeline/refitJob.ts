import type { MessagePort } from "node:worker_threads";
import {
  type RefitParts,
  refitAlone,
  refitChannel,
  refitEvenly,
  refitJointly,
  type WeightChoice,
} from "../audit/refits/refits.js";
import type { Terms } from "../kernels/loan.js";
import type { Range } from "../kernels/memory.js";
import { borrowKernels } from "../kernels/wasm.js";
import { CrfObjective } from "../tagger/objective.js";
import { type ProblemData, problemOver } from "../tagger/problem.js";

/** What a thread needs to make refits over the memory of another one. */
export interface RefitJob {
  readonly terms: Terms;
  readonly training: ProblemData;
  readonly lambda: number;
  readonly theta: Float64Array;
  readonly reference: ProblemData;
  /** w */
  readonly trust: WeightChoice;
  /** The parts that are wanted. */
  readonly wanted: readonly (keyof RefitParts)[];
  readonly claims: Int32Array<ArrayBufferLike>;
}

export type FromRefits =
  | { [Name in keyof RefitParts]: { readonly name: Name; readonly value: RefitParts[Name] } }[keyof RefitParts]
  | { readonly name: "ended"; readonly grown: readonly Range[] };

const NUMBERS: Record<keyof RefitParts, number> = { joint: 0, even: 1, referenceOnly: 2, channel: 3 };

export const CLAIMS = Object.keys(NUMBERS).length;

/** Whether nobody has begun with a part: whoever asks first makes it. */
export function claim(claims: Int32Array<ArrayBufferLike>, name: keyof RefitParts): boolean {
  return Atomics.exchange(claims, NUMBERS[name], 1) === 0;
}

/**
 * Makes what of the refits is wanted and not begun with, each told as soon as it is there. θ_w, which takes longest, first: θ_w and θ_1 take as long
 * as v, θ_ref and θ_Γ, which the other thread begins with.
 */
export function runRefitJob(port: Pick<MessagePort, "postMessage">, job: RefitJob): void {
  const { terms, training, lambda, theta, reference, trust, wanted, claims } = job;
  const borrowed = borrowKernels(terms);
  for (const data of [training, reference]) eachShared(data, borrowed.adopt);
  const { kernels } = borrowed;
  const tell = (message: FromRefits): void => port.postMessage(message);
  const isMine = (name: keyof RefitParts): boolean => wanted.includes(name) && claim(claims, name);

  const objective = new CrfObjective(kernels, problemOver(kernels, training), lambda);
  const given = { objective, theta, problem: problemOver(kernels, reference) };
  if (isMine("joint")) {
    const value = refitJointly(given, trust);
    tell({ name: "joint", value });
    if (isMine("even")) tell({ name: "even", value: refitEvenly(given, value, trust) });
  }
  if (isMine("referenceOnly")) {
    const value = refitAlone(given);
    tell({ name: "referenceOnly", value });
    if (isMine("channel")) tell({ name: "channel", value: refitChannel(given, value) });
  }
  tell({ name: "ended", grown: borrowed.giveBack() });
}

/** Visits the arrays in shared memory that some data hold. */
function eachShared(data: unknown, visit: (array: Float64Array<ArrayBufferLike>) => void): void {
  if (typeof data !== "object" || data === null) return;
  if (!ArrayBuffer.isView(data)) for (const part of Object.values(data)) eachShared(part, visit);
  else if (data.buffer instanceof SharedArrayBuffer) visit(data as Float64Array<ArrayBufferLike>);
}
