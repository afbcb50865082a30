import { existsSync, readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { AuditReport, Finding } from "../../src/findings/report.js";
import { Desk, shapeOf, withoutFigures } from "./program.js";
import { PLANTED, reference, train, trainIllFormed } from "./toy.js";

const schema = JSON.parse(readFileSync(new URL("../../docs/findings.schema.json", import.meta.url), "utf8"));
const ajv = new Ajv2020({ allErrors: true, strict: true });
const validDocument = ajv.compile(schema);
const validLine = ajv.compile({ $ref: `${schema.$id}#/$defs/finding` });

const desk = new Desk({
  "train.conll": train,
  "reference.conll": reference,
  "ill-formed.conll": trainIllFormed,
  "train.conll.gz": gzipSync(train),
});
afterAll(() => desk.remove());

const audit = (...flags: string[]) => desk.run(["audit", "train.conll", "reference.conll", ...flags]);
const lines = (text: string) => text.split("\n").filter((line) => line !== "");

const text = await audit("--limit", "1");

describe("text", () => {
  const { code, stdout, stderr } = text;

  it("shows the planted error first, and exits with 1", () => {
    expect(code).toBe(1);
    expect(stdout).toContain(`[ ${PLANTED} ]`);
    expect(stdout).toContain("ORG → LOC");
  });

  it("reads so", () => {
    expect(withoutFigures(stdout).replace(/\b(?:Anna|Bruno|Clara|David|Emma)\b/g, "NAME")).toMatchInlineSnapshot(`
      "train      train.conll  # sentences  # tokens  # segments  scheme BIO
      reference  reference.conll  # sentences  # tokens  # segments  scheme BIO
      tagger     precision #  recall #  F# #  on the reference
      noise      about #% of the training tags look wrong

      #  train.conll:#  ORG → LOC
             NAME flew to [ Lisbon ] .
             the tagger trained on the reference alone reads LOC here (#%)

      # findings among # candidates (threshold #); # more not shown: --limit #
        shows all
      "
    `);
  });

  it("tells on stderr what it read and how long it took", () => {
    expect(stderr.replace(/\d+\.\d s/g, "# s")).toMatchInlineSnapshot(`
      "train.conll: tokens: column 1  labels: column 2, BIO, 3 labels, 86 segments
      time: reading # s, training # s, solving # s, scoring # s
      "
    `);
  });

  it("fits a terminal of 80 columns", () => {
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  it("lists tags that break the scheme", async () => {
    const { stdout } = await desk.run(["audit", "ill-formed.conll", "reference.conll", "--limit", "1"]);
    expect(stdout).toContain("I-LOC → B-LOC  1 × ill-formed.conll:4");
  });
});

const json = await audit("--format", "json", "--limit", "3");

describe("json", () => {
  const { code, stdout } = json;
  const report = JSON.parse(stdout) as AuditReport;

  it("is valid against the schema, and exits with 1", () => {
    expect(validDocument(report)).toBe(true);
    expect(code).toBe(1);
  });

  it("has the planted error first", () => {
    expect(report.findings[0]).toMatchObject({
      rank: 1,
      tokens: [PLANTED],
      label: "ORG",
      suggestion: "LOC",
    });
  });

  it("has this shape", () => {
    expect(shapeOf(report)).toMatchSnapshot();
  });
});

describe("jsonl", () => {
  it("has a valid finding a line, the same as in the document", async () => {
    const { code, stdout } = await audit("--format", "jsonl", "--limit", "3");
    expect(code).toBe(1);
    const findings = lines(stdout).map((line) => JSON.parse(line) as Finding);
    for (const finding of findings) expect(validLine(finding)).toBe(true);
    const document = JSON.parse((await audit("--format", "json", "--limit", "3")).stdout) as AuditReport;
    expect(findings).toEqual(document.findings);
  });

  it("holds every annotated segment with --limit 0, in rank order", async () => {
    const findings = lines((await audit("--format", "jsonl", "--limit", "0")).stdout).map(
      (line) => JSON.parse(line) as Finding,
    );
    const annotated = train.split("\n").flatMap((row, i) => (row.includes("\tB-") ? [i + 1] : []));
    expect(new Set(findings.filter(({ kind }) => kind !== "missed").map(({ line }) => line))).toEqual(
      new Set(annotated),
    );
    expect(findings.map(({ rank }) => rank)).toEqual(findings.map((_, i) => i + 1));
    expect(findings.every(({ score }, i) => i === 0 || score <= findings[i - 1].score)).toBe(true);
  });

  it("counts sentences and tokens as it says", async () => {
    const sentences = train.split("\n\n").map((rows) => lines(rows).map((row) => row.split("\t")[0]));
    for (const line of lines((await audit("--format", "jsonl", "--limit", "0")).stdout)) {
      const { sentence, start, end, tokens, line: from, endLine } = JSON.parse(line) as Finding;
      expect(sentences[sentence].slice(start, end)).toEqual(tokens);
      expect(train.split("\n")[from - 1].split("\t")[0]).toBe(tokens[0]);
      expect(endLine - from).toBe(end - start - 1);
    }
  });
});

describe("several formats", () => {
  it("come from one run, each whole, files and standard output alike", async () => {
    const { code, stdout } = await audit("--format", "csv", "--format", "sarif=out.sarif", "--format", "json=out.json");
    expect(code).toBe(1);
    expect(stdout).toBe((await audit("--format", "csv")).stdout);
    expect(desk.read("out.json")).toBe((await audit("--format", "json")).stdout);
    const { results } = JSON.parse(desk.read("out.sarif")).runs[0];
    const { atOrAboveThreshold } = JSON.parse(desk.read("out.json"));
    expect(results.filter(({ ruleId }: { ruleId: string }) => !ruleId.startsWith("pattern/"))).toHaveLength(
      atOrAboveThreshold,
    );
  });

  it("go to files alone, or where --output says", async () => {
    expect((await audit("--format", "gitlab=quality.json")).stdout).toBe("");
    expect(JSON.parse(desk.read("quality.json"))[0]).toMatchObject({
      check_name: "segment/label",
    });
    expect((await audit("--format", "github", "--format", "json=second.json", "-o", "commands.txt")).stdout).toBe("");
    expect(desk.read("commands.txt")).toMatch(/^::warning file=train\.conll,line=/);
  });

  it.each([
    ["text,json", "error: text and json cannot both go to standard output; give --format NAME=FILE"],
    ["text=a,json=a", "error: a: two formats have this output file; name two files"],
    ["json=train.conll", "error: train.conll: this would overwrite an input of the same run; choose another name"],
    ["json=none/x", "error: none/x: cannot be written: its directory does not exist; create the directory first"],
  ])("%s is refused before the work", async (formats, message) => {
    const { code, stdout, stderr } = await audit(...formats.split(",").flatMap((format) => ["--format", format]));
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: "",
      stderr: `${message}\n`,
    });
  });
});

describe("exit codes", () => {
  it("0 with --exit-zero though there are findings", async () => expect((await audit("--exit-zero")).code).toBe(0));

  it("0 where no score reaches the threshold", async () => {
    const { code, stdout } = await desk.run(["audit", "reference.conll", "reference.conll", "--threshold", "1"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/\n\nNo findings: none of the \d+ candidates reaches the threshold 1\.\n$/);
  });

  it("1 where the threshold is 0, for every candidate reaches it", async () => {
    const { code, stdout } = await audit("--threshold", "0", "--format", "json", "--limit", "1");
    const { candidates, atOrAboveThreshold } = JSON.parse(stdout) as AuditReport;
    expect(code).toBe(1);
    expect(atOrAboveThreshold).toBe(candidates);
  });
});

describe("input", () => {
  const findings = async (...args: string[]) => {
    const input = args.includes("-") ? (args[0] === "-" ? train : reference) : "";
    const { stdout } = await desk.run(["audit", ...args, "--format", "jsonl"], {
      input,
    });
    return stdout.replace(/<stdin>|train\.conll(?:\.gz)?|reference\.conll/g, "FILE");
  };
  let expected: string;
  beforeAll(async () => {
    expected = await findings("train.conll", "reference.conll");
  });

  it("may come from standard input, either file", async () => {
    expect(await findings("-", "reference.conll")).toBe(expected);
    expect(await findings("train.conll", "-")).toBe(expected);
  });

  it("may be gzipped, on standard input too", async () => {
    expect(await findings("train.conll.gz", "reference.conll")).toBe(expected);
    const { stdout } = await desk.run(["audit", "-", "reference.conll", "--format", "jsonl"], {
      input: gzipSync(train),
    });
    expect(stdout.replace(/<stdin>|reference\.conll/g, "FILE")).toBe(expected);
  });

  it("warns where no reference segment is a target", async () => {
    const { stderr } = await desk.run(["audit", "reference.conll", "reference.conll"]);
    expect(stderr).toContain("warning: --targets errors leaves no reference segment");
  });
});

describe("output", () => {
  it("goes whole into a file with -o, and nothing to stdout", async () => {
    const printed = (await audit("--format", "json")).stdout;
    const { code, stdout } = await audit("--format", "json", "-o", "out.json");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(desk.read("out.json")).toBe(printed);
    expect(readdirSync(desk.directory).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  it("keeps the old file where a run fails", async () => {
    desk.write("kept.json", "old");
    expect((await desk.run(["audit", "nothing.conll", "reference.conll", "-o", "kept.json"])).code).toBe(2);
    expect(desk.read("kept.json")).toBe("old");
    expect((await desk.run(["audit", "nothing.conll", "reference.conll", "-o", "none.json"])).code).toBe(2);
    expect(existsSync(`${desk.directory}/none.json`)).toBe(false);
  });

  it("says nothing with --quiet", async () => expect((await audit("--quiet")).stderr).toBe(""));

  it("still warns with --quiet", async () => {
    const { stderr } = await audit("--quiet", "--max-iterations", "2", "--no-cache", "--targets", "all");
    expect(stderr).toMatch(/^warning: the tagger has not reached its optimum .* raise --max-iterations\n$/);
  });

  it("has colour only where it is asked for", async () => {
    const csi = "\x1b[";
    const { stdout, stderr } = await audit();
    expect(stdout + stderr).not.toContain(csi);
    const run = async (env: Record<string, string>) =>
      (await desk.run(["audit", "train.conll", "reference.conll"], { env })).stdout;
    expect(await run({ FORCE_COLOR: "1" })).toContain(csi);
    expect(await run({ FORCE_COLOR: "1", NO_COLOR: "1" })).not.toContain(csi);
    // The same text, but for the colour.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what colour is made of
    expect((await run({ FORCE_COLOR: "1" })).replace(/\x1b\[\d+m/g, "")).toBe(stdout);
  });

  it("ends quietly when its reader has gone", () => {
    const many = Array.from({ length: 5 }, () => train).join("\n");
    desk.write("many.conll", many);
    const { stdout, stderr } = desk.shell(
      "seginf audit many.conll reference.conll --format jsonl --limit 0 --opposed 0 -q | head -n 1",
    );
    expect(lines(stdout)).toHaveLength(1);
    expect(stderr).toBe("");
  });
});
