import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { AuditReport } from "../../src/findings/report.js";
import { Desk, withoutFigures } from "./program.js";
import { reference, train } from "./toy.js";

const schema = JSON.parse(readFileSync(new URL("../../docs/findings.schema.json", import.meta.url), "utf8"));
const validDocument = new Ajv2020({ allErrors: true, strict: true }).compile(schema);

// Of two files in one, Lisbon is a firm three times and a place twice, and one place is a firm once.
const both = `${train}\n${reference}`.replace("Vienna\tB-LOC", "Vienna\tB-ORG");
const desk = new Desk({ "both.conll": both, "reference.conll": reference });
afterAll(() => desk.remove());

const report = async (...flags: string[]) =>
  JSON.parse((await desk.run(["audit", "both.conll", "--format", "json", ...flags])).stdout) as AuditReport;

describe("audit without a reference", () => {
  it("finds what is labelled otherwise elsewhere, and says what there is to say", async () => {
    const { code, stdout } = await desk.run(["audit", "both.conll", "--limit", "1", "--threshold", "0.2"]);
    expect(code).toBe(1);
    expect(withoutFigures(stdout)).toMatchInlineSnapshot(`
"train      both.conll  # sentences  # tokens  # segments  scheme BIO

#  both.conll:#  ORG → LOC
       Emma flew to [ Vienna ] .
       "Vienna" is LOC in # of # other places

# findings among # candidates (threshold #); # more not shown: --limit #
  shows all
"
`);
  });

  it("has the planted label first, without figures of a reference", async () => {
    const found = await report();
    expect(validDocument(found)).toBe(true);
    expect(found).toMatchObject({ reference: null, influence: null, tagger: { precision: null, f1: null } });
    const [first] = found.findings;
    expect(first).toMatchObject({ tokens: ["Vienna"], label: "ORG", suggestion: "LOC", share: null, opposes: [] });
    expect(first.signals).toMatchObject({ influence: null, relabelInfluence: null, variation: 1 });
    expect(first.signals.selfInfluence).toBeGreaterThan(0);
  });

  it("is the same with and without the cache", async () => {
    expect(await report("--no-cache")).toEqual(await report());
    expect(await report()).toEqual(await report());
  });

  it("solves for the self-influence of the first findings, and takes the diagonal for the others", async () => {
    const solved = (await report("--opposed", "3", "--limit", "5")).findings;
    const diagonal = (await report("--opposed", "0", "--limit", "5")).findings;
    const differ = solved.map(({ signals }, i) => signals.selfInfluence !== diagonal[i].signals.selfInfluence);
    expect(differ).toEqual([true, true, true, false, false]);
  });
});

describe("--reference cross-fit", () => {
  it("measures influence on held-out folds, and tells how many", async () => {
    const found = await report("--reference", "cross-fit=4");
    expect(validDocument(found)).toBe(true);
    expect(found).toMatchObject({ reference: null, influence: { targets: "cross-fit=4", converged: true } });
    expect(found.tagger.f1).toBeGreaterThan(50);
    expect(found.findings.map(({ tokens }) => tokens.join(" "))).toContain("Vienna");
    expect(found.findings[0].signals.influence).not.toBeNull();
    expect((await report("--reference", "cross-fit")).influence?.targets).toBe("cross-fit=5");
  });

  it("gives the cross-validated loss of its folds, the same as --folds does without it, and keeps its refits", async () => {
    const lossOf = async (...flags: string[]) =>
      (await report("--limit", "0", ...flags)).findings
        .map(({ line, endLine, signals }) => `${line} ${endLine} ${signals.crossValidatedLoss}`)
        .sort();
    const losses = await lossOf("--reference", "cross-fit=4");
    expect(losses.filter((loss) => loss.includes("null"))).toEqual([]);
    expect(new Set(losses.map((loss) => loss.split(" ")[2])).size).toBeGreaterThan(20);
    const annotated = new Set(losses);
    for (const loss of await lossOf("--folds", "4")) expect(annotated).toContain(loss);
    expect(await lossOf("--reference", "cross-fit=4", "--no-cache")).toEqual(losses);
    const kept = (await desk.run(["cache", "ls"])).stdout;
    expect(kept).toContain("tagger without fold 4 of 4");
  });

  it("ranks by it with --signal, without cross-fit as well", async () => {
    const found = (await report("--signal", "crossValidatedLoss", "--limit", "0")).findings;
    const losses = found.map(({ signals }) => signals.crossValidatedLoss as number);
    expect(losses).toEqual([...losses].sort((a, b) => b - a));
  });

  it.each([
    [["both.conll", "--reference", "cross-fit=1"], "Give cross-fit, or cross-fit=K with K from 2 to 100 folds; "],
    [["both.conll", "--reference", "folds"], "Give cross-fit"],
    [["both.conll", "reference.conll", "--reference", "cross-fit"], "two references; give either reference.conll or"],
    [["both.conll", "--targets", "all"], "--targets all without a reference"],
    [["both.conll", "--signal", "refitLoss"], "--signal refitLoss without a reference; name the reference, or rank by"],
    [["both.conll", "--signal", "influence"], "--signal influence without a reference; name the reference, or give"],
  ])("refuses %j", async (args, message) => {
    const { code, stdout, stderr } = await desk.run(["audit", ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
  });
});
