import { readFileSync } from "node:fs";
import type { Explanation, Influence } from "../../src/findings/explanation.js";
import { errorsOf } from "../helpers/schemas.js";
import { Desk, shapeOf, withoutFigures } from "./program.js";
import { PLANTED, reference, train } from "./toy.js";

const desk = new Desk({ "train.conll": train, "reference.conll": reference });
afterAll(() => desk.remove());

const explain = (at: string, ...flags: string[]) =>
  desk.run(["explain", "train.conll", "reference.conll", "--at", at, ...flags]);
const document = async (at: string, ...flags: string[]) =>
  JSON.parse((await explain(at, "--format", "json", ...flags)).stdout) as Explanation;
const lineOf = (text: string, word: string) => text.split("\n").findIndex((row) => row.startsWith(`${word}\t`)) + 1;
const inReference = `reference.conll:${lineOf(reference, PLANTED)}`;
const inTraining = `train.conll:${lineOf(train, PLANTED)}`;
const tame = (text: string) =>
  withoutFigures(text).replace(/\b(?:Anna|Bruno|Clara|David|Emma|Felix|Greta|Hugo)\b/g, "NAME");

const wrong = await explain(inReference, "--limit", "1", "--features", "1");

describe("a reference segment that the tagger gets wrong", () => {
  const { code, stdout, stderr } = wrong;

  it("reads so", () => {
    expect(code).toBe(0);
    expect(stderr).toBe("train.conll: tokens: column 1  labels: column 2, BIO, 3 labels, 86 segments\n");
    expect(tame(stdout)).toMatchInlineSnapshot(`
"train      train.conll  # sentences  # tokens  # segments  scheme BIO
reference  reference.conll  # sentences  # tokens  # segments  scheme BIO
tagger     precision #  recall #  F# #  on the reference
           converged after # iterations  relative gradient #

segment  reference.conll:#  LOC  predicted as ORG
  NAME flew to [ Lisbon ] .
  loss # nats
  all of training # nats  carried by  w[#]=Lisbon (and # alike) #

Opposed by # training segments  # nats  shown: #
  carried by  w[#]=Lisbon (and # alike) #
  #.  # (retrained ≈ #)  train.conll:#  ORG  drives #% of the loss
     NAME flew to [ Lisbon ] .
     carried by  w[#]=Lisbon (and # alike) #

Supported by # training segments  +# nats  shown: #
  carried by  w[#]=flew (and # alike) +#
  #.  +# (retrained ≈ +#)  train.conll:#  LOC
     takes #% off the loss
     NAME flew to [ Berlin ] .
     carried by  w[#]=Berlin (and # alike) #
"
`);
  });

  it("fits a terminal of 80 columns", () => {
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  it("is opposed by the planted segments first, and their word carries that", async () => {
    const { at, opposes } = await document(inReference);
    expect(at).toMatchObject({ tokens: [PLANTED], label: "LOC", predicted: "ORG" });
    expect(opposes.pieces.slice(0, 3).map(({ tokens, label }) => [...tokens, label])).toEqual(
      Array.from({ length: 3 }, () => [PLANTED, "ORG"]),
    );
    expect(opposes.carriedBy[0].name).toBe(`w[0]=${PLANTED}`);
    expect(opposes.pieces[0].carriedBy[0].name).toBe(`w[0]=${PLANTED}`);
  });
});

describe("a planted training segment", () => {
  it("reads so", async () => {
    const { code, stdout } = await explain(inTraining, "--limit", "1", "--features", "1");
    expect(code).toBe(0);
    expect(tame(stdout)).toMatchInlineSnapshot(`
"train      train.conll  # sentences  # tokens  # segments  scheme BIO
reference  reference.conll  # sentences  # tokens  # segments  scheme BIO
tagger     precision #  recall #  F# #  on the reference
           converged after # iterations  relative gradient #

segment  train.conll:#  ORG  predicted alike
  NAME flew to [ Lisbon ] .
  loss # nats  influence #
    drives #% of the # nats on # wrong reference segments  as LOC #
  carried by  w[#]=Lisbon (and # alike) #

Opposes # reference segments  # nats  shown: #
  carried by  w[#]=Lisbon (and # alike) #
  #.  # (retrained ≈ #)  reference.conll:#  LOC  predicted as ORG
     drives #% of the loss
     NAME flew to [ Lisbon ] .
     carried by  w[#]=Lisbon (and # alike) #

Supports # reference segments  +# nats  shown: #
  carried by  w[#]=Acme (and # alike) #
  #.  +# (retrained ≈ +#)  reference.conll:#  ORG  predicted alike
     takes #% off the loss
     NAME works for [ Acme ] .
     carried by  w[#]=. (and # alike) +#

Trained without its labels  predicted as ORG  reference loss # nats
  F# # → #  # fixed, # broken
Trained with it as LOC  predicted as ORG  reference loss # nats
  F# # → #  # fixed, # broken
"
`);
  });

  it("opposes the reference's segments of its word, and is better relabelled", async () => {
    const { opposes, onReference, outcomes } = await document(inTraining);
    expect(opposes.pieces.slice(0, 2).map(({ tokens }) => tokens)).toEqual([[PLANTED], [PLANTED]]);
    expect(onReference).toMatchObject({ suggestion: "LOC" });
    expect(onReference?.influence).toBeLessThan(0);
    expect(outcomes.map(({ relabelledAs }) => relabelledAs)).toEqual([null, "LOC"]);
    expect(outcomes[1].referenceLossChange).toBeLessThan(outcomes[0].referenceLossChange);
  });

  it("may be tried with any label, over any span", async () => {
    expect((await document(inTraining, "--as", "PER")).outcomes[1]).toMatchObject({ relabelledAs: "PER" });
    expect((await document(inTraining, "--as", "O")).outcomes[1]).toMatchObject({ relabelledAs: "O" });
    const line = lineOf(train, PLANTED);
    const span = await document(`train.conll:${line - 1}-${line}`, "--as", "O");
    expect(span.at).toMatchObject({ tokens: ["to", PLANTED], label: "O B-ORG" });
    expect(span.onReference?.replacement).toEqual({ start: 2, end: 4, segments: [] });
    const two = await explain(`train.conll:${line - 1}-${line}`, "--as", "LOC");
    expect(two.stderr).toContain("--as LOC cannot be encoded here with the tagger's tags");
  });
});

describe("all that the tagger gets wrong in the reference", () => {
  it("is opposed by the planted segments first", async () => {
    const whole = await document("reference.conll");
    expect(errorsOf("explanation", whole)).toEqual([]);
    expect(whole).toMatchObject({ side: "reference", at: null, onReference: null, outcomes: [] });
    expect(whole.targets?.segments).toBeGreaterThan(0);
    expect(whole.opposes.pieces.slice(0, 3).map(({ tokens }) => tokens)).toEqual([[PLANTED], [PLANTED], [PLANTED]]);
  });

  it("gives each training piece the influence that an explanation of that piece and an audit give it", async () => {
    const [first] = (await document("reference.conll")).opposes.pieces;
    expect((await document(`train.conll:${first.line}`)).onReference?.influence).toBe(first.influence);
    const { stdout } = await desk.run(["audit", "train.conll", "reference.conll", "--format", "jsonl", "--limit", "0"]);
    const found = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    const same = found.find(({ line, kind }) => line === first.line && kind !== "reference");
    expect(same.signals.influence).toBe(first.influence);
    expect(same.share).toBe(first.share);
  });

  it("ranks whole sentences, and reads so", async () => {
    const { code, stdout } = await explain("reference.conll", "--unit", "sentence", "--limit", "1", "--features", "1");
    expect(code).toBe(0);
    expect(tame(stdout)).toMatch(
      /^reference {2}reference\.conll {2}# segments that the tagger gets wrong\n {2}loss # nats$/m,
    );
    expect(tame(stdout)).toMatch(/^Opposed by # training sentences {2}# nats {2}shown: #$/m);
  });
});

it("--rank relative lists what is strongest for each unit of its gradient, and says so", async () => {
  const { rank, opposes } = await document(inReference, "--rank", "relative", "--limit", "0");
  expect(rank).toBe("relative");
  const strength = opposes.pieces.map(({ relativeInfluence }) => -relativeInfluence);
  expect(strength).toEqual([...strength].sort((a, b) => b - a));
  const { stdout } = await explain(inReference, "--rank", "relative", "--limit", "1");
  expect(tame(stdout)).toMatch(/^Opposed by # training segments +# nats +by relative influence +shown: #$/m);
  expect(tame(stdout)).toMatch(/^ {2}#\. +# \(retrained ≈ #\) +relative # +train\.conll:# /m);
  expect((await explain(inReference, "--rank", "none")).code).toBe(2);
});

it("--rank carrier lists what has most of the feature that carries most, and names it", async () => {
  const whole = await document(inReference, "--rank", "carrier");
  expect(errorsOf("explanation", whole)).toEqual([]);
  expect(whole.opposes.leading?.name).toBe(`w[0]=${PLANTED}`);
  expect(whole.opposes.pieces.slice(0, 3).map(({ tokens }) => tokens)).toEqual([[PLANTED], [PLANTED], [PLANTED]]);
  const { stdout } = await explain(inReference, "--rank", "carrier", "--limit", "1");
  expect(tame(stdout)).toMatch(/^Opposed by # training segments +# nats\s+through w\[#\]=Lisbon \(and # alike\) #/m);
  expect(tame(stdout)).toMatch(/^ {2}#\. +# \(retrained ≈ #\) +through it # +train\.conll:# /m);
});

describe("units", () => {
  it.each(["token", "sentence"])("%s", async (unit) => {
    const { opposes } = await document(inReference, "--unit", unit);
    expect(opposes.pieces[0].tokens).toContain(PLANTED);
    if (unit === "token") expect(opposes.pieces[0].label).toBe("B-ORG");
    else expect(opposes.pieces[0].label).toBeNull();
  });

  it("document", async () => {
    desk.write(
      "documents.conll",
      `-DOCSTART- O\n\n${train.replace("\n\n", "\n\n-DOCSTART- O\n\n")}`.replaceAll("\t", " "),
    );
    desk.write("plain.conll", reference.replaceAll("\t", " "));
    const args = [
      "explain",
      "documents.conll",
      "plain.conll",
      "--at",
      inReference.replace("reference", "plain"),
      "--unit",
    ];
    const { opposes, supports } = JSON.parse(
      (await desk.run([...args, "document", "--format", "json"])).stdout,
    ) as Explanation;
    expect([...opposes.pieces, ...supports.pieces].map(({ documentId }) => documentId).sort()).toEqual([
      "doc1",
      "doc2",
    ]);
  });

  it("of the reference", async () => {
    const sentence = await document(inReference, "--reference-unit", "sentence");
    expect(sentence.at?.tokens).toContain("flew");
    const token = await document(`reference.conll:${lineOf(reference, PLANTED) - 1}`, "--reference-unit", "token");
    expect(token.at).toMatchObject({ tokens: ["to"], label: "O", predicted: "O" });
  });

  it("widened by context", async () => {
    const [narrow, wide] = [await document(inReference), await document(inReference, "--context", "2")];
    expect(wide.contextTokens).toBe(2);
    expect(wide.opposes.pieces[0].tokens).toEqual([PLANTED]);
    expect(wide.opposes.pieces[0].influence).not.toBe(narrow.opposes.pieces[0].influence);
  });
});

describe("formats", () => {
  it("json has this shape, beside what an audit says of corpora and tagger", async () => {
    const { train: _train, reference: _reference, tagger: _tagger, ...own } = await document(inTraining);
    expect(shapeOf(own)).toMatchSnapshot();
  });

  it.each([
    [inReference, "--unit", "sentence", "--rank", "relative"],
    [inReference, "--context", "1", "--reference-unit", "token", "--features", "20"],
    [inTraining, "--as", "O"],
    [inTraining, "--unit", "sentence", "--limit", "1"],
    [inTraining, "--tagger", "softmax"],
  ])("json keeps to its schema: %s %s %s %s %s", async (...args) => {
    expect(errorsOf("explanation", await document(args[0], ...args.slice(1)))).toEqual([]);
  });

  it("a line of jsonl keeps to the schema of a piece", async () => {
    const lines = (await explain(inReference, "--format", "jsonl")).stdout.trimEnd().split("\n");
    for (const line of lines) expect(errorsOf("explanation", JSON.parse(line), "piece")).toEqual([]);
  });

  it("jsonl has the document's pieces a line each", async () => {
    const { supports, opposes } = await document(inReference);
    const lines = (await explain(inReference, "--format", "jsonl")).stdout.trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line) as Influence)).toEqual([...supports.pieces, ...opposes.pieces]);
  });

  it("-o writes the same bytes", async () => {
    const { stdout } = await explain(inReference);
    expect((await explain(inReference, "-o", "out.txt")).stdout).toBe("");
    expect(desk.read("out.txt")).toBe(stdout);
  });

  it("are the same without the cache, with one thread, and with plain kernels", async () => {
    const { stdout } = await explain(inTraining);
    expect((await explain(inTraining, "--no-cache", "--threads", "1")).stdout).toBe(stdout);
    expect(readFileSync(`${desk.directory}/train.conll`, "utf8")).toBe(train);
  });
});

describe("what cannot be explained", () => {
  const refused = async (at: string, ...flags: string[]) => {
    const { code, stdout, stderr } = await explain(at, ...flags);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    return stderr.split("\n").at(-2);
  };

  it("a file that is neither", async () => {
    expect(await refused("other.conll:3")).toBe(
      "error: --at names other.conll, which is neither the training file nor the reference; give train.conll:3 or reference.conll:3",
    );
  });

  it("a line without a segment, told by the nearest", async () => {
    expect(await refused("train.conll:2")).toMatch(
      /^error: train\.conll:2: no segment in this line; the nearest: train\.conll:1 \[ Anna \] PER, train\.conll:4 \[ Paris \] LOC, /,
    );
  });

  it.each([
    [["reference.conll:x"], "--at reference.conll:x is not understood"],
    [["train.conll"], "--at train.conll names no place in it; give train.conll:LINE"],
    [
      ["reference.conll", "--reference-unit", "token"],
      "reference.conll: --reference-unit token goes with a line of it",
    ],
    [["train.conll:2-9"], "train.conll:2: these lines hold more than one sentence"],
    [["train.conll:9000-9001"], "train.conll:9000: no tokens in these lines"],
    [["train.conll:1", "--as", "FOO"], "--as FOO is not a label of the training file; it has PER, LOC, ORG, O"],
    [["train.conll:1", "--as", "ORG", "--unit", "token"], "--as goes with segments, and --unit is token"],
    [["train.conll:1", "--unit", "document"], "train.conll: no documents in this file"],
  ])("%j", async (args, message) => {
    expect(await refused(args[0], ...args.slice(1))).toContain(message);
  });
});
