import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, unlinkSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { BatchSummary } from "../../src/findings/batch.js";
import { errorsOf } from "../helpers/schemas.js";
import { writeCorpora } from "./corpora.js";
import { Desk, PROGRAM } from "./program.js";
import { reference, train } from "./toy.js";

const COUNT = 4;
let desk: Desk;
beforeEach(() => {
  desk = new Desk();
  writeCorpora(desk, COUNT);
});
afterEach(() => desk.remove());

const batch = (...args: string[]) => desk.run(["batch", ...args]);
const summaryIn = (directory: string) => JSON.parse(desk.read(`${directory}/summary.json`)) as BatchSummary;
const remove = (path: string) => rmSync(join(desk.directory, path), { recursive: true });
const timeOf = (path: string) => statSync(join(desk.directory, path)).mtimeMs;

it("audits every corpus of a plan, and makes one summary", async () => {
  const { code, stdout, stderr } = await batch("plan.json");
  expect(code).toBe(1);
  expect(stdout).toMatch(
    /^c00 {2}clean {5}0 of \d+ candidates, F1 [\d.]+\nc01 {2}findings {2}\d+ of \d+ candidates, F1 [\d.]+\nc02 {2}findings .*\nc03 {2}clean .*\n4 audits, 2 with findings, 2 clean, 0 failed; \d+ findings in \d+ tokens\n$/,
  );
  for (const [i, line] of stderr.trim().split("\n").sort().entries()) {
    expect(line).toMatch(new RegExp(`^${i + 1} of 4: c0\\d  (?:clean|findings) `));
  }
  const summary = summaryIn("audits");
  expect(errorsOf("batch", summary)).toEqual([]);
  expect(summary.audits.map(({ name, status }) => [name, status])).toEqual([
    ["c00", "clean"],
    ["c01", "findings"],
    ["c02", "findings"],
    ["c03", "clean"],
  ]);
  expect(readdirSync(join(desk.directory, "audits"))).toEqual([
    "c00",
    "c01",
    "c02",
    "c03",
    "index.html",
    "summary.json",
  ]);
  const page = desk.read("audits/index.html");
  for (const [, link] of page.matchAll(/<a href="([^"]+)"/g)) {
    expect(existsSync(join(desk.directory, "audits", link))).toBe(true);
  }
  expect(page.match(/<a href=/g)).toHaveLength(COUNT);

  const json = await batch("plan.json", "--format", "json", "-q", "--exit-zero");
  expect(json).toEqual({ code: 0, stdout: desk.read("audits/summary.json"), stderr: "" });
});

it("reports what an audit by itself does, with the options of the plan", async () => {
  const plan = JSON.parse(desk.read("plan.json"));
  plan.options = { threshold: 0.9, limit: 3, allowUnseen: true };
  plan.audits = [{ ...plan.audits[1], options: { limit: 7 } }];
  desk.write("plan.json", JSON.stringify(plan));
  desk.write("seginf.config.json", '{ "lambda": 9 }');
  await batch("plan.json", "-q", "-o", "out");
  const files = ["corpora/c01/train.conll", "corpora/c01/dev.conll"];
  const flags = ["--threshold", "0.9", "--limit", "7", "--allow-unseen", "--no-config", "-q"];
  const alone = await desk.run(["audit", ...files, ...flags, "--format", "json"]);
  expect(desk.read("out/c01/findings.json")).toBe(alone.stdout);
  const page = await desk.run(["audit", ...files, ...flags, "--format", "html"]);
  expect(desk.read("out/c01/report.html")).toBe(page.stdout);
});

it("runs again what has changed, and nothing else", async () => {
  await batch("plan.json", "-q");
  const before = desk.read("audits/summary.json");
  const times = ["c00", "c01", "c02"].map((name) => timeOf(`audits/${name}/result.json`));
  await wait(20);
  unlinkSync(join(desk.directory, "audits/c01/report.html"));
  desk.write("corpora/c02/train.conll", desk.read("corpora/c00/train.conll"));
  await batch("plan.json", "-q");
  const now = ["c00", "c01", "c02"].map((name) => timeOf(`audits/${name}/result.json`));
  expect(now.map((time, i) => time > times[i])).toEqual([false, true, true]);
  expect(summaryIn("audits").audits[2].status).toBe("clean");
  expect(summaryIn("audits").audits.slice(0, 2)).toEqual(JSON.parse(before).audits.slice(0, 2));
});

it("has the same summary from tasks in any order, and says which are missing", async () => {
  await batch("plan.json", "-q");
  const whole = [desk.read("audits/summary.json"), desk.read("audits/index.html")];
  remove("audits");
  expect(await batch("plan.json", "--task", "2", "-q")).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/^c02 {2}findings .*\n1 audit, 1 with findings, /),
  });
  expect(await batch("plan.json", "--task", "0", "-q")).toMatchObject({ code: 0 });
  expect(existsSync(join(desk.directory, "audits/summary.json"))).toBe(false);
  const part = await batch("plan.json", "--collect", "-q");
  expect(part).toMatchObject({ code: 2, stderr: "error: 2 of 4 audits could not run: c01, c03\n" });
  expect(part.stdout).toContain("c01  failed    it has no result, or one of other files or options: run it\n");
  await batch("plan.json", "--task", "3", "-q");
  expect(await batch("plan.json", "--task", "1", "-q", "--exit-zero")).toMatchObject({ code: 0 });
  expect(await batch("plan.json", "--collect", "-q")).toMatchObject({ code: 1, stderr: "" });
  expect([desk.read("audits/summary.json"), desk.read("audits/index.html")]).toEqual(whole);
});

it("has the same summary after it was killed, however often", async () => {
  await batch("plan.json", "-q", "--no-cache", "-o", "whole");
  for (const after of [150, 500, 900]) {
    const run = spawn(process.execPath, [PROGRAM, "batch", "plan.json", "-q", "--jobs", "2"], {
      cwd: desk.directory,
      env: desk.environment(),
      stdio: "ignore",
      // A group of its own, so that its audits die with it.
      detached: true,
    });
    const ended = once(run, "close");
    await wait(after);
    try {
      process.kill(-(run.pid as number), "SIGKILL");
    } catch {
      // It has ended.
    }
    await ended;
  }
  expect(desk.start(["batch", "plan.json", "-q"]).code).toBe(1);
  expect(desk.read("audits/summary.json")).toBe(desk.read("whole/summary.json"));
});

/** Makes the processes of all audits but the first write the file "running", and wait for the file "go". */
const HELD = `--import=data:text/javascript,${encodeURIComponent(`
import { existsSync, writeFileSync } from "node:fs";
if (process.argv[2] === "audit") {
  try {
    writeFileSync("first", "", { flag: "wx" });
  } catch {
    writeFileSync("running", "");
    while (!existsSync("go")) await new Promise((done) => setTimeout(done, 10));
  }
}`)}`;

it("ends its audits with it where a signal asks it to", async () => {
  const run = spawn(process.execPath, [PROGRAM, "batch", "plan.json", "--jobs", "1"], {
    cwd: desk.directory,
    env: desk.environment({ NODE_OPTIONS: HELD }),
    stdio: "ignore",
  });
  const ended = once(run, "close");
  while (!existsSync(join(desk.directory, "running"))) await wait(20);
  run.kill("SIGTERM");
  expect(await ended).toEqual([143, null]);
  const written = () =>
    readdirSync(join(desk.directory, "audits"), { recursive: true }).filter((name) =>
      `${name}`.endsWith("findings.json"),
    );
  expect(written()).toHaveLength(1);
  // The audit that was running would end by itself in this time.
  desk.write("go", "");
  await wait(1500);
  expect(written()).toHaveLength(1);
});

/** Makes the next processes of audits kill themselves, as many as there are files kill-0, kill-1, …. */
const KILLED = `--import=data:text/javascript,${encodeURIComponent(`
import { readdirSync, unlinkSync } from "node:fs";
const [kill] = readdirSync(".").filter((name) => name.startsWith("kill-"));
if (kill) { unlinkSync(kill); process.kill(process.pid, "SIGKILL"); }`)}`;

it("runs an audit again whose process was killed, as often as --retries says", async () => {
  const run = (...args: string[]) =>
    desk.run(["batch", "plan.json", "--task", "0", ...args], { env: { NODE_OPTIONS: KILLED } });
  const kill = (times: number) => {
    for (let i = 0; i < times; i++) desk.write(`kill-${i}`, "");
  };
  kill(3);
  const failed = await run("-q");
  const why = "its process was ended by SIGKILL; it may need more memory than there is";
  expect(failed).toMatchObject({ code: 2, stdout: expect.stringContaining(`c00  failed    ${why}\n`) });
  expect(failed.stderr).toBe(
    `${`warning: c00: ${why}; it is run again\n`.repeat(2)}error: 1 of 1 audit could not run: c00\n`,
  );
  kill(3);
  expect(await run("-q", "--retries", "3")).toMatchObject({ code: 0 });
});

it("runs the others where one cannot run, and says why in one line", async () => {
  desk.write("corpora/c01/train.conll", "Paris\tB-LOC\nis\n");
  remove("corpora/c02/dev.conll");
  const { code, stdout, stderr } = await batch("plan.json", "-q");
  expect(code).toBe(2);
  expect(stderr).toBe("error: 2 of 4 audits could not run: c01, c02\n");
  expect(stdout).toMatch(/^c01 {2}failed {4}corpora\/c01\/train\.conll:2: .*$/m);
  expect(stdout).toMatch(/^c02 {2}failed {4}corpora\/c02\/dev\.conll: no such file; check the path$/m);
  expect(stdout).toMatch(/^4 audits, 0 with findings, 2 clean, 2 failed; 0 findings in /m);
  expect(desk.read("audits/index.html")).toContain("no such file");
  expect(errorsOf("batch", summaryIn("audits"))).toEqual([]);
  // A failure is not kept: what was wrong may be right by now.
  desk.write("corpora/c02/dev.conll", reference);
  expect((await batch("plan.json", "-q")).stderr).toBe("error: 1 of 4 audits could not run: c01\n");
});

describe("of corpora", () => {
  it("has an audit for each file, with the settings of the configuration file", async () => {
    desk.write("seginf.config.json", '{ "limit": 3, "cache": "own" }');
    const { code, stdout } = await batch("corpora/c0[01]/train.conll", "--pair", "train=dev", "-q", "-o", "out");
    expect({ code, lines: stdout.split("\n").map((line) => line.slice(0, 3)) }).toEqual({
      code: 1,
      lines: ["c00", "c01", "2 a", ""],
    });
    expect(readdirSync(desk.directory)).toContain("own");
    const emitted = await batch("corpora/c0[01]/train.conll", "--pair", "train=dev", "--emit", "plan", "-o", "out");
    expect(emitted).toMatchObject({ code: 0, stderr: "" });
    expect(errorsOf("plan", JSON.parse(emitted.stdout))).toEqual([]);
    expect(JSON.parse(emitted.stdout)).toEqual({
      schemaVersion: 1,
      ...{ output: "out", cache: "own" },
      options: { limit: 3 },
      audits: ["c00", "c01"].map((name) => ({
        name,
        train: `corpora/${name}/train.conll`,
        reference: `corpora/${name}/dev.conll`,
      })),
    });
    desk.write("made.json", emitted.stdout);
    const before = desk.read("out/summary.json");
    expect(await batch("made.json", "--collect", "-q")).toMatchObject({ code: 1, stderr: "" });
    expect(desk.read("out/summary.json")).toBe(before);
  });

  it("needs no reference", async () => {
    expect(await batch("corpora/c01/train.conll", "-q")).toMatchObject({ stdout: expect.stringMatching(/^train {2}/) });
    expect(summaryIn("audits").audits[0]).toMatchObject({ reference: null, figures: { f1: null } });
  });
});

it("counts paths from the directory of the plan, wherever it is started", async () => {
  await batch("plan.json", "-q");
  const whole = desk.read("audits/summary.json");
  remove("audits");
  mkdirSync(join(desk.directory, "elsewhere"));
  await desk.run(["batch", "../plan.json", "-q"], { cwd: "elsewhere" });
  expect(desk.read("audits/summary.json")).toBe(whole);
  await desk.run(["batch", "../plan.json", "-q", "-o", "here", "--cache", "cache"], { cwd: "elsewhere" });
  expect(desk.read("elsewhere/here/summary.json")).toBe(whole);
  expect(readdirSync(join(desk.directory, "elsewhere")).sort()).toEqual(["cache", "here"]);
});

it("shares a cache between processes that fill it at the same time, and leaves nothing but entries", async () => {
  desk.write("train.conll", train);
  desk.write("dev.conll", reference);
  const audits = Array.from({ length: 6 }, (_, i) => ({ name: `a${i}`, train: "train.conll", reference: "dev.conll" }));
  desk.write("plan.json", JSON.stringify({ schemaVersion: 1, cache: "shared", audits }));
  const { code, stderr } = await batch("plan.json", "-q", "--jobs", "6", "--memory", "100000");
  expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
  const reports = audits.map(({ name }) => desk.read(`audits/${name}/findings.json`));
  expect(new Set(reports).size).toBe(1);
  for (const file of readdirSync(join(desk.directory, "shared"))) {
    expect(file).toMatch(/^[a-z]+-[0-9a-f]{64}\.seginf$/);
  }
  // What killed runs leave is removed with the entries.
  const leftover = `shared/.seginf-${2 ** 22 + 17}-${"0".repeat(16)}.tmp`;
  desk.write(leftover, "");
  utimesSync(join(desk.directory, leftover), 1, 1);
  await desk.run(["cache", "clear", "--cache", "shared"]);
  expect(readdirSync(join(desk.directory, "shared"))).toEqual([]);
});

it.each(["audits/summary.json", "audits/index.html", "audits/a/result.json", "audits/b/findings.json"])(
  "does not write its results over %s, which it reads",
  async (file) => {
    mkdirSync(join(desk.directory, "audits/a"), { recursive: true });
    mkdirSync(join(desk.directory, "audits/b"));
    const corpora = { train: "corpora/c00/train.conll", reference: "corpora/c00/dev.conll" };
    const audits = [
      { name: "a", ...corpora },
      { name: "b", ...corpora, reference: file.endsWith("summary.json") ? corpora.reference : file },
    ];
    const plan = file.endsWith("summary.json") ? file : "plan.json";
    const text = JSON.stringify({ schemaVersion: 1, output: plan === file ? "." : "audits", audits });
    if (plan !== file) desk.write(file, reference);
    desk.write(plan, text);
    const before = desk.read(file);
    const { code, stdout, stderr } = await batch(plan, "-q");
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: "",
      stderr: `error: ${file}: this would overwrite an input of the same run; choose another name\n`,
    });
    expect(desk.read(file)).toBe(before);
  },
);

it.each([
  [["none.json"], /^error: none\.json: no such file; see docs\/many-corpora\.md/],
  [["none*.conll"], /^error: none\*\.conll: no file matches the pattern;/],
  [["-"], /^error: a batch cannot read standard input/],
  [["plan.json", "--task", "4"], "error: plan.json: there is no task 4; give a number from 0 to 3\n"],
  [["plan.json", "--pair", "a=b"], /^error: plan\.json: --pair with a plan;/],
  [["plan.json", "--emit", "plan"], /^error: plan\.json: this is a plan already;/],
  [["corpora/*/train.conll", "--emit", "slurm"], /^error: --emit slurm needs a plan, whose tasks stay the same;/],
  [["corpora/*/train.conll", "--pair", "train"], /^error: --pair train is not FROM=TO;/],
  [["corpora/*/train.conll", "--pair", "tr=x"], /^error: corpora\/c00\/train\.conll: its reference .* is not there;/],
  [["corpora/*/train.conll", "--pair", "q=x"], /^error: corpora\/c00\/train\.conll: --pair q=x does not say/],
  [["a/x.conll", "a-x.conll"], /^error: a-x\.conll: both this and a\/x\.conll would be called a-x;/],
  [["plan.json", "-o", "plan.json"], /^error: plan\.json: this directory for results cannot be made;/],
])("refuses %j in one line", async (args, message) => {
  const { code, stdout, stderr } = await batch(...args);
  expect({ code, stdout, lines: stderr.split("\n").length }).toEqual({ code: 2, stdout: "", lines: 2 });
  if (typeof message === "string") expect(stderr).toBe(message);
  else expect(stderr).toMatch(message);
});
