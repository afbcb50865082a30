import { Desk, shapeOf, withoutFigures } from "./program.js";
import { PLANTED, reference, train } from "./toy.js";

const gold = train.replaceAll(`${PLANTED}\tB-ORG`, `${PLANTED}\tB-LOC`);
const desk = new Desk({ "train.conll": train, "reference.conll": reference, "gold.conll": gold });
const audit = ["audit", "train.conll", "reference.conll", "--exit-zero", "-q", "--opposed", "0"];
for (const [name, ...flags] of [
  ["all.jsonl", "--format", "jsonl", "--limit", "0"],
  ["all.json", "--format", "json", "--limit", "0"],
  ["first.jsonl", "--format", "jsonl", "--limit", "2"],
])
  await desk.run([...audit, ...flags, "-o", name]);
afterAll(() => desk.remove());

const score = (...args: string[]) => desk.run(["score", ...args, "--gold", "gold.conll", "--resamples", "20"]);

it("finds what was planted", async () => {
  const { code, stdout, stderr } = await score("all.jsonl");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/^train\.conll against gold\.conll: 3 of \d+ tokens wrong/);
  expect(stdout).toMatch(/^token +\d+ +3 +3 +1\.000 /m);
  expect(stdout).toContain("3 are suggested as corrected (100.0%: type 3 of 3)");
});

it("prints one ranking in full, and several side by side", async () => {
  expect(withoutFigures((await score("all.jsonl")).stdout)).toMatchSnapshot();
  expect(
    withoutFigures((await score("all.jsonl", "--compare", "--by", "score", "--by", "loss")).stdout),
  ).toMatchSnapshot();
});

it("reads either format, and standard input, to the same end", async () => {
  const strip = (text: string) =>
    text.replaceAll("all.jsonl", "F").replaceAll("all.json", "F").replaceAll("<stdin>", "F");
  const expected = strip((await score("all.jsonl")).stdout);
  expect(strip((await score("all.json")).stdout)).toBe(expected);
  const piped = await desk.run(["score", "-", "--gold", "gold.conll", "--resamples", "20"], {
    input: desk.read("all.jsonl"),
  });
  expect(strip(piped.stdout)).toBe(expected);
});

it("prints JSON of one shape", async () => {
  const { stdout } = await score("all.jsonl", "first.jsonl", "--compare", "--format", "json");
  const report = JSON.parse(stdout);
  expect(report.rankings.map(({ file }: { file: string }) => file)).toEqual(["all.jsonl", "first.jsonl"]);
  expect(shapeOf(report)).toMatchSnapshot();
});

it("draws curves, and writes them where it is told", async () => {
  const { stdout } = await score("all.jsonl", "--format", "svg", "--level", "segment");
  expect(stdout).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" /);
  expect(stdout).toContain("score (AP 1.000)".replace("score", "all.jsonl"));
  expect((await score("all.jsonl", "--format", "svg", "--level", "segment", "-o", "out.svg")).stdout).toBe("");
  expect(desk.read("out.svg")).toBe(stdout);
});

it("warns of a list that was cut short", async () => {
  const { code, stderr } = await score("first.jsonl");
  expect(code).toBe(0);
  expect(stderr).toMatch(
    /^warning: first\.jsonl: no finding is about \d+ annotated segments of \d+, which count as least suspicious; audit with --limit 0 to rank them all\n$/,
  );
});

it.each([
  ["findings of another corpus", ["all.jsonl", "--train", "reference.conll"], /^error: gold\.conll/],
  ["two files without --compare", ["all.jsonl", "first.jsonl"], /^error: 2 files of findings; pass --compare /],
  ["a signal that is not there", ["all.jsonl", "--by", "lss"], /no finding has the signal "lss"; name one of score, /],
  [
    "a corpus in place of findings",
    ["train.conll"],
    /^error: train\.conll:1: this is not JSON; give what seginf audit /,
  ],
  [
    "documents where none are marked",
    ["all.jsonl", "--format", "svg", "--level", "document"],
    /documents are not marked/,
  ],
  ["a file that is not there", ["none.jsonl"], /^error: none\.jsonl: no such file; /],
  [
    "an output that is an input",
    ["all.jsonl", "-o", "gold.conll"],
    /^error: gold\.conll: this would overwrite an input/,
  ],
])("refuses %s in one line", async (_, args, message) => {
  const { code, stdout, stderr } = await score(...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(message);
  expect(stderr).toMatch(/^error: [^\n]*\n$/);
});

it("refuses a gold standard that corrects nothing, and findings about other words", async () => {
  const same = await desk.run(["score", "all.jsonl", "--gold", "train.conll"]);
  expect(same.stderr).toMatch(/^error: train\.conll: it has the same labels as train\.conll, so there is no error/);
  desk.write("moved.conll", train.split("\n\n").slice(1).join("\n\n"));
  desk.write("moved-gold.conll", gold.split("\n\n").slice(1).join("\n\n"));
  const moved = await desk.run(["score", "all.jsonl", "--train", "moved.conll", "--gold", "moved-gold.conll"]);
  expect(moved.code).toBe(2);
  expect(moved.stderr).toMatch(
    /^error: all\.jsonl: the finding about line \d+ \(".*"\) does not fit moved\.conll; give/,
  );
});
