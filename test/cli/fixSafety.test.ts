import { spawnSync } from "node:child_process";
import { appendFileSync, existsSync, statSync } from "node:fs";
import { join } from "node:path";
import type { AuditReport } from "../../src/findings/report.js";
import { correctionOf, entryOf, type VerdictEntry, verdictText } from "../../src/findings/verdicts/index.js";
import { samplePattern } from "../report/sample.js";
import { Desk } from "./program.js";
import { PLANTED, reference, trainIllFormed } from "./toy.js";

const desk = new Desk({ "train.conll": trainIllFormed, "reference.conll": reference });
afterAll(() => desk.remove());
const audited = (await desk.run(["audit", "train.conll", "reference.conll", "--format", "json", "-q"])).stdout;
desk.write("findings.json", audited);
const report = JSON.parse(audited) as AuditReport;
const planted = report.findings.filter(({ tokens }) => tokens[0] === PLANTED);

const failure = async (...args: string[]) => {
  const { code, stdout, stderr } = await desk.run(["fix", ...args]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  return stderr;
};

describe("a correction never changes how the file is read", () => {
  // Whether a row that begins with # is a token or a comment depends on the labels that the file has elsewhere.
  const sentence = "I PRP\nlove VBP\n#NLP NN\na DT\nlot NN\n";
  const corpus = `The DT\ncat NN\nsat VBD\n\n${Array(12).fill(sentence).join("\n")}\n`;
  const entry = (label: string): VerdictEntry => ({
    ...{ fingerprint: "8538efdb055bc526", verdict: "fixed", note: "", file: "c.txt", rule: "segment/label" },
    ...{ text: "I love [ #NLP ] a lot", start: 2, end: 3, label: "NN", suggestion: label, count: 1 },
    replacement: { start: 2, end: 3, segments: [{ start: 2, end: 3, label }] },
  });

  it("into that of a comment", async () => {
    desk.write("c.txt", corpus);
    desk.write("v.json", verdictText([entry("HT")]));
    expect(await failure("c.txt", "v.json", "--allow-new-labels", "--in-place")).toBe(
      'error: c.txt:7: once corrected, this line would no longer be read as "#NLP" with the tag HT; leave this correction out, or make it by hand\n',
    );
    expect(desk.read("c.txt")).toBe(corpus);
    desk.write("v.json", verdictText([entry("VBD")]));
    const { code, stdout } = await desk.run(["fix", "c.txt", "v.json", "-q"]);
    expect([code, stdout]).toEqual([0, corpus.replaceAll("#NLP NN", "#NLP VBD")]);
  });
});

describe("a new label", () => {
  const finding = planted[0]!;
  const write = (label: string) =>
    desk.write("new.json", verdictText([entryOf(finding, "fixed", { correction: correctionOf(finding, label) })]));

  it("is refused, with those that there are, unless it is allowed", async () => {
    write("LOCC");
    expect(await failure("train.conll", "new.json")).toBe(
      `error: train.conll:${finding.line}: "LOCC" would be a new label: the corpus has LOC, ORG, PER; correct it in the verdicts, or give --allow-new-labels\n`,
    );
    // As a misspelt LOC is what the file would be read with.
    expect(await failure("train.conll", "new.json", "--allow-new-labels")).toContain("would no longer be read as");
    write("GPE");
    const { code, stdout } = await desk.run(["fix", "train.conll", "new.json", "--allow-new-labels", "-q"]);
    expect([code, stdout.match(/B-GPE/g)?.length]).toEqual([0, 1]);
  });

  it("is none where the audited corpus has it in another of its files", async () => {
    desk.write("part.conll", `${PLANTED} B-ORG\nwon O\n`);
    const other = { ...report, train: { ...report.train, labels: ["LOC", "ORG"] } };
    const digest = "0".repeat(64);
    const [file] = [{ file: "part.conll", digest, format: "columns", reading: report.train.reading }];
    const fixed = { ...finding, file: "part.conll", sentence: 0, line: 1, endLine: 1, start: 0, end: 1 };
    const [replacement] = [{ start: 0, end: 1, segments: [{ start: 0, end: 1, label: "LOC" }] }];
    const { createHash } = await import("node:crypto");
    const real = createHash("sha256").update(desk.read("part.conll")).digest("hex");
    const train = { ...other.train, files: [{ ...file, digest: real }] };
    desk.write("part.json", JSON.stringify({ ...other, train, findings: [{ ...fixed, replacement }] }));
    const { code, stdout, stderr } = await desk.run(["fix", "part.conll", "part.json", "--min-score", "0"]);
    expect({ code, stdout, stderr }).toEqual({
      ...{ code: 0, stdout: `${PLANTED} B-LOC\nwon O\n` },
      stderr: "part.conll: 1 suggestion applied, 1 line changed\n",
    });
  });
});

describe("a pattern", () => {
  const findings = planted.map((finding, i) => ({ ...finding, score: [0.9, 0.6, 0.5][i]! }));
  const pattern = samplePattern({ probability: 0.7, findings: findings.map(({ fingerprint }) => fingerprint) });
  desk.write("unreliable.json", JSON.stringify({ ...report, findings, patterns: [pattern] }));
  const args = ["train.conll", "unreliable.json", "--pattern", pattern.id];

  it("of which less than four fifths are expected to be wrong is not applied unless that is allowed", async () => {
    expect(await failure(...args)).toBe(
      `error: unreliable.json: ${pattern.name}: 3 findings, about 2 wrong (70%), less than four fifths; judge them with seginf review --pattern ${pattern.id}, take the likely ones with --min-score, or give --allow-unreliable\n`,
    );
    const { code, stderr } = await desk.run(["fix", ...args, "--allow-unreliable"]);
    expect([code, stderr]).toEqual([
      0,
      `${pattern.name}: 3 findings, about 2 wrong (70%)\ntrain.conll: 3 suggestions applied, 3 lines changed\n`,
    ]);
  });

  it("may be reliable as far as a score goes", async () => {
    const { code, stderr } = await desk.run(["fix", ...args, "--min-score", "0.8"]);
    expect([code, stderr]).toEqual([
      0,
      `${pattern.name}: 1 finding, about 1 wrong (91%)\ntrain.conll: 1 suggestion applied, 1 line changed\n`,
    ]);
  });

  it("may be reviewed alone", async () => {
    const run = ["review", "unreliable.json", "--pattern", pattern.id, "-o", "alone.json"];
    expect((await desk.run(run, { input: "q\n" })).stderr).toContain("3 findings\n");
    expect((await desk.run([...run, "--pattern", "x"], { input: "" })).stderr).toContain("has no pattern x; it has");
  });
});

describe("with --interactive", () => {
  const args = ["fix", "train.conll", "findings.json", "--interactive", "--min-score", "0.5", "--verdicts"];

  it("applies what was accepted, as it was corrected", async () => {
    const { code, stdout, stderr } = await desk.run([...args, "i.json"], { input: "a\no\n1\nb\n4\nPER\nq\n" });
    expect([code, stderr]).toEqual([
      0,
      expect.stringContaining("3 of 4 findings judged; the verdicts are in i.json\n"),
    ]);
    expect(stderr).toContain("train.conll: 3 suggestions applied, 3 lines changed\n");
    const tags = stdout.match(new RegExp(`${PLANTED}\\tB-[A-Z]+`, "g"))?.map((row) => row.slice(PLANTED.length + 1));
    expect(tags?.sort()).toEqual(["B-LOC", "B-ORG", "B-PER"]);
  });

  it("applies nothing where the answers end too soon, and goes on from them the next time", async () => {
    const { code, stdout, stderr } = await desk.run([...args, "j.json"], { input: "a\na\n" });
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("error: the review was broken off, and nothing has been applied; run this again to go on");
    const again = await desk.run([...args, "j.json"], { input: "k\nk\n" });
    expect(again.stderr).toContain("train.conll: 2 suggestions applied, 2 lines changed\n");
  });

  it("wants the standard input for itself", async () => {
    expect(await failure("-", "findings.json", "--interactive")).toContain("standard input is for answers");
    expect(await failure("train.conll", "findings.json", "--interactive", "--verdicts", "train.conll")).toContain(
      "this would overwrite an input of the same run",
    );
  });
});

it("says what was applied once it is written, and not before", async () => {
  if (!existsSync("/dev/full")) return;
  const { code, stderr } = await desk.run([
    "fix",
    "train.conll",
    "findings.json",
    "--min-score",
    "0.5",
    "-o",
    "/dev/full",
  ]);
  expect([code, stderr]).toEqual([2, expect.not.stringContaining("applied")]);
});

it("notices that a file has changed while it worked, and leaves it as it is by then", async () => {
  desk.write("busy.conll", trainIllFormed);
  // The report is read from a pipe, whose writer changes the corpus once the run has begun and read neither.
  const busy = join(desk.directory, "busy.conll");
  const { stateOf, writeFixed } = await import("../../src/cli/fixedFiles.js");
  const state = await stateOf(busy, { inPlace: true });
  appendFileSync(busy, "\nMore\tO\n");
  const file = {
    source: busy,
    encoding: "utf-8",
    before: Buffer.from("a"),
    after: Buffer.from("b"),
    lines: [1],
    state,
  };
  const context = { writing: <T>(work: () => Promise<T>) => work() } as never;
  await expect(writeFixed(context, [file], { inPlace: true })).rejects.toThrow(
    /busy.conll: has changed since it was read/,
  );
  expect(desk.read("busy.conll")).toBe(`${trainIllFormed}\nMore\tO\n`);
});

it("refuses to read a pipe twice", () => {
  if (spawnSync("mkfifo", [join(desk.directory, "pipe")]).status !== 0) return;
  const line = (flag: string) =>
    desk.shell(`cat train.conll > pipe & seginf fix pipe findings.json --min-score 0.5 ${flag}; kill $! 2>/dev/null`);
  for (const flag of ["--in-place", "--patch"])
    expect(line(flag).stderr).toBe(
      "error: pipe: this is a pipe or a device, which can be read only once; give -o FILE\n",
    );
  const { stdout, stderr } = line("-o out.conll");
  expect([stdout, stderr]).toEqual(["", "pipe: 4 suggestions applied, 4 lines changed\n"]);
  expect(statSync(join(desk.directory, "pipe")).isFIFO()).toBe(true);
});
