import type { PlanDocument } from "../../src/batch/schema.js";
import type { BatchSummary } from "../../src/findings/batch.js";
import type { ScoreReport } from "../../src/findings/evaluation.js";
import type { Explanation } from "../../src/findings/explanation.js";
import type { Carrier, ExplainedPlace } from "../../src/findings/piece.js";
import type { AuditReport } from "../../src/findings/report.js";
import type { Agreement, ValidationReport } from "../../src/findings/validation.js";
import { entryOf, type VerdictFile } from "../../src/findings/verdicts/index.js";
import { sampleFinding, samplePattern, sampleReport } from "../report/sample.js";

/** One of each document, with nothing empty and nothing null that can be otherwise. */
const report: AuditReport = sampleReport(
  [sampleFinding({ sentenceId: "s7", refined: { influence: -1.5, relabelInfluence: -2.25 } }), sampleFinding()],
  { patterns: [samplePattern()] },
);
const { train, tagger } = report;
const reference = { ...train, file: "fixtures/newswire/reference.conll" };

const carrier: Carrier = {
  kind: "feature",
  name: "w[0]=Bank",
  merged: ["w[1]=of"],
  influence: -0.5123456,
  share: 0.25,
};

const place: ExplainedPlace = {
  ...{ file: train.file, line: 123, endLine: 125, sentence: 7, sentenceId: "s7", documentId: "d1", start: 9, end: 12 },
  tokens: ["Bank", "of", "England"],
  context: { before: ["the"], after: ["said"] },
  ...{ label: "LOC", predicted: "ORG", predictedSegments: [{ start: 9, end: 12, label: "ORG" }], loss: 3.4512345 },
};

const piece = {
  ...place,
  role: "opposes" as const,
  ...{ influence: -0.5, expected: -0.625, relativeInfluence: -0.25, leadingInfluence: -0.125, share: 0.1 },
  carriedBy: [carrier],
};
const side = { count: 12, influence: -4.123456789, carriedBy: [carrier], leading: carrier, pieces: [piece] };
const reading = { file: reference.file, line: 45, tokens: ["Bank"], label: "ORG", before: "LOC", after: "ORG" };

const explanation: Explanation = {
  ...{ schemaVersion: 1, seginf: "0.1.0", train, reference, tagger },
  ...{ side: "train", unit: "segment", referenceUnit: "sentence", contextTokens: 1, rank: "carrier", at: place },
  targets: { segments: 40, loss: 80.5 },
  solve: { cgIterations: 90, relativeResidual: 0.0001, converged: true },
  ofTraining: { influence: -3.5, carriedBy: [carrier] },
  supports: side,
  opposes: side,
  onReference: {
    ...{ targetSegments: 40, referenceLoss: 80.5, influence: -1.5, share: 0.02, carriedBy: [carrier] },
    ...{ suggestion: "ORG", replacement: { start: 9, end: 12, segments: [] }, relabelInfluence: -2.5 },
  },
  outcomes: [
    {
      ...{ relabelledAs: "ORG", converged: true, predicted: "ORG", predictedSegments: [] },
      ...{ ownLossChange: 1.5, referenceLossChange: -2.5, precision: 81.5, recall: 80.25, f1: 80.875 },
      ...{ fixed: [reading], broken: [reading] },
    },
  ],
};

const agreement: Agreement = { pearson: 0.99, spearman: 0.98, slope: 1.01, sign: 1 };
const segment = { file: train.file, line: 123, endLine: 125, tokens: ["Bank", "of", "England"], label: "LOC" };

const validation: ValidationReport = {
  ...{ schemaVersion: 1, seginf: "0.1.0", train, reference },
  tagger: { lambda: 1, relativeGradientNorm: 1e-8, converged: true, noise: 1e-6, head: null },
  ...{ design: "top", targets: "errors", seed: 1, referenceSegments: 8, trainingSegments: 25 },
  directions: [
    {
      ...{ direction: "removal", pairs: 200, firstOrder: agreement, oneStep: agreement, refined: agreement },
      noise: { median: 0.001, largest: 0.02, unresolved: 3 },
      retrainings: 25,
      products: { oneStep: 8.5, refined: 17.25, retrained: 92.125 },
      nonconvex: 1,
    },
  ],
  pairs: [
    {
      ...{ direction: "relabelling", segment, relabelled: "ORG", reference: { ...segment, predicted: "ORG" } },
      ...{ firstOrder: -0.1, oneStep: -0.11, refined: -0.12, retrained: -0.121, noise: 1e-5 },
    },
  ],
};

const score: ScoreReport = {
  ...{ seginf: "0.1.0", train: "train.conll", gold: "gold.conll", tokens: 4210, wrongTokens: 71, resamples: 200 },
  rankings: [
    {
      ...{ file: "findings.jsonl", by: "score", findings: 612 },
      levels: [
        {
          ...{ level: "token", units: 4210, errors: 71, found: 70, averagePrecision: 0.7123456789 },
          ...{ averagePrecisionInterval: [0.65, 0.77], auroc: 0.98, aurocInterval: [0.97, 0.99] },
          cuts: [{ k: 10, precision: 1, recall: 0.14, lift: 59.2957746 }],
          recallCurve: [{ read: 1, recall: 0.014, precision: 1 }],
          families: [{ family: "type", errors: 40, found: 40, averagePrecision: 0.8, auroc: 0.99 }],
          difference: { averagePrecision: -0.01, interval: [-0.03, 0.01] },
        },
      ],
      suggestions: { top: 100, errors: 80, equal: 64, families: [{ family: "type", errors: 40, equal: 36 }] },
      calibration: {
        ...{ findings: 612, expectedCalibrationError: 0.02, brier: 0.04 },
        amongSuspicious: { findings: 140, expectedCalibrationError: 0.06 },
        bins: [{ from: 0.9, to: 1, findings: 60, meanScore: 0.96, errorRate: 0.95 }],
      },
    },
  ],
};

const verdicts: VerdictFile = {
  schemaVersion: 1,
  entries: [
    entryOf(sampleFinding(), "fixed", { note: "as in 2023", count: 2 }),
    entryOf(sampleFinding({ fingerprint: "f".repeat(16) }), "later", { note: "?", count: 3 }),
  ],
};

const annotators = {
  annotators: [
    {
      ...{ annotator: "3", segments: 612, withLabels: { f1: 0.9123456, kappa: 0.8512345 } },
      withOthers: { f1: 0.75, kappa: -0.1 },
    },
  ],
  patterns: [
    {
      ...{ id: "fedcba9876543210", name: "LOC → ORG", label: "LOC", suggestion: "ORG", findings: 9 },
      annotators: [{ annotator: "3", standing: 8, suggested: 1, pValue: 0.0123456789 }],
    },
  ],
};

const counts = { gold: 12, predicted: 10, correct: 8, precision: 80, recall: 66.67, f1: 72.73 };
const evaluation = { labels: [{ label: "LOC", ...counts }], total: counts, tokens: 210, accuracy: 97.12 };

const plan: PlanDocument = {
  ...{ schemaVersion: 1, output: "audits", cache: "cache" },
  options: { lambda: 2, scheme: "BIO", allowRagged: true, threshold: 0.7 },
  audits: [
    { name: "en-ewt", train: "en/train.conll", reference: "en/dev.conll", options: { limit: 50 }, memory: 900 },
    { name: "fr", train: "fr/*.conll", reference: "cross-fit=3" },
  ],
};

const batch: BatchSummary = {
  ...{ schemaVersion: 1, seginf: "0.1.0" },
  audits: [
    {
      ...{ name: "en-ewt", train: "en/train.conll", reference: "en/dev.conll", status: "findings", error: null },
      figures: {
        ...{ sentences: 210, tokens: 4210, segments: 400, illFormed: 2, candidates: 612 },
        ...{ findings: 31, patterns: 2, f1: 88.1234567 },
      },
    },
    {
      ...{ name: "fr", train: "fr/*.conll", reference: null, status: "failed" },
      ...{ error: "fr/*.conll: no file matches the pattern", figures: null },
    },
  ],
  totals: { audits: 2, clean: 0, withFindings: 1, failed: 1, tokens: 4210, findings: 31 },
};

export const SAMPLES = {
  findings: report,
  explanation,
  validation,
  score,
  agreement: annotators,
  evaluation,
  plan,
  batch,
  verdicts,
};
