import type { ValidationReport } from "../../src/findings/validation.js";
import { errorsOf } from "../helpers/schemas.js";
import { Desk, shapeOf, withoutFigures } from "./program.js";
import { reference, train } from "./toy.js";

const desk = new Desk({ "train.conll": train, "reference.conll": reference });
afterAll(() => desk.remove());

const validate = (...flags: string[]) => desk.run(["validate", "train.conll", "reference.conll", ...flags]);
const NOTE = "train.conll: tokens: column 1  labels: column 2, BIO, 3 labels, 86 segments\n";
const BRIEF = ["--pairs", "4", "--design", "random"];
const first = await validate(...BRIEF, "--format", "json", "--plot", "truth.svg");

it("compares predictions with retrainings, as JSON", () => {
  expect({ code: first.code, stderr: first.stderr }).toEqual({ code: 0, stderr: NOTE });
  const report = JSON.parse(first.stdout) as ValidationReport;
  expect(report.pairs).toHaveLength(8);
  for (const { direction, relabelled, retrained, noise } of report.pairs) {
    expect(relabelled === null).toBe(direction === "removal");
    expect(noise).toBeLessThan(0.01 * Math.abs(retrained));
  }
  expect(shapeOf(report)).toMatchSnapshot();
  expect(errorsOf("validation", report)).toEqual([]);
});

it("draws them", () => {
  const svg = desk.read("truth.svg");
  expect(svg).toMatch(/^<svg .*<\/svg>\n$/s);
  // One circle and one cross a pair, and one each in the key.
  expect(svg.match(/<circle /g)).toHaveLength(8 + 1);
  expect(svg.match(/m-3 -3l6 6m0 -6l-6 6/g)).toHaveLength(8 + 1);
  expect(svg).not.toMatch(/NaN|Infinity|undefined/);
});

it("says the same with other threads and without the cache, and writes it with -o", async () => {
  const flags = [...BRIEF, "--format", "json", "--threads", "1", "--no-cache", "-o", "truth.json"];
  expect(await validate(...flags)).toEqual({ code: 0, stdout: "", stderr: NOTE });
  expect(desk.read("truth.json")).toBe(first.stdout);
});

it("reads so", async () => {
  const { code, stdout } = await validate(...BRIEF, "--changes", "removal");
  expect(code).toBe(0);
  const [head] = stdout.split("Farthest from the truth");
  expect(withoutFigures(head)).toMatchSnapshot();
});

it.each([
  [
    "where the tagger is right throughout",
    ["train.conll", "train.conll"],
    "train.conll: the tagger gets no token of it wrong, so there is none to follow; try --targets all",
  ],
  [
    "a line without a token",
    ["train.conll", "reference.conll", "--targets", "6"],
    "reference.conll: --targets 6 leaves no token of it to follow; check its labels, or name another line",
  ],
  [
    "a plot over an input",
    ["train.conll", "reference.conll", "--plot", "train.conll"],
    "train.conll: this would overwrite an input of the same run; choose another name",
  ],
])("fails in one line %s", async (_, args, message) => {
  const { code, stdout, stderr } = await desk.run(["validate", ...args, "--quiet"]);
  expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: "", stderr: `error: ${message}\n` });
});

describe("-m", () => {
  const run = async (...flags: string[]) => {
    const { code, stdout, stderr } = await validate(...BRIEF, "--format", "json", ...flags);
    expect(stderr).not.toContain("warning");
    expect(code).toBe(0);
    return JSON.parse(stdout) as ValidationReport;
  };

  it("takes the saved tagger, trained on to an optimum as tight as its own would be", async () => {
    const flags = ["--lambda", "0.25", "--tagger", "softmax"];
    expect((await desk.run(["train", "train.conll", "-m", "model.seginf", ...flags, "--tolerance", "1e-3"])).code).toBe(
      0,
    );
    const saved = await run("-m", "model.seginf");
    const trained = await run(...flags);
    expect(saved.tagger.lambda).toBe(0.25);
    expect(saved.tagger.relativeGradientNorm).toBeLessThan(1e-10);
    saved.pairs.forEach(({ firstOrder, retrained, segment }, i) => {
      expect(segment).toEqual(trained.pairs[i].segment);
      expect(firstOrder / trained.pairs[i].firstOrder).toBeCloseTo(1, 3);
      expect(retrained / trained.pairs[i].retrained).toBeCloseTo(1, 2);
    });
  });

  it("wants the corpus that it was trained on", async () => {
    const { code, stderr } = await desk.run(["validate", "reference.conll", "train.conll", "-m", "model.seginf"]);
    expect(code).toBe(2);
    expect(stderr).toContain("error: model.seginf: the model was not trained on the words and labels");
  });
});

it("asks for pairs enough to correlate", async () => {
  const { code, stderr } = await validate("--pairs", "2");
  expect(code).toBe(2);
  expect(stderr).toContain("option '--pairs <n>' argument '2' is invalid. Give a whole number from 4 on; ");
});
