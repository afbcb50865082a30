import { annotate, readCorpus, readSegments } from "../../src/corpus/index.js";
import { validate } from "../../src/evaluation/retraining/validate.js";
import { readStates } from "../../src/features/states/read.js";
import { defaultTemplates, parseTemplates } from "../../src/features/templates.js";
import { parseTargets } from "../../src/influence/targets.js";
import { createKernels } from "../../src/kernels/index.js";
import { plainKernels } from "../../src/kernels/plain.js";
import { auditFiles } from "../../src/pipeline/thread.js";
import { readModel } from "../../src/tagger/modelFile.js";
import { type TrainOptions, train } from "../../src/tagger/train.js";
import { corpusOf } from "../helpers/corpora.js";

const corpus = corpusOf("Leeds/B-ORG won/O", "it/O rained/O");
const options: TrainOptions = {
  templates: defaultTemplates,
  scheme: "BIO",
  lambda: 1,
  minCount: 1,
  tolerance: 1e-3,
  maxIterations: 10,
};
const refusal = (message: string) => expect.objectContaining({ name: "SeginfError", message });

it.each<[object, string]>([
  [{ lambda: -1 }, "lambda is below 0"],
  [{ lambda: 0 }, "lambda is not above 0"],
  [{ lambda: Number.NaN }, "lambda is not a number"],
  [{ lambda: Number.POSITIVE_INFINITY }, "lambda is too large a number"],
  [{ lambda: "1" }, "lambda is not a number"],
  [{ tolerance: 0 }, "tolerance is not above 0"],
  [{ minCount: 0 }, "minCount is below 1"],
  [{ minCount: 1.5 }, "minCount is not a whole number"],
  [{ maxIterations: -1 }, "maxIterations is below 1"],
  [{ scheme: "BIOUL" }, "scheme is none of IO, IOB1, BIO, BIOES, BILOU, plain"],
  [{ kind: "tree" }, "kind is none of crf, softmax"],
  [{ templates: [] }, "templates is empty"],
  [{ templates: undefined }, "templates is not an array"],
])("train refuses %j as the command does", (changes, message) => {
  const given = { ...options, ...changes } as TrainOptions;
  expect(() => train(plainKernels, corpus, given)).toThrow(expect.objectContaining({ name: "SeginfError" }));
  expect(() => train(plainKernels, corpus, given)).toThrow(message);
});

it.each<[object, string]>([
  [{ threads: 0 }, '"threads" is 0; give a whole number from 1 on'],
  [{ threads: 1.5 }, '"threads" is 1.5; give a whole number from 1 on'],
  [{ limit: -1 }, '"limit" is -1; give a number of bytes'],
  [{ kind: "gpu" }, "\"kind\" is 'gpu'; give auto, plain or wasm"],
  [{ threads: Symbol("x") }, '"threads" is Symbol(x); give a whole number from 1 on'],
  [{ limit: "1" }, "\"limit\" is '1'; give a number of bytes"],
  [null as never, '"options" is null; give an object'],
])("createKernels refuses %j", (given, message) => {
  expect(() => createKernels(given)).toThrow(refusal(message));
});

it.each<[object, string]>([
  [{ format: "xml" }, "\"format\" is 'xml'; give one of columns, conllu, jsonl"],
  [{ format: Object.create(null) }, '"format" is [Object: null prototype] {}; give one of columns, conllu, jsonl'],
  [{ scheme: 3 }, '"scheme" is 3; give one of IO, IOB1, BIO, BIOES, BILOU, plain'],
  [{ offsets: "byte" }, "\"offsets\" is 'byte'; give one of "],
  [{ tokenColumn: 1 }, '"tokenColumn" is 1; give a string'],
  [{ encoding: 8 }, '"encoding" is 8; give a string'],
  [{ allowRagged: "yes" }, "\"allowRagged\" is 'yes'; give true or false"],
  [{ maxBytes: Number.NaN }, '"maxBytes" is NaN; give a number of bytes'],
  [{ maxBytes: "1" }, "\"maxBytes\" is '1'; give a number of bytes"],
  [{ columns: [1.5] }, '"columns" is [ 1.5 ]; give "all", or an array of whole numbers from 0 on'],
  [{ labelNames: "O" }, "\"labelNames\" is 'O'; give an array of strings"],
  [{ onBytes: 1 }, '"onBytes" is 1; give a function'],
  [{ tokenColum: "1" }, "\"tokenColum\" is '1'; there is no such option"],
  [{ toString: "1" }, "\"toString\" is '1'; there is no such option"],
  [5 as never, '"options" is 5; give an object'],
  [null as never, '"options" is null; give an object'],
])("readCorpus refuses %p", async (given, message) => {
  const refused = readCorpus("none", given);
  await expect(refused).rejects.toThrow(expect.objectContaining({ name: "SeginfError" }));
  await expect(refused).rejects.toThrow(message);
});

const none = undefined as never;

it.each<[string, () => unknown]>([
  ["readCorpus", () => readCorpus(none)],
  ["annotate", () => annotate(corpus, none)],
  ["readSegments", () => readSegments(corpus, "toString" as never)],
  ["parseTemplates", () => parseTemplates(none, "t.tpl")],
  ["parseTargets", () => parseTargets(Symbol("x") as never, "r.conll")],
  ["readModel", () => readModel(Symbol("x") as never)],
  ["readStates", () => readStates(none)],
  ["auditFiles", () => auditFiles("a", null, null as never)],
  ["validate", () => validate(none, none, {} as never, none)],
])("%s refuses an argument that is none", async (_name, call) => {
  await expect((async () => call())()).rejects.toThrow(expect.objectContaining({ name: "SeginfError" }));
});

it.each([
  [5, null],
  ["a", 5],
  ["", null],
  ["a", undefined],
])("auditFiles refuses files that are none: %j, %j", async (train, reference) => {
  await expect(auditFiles(train as never, reference as never)).rejects.toThrow("a file is named by a string");
});

it.each([
  [{ lambda: () => {} }],
  [{ verdicts: [1] }],
  [{ templates: {} }],
  [{ everyFinding: "x" }],
  [{ limit: Symbol("x") }],
])("auditFiles refuses what no thread can be sent, too", async (given) => {
  await expect(auditFiles("a", "b", given as object)).rejects.toThrow(expect.objectContaining({ name: "SeginfError" }));
});
