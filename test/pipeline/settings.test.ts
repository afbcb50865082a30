import { requestOf } from "../../src/pipeline/settings.js";

it("takes the defaults of the command for what is not given", () => {
  expect(requestOf({})).toMatchObject({
    lambda: 1,
    threshold: 0.5,
    limit: 25,
    targets: "errors",
    trust: "auto",
    tagger: "crf",
  });
});

it("knows settings by the library's names", () => {
  const settings = {
    format: "jsonl",
    kind: "softmax",
    rankBy: "loss",
    crossFit: 3,
    lambda: 2,
    tokenColumn: "1",
  } as const;
  expect(requestOf(settings)).toMatchObject({
    inputFormat: "jsonl",
    tagger: "softmax",
    signal: "loss",
    reference: 3,
    lambda: 2,
  });
  expect(requestOf({ crossFit: 0 }).reference).toBeUndefined();
});

it("takes lists as they are", () => {
  const lists = { states: ["a.safetensors", "b.npy"], select: ["segment/label", "pattern"] };
  expect(requestOf(lists)).toMatchObject(lists);
});

it.each<[object, string]>([
  [{ states: "a" }, "\"states\" is 'a'; give an array of strings"],
  [
    { select: ["segment/labels"] },
    expect.stringContaining("\"select\" is [ 'segment/labels' ]; give one of") as string,
  ],
  [{ lamda: 1 }, 'there is no option "lamda"; see docs/library.md'],
  [{ signal: "loss" }, 'there is no option "signal"; see docs/library.md'],
  [{ lambda: -1 }, '"lambda" is -1; give a number above 0'],
  [{ lambda: "1" }, "\"lambda\" is '1'; give a number"],
  [{ lambda: Number.NaN }, '"lambda" is NaN; give a number above 0'],
  [{ threshold: 2 }, '"threshold" is 2; give a number from 0 to 1'],
  [{ limit: 1.5 }, '"limit" is 1.5; give a whole number from 0 on'],
  [{ trust: "much" }, "\"trust\" is 'much'; allowed choices are low, auto, high"],
  [{ crossFit: 1 }, '"crossFit" is 1; give cross-fit, or cross-fit=K with K from 2 to 100 folds'],
  [{ allowUnseen: "yes" }, "\"allowUnseen\" is 'yes'; give true or false"],
  [{ limit: [3] }, '"limit" is [ 3 ]; give a string or a number'],
  [{ lambda: 1n }, '"lambda" is 1n; give a string or a number'],
  [{ threads: 2 ** 60 }, '"threads" is 1152921504606847000; give a whole number from 1 on'],
  [{ lambda: Number.POSITIVE_INFINITY }, '"lambda" is Infinity; give a number above 0'],
  [{ everyFinding: 1 }, '"everyFinding" is 1; give true or false'],
  [{ templates: "w" }, "templates is not an array; see docs/library.md"],
  [{ templates: [] }, "templates is empty; see docs/library.md"],
  [
    { templates: [{ name: "w", macros: [{ offset: 0.5, column: "word", field: "lower" }] }] },
    "templates[0].macros[0].offset is not a whole number; see docs/library.md",
  ],
  [
    { verdicts: {} },
    '"verdicts": not a verdict file: entries is not an array; see docs/formats.md, or write it again with seginf baseline',
  ],
  [{ model: "m", lambda: 1 }, '"model" and "lambda"; a model is trained already: leave one of them out'],
])("refuses %j", (settings, message) => {
  expect(() => requestOf(settings)).toThrow(expect.objectContaining({ name: "SeginfError", message }));
});
