import type { SingleBar } from "cli-progress";
import type { Stage, StageName } from "../pipeline/environment.js";
import { visible } from "../report/visible.js";
import type { OutputStream } from "./output.js";

export type { Stage, StageName };

/** Progress bars, one at a time. */
export interface Progress {
  /** Ends the stage before and begins the next. The total is null where nobody can know it. */
  stage(name: StageName, total: number | null): Promise<Stage>;
  /** Takes the bar off the screen while something is printed on the same terminal. */
  around(print: () => void): void;
  /** Removes the bar, if any: on every way out, for a bar keeps the process alive and the terminal from wrapping. */
  stop(): void;
}

/** Where bars are drawn, and whether. */
export interface ProgressOptions {
  readonly stream: OutputStream;
  readonly quiet: boolean;
}

const SILENT_STAGE: Stage = { update: () => {}, done: () => {} };
const CLEAR_LINE = "\r\x1b[2K";
const SAVE_CURSOR = "\x1b7";
const NAME_WIDTH = "training".length;

/** Bars on a terminal that is not quiet; elsewhere nothing is drawn, and nothing is loaded to draw it. */
export function createProgress({ stream, quiet }: ProgressOptions): Progress {
  if (quiet || stream.isTTY !== true) {
    return { stage: async () => SILENT_STAGE, around: (print) => print(), stop: () => {} };
  }
  return new BarProgress(stream);
}

class BarProgress implements Progress {
  private bar: SingleBar | undefined;

  constructor(private readonly stream: OutputStream) {}

  async stage(name: StageName, total: number | null): Promise<Stage> {
    this.stop();
    // Loaded late: most runs draw nothing, and start-up counts.
    const { default: cliProgress } = await import("cli-progress");
    const figures = total === null ? "{value}" : "[{bar}] {percentage}%";
    const bar = new cliProgress.SingleBar({
      stream: this.stream,
      format: `${name.padEnd(NAME_WIDTH)} ${figures} {detail}`,
      barsize: 24,
      clearOnComplete: true,
      // Long loops may not return to the event loop for a while, so updates draw by themselves.
      synchronousUpdate: true,
      // Brings the bar back after `around` took it off, though nothing in it has changed.
      forceRedraw: true,
    });
    this.bar = bar;
    bar.start(total ?? 0, 0, { detail: "" });
    return {
      update: (value, detail = "") => {
        if (this.bar === bar) bar.update(value, { detail: visible(detail) });
      },
      done: () => {
        if (this.bar === bar) this.stop();
      },
    };
  }

  around(print: () => void): void {
    if (this.bar === undefined) {
      print();
      return;
    }
    this.stream.write(CLEAR_LINE);
    print();
    // The bar ends by going back to where the cursor was saved at its start; that line now holds what was printed.
    this.stream.write(SAVE_CURSOR);
  }

  stop(): void {
    this.bar?.stop();
    this.bar = undefined;
  }
}
