import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AuditReport } from "../../src/report/types.js";
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

it("changes nothing: cold, cached, without it, and with any number of threads, the bytes are the same", () => {
  const cold = audit("--threads", "1");
  expect(cold.code).toBe(1);
  const kept = entries();
  expect(kept.map((name) => name.replace(/-.*/, ""))).toEqual(expect.arrayContaining(["influence", "tagger"]));
  const cached = audit("--threads", "2");
  expect(entries()).toEqual(kept);
  const uncached = [audit("--no-cache"), audit("--no-cache", "--threads", "2")];
  for (const { code, stdout } of [cached, ...uncached]) {
    expect(code).toBe(1);
    expect(stdout).toBe(cold.stdout);
  }
});

it("is where --cache says, and nowhere with --no-cache", () => {
  audit("--no-cache");
  expect(readdirSync(desk.directory)).not.toContain(".cache");
  audit("--cache", join(desk.directory, "mine"));
  expect(readdirSync(desk.directory)).toContain("mine");
  expect(readdirSync(desk.directory)).not.toContain(".cache");
});

it.each([
  ["cut short", (bytes: Buffer) => bytes.subarray(0, bytes.length - 9)],
  ["edited", (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -1), Buffer.from([bytes[bytes.length - 1] ^ 1])])],
  ["emptied", () => Buffer.alloc(0)],
])("notices an entry that was %s, says so, and works it out again", (_, damage) => {
  const cold = audit();
  const path = join(desk.cache, entries().find((name) => name.startsWith("tagger-")) as string);
  const whole = readFileSync(path);
  writeFileSync(path, damage(whole));
  const again = audit("-q");
  expect(again.stdout).toBe(cold.stdout);
  expect(again.stderr).toMatch(/^warning: a cached tagger .*; it was removed and is computed again\n$/);
  expect(readFileSync(path)).toEqual(whole);
  expect(audit("-q").stderr).toBe("");
});

it("can be listed and cleared", () => {
  expect(desk.run(["cache", "ls"])).toEqual({ code: 0, stdout: "", stderr: "0 entries, 0 bytes\n" });
  audit();
  const { code, stdout, stderr } = desk.run(["cache", "ls"]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^tagger\t\d+\ttrain\.conll: /m);
  expect(stdout).toMatch(/^influence\t\d+\t/m);
  const count = entries().length;
  expect(stderr).toMatch(new RegExp(`^${count} entries, [\\d,]+ bytes\\n$`));
  expect(desk.run(["cache", "clear"]).stderr).toMatch(new RegExp(`^removed ${count} entries, `));
  expect(entries()).toEqual([]);
});

it("that cannot be used costs a warning, not the run", () => {
  const { code, stdout, stderr } = audit("-q", "--cache", "train.conll");
  expect(code).toBe(1);
  expect(stdout).toBe(audit().stdout);
  expect(stderr).toMatch(/^warning: nothing is cached: train\.conll: [^\n]*\n$/);
});

it("keeps runs with other options apart", () => {
  const one = audit("--lambda", "1");
  const two = audit("--lambda", "2");
  expect(two.stdout).not.toBe(one.stdout);
  expect(two.stdout).toBe(audit("--no-cache", "--lambda", "2").stdout);
});

it("plain kernels give the compiled ones' figures, up to rounding", () => {
  const precise = ["--no-cache", "--tolerance", "1e-10", "--cg-tolerance", "1e-9"];
  const compiled = JSON.parse(audit(...precise).stdout) as AuditReport;
  const plain = JSON.parse(desk.run([...AUDIT, ...precise], { env: { SEGINF_KERNELS: "js" } }).stdout) as AuditReport;
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
