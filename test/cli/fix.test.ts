import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import type { AuditReport } from "../../src/findings/report.js";
import { entryOf, verdictText } from "../../src/findings/verdicts/index.js";
import { Desk } from "./program.js";
import { PLANTED, reference, trainIllFormed } from "./toy.js";

// With what a file may hold beside its tokens and tags, all of which has to stay.
const train = `\uFEFF# a comment\r\n${trainIllFormed.replaceAll("\n", "\r\n")}`;
const desk = new Desk({ "train.conll": train, "reference.conll": reference, "train.conll.gz": gzipSync(train) });
afterAll(() => desk.remove());

const audited = await desk.run(["audit", "train.conll", "reference.conll", "--format", "json", "-q"]);
desk.write("findings.json", audited.stdout);
const report = JSON.parse(audited.stdout) as AuditReport;
const lines = (text: string) => text.split("\n");

/** What is right: the three labels that are planted, and the tag that breaks BIO. */
const right = train.replaceAll(`${PLANTED}\tB-ORG`, `${PLANTED}\tB-LOC`).replace("Paris\tI-LOC", "Paris\tB-LOC");
const fix = (...args: string[]) => desk.run(["fix", "train.conll", "findings.json", "--min-score", "0.5", ...args]);

it("writes the corpus with the suggestions, and every other byte as it was", async () => {
  const { code, stdout, stderr } = await fix();
  expect({ code, stderr }).toEqual({ code: 0, stderr: "train.conll: 4 suggestions applied, 4 lines changed\n" });
  expect(stdout).toBe(right);
});

(existsSync("/dev/full") ? it : it.skip)("says nothing is applied where it could not be written", async () => {
  for (const args of [
    ["-o", "/dev/full"],
    ["--patch", "-o", "/dev/full"],
  ]) {
    const { code, stderr } = await fix(...args);
    expect({ code, lines: stderr.match(/\n/g)?.length }).toEqual({ code: 2, lines: 1 });
    expect(stderr).toMatch(/^error: \/dev\/full: cannot be written: the disk is full/);
  }
});

it("is a patch that git apply takes", async () => {
  const { code, stdout } = await fix("--patch", "-q");
  expect(code).toBe(0);
  expect(lines(stdout).filter((line) => /^[-+](?![-+])/.test(line))).toEqual([
    "-Paris\tI-LOC\r",
    "+Paris\tB-LOC\r",
    ...Array.from({ length: 3 }, () => [`-${PLANTED}\tB-ORG\r`, `+${PLANTED}\tB-LOC\r`]).flat(),
  ]);
  desk.write("copy.conll", train);
  const args = ["apply", "--whitespace=nowarn", "-"];
  const env = desk.environment({ GIT_CEILING_DIRECTORIES: join(desk.directory, "..") });
  const applied = spawnSync("git", args, {
    cwd: desk.directory,
    input: stdout.replaceAll("train.conll", "copy.conll"),
    env,
  });
  expect([applied.status, applied.stderr?.toString()]).toEqual([0, ""]);
  expect(desk.read("copy.conll")).toBe(right);
});

it("writes in place, and refuses a second time, naming the line", async () => {
  desk.write("again.conll", train);
  const name = (text: string) => text.replaceAll("train.conll", "again.conll");
  desk.write("again.json", name(audited.stdout));
  const run = () => desk.run(["fix", "again.conll", "again.json", "--min-score", "0.5", "--in-place"]);
  expect(await run()).toEqual({ code: 0, stdout: "", stderr: "again.conll: 4 suggestions applied, 4 lines changed\n" });
  expect(desk.read("again.conll")).toBe(right);
  const { line } = report.findings.find(({ kind }) => kind === "ill-formed")!;
  expect(await run()).toEqual({
    code: 2,
    stdout: "",
    stderr: `error: again.conll:${line}: the audit saw the tag I-LOC here, not B-LOC: the corpus has changed; audit it again\n`,
  });
  expect(desk.read("again.conll")).toBe(right);
});

it("keeps gzip gzip", async () => {
  const findings = audited.stdout.replaceAll("train.conll", "train.conll.gz");
  const run = (...args: string[]) =>
    desk.run(["fix", "train.conll.gz", "-", "--min-score", "0.5", "-q", ...args], { input: findings });
  expect((await run()).stdout).toBe(right);
  expect(await run("--patch")).toEqual({
    code: 2,
    stdout: "",
    stderr:
      "error: train.conll.gz: a patch cannot be applied to a file compressed by gzip; give --in-place or -o FILE\n",
  });
  expect(await run("--in-place")).toEqual({ code: 0, stdout: "", stderr: "" });
  expect(gunzipSync(readFileSync(join(desk.directory, "train.conll.gz"))).toString()).toBe(right);
});

it("reads the corpus from standard input, and writes to a file, gzipped where its name says so", async () => {
  const args = ["fix", "-", "findings.json", "--min-score", "0.5", "-q", "-o", "out.conll.gz"];
  expect(await desk.run(args, { input: train })).toEqual({ code: 0, stdout: "", stderr: "" });
  expect(gunzipSync(readFileSync(join(desk.directory, "out.conll.gz"))).toString()).toBe(right);
});

it("leaves a file alone where there is nothing to do", async () => {
  const inode = () => statSync(join(desk.directory, "train.conll")).ino;
  const before = inode();
  desk.write("none.json", JSON.stringify({ ...report, findings: [] }));
  const run = await desk.run(["fix", "train.conll", "none.json", "--min-score", "0", "--in-place"]);
  expect(run).toEqual({ code: 0, stdout: "", stderr: "train.conll: 0 suggestions applied, 0 lines changed\n" });
  expect(inode()).toBe(before);
});

it("takes the findings of a pattern alone", async () => {
  const { fingerprint, line } = report.findings.find(({ tokens }) => tokens[0] === PLANTED)!;
  const pattern = {
    ...{ id: "00112233445566aa", name: "a pattern", label: "ORG", suggestion: "LOC" },
    anchor: { kind: "word", value: PLANTED },
    findings: [fingerprint, "ffffffffffffffff"],
    places: [{ file: "train.conll", line }],
    ...{ agree: 3, disagree: 0, probability: 0.9, share: 0.1, relabelInfluence: -1, pValue: 0.01 },
  };
  desk.write("patterns.json", JSON.stringify({ ...report, patterns: [pattern] }));
  const run = (id: string) => desk.run(["fix", "train.conll", "patterns.json", "--pattern", id, "--patch"]);
  const { code, stdout, stderr } = await run(pattern.id);
  expect(code).toBe(0);
  expect(lines(stdout).filter((text) => /^[-+](?![-+])/.test(text))).toHaveLength(2);
  expect(stderr).toContain("warning: 1 finding of the pattern not in the report: set aside when it was made\n");
  expect((await run("nothing")).stderr).toBe(
    "error: patterns.json: the report has no pattern nothing; it has 00112233445566aa\n",
  );
});

describe("with verdicts", () => {
  const lisbon = report.findings.filter(({ tokens }) => tokens[0] === PLANTED);
  const illFormed = report.findings.find(({ kind }) => kind === "ill-formed")!;
  const kept = report.findings.find(({ kind, tokens }) => kind === "label" && tokens[0] !== PLANTED)!;
  const [first, second] = lisbon;
  const correction = {
    suggestion: "PER",
    replacement: { ...first.replacement!, segments: [{ ...first.replacement!.segments[0], label: "PER" }] },
  };
  const entries = [
    entryOf(illFormed, "fixed"),
    entryOf(kept, "ok"),
    entryOf(first, "fixed", { correction }),
    entryOf(second, "fixed"),
    entryOf(lisbon[2], "later"),
  ];
  desk.write("verdicts.json", verdictText(entries));
  /** The lines of the corpus that differ from those of the original, by line number. */
  const changes = (text: string) =>
    Object.fromEntries(lines(text).flatMap((line, i) => (line === lines(train)[i] ? [] : [[i + 1, line.trim()]])));

  it("makes the corrections that they tell, and no others", async () => {
    const { code, stdout, stderr } = await desk.run(["fix", "train.conll", "verdicts.json"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "train.conll: 3 suggestions applied, 3 lines changed\n" });
    expect(changes(stdout)).toEqual({
      [illFormed.line]: "Paris\tB-LOC",
      [first.line]: `${PLANTED}\tB-PER`,
      [second.line]: `${PLANTED}\tB-LOC`,
    });
  });

  it("finds them in a file that has changed elsewhere, and says what it does not find", async () => {
    const sentences = train
      .replace(/^.*\r\n/, "")
      .trimEnd()
      .split("\r\n\r\n")
      .reverse();
    const without = sentences.filter((_, i) => sentences.length - i !== first.sentence + 1).join("\r\n\r\n");
    const { code, stdout, stderr } = await desk.run(["fix", "-", "verdicts.json"], { input: without });
    expect(code).toBe(0);
    expect(stdout.match(/\tB-PER/g)?.length).toBe(without.match(/\tB-PER/g)?.length);
    expect(stdout).toContain("Paris\tB-LOC");
    expect(stderr).toContain(`warning: <stdin> no longer holds "${entries[2].text}", labelled ORG\n`);
    expect(stderr).toContain("<stdin>: 2 suggestions applied, 2 lines changed\n");
  });

  it("makes no correction twice", async () => {
    const once = (await desk.run(["fix", "train.conll", "verdicts.json", "-q"])).stdout;
    const twice = await desk.run(["fix", "-", "verdicts.json"], { input: once });
    expect(twice.stdout).toBe(once);
    expect(twice.stderr).toContain("warning: 3 corrections made already\n");
  });
});

describe("refuses", () => {
  const failure = async (args: string[], input = "") => {
    const { code, stdout, stderr } = await desk.run(["fix", ...args], { input });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    return stderr;
  };

  it("to choose by itself", async () => {
    expect(await failure(["train.conll", "findings.json"])).toBe(
      "error: findings.json: a report holds suggestions that nobody has accepted; choose with --min-score or --pattern (--min-score 0 takes all), or judge them with seginf review\n",
    );
  });

  it("a corpus that has changed elsewhere", async () => {
    const args = ["-", "findings.json", "--min-score", "0.5"];
    expect(await failure(args, `${train}\r\nMore\tO\r\n`)).toBe(
      "error: <stdin>: the corpus has changed since the audit, elsewhere than where these findings are; audit it again\n",
    );
    expect(await failure(args, train.split("\r\n\r\n").slice(0, 3).join("\r\n\r\n"))).toMatch(
      /^error: <stdin>:\d+: the audit saw .* here.*: the corpus has changed; audit it again\n$/,
    );
  });

  it("a corpus that is read otherwise than it was", async () => {
    const args = ["train.conll", "findings.json", "--min-score", "0.5", "--token-column", "2", "--label-column", "1"];
    expect(await failure([...args, "--scheme", "plain"])).toMatch(
      /^error: train.conll:\d+: the audit saw ".*" here, not ".*", so it is not read as it was for the audit; give/,
    );
  });

  it("what is no report", async () => {
    const args = (name: string) => ["train.conll", name, "--min-score", "0.5"];
    expect(await failure(args("nowhere.json"))).toBe("error: nowhere.json: no such file; check the path\n");
    expect(await failure(args("train.conll"))).toBe(
      "error: train.conll: this is no JSON; give a report of seginf audit --format json, or verdicts\n",
    );
    desk.write("lines.jsonl", report.findings.map((finding) => `${JSON.stringify(finding)}\n`).join(""));
    expect(await failure(args("lines.jsonl"))).toContain("lines.jsonl: this is JSON Lines, not one JSON document");
    desk.write("broken.json", JSON.stringify({ ...report, findings: [{ ...report.findings[0], score: "high" }] }));
    expect(await failure(args("broken.json"))).toBe(
      "error: broken.json: this is no report of this version of seginf: findings[0].score is not a number; write it again with seginf audit --format json\n",
    );
  });

  it("to write where it must not", async () => {
    const args = ["train.conll", "findings.json", "--min-score", "0.5"];
    expect(await failure([...args, "-o", "train.conll"])).toContain("this would overwrite an input of the same run");
    expect(await failure([...args, "--in-place", "--patch"])).toContain("cannot be used with option");
    expect(await failure(["-", ...args.slice(1), "--in-place"])).toContain("standard input cannot be written in place");
    expect(await failure(["-", "-", "--min-score", "1"])).toContain('give "-" once');
  });
});
