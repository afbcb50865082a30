import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { AuditReport } from "../../src/findings/report.js";
import { Desk } from "./program.js";
import { PLANTED, reference, train } from "./toy.js";

const latin1 = (text: string) => Buffer.from(text.replaceAll("Vienna", "Genève"), "latin1");
/** A column file as JSON: a record a sentence. */
const records = (text: string) =>
  text
    .trimEnd()
    .split("\n\n")
    .map((sentence) =>
      sentence
        .trim()
        .split("\n")
        .map((row) => row.split("\t")),
    );
const NAMES = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-ORG", "I-ORG"];
const numbered = (text: string) =>
  records(text)
    .map(
      (rows) =>
        `${JSON.stringify({ tokens: rows.map(([word]) => word), ner_tags: rows.map(([, tag]) => NAMES.indexOf(tag)) })}\n`,
    )
    .join("");
const spans = (text: string) =>
  JSON.stringify(
    records(text).map((rows) => {
      const label: unknown[] = [];
      let sentence = "";
      for (const [word, tag] of rows) {
        if (tag !== "O") label.push([sentence.length, sentence.length + word.length, tag.slice(2)]);
        sentence += `${word} `;
      }
      return { text: sentence.trimEnd(), label };
    }),
    null,
    1,
  );

const desk = new Desk({
  "train.latin1": latin1(train),
  "reference.latin1": latin1(reference),
  "train.jsonl": numbered(train),
  "reference.jsonl": numbered(reference),
  "names.txt": NAMES.join("\n"),
  "train.json": spans(train),
  "reference.json": spans(reference),
});
afterAll(() => desk.remove());

const planted = (text: string) => text.replaceAll(`${PLANTED}\tB-ORG`, `${PLANTED}\tB-LOC`);

it.each<[ending: string, flags: readonly string[], write: (text: string) => string | Buffer]>([
  ["latin1", ["--encoding", "latin1"], latin1],
  ["jsonl", ["--labels", "names.txt"], numbered],
  ["json", [], spans],
])(".%s is audited with %j, and fixed as the report says it was read", async (ending, flags, write) => {
  const files = [`train.${ending}`, `reference.${ending}`];
  const audited = await desk.run(["audit", ...files, "--format", "json", "-q", ...flags]);
  expect(audited.stderr).toBe("");
  const report = JSON.parse(audited.stdout) as AuditReport;
  expect(report.findings.slice(0, 3).map(({ tokens, label, suggestion }) => [tokens, label, suggestion])).toEqual(
    Array(3).fill([[PLANTED], "ORG", "LOC"]),
  );
  desk.write("findings.json", audited.stdout);
  const args = ["fix", files[0], "findings.json", "--min-score", "0.5"];
  expect(await desk.run([...args, "-q", "-o", "fixed"])).toEqual({ code: 0, stdout: "", stderr: "" });
  expect(readFileSync(join(desk.directory, "fixed"))).toEqual(Buffer.from(write(planted(train))));
  const { stdout } = await desk.run([...args, "--patch", "-q"]);
  expect(stdout.match(/^\+(?!\+)/gm)).toHaveLength(3);
});

it("names the encoding that a file looks like, and reads on where it is told to", async () => {
  const args = ["audit", "train.latin1", "reference.latin1", "--exit-zero"];
  const { code, stderr } = await desk.run([...args, "-q"]);
  expect(code).toBe(2);
  expect(stderr).toMatch(
    /^error: train\.latin1:\d+: not valid UTF-8, and \d+ more lines; it looks like windows-1252: pass --encoding windows-1252; .*\n$/,
  );
  const replaced = await desk.run([...args, "-q", "--replace-invalid"]);
  expect(replaced).toMatchObject({ code: 0 });
  expect(replaced.stderr).toMatch(/^warning: train\.latin1: \d+ bytes not valid in utf-8, read as U\+FFFD\n/);
});

it("reports bad lines a line each, after a line that sums them up", async () => {
  desk.write("bad.conll", "a\tO\nb\nc\tB-X\nd\n");
  expect(await desk.run(["audit", "bad.conll", "-q"])).toEqual({
    code: 2,
    stdout: "",
    stderr: [
      "error: bad.conll: 2 lines cannot be read, they are named below; fix the row, or name the columns (--token-column, --label-column) and pass --allow-ragged",
      "  bad.conll:2: a ragged row: 1 column where line 1 has 2",
      "  bad.conll:4: a ragged row: 1 column where line 1 has 2",
      "",
    ].join("\n"),
  });
});
