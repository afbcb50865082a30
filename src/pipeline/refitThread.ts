import { Worker } from "node:worker_threads";
import type { Obtain } from "../audit/refits/cachedRefits.js";
import type { Refittable } from "../audit/refits/referenceLoss.js";
import type { RefitParts, WeightChoice } from "../audit/refits/refits.js";
import type { Loan } from "../kernels/loan.js";
import type { Range } from "../kernels/memory.js";
import { dataOf } from "../tagger/problem.js";
import { CLAIMS, claim, type FromRefits, type RefitJob } from "./refitJob.js";
import { threadFile } from "./threadFile.js";

/** Tokens of a training corpus from which on a thread is worth its start, a tenth of a second. */
const LEAST_TOKENS = 2000;

type Results = { [Name in keyof RefitParts]?: RefitParts[Name] };

/**
 * A second thread that makes refits while this one solves for v, with half of the threads of its passes. A pass takes a millisecond or so,
 * of which waking another thread for it is a good part; and what is not a pass no other thread shares: two passes at a time
 * wait for neither (bench/RESULTS.md).
 */
export class RefitThread {
  private readonly claims = new Int32Array(new SharedArrayBuffer(4 * CLAIMS));
  private readonly results: Results = {};
  private grown: readonly Range[] = [];
  private isRunning = true;
  private isOver = false;
  private readonly worker: Worker;
  /** Called at every message, and at the end. */
  private changed: () => void = () => {};

  /** Begins with the parts that are wanted; null where this thread is better off alone. */
  static over(given: Refittable, wanted: readonly (keyof RefitParts)[], trust: WeightChoice): RefitThread | null {
    if (given.objective.problem.chains.tokens < LEAST_TOKENS) return null;
    const loan = given.objective.kernels.lend();
    return loan && new RefitThread(loan, given, wanted, trust);
  }

  private constructor(
    private readonly loan: Loan,
    { objective, theta, problem }: Refittable,
    wanted: readonly (keyof RefitParts)[],
    trust: WeightChoice,
  ) {
    const workerData: RefitJob = {
      terms: loan.terms,
      training: dataOf(objective.problem),
      lambda: objective.lambda,
      theta,
      reference: dataOf(problem),
      trust,
      wanted,
      claims: this.claims,
    };
    this.worker = new Worker(threadFile(), { workerData, execArgv: [] });
    this.worker.on("message", (message: FromRefits) => {
      if (message.name === "ended") this.grown = message.grown;
      else Object.assign(this.results, { [message.name]: message.value });
      this.changed();
    });
    // Whatever goes wrong there is met here, where the part is then made: what can be repaired is, and what cannot is said once.
    this.worker.on("error", () => {});
    this.worker.on("exit", () => {
      this.isRunning = false;
      this.changed();
    });
  }

  readonly obtain: Obtain = async (name, work) => {
    if (claim(this.claims, name)) return work();
    await this.loan.wait(this.until(() => this.results[name] !== undefined));
    return this.results[name] ?? work();
  };

  /** Waits for the end of what nobody has claimed here; `obtain` is not called after. */
  async end(): Promise<void> {
    await this.loan.wait(this.until(() => false));
    this.giveBack();
  }

  /** Ends the thread wherever it is; after `end`, nothing. */
  async stop(): Promise<void> {
    await this.worker.terminate();
    this.giveBack();
  }

  /** Once: what is given back may be in use again. */
  private giveBack(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.loan.end(this.grown);
  }

  /** Resolved when the condition holds or the thread has ended. */
  private until(isSo: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.changed = () => {
        if (isSo() || !this.isRunning) resolve();
      };
      this.changed();
    });
  }
}
