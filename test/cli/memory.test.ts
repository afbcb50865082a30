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
  const small = await desk.run(AUDIT, { env: { SEGINF_KERNEL_MEMORY: "0.4" } });
  expect(small.code).toBe(1);
  expect(small.stdout).toBe(plain.stdout);
  const told = small.stderr.split("\n").filter((line) => line.includes("WebAssembly"));
  expect(told).toEqual([
    "the corpus needs more than the 0.4 MB that WebAssembly may take here: starting again without it, several times slower",
  ]);
});

it("standard input cannot be read twice, so there it is an error that names the way out", async () => {
  const { code, stdout, stderr } = await desk.run(["audit", "-", "reference.conll", "--no-cache", "-q"], {
    input: train,
    env: { SEGINF_KERNEL_MEMORY: "0.4" },
  });
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(/^error: [^\n]*WebAssembly may take here; run with SEGINF_KERNELS=js[^\n]*\n$/);
});
