import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { CONTROL_WORDS, closeBarrier, failureIn, openBarrier, serve, stopWorkers } from "../../src/kernels/barrier.js";
import { builtFile } from "../../src/kernels/compiled.js";

const fresh = () => new Int32Array(new SharedArrayBuffer(4 * CONTROL_WORDS));
const pass = { pass: 1, job: 2, tasks: 3 };

describe("the gate between the main thread and its workers", () => {
  it("lets a worker take part while it is open, and tells it the pass", () => {
    const control = fresh();
    const seen: unknown[] = [];
    openBarrier(control, pass, 2);
    serve(control, 1, (given) => {
      seen.push(given);
      stopWorkers(control);
    });
    expect(seen).toEqual([pass]);
    expect(closeBarrier(control, 10)).toBe(true);
    expect(failureIn(control)).toBeNull();
  });

  it("reports a worker that fails, and does not wait for it", () => {
    const control = fresh();
    openBarrier(control, pass, 2);
    const fail = () => {
      throw new Error("out of bounds");
    };
    expect(() => serve(control, 1, fail)).toThrow("out of bounds");
    expect(closeBarrier(control, 10)).toBe(true);
    expect(failureIn(control)).toBe("out of bounds");
  });

  it("reports no more of a long reason than there is room for", () => {
    const control = fresh();
    openBarrier(control, pass, 2);
    const reason = "no ".repeat(CONTROL_WORDS);
    const fail = () => {
      throw new Error(reason);
    };
    expect(() => serve(control, 1, fail)).toThrow(reason);
    const told = failureIn(control)!;
    expect(told.length).toBeGreaterThan(100);
    expect(reason.startsWith(told)).toBe(true);
  });

  it("gives up on a worker that never leaves", () => {
    const control = fresh();
    openBarrier(control, pass, 2);
    serve(control, 1, () => {
      expect(closeBarrier(control, 10)).toBe(false);
      stopWorkers(control);
    });
  });
});

/** Runs a pass on two threads in a process of its own, then `after`; returns how that process ended. */
function inProcess(after: string) {
  const script = `
    import { createKernels } from ${JSON.stringify(builtFile("index.js").href)};
    const kernels = createKernels({ kind: "wasm", threads: 2 });
    const rows = 2e6;
    const matrix = { rows, start: kernels.int32(rows + 1), index: kernels.int32(rows) };
    matrix.start.forEach((_, r, start) => { start[r] = r; });
    const out = kernels.float64(2 * rows);
    const pass = () => kernels.gatherRows(matrix, kernels.float64(2), out, 2);
    pass();
    ${after}
  `;
  const { status, stdout, stderr, signal } = spawnSync(
    process.execPath,
    ["--input-type=module", "--no-warnings", "-e", script],
    { encoding: "utf8", timeout: 120_000 },
  );
  return { status, stdout, stderr, signal };
}

it("the compiled code has no bulk instruction: a thread that has not heard of added memory yet refuses those", () => {
  const folder = new URL("../../src/kernels/assembly/", import.meta.url);
  const code = readdirSync(folder).map((file) => readFileSync(new URL(file, folder), "utf8"));
  expect(code.length).toBeGreaterThan(5);
  for (const text of code) expect(text).not.toMatch(/\bmemory\.(copy|fill|init)\(/);
});

describe("a process with kernel threads", () => {
  const quiet = { status: 0, stdout: "", stderr: "", signal: null };

  it("ends by itself, whether it closed the kernels or not", () => {
    expect(inProcess("await new Promise((done) => setTimeout(done, 100));")).toEqual(quiet);
    expect(inProcess("kernels.close();")).toEqual(quiet);
  });

  it("does not burn time while the threads are idle", () => {
    // Where others use the machine, the threads are long in starting: they idle in the end, and would never if they spun.
    const { stdout } = inProcess(`
      const WINDOW = 300;
      const used = async () => {
        const before = process.cpuUsage();
        await new Promise((done) => setTimeout(done, WINDOW));
        const { user, system } = process.cpuUsage(before);
        return (user + system) / 1000;
      };
      let milliseconds = Infinity;
      for (let i = 0; i < 100 && milliseconds > WINDOW / 10; i++) milliseconds = await used();
      console.log(milliseconds <= WINDOW / 10 ? "idle" : milliseconds);
    `);
    expect(stdout).toBe("idle\n");
  });
});
