import type { Environment, StageName } from "../pipeline/environment.js";
import { grantedMemory } from "../pipeline/memory.js";
import type { Cache } from "../storage/index.js";
import type { Context } from "./context.js";

/** Stages that files are read in: whatever the cache knows, they take their time. */
const READING: readonly StageName[] = ["reading", "word vectors", "token states"];

/** What a pipeline has of the process. @param cache null keeps and reuses nothing */
export function environmentOf(context: Context, cache: Cache | null = null): Environment {
  return {
    stdin: context.host.stdin,
    directory: context.host.cwd(),
    cache,
    memory: grantedMemory(context.host.constrainedMemory?.()),
    kernels: (threads) => context.kernels(threads),
    stage: (name, total = null) => context.progress().stage(name, total),
    note: (text) => context.output().note(text),
    warn: (text) => context.output().warn(text),
  };
}

/** The same, with a line at the end of how long each stage took. */
export function timedEnvironment(context: Context, cache: Cache | null): Environment & { noteTimes(): void } {
  const environment = environmentOf(context, cache);
  const times: string[] = [];
  let began = performance.now();
  let busy = "";
  let computed = false;
  const end = (): void => {
    const now = performance.now();
    if (busy !== "") times.push(`${busy} ${((now - began) / 1000).toFixed(1)} s`);
    began = now;
  };
  return {
    ...environment,
    stage(name, total) {
      if (name !== busy) end();
      busy = name;
      computed ||= !READING.includes(name);
      return environment.stage(name, total);
    },
    noteTimes() {
      end();
      if (!computed) times.push("the rest from the cache");
      environment.note(`time: ${times.join(", ")}`);
    },
  };
}
