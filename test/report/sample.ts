import type { AuditReport, Finding } from "../../src/report/types.js";

/** A finding with every field set; pass what a test is about. */
export function sampleFinding(changes: Partial<Finding> = {}): Finding {
  return {
    rank: 1,
    score: 0.98712345,
    kind: "label",
    file: "fixtures/newswire/train.conll",
    line: 123,
    endLine: 125,
    sentence: 7,
    sentenceId: null,
    start: 9,
    end: 12,
    tokens: ["Bank", "of", "England"],
    label: "LOC",
    suggestion: "ORG",
    share: 0.0324567891,
    signals: { influence: -1.23456789, relabelInfluence: -2.5, loss: 3.4512345, marginal: 0.0312345678 },
    opposes: [
      {
        file: "fixtures/newswire/reference.conll",
        line: 45,
        tokens: ["Bank", "of", "Japan"],
        label: "ORG",
        predicted: "LOC",
        influence: -0.82123456,
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

/** A report around some findings, its counts in keeping with them. */
export function sampleReport(findings: readonly Finding[] = [sampleFinding()], changes: Partial<AuditReport> = {}) {
  const report: AuditReport = {
    schemaVersion: 1,
    seginf: "0.1.0",
    train: {
      file: "fixtures/newswire/train.conll",
      format: "columns",
      scheme: "BIO",
      sentences: 240,
      tokens: 4210,
      segments: 612,
      illFormed: findings.filter(({ kind }) => kind === "ill-formed").length,
    },
    reference: {
      file: "fixtures/newswire/reference.conll",
      format: "columns",
      scheme: "BIO",
      sentences: 80,
      tokens: 1403,
      segments: 204,
      illFormed: 0,
    },
    tagger: {
      labels: 9,
      features: 12345,
      parameters: 111186,
      lambda: 1,
      iterations: 123,
      objective: 1234.56789,
      gradientNorm: 0.0123456789,
      relativeGradientNorm: 8.312345e-5,
      converged: true,
      precision: 82.1012345,
      recall: 80,
      f1: 81.0371234,
    },
    influence: {
      targets: "errors",
      targetSegments: 34,
      referenceLoss: 123.456789,
      cgIterations: 45,
      relativeResidual: 8.1234567e-4,
      converged: true,
    },
    threshold: 0.5,
    candidates: 1000,
    atOrAboveThreshold: findings.length,
    findings,
    ...changes,
  };
  return report;
}
