import { gzipSync } from "node:zlib";
import { Desk } from "./program.js";
import { reference, train } from "./toy.js";

const LONG = 200_000;
const desk = new Desk({
  "train.conll": train,
  "reference.conll": reference,
  "newlines.conll.gz": gzipSync("\n".repeat(50_000_000)),
  "rows.conll.gz": gzipSync(train.repeat(2000)),
  "word.conll": `${train}\n${"ж".repeat(LONG)}\tB-PER\nleft\tO\n`,
  "label.conll": `${train}\n${"left\tO\n"}Anna\tB-${"→".repeat(LONG)}\n`,
  "sentence.conll": `${train}\n${"Anna\tB-PER\nleft\tO\n".repeat(5000)}`,
  "columns.conll": train.replace(/\t/g, `\t${"x\t".repeat(20_000)}`),
  "line.conll": `# ${"x".repeat(5_000_000)}\n${train}`,
});
afterAll(() => desk.remove());

const FLAGS = ["--no-cache", "-q", "--threads", "1", "--allow-unseen", "--limit", "0", "--threshold", "0.001"];

it("says in one line that a stream of newlines holds nothing", async () => {
  const { code, stdout, stderr } = await desk.run(["audit", "newlines.conll.gz", "reference.conll", ...FLAGS]);
  expect(stderr).toBe(
    "error: newlines.conll.gz: no sentences: only comments and blank lines; give a corpus with one token a line\n",
  );
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
});

it.each(["audit", "inspect"])("%s stops at --max-bytes", async (command) => {
  const { code, stdout, stderr } = await desk.run([command, "rows.conll.gz", "--max-bytes", "100000"]);
  expect(stderr).toBe(
    "error: rows.conll.gz: more than 100,000 bytes once decompressed; raise --max-bytes if the corpus is that large\n",
  );
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
});

it.each(["word", "label", "sentence", "columns", "line"])("audits a corpus with a very long %s", async (what) => {
  const { code, stdout, stderr } = await desk.run(["audit", `${what}.conll`, "reference.conll", ...FLAGS]);
  expect(stderr).not.toMatch(/error:|\n\s+at /);
  expect(code).toBe(1);
  expect(Math.max(...stdout.split("\n").map((line) => line.length))).toBeLessThan(500);
});

it("quotes the beginning and the end of a long message", async () => {
  const { code, stderr } = await desk.run(["audit", "train.conll", "label.conll", "-q"]);
  expect(stderr).toMatch(
    /^error: label\.conll:\d+: train\.conll has no tag B-→+ … →+ \(1×\); fix them or pass --allow-unseen\n$/,
  );
  expect(stderr.length).toBeLessThan(5000);
  expect(code).toBe(2);
});

it("refuses more labels than --max-labels before it trains", async () => {
  const { code, stdout, stderr } = await desk.run(["train", "train.conll", "-m", "x.model", "--max-labels", "3"]);
  expect(stderr).toMatch(/^error: train\.conll: 4 different labels, and a tagger is trained on 3 at most; /m);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
});
