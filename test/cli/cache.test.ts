import { readdirSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AuditReport } from "../../src/findings/report.js";
import { Desk } from "./program.js";
import { reference, train } from "./toy.js";

let desk: Desk;
beforeEach(() => {
  desk = new Desk({ "train.conll": train, "reference.conll": reference });
});
afterEach(() => desk.remove());

const AUDIT = ["audit", "train.conll", "reference.conll", "--format", "json", "--limit", "0"];
const audit = (...flags: string[]) => desk.run([...AUDIT, ...flags]);
const entries = () => readdirSync(desk.cache).sort();

it("changes nothing: cold, cached, without it, and with any number of threads, the bytes are the same", async () => {
  const cold = await audit("--threads", "1");
  expect(cold.code).toBe(1);
  const kept = entries();
  expect(kept.map((name) => name.replace(/-.*/, ""))).toEqual(expect.arrayContaining(["influence", "tagger"]));
  const cached = await audit("--threads", "2");
  expect(entries()).toEqual(kept);
  const uncached = [await audit("--no-cache"), await audit("--no-cache", "--threads", "2")];
  for (const { code, stdout } of [cached, ...uncached]) {
    expect(code).toBe(1);
    expect(stdout).toBe(cold.stdout);
  }
});

it("is where --cache says, and nowhere with --no-cache", async () => {
  await audit("--no-cache");
  expect(readdirSync(desk.directory)).not.toContain(".cache");
  await audit("--cache", join(desk.directory, "mine"));
  expect(readdirSync(desk.directory)).toContain("mine");
  expect(readdirSync(desk.directory)).not.toContain(".cache");
});

const without = (...kinds: string[]) => {
  for (const name of entries()) if (kinds.includes(kindOf(name))) unlinkSync(join(desk.cache, name));
};
const kindOf = (name: string) => name.replace(/-[0-9a-f]{64}\.seginf$/, "");
const kinds = () => entries().map(kindOf);

const cutShort = (bytes: Buffer) => bytes.subarray(0, bytes.length - 9);
const edited = (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -1), Buffer.from([bytes[bytes.length - 1] ^ 1])]);

it.each([
  ["result", "cut short", cutShort],
  ["result", "edited", edited],
  ["result", "emptied", () => Buffer.alloc(0)],
  ["opposed", "edited", edited],
  ["tagger", "cut short", cutShort],
  ["influence", "edited", edited],
  ["refits", "edited", edited],
  ["even", "edited", edited],
])("notices an entry of kind %s that was %s, says so, and works it out again", async (kind, _, damage) => {
  const cold = await audit();
  const path = join(desk.cache, entries().find((name) => kindOf(name) === kind) as string);
  const whole = readFileSync(path);
  writeFileSync(path, damage(whole));
  // With a result, and solves for its first findings, nobody asks for what they were made from.
  if (kind !== "result" && kind !== "opposed") without("result");
  const again = await audit("-q");
  expect(again.stdout).toBe(cold.stdout);
  expect(again.stderr).toMatch(new RegExp(`^warning: a cached ${kind} .*; it was removed and is recomputed\\n$`));
  expect(readFileSync(path)).toEqual(whole);
  expect((await audit("-q")).stderr).toBe("");
});

describe("an audit of files that have not changed", () => {
  const VARIATIONS = [
    ...["text", "json", "jsonl", "csv", "sarif", "html", "github", "gitlab", "junit"].map((format) => [
      "--format",
      format,
    ]),
    ["--limit", "2"],
    ["--signal", "loss"],
    ["--opposed", "3"],
    ["--opposed", "0", "--signal", "influence"],
    ["--refine", "1"],
    ["--patterns", "0"],
    ["--patterns", "1"],
    ["--fail-on", "note", "--max-findings", "3"],
    ["--threads", "1"],
  ];
  const run = (...flags: string[]) => desk.run(["audit", "train.conll", "reference.conll", ...flags]);

  it("takes all that it has to say from the result and the solves, and trains nothing", async () => {
    const cold = await run("--format", "json");
    without("tagger", "influence", "refits", "even", "channel", "curvature");
    const { stdout, stderr, code } = await run("--format", "json");
    expect({ stdout, code }).toEqual({ stdout: cold.stdout, code: cold.code });
    expect(stderr).toContain("the rest from the cache");
    expect(kinds()).toEqual(["opposed", "result"]);
  });

  it("prints what it would print without a cache, whatever is asked of it", async () => {
    await run();
    const examined = entries().filter((name) => kindOf(name) === "result");
    for (const flags of VARIATIONS) {
      const { stdout, code } = await run(...flags);
      const fresh = await run(...flags, "--no-cache");
      expect({ flags, stdout, code }).toEqual({ flags, stdout: fresh.stdout, code: fresh.code });
    }
    expect(entries().filter((name) => kindOf(name) === "result")).toEqual(examined);
  });

  it.each([
    ["--trust", "high"],
    ["--targets", "all"],
    ["--targets", "reference.conll:1"],
    ["--threshold", "0.2"],
    ["--cg-tolerance", "0.1"],
    ["--folds", "2"],
    ["--lambda", "3"],
    ["--tolerance", "1e-2"],
    ["--tagger", "softmax"],
    ["--scheme", "BIO", "--min-count", "2"],
  ])("is computed again with %s %s", async (...flags) => {
    await run();
    const { stdout } = await run("--format", "json", ...flags);
    expect(kinds().filter((kind) => kind === "result")).toHaveLength(2);
    expect(stdout).toBe((await run("--format", "json", ...flags, "--no-cache")).stdout);
  });

  it("is computed again where a file has another name, another comment or another word", async () => {
    await run();
    desk.write("other.conll", train);
    const named = await desk.run(["audit", "other.conll", "reference.conll", "--format", "json"]);
    expect((JSON.parse(named.stdout) as AuditReport).findings[0].file).toBe("other.conll");
    const flags = ["--format", "json"];
    desk.write("train.conll", `# a comment\n${train}`);
    expect((await run(...flags)).stdout).toBe((await run(...flags, "--no-cache")).stdout);
    desk.write("reference.conll", reference.replace("Monday", "Tuesday"));
    expect((await run(...flags)).stdout).toBe((await run(...flags, "--no-cache")).stdout);
    expect(kinds().filter((kind) => kind === "result")).toHaveLength(4);
    expect(kinds().filter((kind) => kind === "tagger")).toHaveLength(1);
  });

  it("warns once more where training stopped early", async () => {
    const early = ["-q", "--max-iterations", "2"];
    const cold = await run(...early);
    expect(cold.stderr).toContain("has not reached its optimum");
    expect((await run(...early)).stderr).toBe(cold.stderr);
  });

  it("needs no reference", async () => {
    const alone = (...flags: string[]) => desk.run(["audit", "train.conll", "--format", "json", ...flags]);
    const cold = await alone("--reference", "cross-fit=2");
    expect(kinds().filter((kind) => kind === "fold")).toHaveLength(2);
    without("tagger", "fold", "curvature");
    expect((await alone("--reference", "cross-fit=2")).stdout).toBe(cold.stdout);
    expect(kinds()).toEqual(["opposed", "result"]);
    expect((await alone()).stdout).toBe((await alone("--no-cache")).stdout);
    expect((await alone()).stdout).not.toBe(cold.stdout);
  });

  it("may take its tagger from a model", async () => {
    expect((await desk.run(["train", "train.conll", "-m", "model.seginf"])).code).toBe(0);
    const cold = await run("-m", "model.seginf", "--format", "json");
    expect(kinds()).toEqual(["channel", "curvature", "even", "influence", "opposed", "refits", "result"]);
    expect((await run("-m", "model.seginf", "--format", "json")).stdout).toBe(cold.stdout);
    expect((await desk.run(["train", "train.conll", "-m", "model.seginf", "--lambda", "2"])).code).toBe(0);
    expect((await run("-m", "model.seginf", "--format", "json")).stdout).not.toBe(cold.stdout);
  });
});

it("can be listed and cleared", async () => {
  expect(await desk.run(["cache", "ls"])).toEqual({ code: 0, stdout: "", stderr: "0 entries, 0 bytes\n" });
  await audit();
  const { code, stdout, stderr } = await desk.run(["cache", "ls"]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^tagger\t\d+\ttrain\.conll: /m);
  expect(stdout).toMatch(/^influence\t\d+\t/m);
  expect(stdout).toMatch(/^result\t\d+\ttrain\.conll: \d+ candidates compared with reference\.conll$/m);
  const count = entries().length;
  expect(stderr).toMatch(new RegExp(`^${count} entries, [\\d,]+ bytes\\n$`));
  expect((await desk.run(["cache", "clear"])).stderr).toMatch(new RegExp(`^removed ${count} entries, `));
  expect(entries()).toEqual([]);
});

it("that cannot be used costs a warning, not the run", async () => {
  const { code, stdout, stderr } = await audit("-q", "--cache", "train.conll");
  expect(code).toBe(1);
  expect(stdout).toBe((await audit()).stdout);
  expect(stderr).toMatch(/^warning: nothing is cached: train\.conll: [^\n]*\n$/);
});

it("keeps runs with other options apart", async () => {
  const one = await audit("--lambda", "1");
  const two = await audit("--lambda", "2");
  expect(two.stdout).not.toBe(one.stdout);
  expect(two.stdout).toBe((await audit("--no-cache", "--lambda", "2")).stdout);
});

it("plain kernels give the compiled ones' figures, up to rounding", async () => {
  const precise = ["--no-cache", "--tolerance", "1e-10", "--cg-tolerance", "1e-9"];
  const compiled = JSON.parse((await audit(...precise)).stdout) as AuditReport;
  const plain = JSON.parse(
    (await desk.run([...AUDIT, ...precise], { env: { SEGINF_KERNELS: "js" } })).stdout,
  ) as AuditReport;
  expect(plain.candidates).toBe(compiled.candidates);
  expect(plain.tagger.objective).toBeCloseTo(compiled.tagger.objective, 3);
  const key = ({ line, start, kind }: { line: number; start: number; kind: string }) => `${line} ${start} ${kind}`;
  const signals = new Map(plain.findings.map((finding) => [key(finding), finding.signals]));
  for (const finding of compiled.findings) {
    const other = signals.get(key(finding));
    expect(other?.influence).toBeCloseTo(finding.signals.influence!, 4);
    expect(other?.loss).toBeCloseTo(finding.signals.loss, 4);
  }
});

it("keeps within --cache-size, and prune makes it so", async () => {
  await audit();
  const all = entries().length;
  expect(all).toBeGreaterThan(2);
  const same = await desk.run(["cache", "prune"]);
  expect(same).toMatchObject({ code: 0, stdout: "", stderr: "removed 0 entries, 0 bytes\n" });
  expect(entries()).toHaveLength(all);
  await desk.run(["cache", "prune", "--cache-size", "0", "-q"]);
  expect(entries()).toEqual([]);
  const { code } = await audit("--cache-size", "0");
  expect(code).toBe(1);
  expect(entries()).toEqual([]);
});
