import type { AuditReport, Finding } from "../../src/findings/report.js";
import { entryOf, type VerdictEntry, verdictText } from "../../src/findings/verdicts/index.js";
import { ANNOTATION_TOOLS, type Held } from "./annotationTools.js";
import { Desk } from "./program.js";
import { reference, train } from "./toy.js";

/** A letter outside the basic plane: tools differ in whether it counts as one or as two. */
const marked = (text: string) => text.replaceAll("flew\t", "𝐟lew\t");
const desk = new Desk({ "train.conll": marked(train), "dev.conll": marked(reference) });
afterAll(() => desk.remove());
await desk.run([
  "audit",
  "train.conll",
  "dev.conll",
  "-q",
  "--format",
  "json=findings.json",
  "--format",
  "csv=findings.csv",
]);
const { findings } = JSON.parse(desk.read("findings.json")) as AuditReport;
const shown = findings.filter(({ kind, score }) => kind !== "reference" && score >= 0.5);

/** The finding that a task is about: in this corpus each sentence has one. */
const findingOf = (exported: readonly Held[], i: number): Finding =>
  shown.filter(
    ({ tokens, context }) => [...context.before, ...tokens, ...context.after].join(" ") === exported[i].text,
  )[0];

/** Does to a task what a person decides, and says what verdict that is. */
function decided(task: Held, finding: Finding, decision: string): { answer: string; entry: VerdictEntry } {
  const { start, end, label, suggestion } = finding;
  const relabel = (to: string) => {
    task.spans = task.spans.map((span) => (span.label === suggestion ? { ...span, label: to } : span));
  };
  const correction = { suggestion: "PER", replacement: { start, end, segments: [{ start, end, label: "PER" }] } };
  if (decision === "skipped") return { answer: decision, entry: entryOf(finding, "later") };
  if (decision === "refused") return { answer: decision, entry: entryOf(finding, "ok") };
  if (decision === "accept") return { answer: "annotated", entry: entryOf(finding, "fixed") };
  relabel(decision === "restore" ? label : "PER");
  const entry = decision === "restore" ? entryOf(finding, "ok") : entryOf(finding, "fixed", { correction });
  return { answer: "annotated", entry };
}

it("this corpus has what the tests are about", () => {
  expect(shown.length).toBeGreaterThan(2);
  expect(shown.every(({ kind }) => kind === "label")).toBe(true);
});

describe.each(Object.entries(ANNOTATION_TOOLS))("%s", (name, tool) => {
  const exportTasks = async (...flags: string[]) =>
    (await desk.run(["export", "findings.json", "--format", name, "-q", ...flags])).stdout;

  it("holds every sentence with its suggestion and reason", async () => {
    const exported = await exportTasks();
    const held = tool.take(exported);
    expect(held).toHaveLength(shown.length);
    for (const [i, { spans }] of held.entries()) {
      expect(spans.map(({ label }) => label)).toContain(findingOf(held, i).suggestion);
    }
    expect(exported).toContain("train.conll:");
    expect(exported).toContain("is labelled ORG; better: LOC");
    expect(exported.length).toBe((await exportTasks()).length);
    expect(tool.take(await exportTasks("--min-score", "0")).length).toBeGreaterThanOrEqual(held.length);
  });

  it("gives the verdicts back that were given in it", async () => {
    const exported = await exportTasks();
    const held = tool.take(exported);
    const decisions = ["accept", "restore", "other", ...tool.states.slice(1)];
    const made = held.map((task, i) => decided(task, findingOf(held, i), decisions[i % decisions.length]));
    const expected = made.map(({ entry }) => entry);
    const answers = made.map(({ answer }) => answer);
    desk.write("answers", tool.give(exported, held, answers));
    const { code, stderr } = await desk.run(["import", "answers", "findings.json", "-o", `${name}.json`]);
    expect(stderr).toContain(`(${name}): ${expected.length} verdicts`);
    expect(code).toBe(0);
    expect(desk.read(`${name}.json`)).toBe(verdictText(expected));
    const fixed = await desk.run(["fix", "train.conll", `${name}.json`, "--patch", "-q"]);
    expect(fixed.code).toBe(0);
    expect(fixed.stdout).toMatch(/^\+\S+\tB-(?:LOC|PER)$/m);
  });

  it("refuses the tasks as they were exported, which nobody has answered", async () => {
    desk.write("answers", await exportTasks());
    const { code, stderr } = await desk.run(["import", "answers", "findings.json", "-o", "none.json", "-q"]);
    expect(stderr).toMatch(/^error: answers: nobody has answered these tasks; annotate them in .* and .*\n$/);
    expect(code).toBe(2);
    expect(() => desk.read("none.json")).toThrow("ENOENT");
  });

  it("refuses what is about another text, another label or half a token", async () => {
    const exported = await exportTasks();
    const annotated = shown.map(() => "annotated");
    const tried = async (change: (held: Held) => void, text = (given: string) => given) => {
      const held = tool.take(exported);
      change(held[0]);
      desk.write("answers", text(tool.give(exported, held, annotated)));
      const { code, stderr } = await desk.run(["import", "answers", "findings.json", "-o", "none.json", "-q"]);
      expect(code).toBe(2);
      expect(stderr.trimEnd().split("\n")).toHaveLength(1);
      return stderr;
    };
    const relabelled = await tried((held) => {
      held.spans[0] = { ...held.spans[0], label: "XYZ" };
    });
    expect(relabelled).toContain("error: answers: ");
    expect(relabelled).toContain('the corpus has no label "XYZ"; use one of LOC, ORG, PER');
    const cut = await tried((held) => {
      held.spans[0] = { ...held.spans[0], end: held.spans[0].end - 1 };
    });
    expect(cut).toContain("begins or ends within a token");
    const other = await tried(
      () => {},
      (given) => given.replaceAll(/\b(?:Anna|Bruno|Clara|David|Emma) /g, "Xenia "),
    );
    expect(other).toMatch(/no finding is about|says/);
    expect(
      (
        await tried(
          () => {},
          (given) => given.slice(0, 40),
        )
      ).length,
    ).toBeGreaterThan(20);
  });
});

describe("a spreadsheet", () => {
  const table = () => desk.read("findings.csv").trimEnd().split("\n");
  const header = table()[0];
  /** The table with the last three cells of its rows filled in, saved as another program saves it. */
  const filled = (cells: readonly string[], separator = ",", end = "\n") =>
    table()
      .map((row, i) => (i === 0 ? row : row.replace(/,,,$/, `,${cells[i - 1] ?? ",,"}`)))
      .map((row) => (separator === "," ? row : reparted(row, separator)))
      .join(end) + end;
  const reparted = (row: string, separator: string) =>
    [...row.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)]
      .slice(0, header.split(",").length)
      .map(([, cell]) => cell)
      .join(separator);

  it.each([
    ["commas", ",", "\n", ""],
    ["semicolons, CR LF and a byte order mark", ";", "\r\n", "\uFEFF"],
    ["tabs", "\t", "\n", ""],
  ])("gives verdicts back with %s", async (_, separator, end, mark) => {
    desk.write("answers.csv", mark + filled(["fixed,,", "OK,,as in 3.2", ",PER,", "later,,"], separator, end));
    const { code, stderr } = await desk.run(["import", "answers.csv", "findings.json", "-o", "csv.json"]);
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining("(csv): ") });
    const [first, second, third, fourth] = findings;
    const { start, end: past } = third;
    const correction = {
      suggestion: "PER",
      replacement: { start, end: past, segments: [{ start, end: past, label: "PER" }] },
    };
    const expected = [
      entryOf(first, "fixed"),
      entryOf(second, "ok", { note: "as in 3.2" }),
      entryOf(third, "fixed", { correction }),
      ...(fourth ? [entryOf(fourth, "later")] : []),
    ];
    expect(desk.read("csv.json")).toBe(verdictText(expected));
    desk.write("csv.json", '{ "schemaVersion": 1, "entries": [] }');
  });

  it("takes other bounds as the column replacement has them", async () => {
    const index = findings.findIndex(({ context, kind }) => kind !== "ill-formed" && context.after.length > 0);
    const { start, end, tokens, context } = findings[index] as Finding;
    const words = [...tokens, context.after[0]].join(" ");
    const cells = findings.map((_, i) => (i === index ? `,"[${words}] PER",` : ",,"));
    desk.write("answers.csv", filled(cells));
    const { code, stderr } = await desk.run(["import", "answers.csv", "findings.json", "-o", "bounds.json", "-q"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const replacement = { start, end: end + 1, segments: [{ start, end: end + 1, label: "PER" }] };
    const expected = entryOf(findings[index] as Finding, "fixed", { correction: { suggestion: "PER", replacement } });
    expect(desk.read("bounds.json")).toBe(verdictText([expected]));
  });

  it("reads what --format tsv wrote, whose cells are not quoted", async () => {
    const { stdout } = await desk.run(["audit", "train.conll", "dev.conll", "-q", "--format", "tsv"]);
    desk.write("answers.tsv", stdout.replace("\t\t\t\n", "\tok\t\t\n"));
    await desk.run(["import", "answers.tsv", "findings.json", "-o", "tsv.json", "-q"]);
    expect(desk.read("tsv.json")).toBe(verdictText([entryOf(findings[0], "ok")]));
  });

  it.each([
    ["perhaps,,", /answers\.csv:2: "perhaps" is no verdict; write ok, fixed, later/],
    [",XYZ,", /answers\.csv:2: the corpus has no label "XYZ"; use one of LOC, ORG, PER, or O/],
    [",[no such words] PER,", /answers\.csv:2: "no such words" is not what stands at the finding/],
    ["ok,PER,", /answers\.csv:2: a correction with the verdict ok/],
  ])("refuses %j with its line", async (cells, message) => {
    desk.write("answers.csv", filled([cells]));
    const { code, stderr } = await desk.run(["import", "answers.csv", "findings.json", "-o", "none.json", "-q"]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(message) });
  });

  it("knows a finding whose fingerprint was taken for a number, and refuses one of another report", async () => {
    const named = (to: string) => filled(["ok,,"]).replace(findings[0].fingerprint, to);
    desk.write("answers.csv", named("1.23E+15"));
    await desk.run(["import", "answers.csv", "findings.json", "-o", "number.json", "-q"]);
    expect(desk.read("number.json")).toBe(verdictText([entryOf(findings[0], "ok")]));
    desk.write("answers.csv", named("0123456789abcdef"));
    const { stderr } = await desk.run(["import", "answers.csv", "findings.json", "-o", "none.json", "-q"]);
    expect(stderr).toContain("answers.csv:2: the report has no such finding");
  });

  it("keeps the verdicts that are there, and the import goes before them", async () => {
    desk.write("answers.csv", filled(["ok,,", "ok,,"]));
    await desk.run(["import", "answers.csv", "findings.json", "-o", "kept.json", "-q"]);
    desk.write("answers.csv", filled([",,", "later,,", "ok,,"]));
    await desk.run(["import", "answers.csv", "findings.json", "-o", "kept.json", "-q"]);
    const [first, second, third] = findings;
    const expected = [entryOf(first, "ok"), entryOf(second, "later"), entryOf(third, "ok")];
    expect(desk.read("kept.json")).toBe(verdictText(expected));
  });
});
