import { Desk } from "./program.js";
import { PLANTED, reference, train } from "./toy.js";

const sentences = ["Emma", "Hugo", "Greta", "Felix", "Clara", "David", "Anna", "Bruno", "Emma"].map(
  (name) => `\n${name}\tB-PER\nflew\tO\nto\tO\n${PLANTED}\tB-ORG\n.\tO\n`,
);
const all = train + sentences.join("");
const PLANTS = 3 + sentences.length;
const right = all.replaceAll(`${PLANTED}\tB-ORG`, `${PLANTED}\tB-LOC`);
/** Three annotators and the labels that were adopted: Lisbon is a firm for the second alone, whose labels they are. */
const rows = all.split("\n").map((line, i) => {
  const [word, tag] = line.split("\t");
  if (tag === undefined) return line;
  const [, correct] = right.split("\n")[i].split("\t");
  return [word, correct, tag, word === "Berlin" ? "O" : correct, tag].join("\t");
});
const dev = reference.replace(/^(\S+)\t(\S+)$/gm, "$1\t$2\t$2\t$2\t$2");
const desk = new Desk({ "train.tsv": rows.join("\n"), "dev.tsv": dev });
afterAll(() => desk.remove());
await desk.run(["audit", "train.tsv", "dev.tsv", "--label-column", "-1", "-q", "--format", "json=findings.json"]);

const agreement = (...flags: string[]) => desk.run(["agreement", "findings.json", "-q", ...flags]);
const json = async () => JSON.parse((await agreement("--annotators", "2,3,4", "--format", "json")).stdout);

it("compares each annotator with the labels and with the others", async () => {
  const { annotators } = await json();
  expect(annotators.map((one: { annotator: string }) => one.annotator)).toEqual(["2", "3", "4"]);
  const [first, second, third] = annotators;
  expect(second.withLabels).toEqual({ f1: 1, kappa: 1 });
  // The planted ones of the first one's segments differ in their label from as many of the labels.
  expect(first.withLabels.f1).toBeCloseTo((first.segments - PLANTS) / first.segments, 5);
  expect(third.segments).toBeLessThan(first.segments);
  expect(third.withLabels.kappa).toBeLessThan(first.withLabels.kappa);
  expect(first.withOthers.f1).toBeGreaterThan(third.withOthers.f1);
});

it("computes Cohen's kappa over the labels of tokens", async () => {
  const cells = rows
    .filter((row) => row.includes("\t"))
    .map((row) => row.split("\t").map((cell) => cell.replace("B-", "")));
  const n = cells.length;
  const share = (column: number, label: string) => cells.filter((row) => row[column] === label).length / n;
  const observed = cells.filter((row) => row[3] === row[4]).length / n;
  const expected = ["O", "PER", "LOC", "ORG"].reduce((sum, label) => sum + share(3, label) * share(4, label), 0);
  expect((await json()).annotators[2].withLabels.kappa).toBeCloseTo((observed - expected) / (1 - expected), 5);
});

it("says whose systematic error a pattern is", async () => {
  const { patterns } = await json();
  const found = patterns.find(({ name }: { name: string }) => name.includes(PLANTED.toLowerCase()));
  expect(found).toMatchObject({ label: "ORG", suggestion: "LOC", findings: PLANTS });
  expect(found.annotators[0]).toMatchObject({ annotator: "3", standing: PLANTS, suggested: 0 });
  // All twelve of twelve among thirty-six: 1 / C(36, 12).
  expect(found.annotators[0].pValue).toBeCloseTo(1 / 1_251_677_700, 15);
  for (const other of found.annotators.slice(1))
    expect(other).toMatchObject({ standing: 0, suggested: PLANTS, pValue: 1 });
  const { stdout } = await agreement("--annotators", "2,3,4");
  expect(stdout).toMatch(/^ {2}3 +12 of 12 ORG +0 LOC +more than the others \(p 8\.0e-10\)$/m);
  expect(stdout).toMatch(/^ {2}2 +0 of 12 ORG +12 LOC$/m);
});

it.each([
  ["2", /--annotators 2; name two columns or more/],
  ["2,2", /name two columns or more, each once/],
  ["2,9", /train\.tsv:\d+: the label column 9 is not there: .* with --annotators$/m],
])("refuses --annotators %s in one line", async (columns, message) => {
  const { code, stderr, stdout } = await agreement("--annotators", columns);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(message);
  expect(stderr.trimEnd().split("\n")).toHaveLength(1);
});
