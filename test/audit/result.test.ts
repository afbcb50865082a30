import { scoredAt } from "../../src/audit/candidates/table.js";
import type { AuditResult } from "../../src/audit/result.js";
import { resultCodec } from "../../src/audit/resultCodec.js";
import type { Corpus } from "../../src/corpus/types.js";
import { Cache, cachedStep, ShapeError } from "../../src/storage/index.js";
import { judgementsOf } from "../helpers/candidates.js";
import { sampleFinding, samplePattern, sampleReport } from "../report/sample.js";
import { temporaryDirectory } from "../storage/temporary.js";

const directory = temporaryDirectory();
const train = { name: "train.conll", sentenceStart: Int32Array.of(0, 3, 20) } as Partial<Corpus> as Corpus;
const reference = { name: "reference.conll", sentenceStart: Int32Array.of(0, 2) } as Partial<Corpus> as Corpus;
const codec = resultCodec(train, reference);

const NONE = {
  ...{ crossValidatedLoss: null, selfInfluence: null, refitLoss: null, referenceTaggerLoss: null },
  ...{ variation: null, neighbours: null, noiseChannel: null },
};
const place = { sentence: 1, start: 3, end: 6, previous: -1, next: 1 };
const table = judgementsOf([
  {
    ...{ ...place, label: "PER", logOdds: 0.1 + 0.2 },
    proposal: {
      ...{ start: 3, end: 7 },
      segments: [
        { start: 3, end: 4, label: "LOC" },
        { start: 5, end: 7, label: "PER" },
      ],
    },
    signals: { ...NONE, influence: -1 / 3, relabelInfluence: 5e-324, loss: 1e300, marginal: 1 },
  },
  {
    ...{ ...place, start: 7, end: 8, previous: 0, label: "O", logOdds: Number.NEGATIVE_INFINITY, proposal: null },
    signals: { ...NONE, influence: null, relabelInfluence: null, loss: 0, marginal: 0.5 },
  },
]);
const result: AuditResult = {
  tagger: sampleReport().tagger,
  influence: null,
  table: {
    ...table,
    signals: { ...table.signals, variation: Float64Array.of(Number.NaN, 0.25), selfInfluence: null },
  },
  single: Float64Array.of(-0.5, Number.NEGATIVE_INFINITY),
  opinions: null,
  readings: { theta: { suggested: Float64Array.of(0.1, Number.NaN), standing: Float64Array.of(0.2, Number.NaN) } },
  targets: [{ sentence: 0, start: 0, end: 2, label: "ORG", predicted: "O" }],
  patterns: [samplePattern()],
  referenceErrors: [sampleFinding({ kind: "reference", rule: "reference/label" })],
};

/** The result as a second run has it from the cache. */
async function cached(stored: AuditResult): Promise<AuditResult> {
  const cache = new Cache(directory(), (note) => {
    throw new Error(note);
  });
  const never = (): AuditResult => {
    throw new Error("it is not in the cache");
  };
  await cachedStep(cache, "result", {}, codec, () => stored);
  return cachedStep(cache, "result", {}, codec, never);
}

test("a result comes back from a file as it was, unknown figures and all", async () => {
  const back = await cached(result);
  const { opinions, ...rows } = result.table as typeof table;
  expect(opinions).toBeDefined();
  expect(back).toEqual({ ...result, table: { ...rows, proposals: expect.anything() } });
  for (const i of [0, 1]) expect(scoredAt(back.table, i)).toEqual(scoredAt(result.table, i));
  expect(back.table.signals.variation).toEqual(Float64Array.of(Number.NaN, 0.25));
});

test("two opinions come back as well", async () => {
  const opinions = {
    withoutStates: Float64Array.of(Number.NaN, 0.5),
    withStates: Float64Array.of(-2, Number.NEGATIVE_INFINITY),
  };
  expect((await cached({ ...result, opinions })).opinions).toEqual(opinions);
});

test("proposals can be added to those that came back", async () => {
  const { proposals } = (await cached(result)).table;
  const another = { start: 9, end: 10, segments: [{ start: 9, end: 10, label: "MISC" }] };
  proposals.push(another);
  expect(proposals.at(0)).toEqual(table.proposals.at(0));
  expect(proposals.at(1)).toBeNull();
  expect(proposals.at(2)).toEqual(another);
});

describe("a result that does not fit its corpora, or itself, is none", () => {
  it.each<[string, number, number]>([
    ["sentence", 0, 2],
    ["sentence", 0, 0],
    ["start", 0, 2],
    ["start", 0, 6],
    ["end", 1, 21],
    ["label", 0, 1],
    ["label", 0, -2],
    ["previous", 0, 1],
    ["next", 0, 2],
    ["proposal.start", 0, 20],
    ["proposal.end", 0, 21],
    ["proposal.first", 0, 1],
    ["proposal.first", 1, 3],
    ["proposal.first", 2, 1],
    ["proposal.segmentStart", 0, -1],
    ["proposal.segmentEnd", 1, 21],
    ["proposal.segmentLabel", 1, 2],
  ])("%s[%d] = %d", (name, i, value) => {
    const { header, sections } = codec.pack(result) as Parameters<typeof codec.unpack>[0];
    const column = Int32Array.from(sections[name] as Int32Array);
    column[i] = value;
    expect(() => codec.unpack({ header, sections })).not.toThrow();
    expect(() => codec.unpack({ header, sections: { ...sections, [name]: column } })).toThrow(ShapeError);
  });

  it("where a target is no span of the reference", () => {
    const { header, sections } = codec.pack({
      ...result,
      targets: [{ sentence: 0, start: 0, end: 3, label: "ORG", predicted: "O" }],
    }) as Parameters<typeof codec.unpack>[0];
    expect(() => codec.unpack({ header, sections })).toThrow(ShapeError);
    expect(() => resultCodec(train, null).unpack({ header, sections })).toThrow("targets without a reference");
  });
});
