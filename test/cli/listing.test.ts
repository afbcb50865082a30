import type { AuditReport } from "../../src/findings/report.js";
import { RULE_TABLE } from "../../src/findings/rules.js";
import { Desk } from "./program.js";
import { PLANTED, reference, train, trainIllFormed } from "./toy.js";

const desk = new Desk({ "train.conll": train, "dev.conll": reference, "ill.conll": trainIllFormed });
afterAll(() => desk.remove());

const run = (file: string, ...flags: string[]) => desk.run(["audit", file, "dev.conll", ...flags]);
const report = async (file: string, ...flags: string[]) =>
  JSON.parse((await run(file, "--format", "json", ...flags)).stdout) as AuditReport;
const rulesIn = ({ findings }: AuditReport) => [...new Set(findings.map(({ rule }) => rule))].sort();

describe("--select and --ignore", () => {
  it("leave findings of other rules out, as if they were none", async () => {
    expect(rulesIn(await report("ill.conll", "--limit", "0"))).toEqual(
      expect.arrayContaining(["scheme/ill-formed", "segment/label"]),
    );
    const selected = await report("ill.conll", "--select", "scheme", "--limit", "0");
    expect(rulesIn(selected)).toEqual(["scheme/ill-formed"]);
    expect(selected.atOrAboveThreshold).toBe(1);
    const ignored = await report("ill.conll", "--ignore", "segment/label", "--ignore", "scheme", "--limit", "0");
    expect(rulesIn(ignored)).not.toContain("segment/label");
    expect(rulesIn(ignored)).not.toContain("scheme/ill-formed");
  });

  it("decide the exit code", async () => {
    expect((await run("train.conll", "--select", "scheme")).code).toBe(0);
    expect((await run("ill.conll", "--select", "scheme")).code).toBe(1);
    expect((await run("ill.conll", "--select", "scheme", "--ignore", "scheme/ill-formed")).code).toBe(0);
  });

  it("take the names of rules and of their families alone", async () => {
    const { code, stdout, stderr } = await run("train.conll", "--select", "segments");
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/^error: option '--select <rule>' argument 'segments' is invalid\. Give one of segment, /);
  });
});

describe("--limit", () => {
  it("is how many findings there are in text, JSON, CSV, JSONL and annotations, and says how many more", async () => {
    const whole = await report("train.conll", "--limit", "0", "--patterns", "0");
    const many = whole.findings.filter(({ score }) => score >= 0.5).length;
    expect(many).toBeGreaterThan(1);
    const one = await report("train.conll", "--limit", "1", "--patterns", "0");
    expect(one.findings).toHaveLength(1);
    expect(one).toMatchObject({ listed: 1, more: many - 1, atOrAboveThreshold: many });
    const limited = (format: string) => run("train.conll", "--limit", "1", "--patterns", "0", "--format", format);
    const text = await limited("text");
    expect(text.stdout.match(/^\d\.\d{3} {2}/gm)).toHaveLength(1);
    expect(text.stdout.replace(/\s+/g, " ")).toContain(`; ${many - 1} more not shown: --limit 0 shows all`);
    const github = (await limited("github")).stdout;
    expect(github.match(/^::warning file/gm)).toHaveLength(1);
    expect(github).toMatch(
      new RegExp(`^::notice title=seginf::${many - 1} more findings?, which --limit leaves out$`, "m"),
    );
    for (const [format, lines] of [
      ["csv", 2],
      ["jsonl", 1],
    ] as const) {
      const { stdout, stderr } = await limited(format);
      expect(stdout.trim().split("\n")).toHaveLength(lines);
      expect(stderr).toContain(`${format}: ${many - 1} more finding`);
    }
  });

  it("leaves nothing out where there is no more", async () => {
    expect(await report("train.conll", "--limit", "0")).toMatchObject({ more: 0 });
    expect((await run("train.conll", "--limit", "0", "--format", "github")).stdout).not.toContain("::notice");
  });
});

describe("warnings about the run", () => {
  const poor = ["--targets", "dev.conll:1", "--max-iterations", "2"];

  it("come first in every format that has a place for them", async () => {
    const printed = async (format: string) => (await run("train.conll", ...poor, "--format", format)).stdout;
    const warning = "the tagger has not reached its optimum";
    expect(await printed("text")).toMatch(new RegExp(`^warning: ${warning}`));
    expect(await printed("github")).toMatch(new RegExp(`^::warning title=seginf::${warning}`));
    expect(JSON.parse(await printed("json")).warnings[0]).toContain(warning);
    expect(await printed("junit")).toMatch(new RegExp(`<properties>\\s+<property name="warning" value="${warning}`));
    const [{ invocations }] = JSON.parse(await printed("sarif")).runs;
    expect(invocations[0].toolExecutionNotifications[0].message.text).toContain(warning);
  });
});

describe("--fix", () => {
  it("corrects broken tags in place before the audit, and no other byte", async () => {
    desk.write("broken.conll", trainIllFormed);
    const { stdout, stderr } = await run("broken.conll", "--fix", "--format", "json");
    expect(stderr).toContain("broken.conll: 1 tag corrected\n");
    expect(desk.read("broken.conll")).toBe(train);
    expect(rulesIn(JSON.parse(stdout))).not.toContain("scheme/ill-formed");
  });

  it("leaves a sound file alone, and cannot write standard input", async () => {
    expect((await run("train.conll", "--fix")).stderr).not.toContain("corrected");
    expect(desk.read("train.conll")).toBe(train);
    const { code, stdout, stderr } = await desk.run(["audit", "-", "dev.conll", "--fix"], { input: train });
    expect([code, stdout, stderr]).toEqual([
      2,
      "",
      "error: standard input cannot be written in place; name the file\n",
    ]);
  });
});

describe("--statistics and --group-by", () => {
  it("print what the scores add up to", async () => {
    const { findings, statistics } = await report("train.conll", "--statistics", "--limit", "0", "--patterns", "0");
    const sum = findings.reduce((total, { score }) => total + score, 0);
    expect(statistics?.expected).toBeCloseTo(sum, 3);
    const ofLabel = findings.filter(({ label }) => label === "ORG");
    expect(statistics?.labels.find(({ label }) => label === "ORG")).toMatchObject({
      candidates: ofLabel.length,
      expected: expect.closeTo(
        ofLabel.reduce((total, { score }) => total + score, 0),
        3,
      ),
    });
    const [first] = statistics?.confusion ?? [];
    expect(first).toMatchObject({ label: "ORG", suggestion: "LOC" });
    const { stdout } = await run("train.conll", "--statistics");
    expect(stdout).toContain("\nBy label as it stands\n");
    expect(stdout).not.toContain(`[ ${PLANTED} ]`);
    expect(await report("train.conll")).not.toHaveProperty("statistics");
  });

  it("find equal sentences that are annotated differently", async () => {
    desk.write("twice.conll", `${train}\nAnna\tB-PER\nflew\tO\nto\tO\nLisbon\tO\n.\tO\n`);
    const { statistics } = await report("twice.conll", "--statistics");
    const twins = statistics?.duplicates.filter(({ tokens }) => tokens.join(" ") === "Anna flew to Lisbon .");
    const lines = train.split("\n");
    expect(twins).toEqual([
      {
        tokens: ["Anna", "flew", "to", "Lisbon", "."],
        places: [
          {
            file: "twice.conll",
            line: lines.findIndex((line, i) => line === "Anna\tB-PER" && lines[i + 3] === "Lisbon\tB-ORG") + 1,
          },
          { file: "twice.conll", line: lines.length + 1 },
        ],
        annotations: 2,
      },
    ]);
  });

  it("groups belong to the text format", async () => {
    expect((await run("train.conll", "--group-by", "label")).stdout).toContain("\nORG (");
    const { code, stderr } = await run("train.conll", "--group-by", "label", "--format", "json");
    expect([code, stderr]).toEqual([2, expect.stringContaining("--group-by label is of the text format")]);
  });
});

describe("documents", () => {
  it("are ranked by expected errors per sentence", async () => {
    const parts = train.trim().split("\n\n");
    const document = (id: string, sentences: string[]) => `-DOCSTART- ${id}\n\n${sentences.join("\n\n")}\n\n`;
    desk.write(
      "documents.conll",
      document("a", parts.slice(0, 30)) + document("b", parts.slice(30, 40)) + document("c", parts.slice(40)),
    );
    const { documents, findings } = await report("documents.conll", "--limit", "0", "--patterns", "0");
    expect(documents.map(({ sentences }) => sentences).sort((a, b) => a - b)).toEqual([3, 10, 30]);
    expect(documents[0]?.sentences).toBe(3);
    for (const { id, sentences, expected, perSentence } of documents) {
      const own = findings.filter((one) => one.documentId === id).reduce((sum, { score }) => sum + score, 0);
      expect(expected).toBeCloseTo(own, 3);
      expect(perSentence).toBeCloseTo(expected / sentences, 3);
    }
    expect((await run("documents.conll")).stdout).toContain(`per sentence: ${documents[0]?.id} `);
  });
});

describe("seginf rule", () => {
  it.each(RULE_TABLE.map(({ id }) => id))("prints the page of %s", async (id) => {
    const { code, stdout, stderr } = await desk.run(["rule", id]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout.split("\n").filter((line) => line.startsWith("#"))).toEqual([
      `# ${id}`,
      "## What to do",
      "## When it is wrong",
    ]);
  });

  it("lists the rules without a name, and knows no other", async () => {
    expect((await desk.run(["rule"])).stdout.trim().split("\n")).toHaveLength(RULE_TABLE.length);
    const { code, stderr } = await desk.run(["rule", "segment/lable"]);
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('there is no rule "segment/lable"; give one of segment/label'),
    ]);
  });
});

describe("help", () => {
  it("is short with -h, and names --help, which is whole", async () => {
    const [brief, whole] = [await desk.run(["audit", "-h"]), await desk.run(["audit", "--help"])];
    expect([brief.code, whole.code]).toEqual([0, 0]);
    expect(brief.stdout).toMatch(/\nseginf audit --help shows all \d+ options\.\n$/);
    expect(brief.stdout).toContain("--limit");
    expect(brief.stdout).not.toContain("--cg-tolerance");
    expect(whole.stdout).toContain("--cg-tolerance");
    expect((await desk.run(["fix", "-h"])).stdout).toBe((await desk.run(["fix", "--help"])).stdout);
  });
});
