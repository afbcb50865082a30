import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { AuditReport } from "../../src/findings/report.js";
import { reporters } from "../../src/report/registry.js";
import { sampleFinding, sampleReport, sampleSignals } from "./sample.js";

const schema = JSON.parse(readFileSync(new URL("../../docs/findings.schema.json", import.meta.url), "utf8"));
const validDocument = new Ajv2020({ allErrors: true, strict: true }).compile(schema);

const signals = sampleSignals({ influence: null, relabelInfluence: null, selfInfluence: 0.5 });
const finding = sampleFinding({ share: null, signals, opposes: [] });
const sample = sampleReport([finding], { patterns: [] });
const report: AuditReport = {
  ...sample,
  reference: null,
  influence: null,
  tagger: { ...sample.tagger, precision: null, recall: null, f1: null },
};
const print = (format: keyof typeof reporters) => [...reporters[format](report, { color: false, width: 80 })].join("");

describe("a report without a reference", () => {
  it.each(Object.keys(reporters) as (keyof typeof reporters)[])(
    "is printed as %s, with no figure that there is not",
    (format) => {
      // The page's own script may speak of what it pleases.
      const printed = print(format).replace(/<script>[\s\S]*?<\/script>/, "");
      expect(printed).not.toMatch(/undefined|NaN|\[object/);
      expect(printed.length).toBeGreaterThan(0);
    },
  );

  it("is valid against the schema", () => {
    expect(validDocument(JSON.parse(print("json")))).toBe(true);
    expect(validDocument.errors ?? []).toEqual([]);
    const [only] = JSON.parse(print("json")).findings;
    expect(only).toMatchObject({
      share: null,
      signals: { influence: null, relabelInfluence: null, selfInfluence: 0.5 },
    });
  });

  it("says nothing of a reference as text", () => {
    const text = print("text");
    expect(text).not.toContain("reference");
    expect(text).not.toContain("influence -");
    expect(text).not.toContain("precision");
  });

  it("tells where the tagger was measured when the corpus was its own reference", () => {
    const { tagger, influence } = sample;
    const crossFit = { ...report, tagger, influence: { ...influence!, targets: "cross-fit=5" } };
    const text = [...reporters.text(crossFit, { color: false, width: 80, verbose: true })].join("");
    expect(text).toContain("on held-out folds");
    expect(text).toContain("(targets: cross-fit=5)");
  });
});
