import type { Reason } from "../../src/findings/reason.js";
import type { AuditReport, Finding, Pattern, Sentence, Signals } from "../../src/findings/report.js";

/** A finding with every field set; pass what a test is about. */
export function sampleFinding(changes: Partial<Finding> = {}): Finding {
  return {
    rank: 1,
    score: 0.98712345,
    kind: "label",
    rule: "segment/label",
    file: "fixtures/newswire/train.conll",
    line: 123,
    endLine: 125,
    sentence: 7,
    sentenceId: null,
    documentId: null,
    start: 9,
    end: 12,
    tokens: ["Bank", "of", "England"],
    label: "LOC",
    suggestion: "ORG",
    replacement: { start: 9, end: 12, segments: [{ start: 9, end: 12, label: "ORG" }] },
    share: 0.0324567891,
    reason: sampleReason,
    signals: sampleSignals(),
    opposes: [
      {
        file: "fixtures/newswire/reference.conll",
        line: 45,
        tokens: ["Bank", "of", "Japan"],
        label: "ORG",
        predicted: "LOC",
        influence: -0.82123456,
        context: { before: ["the"], after: ["kept", "its", "rate"] },
      },
    ],
    context: {
      before: ["as", "Mark", "Carney", ",", "then", "governor", "for", "the"],
      after: ["said", "on", "Monday", "."],
    },
    fingerprint: "0123456789abcdef",
    ...changes,
  };
}

export const sampleReason: Reason = {
  ...{ kind: "sameWords", corpus: "training", words: ["Bank", "of", "England"], label: "ORG", count: 7, of: 8 },
};

/** The sentence that the sample finding stands in. */
export function sampleSentence(changes: Partial<Sentence> = {}): Sentence {
  return {
    file: "fixtures/newswire/train.conll",
    sentence: 7,
    line: 114,
    tokens: "But as Mark Carney , then governor for the Bank of England said on Monday .".split(" "),
    segments: [
      { start: 2, end: 4, label: "PER" },
      { start: 9, end: 12, label: "LOC" },
    ],
    ...changes,
  };
}

/** Signals of which none is null. */
export function sampleSignals(changes: Partial<Signals> = {}): Signals {
  return {
    ...{ influence: -1.23456789, relabelInfluence: -2.5, loss: 3.4512345, marginal: 0.0312345678 },
    ...{ crossValidatedLoss: 4.12345678, selfInfluence: 0.212345678, refitLoss: 3.9876543, referenceTaggerLoss: 5.5 },
    ...{ variation: 0.333333333, neighbours: 0.2, noiseChannel: 0.1 },
    ...changes,
  };
}

/** Signals of the sweep alone. */
export function sweepSignals(influence: number, relabelInfluence: number, loss: number, marginal: number): Signals {
  return {
    ...{ influence, relabelInfluence, loss, marginal, crossValidatedLoss: null, selfInfluence: null },
    ...{ refitLoss: null, referenceTaggerLoss: null, variation: null, neighbours: null, noiseChannel: null },
  };
}

/** A pattern with every field set. */
export function samplePattern(changes: Partial<Pattern> = {}): Pattern {
  return {
    id: "fedcba9876543210",
    name: 'LOC → ORG when the head is "England"',
    label: "LOC",
    suggestion: "ORG",
    anchor: { kind: "head", value: "England" },
    findings: ["0123456789abcdef"],
    places: [{ file: "fixtures/newswire/train.conll", line: 123 }],
    agree: 1,
    disagree: 7,
    probability: 0.87654321,
    share: 0.0324567891,
    relabelInfluence: -2.5,
    pValue: 0.000123456789,
    ...changes,
  };
}

/** A report around some findings, its counts in keeping with them. */
export function sampleReport(findings: readonly Finding[] = [sampleFinding()], changes: Partial<AuditReport> = {}) {
  const report: AuditReport = {
    schemaVersion: 1,
    seginf: "0.1.0",
    train: {
      file: "fixtures/newswire/train.conll",
      digest: "0123456789abcdef".repeat(4),
      format: "columns",
      reading: { tokenColumn: null, labelColumn: null, allowRagged: false },
      scheme: "BIO",
      sentences: 240,
      tokens: 4210,
      segments: 612,
      illFormed: findings.filter(({ kind }) => kind === "ill-formed").length,
      labels: ["LOC", "MISC", "ORG", "PER"],
    },
    reference: {
      file: "fixtures/newswire/reference.conll",
      digest: "0123456789abcdef".repeat(4),
      format: "columns",
      reading: { tokenColumn: null, labelColumn: null, allowRagged: false },
      scheme: "BIO",
      sentences: 80,
      tokens: 1403,
      segments: 204,
      illFormed: 0,
      labels: ["LOC", "ORG", "PER"],
    },
    tagger: {
      kind: "crf",
      labels: 9,
      features: 12345,
      parameters: 111186,
      vectors: { name: "glove", dimension: 100, digest: "0".repeat(64) },
      clusters: null,
      states: null,
      head: null,
      lambda: 1,
      iterations: 123,
      objective: 1234.56789,
      gradientNorm: 0.0123456789,
      relativeGradientNorm: 8.312345e-5,
      converged: true,
      precision: 82.1012345,
      recall: 80,
      f1: 81.0371234,
      curve: {
        iterations: [1, 62, 123],
        objective: [9876.54321, 1300, 1234.56789],
        relativeGradientNorm: [1, 0.0123456789, 8.312345e-5],
      },
    },
    influence: {
      targets: "errors",
      targetSegments: 34,
      referenceLoss: 123.456789,
      cgIterations: 45,
      relativeResidual: 8.1234567e-4,
      converged: true,
      curve: { iterations: [1, 45], relativeResidual: [0.98765432, 8.1234567e-4] },
    },
    wrongTags: null,
    warnings: [],
    threshold: 0.5,
    candidates: 1000,
    atOrAboveThreshold: findings.length,
    setAside: { unchanged: 0, inline: 0, baseline: 0 },
    listed: findings.length,
    more: 0,
    documents: [{ id: "d1", line: 1, sentences: 12, expected: 1.5, perSentence: 0.125 }],
    scores: [700, 150, 50, 30, 20, 10, 5, 5, 5, 5, 4, 3, 3, 2, 2, 1, 1, 1, 1, 2],
    patterns: [samplePattern()],
    sentences: [sampleSentence()],
    findings,
    ...changes,
  };
  return report;
}
