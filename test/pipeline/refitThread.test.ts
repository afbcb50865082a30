import { jest } from "@jest/globals";
import { readReference } from "../../src/audit/candidates/decode.js";
import { type RefitParts, refitAlone, refitChannel, refitEvenly, refitJointly } from "../../src/audit/refits/refits.js";
import { annotate } from "../../src/corpus/index.js";
import { defaultTemplates } from "../../src/features/templates.js";
import type { Loan } from "../../src/kernels/loan.js";
import { createWasmKernels } from "../../src/kernels/wasm.js";
import { RefitThread } from "../../src/pipeline/refitThread.js";
import { train } from "../../src/tagger/train.js";
import { newswire } from "../helpers/newswire.js";

const corpus = await newswire("train", 1, 141);
const kernels = createWasmKernels({ threads: 2 });
afterAll(() => kernels.close());
const { tagger, objective } = train(kernels, corpus, {
  ...{ templates: defaultTemplates, scheme: "BIO", lambda: 1, minCount: 1, tolerance: 1e-5, maxIterations: 500 },
});
const { problem } = readReference(tagger, annotate(await newswire("reference", 1, 41), "BIO"), kernels);
const given = { objective, theta: tagger.theta, problem };

const begin = (wanted: readonly (keyof RefitParts)[]): RefitThread => {
  const thread = RefitThread.over(given, wanted, "auto");
  if (thread === null) throw new Error("no thread was started");
  return thread;
};
/** Until the thread is up and has claimed its first part. */
async function isUp(thread: RefitThread): Promise<void> {
  const { claims } = thread as unknown as { readonly claims: Int32Array<ArrayBufferLike> };
  while (Atomics.load(claims, 0) === 0) await new Promise((resolve) => setTimeout(resolve, 20));
}

test("another thread's refits have the bits of this one's", async () => {
  const joint = refitJointly(given, "auto");
  const referenceOnly = refitAlone(given);
  const expected: RefitParts = {
    joint,
    even: refitEvenly(given, joint, "auto"),
    referenceOnly,
    channel: refitChannel(given, referenceOnly),
  };
  const thread = begin(["joint", "even", "referenceOnly", "channel"]);
  // What it has not claimed when it is asked for is made here.
  await isUp(thread);
  const made: string[] = [];
  const obtain = <Name extends keyof RefitParts>(name: Name) =>
    thread.obtain(name, () => {
      made.push(name);
      return expected[name];
    });
  const found = {
    referenceOnly: await obtain("referenceOnly"),
    channel: await obtain("channel"),
    even: await obtain("even"),
    joint: await obtain("joint"),
  };
  await thread.end();
  expect(found).toEqual(expected);
  expect(made).not.toContain("joint");
  expect(kernels.lend()).not.toBeNull();
});

test("a part that the other thread has claimed and failed to make is made here", async () => {
  const lost = { ...given, theta: new Float64Array(1) };
  const thread = RefitThread.over(lost, ["channel"], "auto");
  if (thread === null) throw new Error("no thread was started");
  const marked = { channel: new Float64Array(1), theta: new Float64Array(2) };
  await expect(thread.obtain("channel", () => marked)).resolves.toBe(marked);
  await thread.end();
});

test("a thread that is stopped gives its share back", async () => {
  const thread = begin(["referenceOnly", "even"]);
  await thread.stop();
  expect(kernels.lend()).not.toBeNull();
});

test("its memory is given back once, though it is stopped after its end", async () => {
  const lend = jest.spyOn(kernels, "lend");
  const thread = begin(["joint"]);
  const end = jest.spyOn(lend.mock.results[0].value as Loan, "end");
  await thread.end();
  await thread.stop();
  expect(end).toHaveBeenCalledTimes(1);
  lend.mockRestore();
});

test("a small corpus is not worth a thread", () => {
  const { chains } = objective.problem;
  const small = Object.create(objective, {
    problem: { value: { ...objective.problem, chains: { ...chains, tokens: 100 } } },
  });
  expect(RefitThread.over({ ...given, objective: small }, ["even"], "auto")).toBeNull();
});
