import type { Readable } from "node:stream";
import type { Kernels } from "../kernels/types.js";
import type { Cache } from "../storage/index.js";

/** What an audit can be busy with, in order. */
export const STAGES = [
  "reading",
  "word vectors",
  "token states",
  "training",
  "solving",
  "scoring",
  "refining",
] as const;
/** One of the stages of an audit. */
export type StageName = (typeof STAGES)[number];

/** A stage under way. */
export interface Stage {
  /**
   * @param detail a few words on how it goes: "objective 123.4"
   * @param total where it becomes known later than the stage began
   */
  update(done: number, detail?: string, total?: number): void;
  /** Ends it; later updates do nothing. */
  done(): void;
}

/** What a run has of the process or thread that it works in. */
export interface Environment {
  /** Read for the file "-". */
  readonly stdin: Readable;
  /** Where the user works: optional peers are looked for there. */
  readonly directory: string;
  /** Where results are kept between runs; null for nowhere. */
  readonly cache: Cache | null;
  /** Bytes that the run may have. */
  readonly memory: number;
  /** @param threads undefined for all cores */
  kernels(threads: number | undefined): Promise<Kernels>;
  /** Ends the stage before and begins the next. The total is null where nobody knows it. */
  stage(name: StageName, total?: number | null): Promise<Stage>;
  /** One line that a user may want to know. */
  note(text: string): void;
  /** One line that a user should act on. */
  warn(text: string): void;
  /** Whether the user is shown the report's own warnings anyway: they are not given to `warn` then. */
  readonly showsReportWarnings?: boolean;
}
