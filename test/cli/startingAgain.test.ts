import { startingAgain } from "../../src/cli/startingAgain.js";
import { KernelMemoryError, KernelThreadError } from "../../src/kernels/index.js";

/** A context whose kernels can be changed once in each way. */
function contextOf() {
  const notes: string[] = [];
  const done = { plain: false, alone: false };
  const once = (name: keyof typeof done) => () => {
    const isNew = !done[name];
    done[name] = true;
    return isNew;
  };
  const output = () => ({ note: (text: string) => void notes.push(text) }) as never;
  return { notes, context: { output, usePlainKernels: once("plain"), useOneThread: once("alone") } };
}

/** Throws each of these in turn, then returns. */
function failing(...errors: readonly Error[]) {
  const left = [...errors];
  return async () => {
    const next = left.shift();
    if (next) throw next;
    return "done";
  };
}

const memory = new KernelMemoryError("no memory");
const thread = new KernelThreadError("a kernel thread has failed (unreachable)");

it("a command whose kernel thread fails is run with one thread, and says so", async () => {
  const { context, notes } = contextOf();
  expect(await startingAgain(context, ["train.conll"], failing(thread))).toBe("done");
  expect(notes).toEqual(["a kernel thread has failed (unreachable): starting again with one thread"]);
});

it("what fails in both ways is started again twice, and in the same way once", async () => {
  const both = contextOf();
  expect(await startingAgain(both.context, [], failing(thread, memory))).toBe("done");
  expect(both.notes).toHaveLength(2);
  await expect(startingAgain(contextOf().context, [], failing(thread, thread))).rejects.toBe(thread);
});

it("standard input cannot be read again, and other errors are none of the kernels", async () => {
  const { context, notes } = contextOf();
  await expect(startingAgain(context, ["-"], failing(thread))).rejects.toBe(thread);
  const other = new Error("another");
  await expect(startingAgain(context, [], failing(other))).rejects.toBe(other);
  expect(notes).toEqual([]);
});
