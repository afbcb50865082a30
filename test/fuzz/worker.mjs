import { parentPort, workerData } from "node:worker_threads";
import { minimised } from "./minimise.mjs";
import { Random, seedOf } from "./random.mjs";

// One fuzzer's loop. Its inputs so far are counted in shared memory, where the thread that started it sees whether it goes on.

const { name, seed, inputs, until, counter, first } = workerData;
const fuzzer = await import(`./${name}.mjs`);
await fuzzer.prepare?.();

/** What an input breaks, as its message without figures; null for nothing. */
async function faultOf(input) {
  try {
    await fuzzer.check(input);
    return null;
  } catch (error) {
    return `${error.stack ?? error}`.split("\n").slice(0, 3).join("\n");
  }
}
const kindOf = (fault) =>
  fault
    ?.split("\n")[0]
    .replace(/\d+|"[^"]*"/g, "#")
    .slice(0, 120) ?? null;

const outcomes = {};
let n = first;
let failure = null;
for (; n < inputs && Date.now() < until; n++) {
  Atomics.store(counter, 0, n);
  const input = fuzzer.generate(new Random(seedOf(seed, n)));
  try {
    const outcome = await fuzzer.check(input);
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  } catch {
    const fault = await faultOf(input);
    const kind = kindOf(fault);
    failure = { n, fault, input: await minimised(input, async (one) => kindOf(await faultOf(one)) === kind) };
    break;
  }
}
parentPort.postMessage({ checked: n - first, outcomes, failure });
