import { join } from "node:path";
import { judgedAt } from "../../src/audit/candidates/table.js";
import type { Examination } from "../../src/audit/result.js";
import { packExamination, unpackExamination } from "../../src/audit/resultFile.js";
import { openSealed, sealFile } from "../../src/storage/index.js";
import { judgementsOf } from "../helpers/candidates.js";
import { temporaryDirectory } from "../storage/temporary.js";

const directory = temporaryDirectory();
const KIND = { kind: "cache", version: 1 } as const;

const NONE = {
  ...{ crossValidatedLoss: null, selfInfluence: null, refitLoss: null, referenceTaggerLoss: null },
  ...{ variation: null, neighbours: null },
};
const place = { sentence: 1, start: 3, end: 6, previous: 0, next: 2 };
const judgements = judgementsOf([
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
const examination: Examination = {
  tagger: { kind: "crf", labels: 3 } as Examination["tagger"],
  influence: null,
  judgements: {
    ...judgements,
    signals: { ...judgements.signals, variation: Float64Array.of(Number.NaN, 0.25), selfInfluence: null },
  },
  targets: [{ sentence: 0, start: 0, end: 2, label: "ORG", predicted: "O" }],
  ...{ patterns: [], doubtful: [] },
};

test("an examination comes back from a file as it was, unknown figures and all", async () => {
  const path = join(directory(), "examination");
  await sealFile(path, { ...KIND, ...packExamination(examination) });
  const back = unpackExamination(await openSealed(path, KIND));
  const { opinions, ...rows } = examination.judgements as typeof judgements;
  expect(opinions).toBeDefined();
  expect(back).toEqual({ ...examination, judgements: { ...rows, proposals: expect.anything() } });
  for (const i of [0, 1]) expect(judgedAt(back.judgements, i)).toEqual(judgedAt(examination.judgements, i));
  expect(back.judgements.signals.variation).toEqual(Float64Array.of(Number.NaN, 0.25));
});

test("proposals can be added to those that came back", async () => {
  const { proposals } = unpackExamination(packExamination(examination)).judgements;
  const another = { start: 9, end: 10, segments: [{ start: 9, end: 10, label: "MISC" }] };
  proposals.push(another);
  expect(proposals.at(0)).toEqual(judgements.proposals.at(0));
  expect(proposals.at(1)).toBeNull();
  expect(proposals.at(2)).toEqual(another);
});
