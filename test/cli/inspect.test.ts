import { Desk } from "./program.js";
import { train, trainIllFormed } from "./toy.js";

const numbered = train
  .split("\n\n")
  .map((sentence) =>
    sentence
      .trim()
      .split("\n")
      .map((row, i) => `${i + 1}\t${row}\t${["NN", "VB", "DT"][i % 3]}`)
      .join("\n"),
  )
  .join("\n\n");
const desk = new Desk({
  "train.conll": train,
  "broken.conll": trainIllFormed.replace("Berlin\tB-LOC", "Berlin\tLOC"),
  "numbered.tsv": `${numbered}\n`,
  "texts.jsonl": '{"text": "Ines left", "label": [[0, 4]]}\n{"text": "b", "label": [[0, 1]]}\n',
  "binary.conll": "a\tO\n\0\tO\n",
});
afterAll(() => desk.remove());

it("shows columns, sentences and labels, and how an audit reads them", async () => {
  const { code, stdout, stderr } = await desk.run(["inspect", "train.conll"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/^train\.conll {2}2 columns, parted by tabs, utf-8\n/);
  expect(stdout).toMatch(/^column 2 +tags of segments, 4 values: O B-PER B-ORG B-LOC/m);
  expect(stdout).toMatch(/^labels +PER 33 +ORG 33 +LOC 20$/m);
  expect(stdout).toMatch(/^audit reads +tokens: column 1 +labels: column 2, BIO, 3 labels, 86 segments$/m);
});

it("names tags that break the scheme and tags that are none of it, with their lines", async () => {
  const { stdout } = await desk.run(["inspect", "broken.conll"]);
  expect(stdout).toMatch(/^ill-formed +1: I-LOC → B-LOC \(line \d+\)$/m);
  expect(stdout).toMatch(/^foreign tags +1: LOC → B-LOC \(line \d+\)$/m);
});

it("says where an audit would stop, and takes the flag that settles it", async () => {
  const stops = await desk.run(["inspect", "numbered.tsv"]);
  expect(stops.code).toBe(0);
  expect(stops.stdout.replace(/\s+/g, " ")).toContain(
    "audit stops column 4 holds labels for all tokens, and column 3 holds tags of segments; choose with --label-column 3 or --label-column 4",
  );
  const { stdout } = await desk.run(["inspect", "numbered.tsv", "--label-column", "3"]);
  expect(stdout.replace(/\s+/g, " ")).toContain("tokens: column 2 labels: column 3, BIO, 3 labels, 86 segments");
});

it("says what is wrong with the first of several lines", async () => {
  const { code, stdout } = await desk.run(["inspect", "texts.jsonl"]);
  expect(code).toBe(0);
  expect(stdout.replace(/\s+/g, " ")).toMatch(
    / audit stops texts\.jsonl:1: \[0,4\] is no span, and more lines; give \[start, end, "LABEL"\]/,
  );
});

it("takes several files, and fails where one cannot be read", async () => {
  const { stdout } = await desk.run(["inspect", "train.conll", "broken.conll"]);
  expect(stdout.match(/^sentences /gm)).toHaveLength(2);
  const { code, stderr } = await desk.run(["inspect", "binary.conll"]);
  expect(code).toBe(2);
  expect(stderr).toContain("binary.conll:2: a NUL byte");
});

it("prints nothing where one of several files cannot be read", async () => {
  const { code, stdout, stderr } = await desk.run(["inspect", "train.conll", "binary.conll"]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(/^error: binary\.conll:2: a NUL byte[^\n]*\n$/);
});
