import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { random } from "../helpers/random.js";
import { missingForQueue, RedisServer } from "../helpers/redis.js";
import { writeCorpora } from "./corpora.js";
import { Desk, PROGRAM } from "./program.js";
import type { Run } from "./run.js";

const missing = missingForQueue();
const COUNT = 6;

(missing === null ? describe : describe.skip)(`a queue${missing === null ? "" : ` (${missing})`}`, () => {
  const desk = new Desk();
  writeCorpora(desk, COUNT);
  let redis: RedisServer;
  const groups: ChildProcess[] = [];
  beforeAll(async () => {
    redis = await RedisServer.start();
    expect(desk.start(["batch", "plan.json", "-q", "-o", "whole", "--no-cache"]).code).toBe(1);
  });
  afterEach(() => groups.splice(0).forEach(killAll));
  afterAll(async () => {
    await redis.stop();
    desk.remove();
  });

  /** Starts the program in a group of its own, so that its audits can be killed with it. */
  function start(args: readonly string[], env: Record<string, string> = {}): ChildProcess {
    const options = { cwd: desk.directory, env: desk.environment(env), detached: true } as const;
    const child = spawn(process.execPath, [PROGRAM, ...args], { ...options, stdio: ["ignore", "pipe", "pipe"] });
    groups.push(child);
    return child;
  }

  function killAll({ pid }: ChildProcess): void {
    try {
      process.kill(-(pid as number), "SIGKILL");
    } catch {
      // It has ended.
    }
  }

  const worker = (env?: Record<string, string>, ...args: string[]) =>
    start(["worker", "--queue", redis.url, "--lease", "1", "--retries", "99", ...args], env);
  const submitter = (...args: string[]) => start(["batch", "plan.json", "-q", "--queue", redis.url, ...args]);

  async function ending(child: ChildProcess): Promise<Run> {
    const text = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
      child[name]?.on("data", (chunk: Buffer) => {
        text[name] += chunk;
      });
    }
    const [code] = await once(child, "close");
    return { code, ...text };
  }

  function expectWhole(directory: string): void {
    for (const file of ["summary.json", "index.html"]) {
      expect(desk.read(`${directory}/${file}`)).toBe(desk.read(`whole/${file}`));
    }
    for (let i = 0; i < COUNT; i++) {
      for (const file of ["findings.json", "report.html", "result.json"]) {
        expect(desk.read(`${directory}/c0${i}/${file}`)).toBe(desk.read(`whole/c0${i}/${file}`));
      }
    }
  }

  it("loses nothing to workers and submitters that are killed at random: equal bytes", async () => {
    const next = random(20);
    const workers = [worker(), worker(), worker()];
    let batch = submitter("-o", "killed", "--cache", "cache");
    let ended = ending(batch);
    let kills = 0;
    // The first kills come before all audits can be done, however fast the machine is.
    const longest = (before: number) => (before < 3 ? 100 : 700);
    const killing = (async () => {
      for (; batch.exitCode === null && kills < 12; kills++) {
        await wait(longest(kills) * next());
        const i = Math.floor(next() * 4);
        if (i < 3) {
          // Its audits with it, as when a machine dies, or without, as when the kernel picks one process.
          if (next() < 0.5) killAll(workers[i]);
          else workers[i].kill("SIGKILL");
          workers[i] = worker();
        } else if (batch.exitCode === null) {
          killAll(batch);
          await ended;
          batch = submitter("-o", "killed", "--cache", "cache");
          ended = ending(batch);
        }
      }
    })();
    await killing;
    expect(await ended).toMatchObject({ code: 1, stderr: "" });
    expect(kills).toBeGreaterThan(2);
    expectWhole("killed");
  });

  it("goes on where the server has lost its jobs", async () => {
    const one = worker();
    const ended = ending(submitter("-o", "lost"));
    await once(one.stderr as NodeJS.ReadableStream, "data");
    await redis.stop();
    await redis.begin();
    expect(await ended).toMatchObject({ code: 1 });
    expectWhole("lost");
  });

  it("reports what a worker could not audit, once its process was killed too often", async () => {
    const kill = "--import=data:text/javascript,process.argv[2]==='audit'%26%26process.kill(process.pid,'SIGKILL')";
    worker({ NODE_OPTIONS: kill });
    desk.write("one.json", JSON.stringify({ schemaVersion: 1, audits: [{ name: "a", train: "none.conll" }] }));
    const run = (...args: string[]) =>
      ending(start(["batch", "one.json", "-q", "-o", "one", "--queue", redis.url, ...args]));
    expect(await run("--retries", "1")).toMatchObject({
      code: 2,
      stdout: expect.stringMatching(/^a {2}failed {4}its process was ended by SIGKILL; it may need more memory/),
      stderr: "error: 1 of 1 audit could not run: a\n",
    });
    groups.splice(0).forEach(killAll);
    worker();
    expect(await run()).toMatchObject({ code: 2, stdout: expect.stringContaining("none.conll: no such file") });
  });

  it("runs nothing of files that its submitter does not see", async () => {
    const ended = ending(submitter("-o", "other"));
    while ((await redis.ask("LLEN bull:seginf:wait")) !== `:${COUNT}`) await wait(50);
    const path = "corpora/c00/train.conll";
    const before = desk.read(path);
    desk.write(path, `${before}\nOslo\tB-LOC\n`);
    worker();
    expect(await ended).toMatchObject({
      code: 2,
      stdout: expect.stringMatching(/^c00 {2}failed {4}its worker sees other files than the submitter, or is of/),
    });
    desk.write(path, before);
    expect(await ending(submitter("-o", "other"))).toMatchObject({ code: 1 });
    expectWhole("other");
  });

  it("needs neither server nor worker where every result is there", async () => {
    rmSync(join(desk.directory, "whole/summary.json"));
    const args = ["batch", "plan.json", "-q", "-o", "whole", "--queue", "redis://127.0.0.1:1"];
    expect(desk.start(args).code).toBe(1);
    expect(existsSync(join(desk.directory, "whole/summary.json"))).toBe(true);
  });
});

describe("a queue that is not there", () => {
  const desk = new Desk();
  writeCorpora(desk, 1);
  afterAll(() => desk.remove());

  const without = (name: string): string => {
    const hooks = `export async function resolve(s,c,n){if(s===${JSON.stringify(name)})throw new Error("none");return n(s,c)}`;
    const code = `import{register}from"node:module";register("data:text/javascript,"+${JSON.stringify(encodeURIComponent(hooks))})`;
    return `--import=data:text/javascript,${encodeURIComponent(code)}`;
  };

  const missingPeers: [string, string[]][] = [
    ["bullmq", ["worker"]],
    ["ioredis", ["batch", "plan.json"]],
  ];
  it.each(missing === null ? missingPeers : missingPeers.slice(0, 1))(
    "says what to install where %s is missing",
    (name, args) => {
      const env = { NODE_OPTIONS: without(name) };
      expect(desk.start([...args, "-q", "--queue", "redis://127.0.0.1:1"], { env })).toEqual({
        code: 2,
        stdout: "",
        stderr: `error: for --queue, the package ${name} is needed; npm install bullmq ioredis next to seginf, or leave --queue out\n`,
      });
    },
  );

  (missing === null ? it : it.skip)("says where nothing answers, and no password", () => {
    for (const args of [["worker"], ["batch", "plan.json"]]) {
      expect(desk.start([...args, "-q", "--queue", "redis://:secret@127.0.0.1:1"])).toEqual({
        code: 2,
        stdout: "",
        stderr: "error: no Redis answers at 127.0.0.1:1 (ECONNREFUSED); start Redis there, or correct --queue\n",
      });
    }
  });

  it.each(["http://127.0.0.1:6379", "redis:", "127.0.0.1:6379", ""])("refuses the address %j", async (url) => {
    const { code, stdout, stderr } = await desk.run(["worker", "--queue", url]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(`argument '${url}' is invalid. Give redis://HOST:PORT, or rediss:// for TLS; `);
  });
});
