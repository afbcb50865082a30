import { grantedMemory } from "../../src/pipeline/memory.js";
import { allocationFailure } from "../../src/storage/allocation.js";
import { Desk } from "./program.js";
import { reference, train } from "./toy.js";

let desk: Desk;
beforeEach(() => {
  desk = new Desk({ "train.conll": train, "reference.conll": reference });
});
afterEach(() => desk.remove());

const AUDIT = ["audit", "train.conll", "reference.conll", "--no-cache"];

it("a corpus that does not fit into WebAssembly's memory is done with the plain kernels, and told so once", async () => {
  const plain = await desk.run(AUDIT, { env: { SEGINF_KERNELS: "js" } });
  const small = await desk.run(AUDIT, { env: { SEGINF_KERNEL_MEMORY: "0.2" } });
  expect(small.code).toBe(1);
  expect(small.stdout).toBe(plain.stdout);
  const told = small.stderr.split("\n").filter((line) => line.includes("WebAssembly"));
  expect(told).toEqual([
    "the corpus needs more than the 0.2 MB that WebAssembly may take here: starting again without it, several times slower",
  ]);
});

it("standard input cannot be read twice, so there it is an error that names the way out", async () => {
  const { code, stdout, stderr } = await desk.run(["audit", "-", "reference.conll", "--no-cache", "-q"], {
    input: train,
    env: { SEGINF_KERNEL_MEMORY: "0.2" },
  });
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(/^error: [^\n]*WebAssembly may take here; run with SEGINF_KERNELS=js[^\n]*\n$/);
});

const thrown = (run: () => unknown): unknown => {
  try {
    return run();
  } catch (error) {
    return error;
  }
};

it.each<[what: string, run: () => unknown]>([
  ["a buffer", () => new ArrayBuffer(2 ** 52)],
  ["a typed array", () => new Float64Array(2 ** 52)],
  ["an array", () => new Array(2 ** 33)],
  ["a string", () => "x".repeat(2 ** 30)],
  ["a string of bytes", () => Buffer.alloc(2 ** 30).toString("latin1")],
])("%s that cannot be allocated is an error in one line", (_, run) => {
  const error = allocationFailure(thrown(run));
  expect(error?.message).toMatch(/^the run needs more memory than it can have \([^\n]+\); give fewer labels[^\n]+$/);
});

it("other range errors are bugs, and keep their stacks", () => {
  expect(allocationFailure(new RangeError("Maximum call stack size exceeded"))).toBeNull();
  expect(allocationFailure(new RangeError("Invalid time value"))).toBeNull();
  expect(allocationFailure(new TypeError("Array buffer allocation failed"))).toBeNull();
});

it("a run that needs more memory than is granted says so before it begins", async () => {
  const { code, stderr } = await desk.run(AUDIT, { constrainedMemory: 1e8 });
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^warning: this run needs about 0\.2 GB of memory, and there are 0\.1 GB; take fewer labels [^\n]*$/m,
  );
  expect((await desk.run(AUDIT, { constrainedMemory: 1e9 })).stderr).not.toContain("GB of memory");
});

it("what is granted is the control group's limit where it has one", () => {
  expect(grantedMemory(0, 8e9)).toBe(8e9);
  expect(grantedMemory(undefined, 8e9)).toBe(8e9);
  expect(grantedMemory(2 ** 63, 8e9)).toBe(8e9);
  expect(grantedMemory(5e8, 8e9)).toBe(5e8);
});
