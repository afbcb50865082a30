import type { AuditReport } from "../../src/findings/report.js";
import { Desk } from "./program.js";
import { PLANTED, reference, train } from "./toy.js";

const wrong = reference.replace("Madrid\tB-LOC", "Madrid\tB-ORG");
const line = wrong.split("\n").indexOf("Madrid\tB-ORG") + 1;
const desk = new Desk({ "train.conll": train, "dev.conll": reference, "wrong.conll": wrong });
afterAll(() => desk.remove());

const audited = (file: string, ...flags: string[]) => desk.run(["audit", "train.conll", file, ...flags]);
const doubted = async (file: string) =>
  (JSON.parse((await audited(file, "--format", "json")).stdout) as AuditReport).findings.filter(
    ({ kind }) => kind === "reference",
  );

describe("a reference with an error of its own", () => {
  it("is told of where it stands, with what training says instead", async () => {
    expect(line).toBeGreaterThan(0);
    const found = await doubted("wrong.conll");
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      ...{ rule: "reference/label", file: "wrong.conll", line, tokens: ["Madrid"] },
      ...{ label: "ORG", suggestion: "LOC", share: null, opposes: [] },
      signals: { influence: null, relabelInfluence: null },
    });
    expect(found[0].score).toBeGreaterThan(0.5);
  });

  it("stands in the list by its score, and says that it is of the reference", async () => {
    const { stdout, code } = await audited("wrong.conll");
    expect(code).toBe(1);
    expect(stdout).toMatch(
      new RegExp(`^0\\.\\d+ {2}wrong\\.conll:${line} {2}ORG → LOC {2}\\(in the reference\\)$`, "m"),
    );
    const scores = (stdout.match(/^\d\.\d+(?= {2}\S+:\d)/gm) ?? []).map(Number);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(scores.length).toBeGreaterThan(1);
  });

  it("is no error where training is the one to blame", async () => {
    expect(await doubted("dev.conll")).toEqual([]);
    expect((await doubted("wrong.conll")).some(({ tokens }) => tokens.includes(PLANTED))).toBe(false);
  });

  it("is fixed by the fix, in the reference", async () => {
    desk.write("findings.json", (await audited("wrong.conll", "--format", "json")).stdout);
    const patch = (await desk.run(["fix", "wrong.conll", "findings.json", "--min-score", "0.5", "--patch", "-q"]))
      .stdout;
    expect(patch.match(/^[-+](?![-+]).*$/gm)).toEqual(["-Madrid\tB-ORG", "+Madrid\tB-LOC"]);
    const other = (await desk.run(["fix", "train.conll", "findings.json", "--min-score", "0.5", "--patch", "-q"]))
      .stdout;
    expect(other).not.toContain("Madrid");
  });

  it("fails no build, but with --fail-on note", async () => {
    await desk.run(["baseline", "write", "train.conll", "wrong.conll", "-q", "--baseline", "own.json"]);
    const { schemaVersion, entries } = JSON.parse(desk.read("own.json"));
    const own = entries.filter(({ rule }: { rule: string }) => rule !== "reference/label");
    desk.write("own.json", JSON.stringify({ schemaVersion, entries: own }));
    const run = (...flags: string[]) => audited("wrong.conll", "-q", "--baseline", "own.json", ...flags);
    const usual = await run();
    expect(usual.stdout).toContain(`wrong.conll:${line}`);
    expect(usual.code).toBe(0);
    expect((await run("--fail-on", "note")).code).toBe(1);
  });

  it("can be let pass", async () => {
    await desk.run(["baseline", "write", "train.conll", "wrong.conll", "-q"]);
    expect((await audited("wrong.conll", "--baseline", "seginf.baseline.json")).code).toBe(0);
  });
});
