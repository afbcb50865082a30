import { spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { readdirSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import type { Host } from "../../src/cli/host.js";
import { interruptibly } from "../../src/cli/signals.js";
import { Desk, PROGRAM } from "./program.js";
import { reference, train } from "./toy.js";

const desk = new Desk({
  "train.conll": Array.from({ length: 40 }, () => train).join("\n"),
  "reference.conll": reference,
});
afterAll(() => desk.remove());

it.each(["SIGINT", "SIGTERM"] as const)(
  "%s ends a run in the middle of training, and leaves nothing behind",
  async (signal) => {
    // So weak a penalty that training goes on for many iterations.
    const flags = ["-o", "out.txt", "--lambda", "1e-12", "--tolerance", "1e-15", "--max-iterations", "1000000"];
    const program = spawn(process.execPath, [PROGRAM, "audit", "train.conll", "reference.conll", ...flags], {
      cwd: desk.directory,
      env: desk.environment(),
      stdio: ["ignore", "pipe", "pipe"],
    });
    const ended = once(program, "exit");
    // The note that the corpora are read: training comes next.
    await once(program.stderr, "data");
    await setTimeout(50);
    program.kill(signal);
    expect(await ended).toEqual([null, signal]);
    expect(readdirSync(desk.directory).sort()).toEqual(["reference.conll", "train.conll"]);
  },
);

class FakeHost extends EventEmitter {
  readonly codes: number[] = [];
  exit(code: number): never {
    this.codes.push(code);
    return undefined as never;
  }
}

it("handles signals while it writes, and only then", async () => {
  const host = new FakeHost();
  const work = interruptibly(host as unknown as Host, async () => {
    host.emit("SIGINT");
    host.emit("SIGTERM");
    return "done";
  });
  expect(await work).toBe("done");
  expect(host.codes).toEqual([130, 143]);
  expect(host.eventNames()).toEqual([]);
  const failing = interruptibly(host as unknown as Host, () => Promise.reject(new Error("no")));
  await expect(failing).rejects.toThrow("no");
  expect(host.eventNames()).toEqual([]);
});
