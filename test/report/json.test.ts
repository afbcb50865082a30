import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import type { AuditReport, Finding } from "../../src/findings/report.js";
import { reporters } from "../../src/report/registry.js";
import { anyText } from "../helpers/text.js";
import { sampleFinding, sampleReport, sweepSignals } from "./sample.js";

const context = { color: true, width: 80 };
const print = (format: "json" | "jsonl", report: AuditReport): string =>
  [...reporters[format](report, context)].join("");

const schema = JSON.parse(readFileSync(new URL("../../docs/findings.schema.json", import.meta.url), "utf8"));
const ajv = new Ajv2020({ allErrors: true, strict: true });
const validDocument = ajv.compile(schema);
const validLine = ajv.compile({ $ref: `${schema.$id}#/$defs/finding` });

const text = anyText({ minLength: 1 });
const real = fc.double({ noNaN: true, noDefaultInfinity: true });
const finding: fc.Arbitrary<Finding> = fc
  .record({
    score: fc.double({ min: 0, max: 1, noNaN: true }),
    kind: fc.constantFrom(
      "label" as const,
      "span" as const,
      "spurious" as const,
      "missed" as const,
      "reference" as const,
    ),
    sentenceId: fc.option(text),
    tokens: fc.array(text, { minLength: 1 }),
    label: text,
    suggestion: text,
    share: real,
    before: fc.array(text, { maxLength: 8 }),
    after: fc.array(text, { maxLength: 8 }),
    influence: real,
    loss: fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
    marginal: fc.double({ min: 0, max: 1, noNaN: true }),
    opposes: fc.boolean(),
  })
  .map(({ before, after, influence, loss, marginal, opposes, ...rest }) =>
    sampleFinding({
      ...rest,
      context: { before, after },
      signals: sweepSignals(influence, -influence, loss, marginal),
      ...(opposes ? {} : { opposes: [] }),
    }),
  );

describe("json", () => {
  test("keeps to the schema whatever the corpus holds", () => {
    fc.assert(
      fc.property(fc.array(finding, { maxLength: 4 }), (findings) => {
        const ranked = findings.map((found, i) => ({ ...found, rank: i + 1 }));
        const valid = validDocument(JSON.parse(print("json", sampleReport(ranked))));
        expect(validDocument.errors ?? []).toEqual([]);
        expect(valid).toBe(true);
      }),
    );
  });

  test.each([0, 1, 3])("is laid out as JSON.stringify would with %i findings", (length) => {
    const printed = print("json", sampleReport(Array.from({ length }, () => sampleFinding())));
    expect(printed).toBe(`${JSON.stringify(JSON.parse(printed), null, 2)}\n`);
  });

  test("says what the report says, to 6 significant digits", () => {
    const document = JSON.parse(print("json", sampleReport()));
    expect(document.findings[0].signals).toEqual({
      influence: -1.23457,
      relabelInfluence: -2.5,
      loss: 3.45123,
      marginal: 0.0312346,
      crossValidatedLoss: 4.12346,
      selfInfluence: 0.212346,
      refitLoss: 3.98765,
      referenceTaggerLoss: 5.5,
      variation: 0.333333,
      neighbours: 0.2,
      noiseChannel: 0.1,
    });
    expect(document.train).toEqual(sampleReport().train);
    expect(Object.keys(document)).toEqual(Object.keys(sampleReport()));
    expect(Object.keys(document.findings[0])).toEqual(Object.keys(sampleFinding()));
  });

  test("rounds every figure, and stops at one that is not finite", () => {
    const figures = (value: unknown): number[] =>
      typeof value === "number"
        ? [value]
        : typeof value === "object" && value !== null
          ? Object.values(value).flatMap(figures)
          : [];
    /** The value with `figure` in place of every number that is not an integer. */
    const withFigure = (value: unknown, figure: number): unknown =>
      typeof value === "number"
        ? Number.isInteger(value)
          ? value
          : figure
        : Array.isArray(value)
          ? value.map((part) => withFigure(part, figure))
          : typeof value === "object" && value !== null
            ? Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withFigure(part, figure)]))
            : value;
    const exact = withFigure(sampleReport(), 1 / 3) as AuditReport;
    for (const figure of figures(JSON.parse(print("json", exact)))) expect(figure).toBe(Number(figure.toPrecision(6)));
    expect(() => print("json", withFigure(sampleReport(), Number.NaN) as AuditReport)).toThrow(/cannot hold/);
  });

  test("keys have one order however the report was built", () => {
    const backwards = (value: object): object => Object.fromEntries(Object.entries(value).reverse());
    const report = backwards({ ...sampleReport([backwards(sampleFinding()) as Finding]) }) as AuditReport;
    expect(print("json", report)).toBe(print("json", sampleReport()));
  });

  test("escapes what would drive a terminal or end a line, and loses nothing", () => {
    const tokens = ["\u001b[2J", "\u009b", "\u2028", "\u202e", "\ufeff", "\ud800", "東京"];
    const printed = print("jsonl", sampleReport([sampleFinding({ tokens })]));
    expect(printed.slice(0, -1)).not.toMatch(/[\p{Cc}\u2028\u202e\ufeff]/u);
    expect(JSON.parse(printed).tokens).toEqual(tokens);
  });
});

describe("jsonl", () => {
  test("holds the document's findings, one a line", () => {
    const report = sampleReport([sampleFinding(), sampleFinding({ rank: 2, sentenceId: "s-1", opposes: [] })]);
    const lines = print("jsonl", report)
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines).toEqual(JSON.parse(print("json", report)).findings);
    for (const line of lines) expect(validLine(line)).toBe(true);
  });

  test("is empty without findings", () => expect(print("jsonl", sampleReport([]))).toBe(""));

  test("asks for one finding at a time", () => {
    const chunks = reporters.jsonl(sampleReport(Array.from({ length: 1000 }, () => sampleFinding())), context);
    let count = 0;
    for (const chunk of chunks) {
      expect(chunk.endsWith("\n")).toBe(true);
      count++;
    }
    expect(count).toBe(1000);
  });
});

describe("the schema", () => {
  interface Node {
    readonly type?: string | string[];
    readonly description?: string;
    readonly additionalProperties?: boolean;
    readonly properties?: Record<string, Node>;
    readonly required?: string[];
  }

  /** What --refine alone adds. */
  const OPTIONAL = ["opinions", "refined", "files", "statistics", "verdicts", "unscaledScore"];
  const objects: [string, Node][] = [["document", schema], ...Object.entries<Node>(schema.$defs)];

  test.each(objects)(
    "describes every property of %s, requires all that every audit has, and allows no other",
    (_name, node) => {
      if (node.properties === undefined) return;
      expect(node.additionalProperties).toBe(false);
      const required = Object.keys(node.properties).filter((name) => !OPTIONAL.includes(name));
      expect([...node.required!].sort()).toEqual(required.sort());
      for (const [name, property] of Object.entries(node.properties)) {
        expect([name, property.description ?? ""]).toEqual([name, expect.stringMatching(/\S.{8,}/)]);
      }
    },
  );

  test("refuses a document with another field or without one", () => {
    const document = JSON.parse(print("json", sampleReport()));
    expect(validDocument({ ...document, extra: 1 })).toBe(false);
    const { findings: _dropped, ...rest } = document;
    expect(validDocument(rest)).toBe(false);
  });
});
