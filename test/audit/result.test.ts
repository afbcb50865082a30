import { join } from "node:path";
import { scoredAt } from "../../src/audit/candidates/table.js";
import type { AuditResult } from "../../src/audit/result.js";
import { resultCodec } from "../../src/audit/resultCodec.js";
import type { Corpus } from "../../src/corpus/types.js";
import { openSealed, type SealedContent, sealFile } from "../../src/storage/index.js";
import { judgementsOf } from "../helpers/candidates.js";
import { temporaryDirectory } from "../storage/temporary.js";

const directory = temporaryDirectory();
const codec = resultCodec({ name: "train.conll" } as Corpus, null);
const KIND = { kind: "cache", version: 1 } as const;

type Packed = Parameters<typeof codec.unpack>[0];
const unpacked = ({ header, sections }: SealedContent) =>
  codec.unpack({ header: header as Packed["header"], sections });

const NONE = {
  ...{ crossValidatedLoss: null, selfInfluence: null, refitLoss: null, referenceTaggerLoss: null },
  ...{ variation: null, neighbours: null },
};
const place = { sentence: 1, start: 3, end: 6, previous: 0, next: 2 };
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
    ...{ ...place, start: 7, end: 8, label: "O", logOdds: Number.NEGATIVE_INFINITY, proposal: null },
    signals: { ...NONE, influence: null, relabelInfluence: null, loss: 0, marginal: 0.5 },
  },
]);
const result: AuditResult = {
  tagger: { kind: "crf", labels: 3 } as AuditResult["tagger"],
  influence: null,
  table: {
    ...table,
    signals: { ...table.signals, variation: Float64Array.of(Number.NaN, 0.25), selfInfluence: null },
  },
  targets: [{ sentence: 0, start: 0, end: 2, label: "ORG", predicted: "O" }],
  ...{ patterns: [], referenceErrors: [] },
};

test("a result comes back from a file as it was, unknown figures and all", async () => {
  const path = join(directory(), "result");
  await sealFile(path, { ...KIND, ...codec.pack(result) });
  const back = unpacked(await openSealed(path, KIND));
  const { opinions, ...rows } = result.table as typeof table;
  expect(opinions).toBeDefined();
  expect(back).toEqual({ ...result, table: { ...rows, proposals: expect.anything() } });
  for (const i of [0, 1]) expect(scoredAt(back.table, i)).toEqual(scoredAt(result.table, i));
  expect(back.table.signals.variation).toEqual(Float64Array.of(Number.NaN, 0.25));
});

test("proposals can be added to those that came back", async () => {
  const { proposals } = unpacked(codec.pack(result)).table;
  const another = { start: 9, end: 10, segments: [{ start: 9, end: 10, label: "MISC" }] };
  proposals.push(another);
  expect(proposals.at(0)).toEqual(table.proposals.at(0));
  expect(proposals.at(1)).toBeNull();
  expect(proposals.at(2)).toEqual(another);
});
