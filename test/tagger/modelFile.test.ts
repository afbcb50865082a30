import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { SeginfError } from "../../src/errors.js";
import { parseClusters } from "../../src/features/clusters/read.js";
import { defaultTemplates, parseTemplates } from "../../src/features/templates.js";
import { plainKernels } from "../../src/kernels/plain.js";
import { sealFile } from "../../src/storage/sealed.js";
import { packTagger, readModel, writeModel } from "../../src/tagger/modelFile.js";
import { predict } from "../../src/tagger/predict.js";
import { type TrainOptions, train } from "../../src/tagger/train.js";
import { corpusOf } from "../helpers/corpora.js";
import { rejection, temporaryDirectory } from "../storage/temporary.js";

const corpus = corpusOf("Leeds/NNP/B-ORG won/VBD/O ././O", "Éire/NNP/B-LOC lost/VBD/O", "I/PRP/O won/VBD/O");
const other = corpusOf("Leeds/NNP/O lost/VBD/O unheard/JJ/O", "Éire/NNP/O");
const options: TrainOptions = {
  templates: defaultTemplates,
  scheme: "BIO",
  lambda: 0.1,
  minCount: 1,
  tolerance: 1e-6,
  maxIterations: 500,
};
const clusters = parseClusters(Buffer.from("01\tleeds\t3\n0110\twon\t9\n"), "paths", "paths");
interface Parts {
  readonly theta: Float64Array;
  readonly classes: Int32Array;
  readonly templates: Int32Array;
  readonly texts: Int32Array;
  readonly strings: Uint8Array;
}

const { tagger } = train(plainKernels, corpus, options);
const directory = temporaryDirectory();
const path = () => join(directory(), "model");

describe("a model file", () => {
  it.each([
    ["the default templates", options],
    [
      "CRF++ templates and rare features left out",
      { ...options, templates: parseTemplates("U1:%x[0,0]/%x[-1,1]\nU2:%x[0,1]", "t"), minCount: 2 },
    ],
    ["word clusters", { ...options, clusters }],
  ])("gives back the tagger that was written, to the bit: %s", async (_, given) => {
    const { tagger: written } = train(plainKernels, corpus, given);
    await writeModel(path(), written);
    const read = await readModel(path());
    expect(read).toEqual(written);
    const features = ({ space }: typeof written) => Array.from({ length: space.size }, (_, f) => space.name(f));
    expect(features(read)).toEqual(features(written));
    const bits = ({ buffer, byteOffset, byteLength }: Float64Array) => Buffer.from(buffer, byteOffset, byteLength);
    expect(bits(read.theta).equals(bits(written.theta))).toBe(true);
    for (const text of [corpus, other]) expect(predict(read, text)).toEqual(predict(written, text));
  });

  it("is the same bytes whenever the same tagger is written", async () => {
    await writeModel(path(), tagger);
    const again = join(directory(), "again");
    await writeModel(again, await readModel(path()));
    expect((await readFile(again)).equals(await readFile(path()))).toBe(true);
  });

  /** The message that reading these bytes as a model ends in. */
  async function refusal(bytes: Uint8Array | string): Promise<string> {
    await writeFile(path(), bytes);
    const error = await rejection(readModel(path()));
    if (!(error instanceof SeginfError)) throw error;
    expect(error.message).not.toContain("\n");
    expect(error.message.startsWith(`${path()}: `)).toBe(true);
    return error.what;
  }

  it("is refused with any one byte changed", async () => {
    await writeModel(path(), tagger);
    const bytes = await readFile(path());
    // The first lines, the header, and every section: about sixty places.
    for (let at = 0; at < bytes.length; at += Math.max(1, Math.floor(bytes.length / 60))) {
      const edited = Buffer.from(bytes);
      edited[at] ^= 1;
      expect(await refusal(edited)).not.toBe("");
    }
    expect(await refusal(bytes.with(bytes.length - 5, bytes[bytes.length - 5] ^ 0x80))).toMatch(/damaged/);
  });

  it("is refused where it is cut short, empty, foreign or missing", async () => {
    await writeModel(path(), tagger);
    const bytes = await readFile(path());
    for (const length of [bytes.length - 1, bytes.length >> 1, 20, 1]) {
      expect(await refusal(bytes.subarray(0, length))).toMatch(/cut off|truncated|shorter/);
    }
    expect(await refusal("")).toMatch(/empty/);
    expect(await refusal('{"labels": ["O"], "theta": []}')).toMatch(/not a seginf model file/);
    expect(await refusal("Leeds\tB-ORG\n")).toMatch(/not a seginf model file/);
    expect(await rejection(readModel(join(directory(), "none")))).toBeInstanceOf(SeginfError);
  });

  it("is refused where it is sealed rightly and its parts do not fit together", async () => {
    const { header, sections } = packTagger(tagger);
    const { theta, classes } = sections as { theta: Float64Array; classes: Int32Array };
    for (const content of [
      { header, sections: { ...sections, theta: theta.subarray(2) } },
      { header, sections: { ...sections, classes: classes.subarray(1) } },
      { header: { ...header, labels: ["O"] }, sections },
    ]) {
      await sealFile(path(), { kind: "model", version: 2, ...content });
      const error = (await rejection(readModel(path()))) as Error;
      expect(error.message).toMatch(/: the parts of the model do not fit together: [^\n]+; train it again$/);
    }
  });

  it.each<[string, (parts: Parts) => Partial<Parts>, string]>([
    [
      "no weights",
      ({ theta: _, ...rest }) => ({ ...rest, theta: undefined }),
      'no section "theta" of type Float64Array',
    ],
    ["weights as bytes", ({ theta }) => ({ theta: new Uint8Array(theta.buffer) as never }), 'no section "theta"'],
    ["a weight too many", ({ theta }) => ({ theta: Float64Array.of(...theta, 0) }), 'the section "theta" has'],
    ["a weight that is none", ({ theta }) => ({ theta: theta.with(3, Number.NaN) }), "a weight is no number"],
    [
      "an infinite weight",
      ({ theta }) => ({ theta: theta.with(0, Number.POSITIVE_INFINITY) }),
      "a weight is no number",
    ],
    [
      "a class of no feature",
      ({ classes }) => ({ classes: classes.map((id) => (id === 1 ? 2 : id)) }),
      "a class has no feature",
    ],
    ["a class below 0", ({ classes }) => ({ classes: classes.with(0, -1) }), "a feature has no class"],
    ["a class beyond all", ({ classes }) => ({ classes: classes.with(0, 2 ** 31 - 1) }), "a feature has no class"],
    [
      "a template that is not there",
      ({ templates }) => ({ templates: templates.with(0, 99) }),
      "a feature has no template",
    ],
    ["a template below 0", ({ templates }) => ({ templates: templates.with(0, -1) }), "a feature has no template"],
    ["a text that is not there", ({ texts }) => ({ texts: texts.with(0, 1 << 30) }), "a feature has no text"],
    [
      "a feature twice",
      ({ templates, texts }) => ({ templates: templates.with(1, templates[0]), texts: texts.with(1, texts[0]) }),
      "a feature occurs twice",
    ],
    ["fewer texts than templates", ({ texts }) => ({ texts: texts.subarray(1) }), 'the section "texts" has'],
    ["texts that are no JSON", () => ({ strings: Buffer.from("[") }), "the texts of its features are no JSON"],
    ["deep texts", () => ({ strings: Buffer.from("[".repeat(1e6)) }), "the texts of its features are no JSON"],
    [
      "texts that are none",
      () => ({ strings: Buffer.from("[1]") }),
      "the texts of its features are no list of strings",
    ],
    [
      "a text twice",
      ({ strings }) => {
        const [first, ...rest] = JSON.parse(Buffer.from(strings).toString()) as string[];
        return { strings: Buffer.from(JSON.stringify([first, ...rest, first])) };
      },
      "a feature occurs twice",
    ],
  ])("is refused by shape where it is sealed rightly with %s", async (_, change, what) => {
    const { header, sections } = packTagger(tagger);
    const changed = Object.entries({ ...sections, ...change(sections as unknown as Parts) });
    const kept = Object.fromEntries(changed.filter(([, section]) => section !== undefined)) as typeof sections;
    await sealFile(path(), { kind: "model", version: 2, header, sections: kept });
    expect(await refusal(await readFile(path()))).toContain(`do not fit together: ${what}`);
  });

  it.each([
    ["labels that are no list", { labels: "O" }, "labels is not an array"],
    ["an unknown scheme", { scheme: "BIOUL" }, "scheme is none of IO, IOB1, BIO, BIOES, BILOU, plain"],
    ["no labels", { labels: [] }, "labels is empty, or names a label twice"],
    ["a label twice", { labels: ["O", "O", "B-ORG"] }, "labels is empty, or names a label twice"],
    ["no templates", { templates: [] }, "templates is empty"],
    ["no regularisation", { training: { ...tagger.training, lambda: 0 } }, "training.lambda is not above 0"],
    [
      "an uneven curve",
      { curve: { iterations: [1], objective: [], relativeGradientNorm: [] } },
      "curve has lists of different lengths",
    ],
    ["no training", { training: undefined }, "its header lacks training"],
    ["a number that is none", { training: { ...tagger.training, lambda: "1" } }, "training.lambda is not a number"],
    [
      "a template of another make",
      { templates: [{ name: "w", macros: [{ offset: 0, column: "word", field: "odd" }] }] },
      /^templates\[0\]\.macros\[0\]\.field is none of identity, /,
    ],
    [
      "a column that is none",
      { templates: [{ name: "w", macros: [{ offset: 0, column: "tag", field: "lower" }] }] },
      'templates[0].macros[0].column is neither "word" nor the number of a column',
    ],
  ])("is refused in one line where it is sealed rightly and has %s", async (_, changes, what) => {
    const { header, sections } = packTagger(tagger);
    await sealFile(path(), { kind: "model", version: 2, header: { ...header, ...changes }, sections });
    const said = await refusal(await readFile(path()));
    expect(said.replace("the parts of the model do not fit together: ", "")).toEqual(
      typeof what === "string" ? what : expect.stringMatching(what),
    );
  });

  it("is refused as another kind of seginf file, or another version", async () => {
    const content = packTagger(tagger);
    await sealFile(path(), { kind: "cache", version: 2, ...content });
    expect(await refusal(await readFile(path()))).toMatch(/is a seginf cache file, not a seginf model file/);
    await sealFile(path(), { kind: "model", version: 99, ...content });
    expect(await refusal(await readFile(path()))).toMatch(
      /is a seginf model file of version 99, and this seginf reads version 2/,
    );
  });
});
