import type { AuditReport } from "../../src/findings/report.js";
import { Desk } from "./program.js";
import { PLANTED, reference, train } from "./toy.js";

const desk = new Desk({ "train.conll": train, "dev.conll": reference });
afterAll(() => desk.remove());

const FILES = ["train.conll", "dev.conll"];
const audit = (...flags: string[]) => desk.run(["audit", ...FILES, "--baseline", "seginf.baseline.json", ...flags]);
const baseline = (command: string, ...flags: string[]) => desk.run(["baseline", command, ...FILES, ...flags]);
const entries = () => JSON.parse(desk.read("seginf.baseline.json")).entries as Record<string, unknown>[];
const report = async (...flags: string[]) =>
  JSON.parse((await audit("--format", "json", ...flags)).stdout) as AuditReport;

it("without a baseline, everything is new", async () => {
  const { code, stderr } = await audit();
  expect(code).toBe(1);
  expect(stderr).toContain("seginf.baseline.json does not exist, so no finding is accepted");
});

it("is written with every finding, sorted, and accepts them all", async () => {
  const before = await report();
  const { code, stdout, stderr } = await baseline("write");
  expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
  expect(stderr).toContain("seginf.baseline.json: 0 verdicts kept, ");
  const counts = entries().map(({ count = 1 }) => count as number);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(before.atOrAboveThreshold);
  expect(entries().some(({ text }) => (text as string).includes(`[ ${PLANTED} ]`))).toBe(true);
  expect(new Set(entries().map(({ verdict }) => verdict))).toEqual(new Set(["later"]));
  const after = await report();
  expect(after.atOrAboveThreshold).toBe(0);
  expect(after.setAside).toEqual({ unchanged: 0, inline: 0, baseline: before.atOrAboveThreshold });
  expect((await audit()).code).toBe(0);
  expect((await audit()).stdout).toContain("No new findings.");
});

it("is not replaced unasked", async () => {
  const { code, stderr } = await baseline("write");
  expect(code).toBe(2);
  expect(stderr).toContain(
    "error: seginf.baseline.json: the file exists already; seginf baseline update keeps its verdicts",
  );
});

/** Sentences as they stand in the file. */
const sentences = train.trimEnd().split("\n\n");
const edits: readonly (readonly [string, string])[] = [
  ["a sentence comes first", `The\tO\nend\tO\n.\tO\n\n${train}`],
  ["a sentence is gone", `${sentences.slice(1).join("\n\n")}\n`],
  ["sentences change places", `${[...sentences].reverse().join("\n\n")}\n`],
  ["line endings change", train.replaceAll("\n", "\r\n")],
  ["comments and blank lines come", `# a comment\n\n${train.replaceAll("\n\n", "\n\n\n# another\n")}`],
];

it.each(edits)("accepts them still when %s", async (_, edited) => {
  desk.write("train.conll", edited);
  const { findings, setAside } = await report("--limit", "0");
  desk.write("train.conll", train);
  expect(setAside.baseline).toBeGreaterThan(1);
  // Other sentences may become suspicious as the tagger is another; none of those that were accepted.
  expect(findings.filter(({ tokens }) => tokens.join(" ") === PLANTED && tokens.length > 0)).toEqual([]);
});

it("lets new findings count, and one more of an accepted kind", async () => {
  desk.write("train.conll", `${train}\n${sentences.at(-1)}\n`);
  const { code } = await audit();
  const again = await report();
  desk.write("train.conll", train);
  expect(code).toBe(1);
  expect(again.findings.filter(({ score }) => score >= 0.5).map(({ tokens }) => tokens)).toContainEqual([PLANTED]);
});

it("is up to date, or is told why not", async () => {
  expect(await baseline("check")).toMatchObject({ code: 0, stdout: "" });
  const corrected = train.replaceAll(`${PLANTED}\tB-ORG`, `${PLANTED}\tB-LOC`);
  desk.write("train.conll", corrected);
  const { code, stdout } = await baseline("check");
  expect(code).toBe(1);
  const gone = stdout.split("\n").filter((line) => line.startsWith("gone\t"));
  expect(gone.length).toBeGreaterThan(0);
  expect(gone.filter((line) => line.includes(`[ ${PLANTED} ]`)).length).toBeGreaterThan(0);
  expect((await audit()).stderr).toMatch(/no longer occurs?; seginf baseline update removes them/);
});

it("update takes out what is gone and keeps the verdicts of the rest", async () => {
  const before = entries();
  const text = desk.read("seginf.baseline.json").replace('"later"', '"ok"');
  desk.write("seginf.baseline.json", text);
  expect((await baseline("update")).code).toBe(0);
  expect(entries().length).toBeLessThan(before.length);
  expect(entries().some(({ text }) => (text as string).includes(`[ ${PLANTED} ]`))).toBe(false);
  expect(await baseline("check")).toMatchObject({ code: 0, stdout: "" });
  desk.write("train.conll", train);
});

it("update adds with a verdict and a note, takes over verdicts, and prunes alone", async () => {
  expect((await baseline("update", "--verdict", "ok", "--note", "as in 3.2")).code).toBe(0);
  const added = entries().filter(({ note }) => note === "as in 3.2");
  expect(added.length).toBeGreaterThan(0);
  expect(new Set(added.map(({ verdict }) => verdict))).toEqual(new Set(["ok"]));
  const planted = added.filter(({ text }) => (text as string).includes(`[ ${PLANTED} ]`));
  const review = planted.map((entry) => ({ ...entry, file: "elsewhere/train.conll", verdict: "later", note: "ask" }));
  desk.write("review.json", JSON.stringify({ schemaVersion: 1, entries: review }));
  expect((await baseline("update", "--from", "review.json")).code).toBe(0);
  const notes = entries().filter(({ note }) => note === "ask");
  expect(notes.map(({ file }) => file)).toEqual(planted.map(() => "train.conll"));
  desk.write("seginf.baseline.json", '{ "schemaVersion": 1, "entries": [] }');
  expect((await baseline("update", "--prune")).code).toBe(0);
  expect(entries()).toEqual([]);
});

it("a verdict of fixed expects the finding to be gone", async () => {
  await baseline("write", "--force");
  const fixed = entries().map((entry) => {
    const { start, end, suggestion } = entry as { start: number; end: number; suggestion: string };
    const segments = suggestion === "O" ? [] : [{ start, end, label: suggestion }];
    return { ...entry, verdict: "fixed", replacement: { start, end, segments } };
  });
  desk.write("seginf.baseline.json", JSON.stringify({ schemaVersion: 1, entries: fixed }));
  expect((await audit()).code).toBe(1);
  expect((await baseline("check")).stdout).toMatch(/^unfixed\ttrain\.conll:\d+\tsegment\//m);
});

describe("verdicts move scores", () => {
  const write = (all: unknown[]) =>
    desk.write("seginf.baseline.json", JSON.stringify({ schemaVersion: 1, entries: all }));
  const scores = ({ findings }: AuditReport, of: (one: AuditReport["findings"][number]) => number | undefined) =>
    new Map(findings.map((one) => [`${one.fingerprint} ${one.sentence}`, of(one)]));

  it("of all findings, in their order, and by as much as before when they are judged again", async () => {
    write([]);
    const before = await report("--limit", "0", "--threshold", "0.1");
    expect(before.verdicts).toBeUndefined();
    expect((await baseline("write", "--force", "--verdict", "ok")).code).toBe(0);
    const judged = entries();
    // A tagger of another day finds the same sentences under other names: all of them are listed again.
    const elsewhere = judged.map((entry, i) => ({ ...entry, fingerprint: i.toString(16).padStart(16, "0") }));
    write(elsewhere);
    const after = await report("--limit", "0", "--threshold", "0.01");
    expect(after.verdicts).toMatchObject({ judged: judged.length, wrong: 0 });
    expect(after.verdicts?.expectedWrong).toBeGreaterThan(0.1);
    const [was, unscaled, now] = [
      scores(before, ({ score }) => score),
      scores(after, ({ unscaledScore }) => unscaledScore),
      scores(after, ({ score }) => score),
    ];
    const common = [...was.keys()].filter((key) => now.has(key));
    expect(common.length).toBeGreaterThan(0);
    for (const key of common) {
      expect(unscaled.get(key)).toBeCloseTo(was.get(key)!, 4);
      // Far from what was judged, a flatter slope may raise a score that says "right".
      if (was.get(key)! >= 0.1) expect(now.get(key)).toBeLessThan(was.get(key)!);
    }
    expect((await audit()).stdout).toMatch(
      /^verdicts +scores follow the baseline {2}0 of \d+ judged findings? were wrong/m,
    );
    // What is written now has the scores that the findings had without verdicts.
    await baseline("update", "--threshold", "0.01");
    const again = entries().filter(
      ({ verdict, text }) => verdict === "later" && judged.some((one) => one.text === text),
    );
    expect(again.length).toBeGreaterThan(0);
    for (const one of again) {
      const former = judged.find(
        ({ text, start, end, label }) =>
          text === one.text && start === one.start && end === one.end && label === one.label,
      );
      if (former) expect(one.score).toBeCloseTo(former.score as number, 4);
    }
  });

  it("and what has been corrected stays in the baseline, for what it tells", async () => {
    write([]);
    await baseline("write", "--force");
    const [one] = entries().filter(({ text }) => (text as string).includes(`[ ${PLANTED} ]`));
    const { start, end } = one as { start: number; end: number };
    write([{ ...one, verdict: "fixed", replacement: { start, end, segments: [{ start, end, label: "LOC" }] } }]);
    desk.write("train.conll", train.replaceAll(`${PLANTED}\tB-ORG`, `${PLANTED}\tB-LOC`));
    expect((await baseline("update", "--prune")).code).toBe(0);
    expect(entries()).toHaveLength(1);
    expect((await report()).verdicts).toMatchObject({ judged: 1, wrong: 1 });
    desk.write("train.conll", train);
  });
});

it("a broken baseline is told with its line", async () => {
  desk.write("seginf.baseline.json", '{\n  "schemaVersion": 1,\n  "entries": [{}]\n}');
  expect(await audit()).toMatchObject({ code: 2, stdout: "" });
  expect((await audit()).stderr).toMatch(/^error: seginf\.baseline\.json:3: not a verdict file: /);
});
