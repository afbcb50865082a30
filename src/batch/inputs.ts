import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { expandFiles } from "../corpus/glob.js";
import { SeginfError } from "../errors.js";
import { foldsOfSetting } from "../options/kinds.js";
import { canonicalJson } from "../storage/canonical.js";
import { fingerprint } from "../version.js";
import { PLAN_SETTINGS } from "./schema.js";
import { type Plan, pathFrom, type Task } from "./task.js";

/** A file that an audit reads: SHA-256 of its bytes, and its size. Null where it cannot be read. */
export interface InputFile {
  readonly digest: string;
  readonly bytes: number;
  readonly lines: number;
}

/** What a task's result follows from, and what says how large it is. */
export interface TaskInputs {
  /** SHA-256 of the program, the task's files by name and content, and its options. Equal keys have equal results. */
  readonly key: string;
  /** The corpora. */
  readonly corpora: readonly InputFile[];
}

const NEWLINE = 10;

/** Reads the files of tasks, each of them once. */
export class InputReader {
  private readonly known = new Map<string, Promise<InputFile | null>>();

  constructor(private readonly plan: Plan) {}

  async read({ train, reference, options }: Task): Promise<TaskInputs> {
    const corpora = (await Promise.all(corporaOf({ train, reference }).map((source) => this.filesOf(source)))).flat();
    const others = pathsIn(options);
    const files: [string, InputFile | null][] = [];
    for (const path of [...corpora, ...others]) files.push([path, await this.file(path)]);
    const contents = files.map(([path, file]) => [path, file?.digest ?? null]);
    // No result depends on the number of threads.
    const { threads: _, ...deciding } = options;
    const settings = { train, reference, options: deciding };
    const identity = canonicalJson({ program: fingerprint(), ...settings, files: contents });
    return {
      key: createHash("sha256").update(identity).digest("hex"),
      corpora: files.slice(0, corpora.length).flatMap(([, file]) => file ?? []),
    };
  }

  /** The files that a corpus is read from; itself where no file matches, which the audit reports. */
  private async filesOf(source: string): Promise<readonly string[]> {
    return expandFiles(source, this.plan.directory).catch((error: unknown) => {
      if (error instanceof SeginfError) return [source];
      throw error;
    });
  }

  private file(path: string): Promise<InputFile | null> {
    const known = this.known.get(path);
    if (known) return known;
    const reading = readFile(pathFrom(this.plan, path)).catch(() => null);
    this.known.set(path, reading);
    return reading;
  }
}

/** What a task reads, by the names and patterns that the plan has. */
export function namedBy(task: Task): readonly string[] {
  return [...corporaOf(task), ...pathsIn(task.options)];
}

function corporaOf({ train, reference }: Pick<Task, "train" | "reference">): readonly string[] {
  return reference === null || foldsOfSetting(reference) !== undefined ? [train] : [train, reference];
}

async function readFile(path: string): Promise<InputFile> {
  const hash = createHash("sha256");
  let bytes = 0;
  let lines = 0;
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, at + 1)) lines++;
  }
  return { digest: hash.digest("hex"), bytes, lines };
}

/** The paths among the values of options, in the order of their keys. */
function pathsIn(options: Task["options"]): string[] {
  const paths: string[] = [];
  for (const { key, kind } of PLAN_SETTINGS) {
    for (const value of [options[key]].flat()) {
      if (typeof value !== "string") continue;
      kind.relocate?.(value, (path) => {
        paths.push(path);
        return path;
      });
    }
  }
  return paths;
}
