import { jest } from "@jest/globals";
// @ts-expect-error plain JavaScript
import { compared } from "../../bench/detection/stability/compare.mjs";
// @ts-expect-error plain JavaScript
import { textSource } from "../../bench/lib/generator.mjs";
import { annotate, type Corpus } from "../../src/corpus/index.js";
import type { AuditReport } from "../../src/findings/report.js";
import { parseTargets } from "../../src/influence/targets.js";
import { createKernels } from "../../src/kernels/index.js";
import * as refits from "../../src/tagger/refit.js";
import type { TrainOptions } from "../../src/tagger/train.js";
import { corpusFrom, rowsOf } from "../helpers/corpora.js";

/** What the tolerance of refits is multiplied by. */
let loosened = 1;
jest.unstable_mockModule("../../src/tagger/refit.js", () => ({
  ...refits,
  refit(...[objective, before, options = refits.REFIT]: Parameters<typeof refits.refit>) {
    return refits.refit(objective, before, { ...options, tolerance: loosened * options.tolerance });
  },
}));
const { TRAINING, silent } = await import("../helpers/audit.js");
const { toTrain } = await import("../../src/cached/tagger.js");
const { auditInputs } = await import("../../src/pipeline/audit.js");
const { requestOf } = await import("../../src/pipeline/settings.js");

/** Made sentences, of whose segments such a share is annotated wrongly. */
function made(seed: number, sentences: number, errors: number): Corpus {
  const next = textSource(seed);
  return corpusFrom(Array.from({ length: sentences }, () => next(errors)));
}

const corpus = made(5, 420, 0.15);
const reference = made(6, 160, 0);

interface How {
  readonly training?: Partial<TrainOptions>;
  readonly kernels?: Parameters<typeof createKernels>[0];
  readonly from?: Corpus;
  readonly refits?: number;
}

async function audited({ training = {}, kernels = { threads: 1 }, from = corpus, refits: scale = 1 }: How) {
  loosened = scale;
  const made = createKernels(kernels);
  try {
    const inputs = {
      train: annotate(from, "BIO"),
      reference: annotate(reference, "BIO"),
      tagger: toTrain(async () => made, from, { ...TRAINING, ...training }, null),
      withoutStates: null,
    };
    const request = requestOf({ limit: 0, opposed: 0, threshold: 0 });
    const targets = parseTargets(request.targets, reference.name);
    return (await auditInputs(inputs, targets, request, silent())).report;
  } finally {
    made.close();
  }
}

const plain: AuditReport = await audited({});

it("stands on a report with something in it", () => {
  expect(plain.findings.length).toBeGreaterThan(120);
  expect(plain.findings.filter(({ score }) => score >= 0.5).length).toBeGreaterThan(5);
});

it.each<[string, How]>([
  ["λ is 1.0001 times as large", { training: { lambda: 1.0001 } }],
  ["θ's tolerance is three times as large", { training: { tolerance: 3e-5 } }],
  ["refits' tolerance is three times as large", { refits: 3 }],
  ["refits' tolerance is a third", { refits: 1 / 3 }],
  ["the sentences come in reverse order", { from: corpusFrom(rowsOf(corpus).reverse()) }],
  ["the kernels are plain", { kernels: { kind: "plain" } }],
  ["there are two threads", { kernels: { threads: 2 } }],
  ["there are four threads", { kernels: { threads: 4 } }],
])("finds the same where %s", async (_, how) => {
  const { common, largest } = compared(plain, await audited(how));
  expect(common).toBeGreaterThanOrEqual(97);
  expect(largest).toBeLessThanOrEqual(0.02);
});
