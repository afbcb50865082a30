import { encoded } from "../findings/encode.js";
import type {
  AuditReport,
  CorpusSummary,
  Finding,
  InfluenceSummary,
  Opposed,
  Pattern,
  RefinedInfluence,
  Replacement,
  Signals,
  TaggerSummary,
  VectorSummary,
} from "../findings/report.js";
import { orNull, rounded } from "./numbers.js";

/**
 * The whole report as one JSON document (docs/findings.schema.json), indented by two, keys in a fixed order, with a
 * newline at the end. Findings are written one by one.
 */
export function* json(report: AuditReport): Iterable<string> {
  const head = encoded(reportHead(report), 2);
  yield `${head.slice(0, -"\n}".length)},\n  "findings": [`;
  let separator = "\n    ";
  for (const finding of report.findings) {
    yield separator + encoded(findingRecord(finding), 2).replaceAll("\n", "\n    ");
    separator = ",\n    ";
  }
  yield report.findings.length === 0 ? "]\n}\n" : "\n  ]\n}\n";
}

/** Every finding as one line of JSON, in rank order; each equals an element of the document's `findings`. */
export function* jsonl(report: AuditReport): Iterable<string> {
  for (const finding of report.findings) yield `${encoded(findingRecord(finding))}\n`;
}

// Records are spelled out so that keys keep their order, and a new field of a type reaches the output (and its schema)
// only on purpose.

function reportHead(report: AuditReport): Omit<AuditReport, "findings"> {
  return {
    schemaVersion: report.schemaVersion,
    seginf: report.seginf,
    train: corpusRecord(report.train),
    reference: report.reference === null ? null : corpusRecord(report.reference),
    tagger: taggerRecord(report.tagger),
    influence: report.influence === null ? null : influenceRecord(report.influence),
    threshold: rounded(report.threshold),
    candidates: report.candidates,
    atOrAboveThreshold: report.atOrAboveThreshold,
    setAside: {
      unchanged: report.setAside.unchanged,
      inline: report.setAside.inline,
      baseline: report.setAside.baseline,
    },
    patterns: report.patterns.map(patternRecord),
  };
}

export function corpusRecord(corpus: CorpusSummary): CorpusSummary {
  const { file, digest, format, scheme, sentences, tokens, segments, illFormed } = corpus;
  const { tokenColumn, labelColumn, allowRagged } = corpus.reading;
  const reading = { tokenColumn, labelColumn, allowRagged };
  return { file, digest, format, reading, scheme, sentences, tokens, segments, illFormed };
}

function vectorsRecord({ name, dimension, digest }: VectorSummary): VectorSummary {
  return { name, dimension, digest };
}

export function taggerRecord(tagger: TaggerSummary): TaggerSummary {
  return {
    kind: tagger.kind,
    labels: tagger.labels,
    features: tagger.features,
    parameters: tagger.parameters,
    vectors: tagger.vectors && vectorsRecord(tagger.vectors),
    lambda: rounded(tagger.lambda),
    iterations: tagger.iterations,
    objective: rounded(tagger.objective),
    gradientNorm: rounded(tagger.gradientNorm),
    relativeGradientNorm: rounded(tagger.relativeGradientNorm),
    converged: tagger.converged,
    precision: orNull(tagger.precision),
    recall: orNull(tagger.recall),
    f1: orNull(tagger.f1),
    curve: {
      iterations: tagger.curve.iterations,
      objective: tagger.curve.objective.map(rounded),
      relativeGradientNorm: tagger.curve.relativeGradientNorm.map(rounded),
    },
  };
}

function influenceRecord(influence: InfluenceSummary): InfluenceSummary {
  return {
    targets: influence.targets,
    targetSegments: influence.targetSegments,
    referenceLoss: rounded(influence.referenceLoss),
    cgIterations: influence.cgIterations,
    relativeResidual: rounded(influence.relativeResidual),
    converged: influence.converged,
    curve: {
      iterations: influence.curve.iterations,
      relativeResidual: influence.curve.relativeResidual.map(rounded),
    },
  };
}

export function findingRecord(finding: Finding): Finding {
  return {
    rank: finding.rank,
    score: rounded(finding.score),
    kind: finding.kind,
    rule: finding.rule,
    file: finding.file,
    line: finding.line,
    endLine: finding.endLine,
    sentence: finding.sentence,
    sentenceId: finding.sentenceId,
    start: finding.start,
    end: finding.end,
    tokens: finding.tokens,
    label: finding.label,
    suggestion: finding.suggestion,
    replacement: finding.replacement === null ? null : replacementRecord(finding.replacement),
    share: orNull(finding.share),
    signals: signalsRecord(finding.signals),
    ...(finding.refined && { refined: refinedRecord(finding.refined) }),
    opposes: finding.opposes.map(opposedRecord),
    context: { before: finding.context.before, after: finding.context.after },
    fingerprint: finding.fingerprint,
  };
}

function refinedRecord({ influence, relabelInfluence }: RefinedInfluence): RefinedInfluence {
  return {
    influence: rounded(influence),
    relabelInfluence: relabelInfluence === null ? null : rounded(relabelInfluence),
  };
}

export function replacementRecord({ start, end, segments }: Replacement): Replacement {
  return { start, end, segments: segments.map(({ start, end, label }) => ({ start, end, label })) };
}

function signalsRecord(signals: Signals): Signals {
  return {
    influence: orNull(signals.influence),
    relabelInfluence: orNull(signals.relabelInfluence),
    loss: rounded(signals.loss),
    marginal: rounded(signals.marginal),
    crossValidatedLoss: orNull(signals.crossValidatedLoss),
    selfInfluence: orNull(signals.selfInfluence),
    refitLoss: orNull(signals.refitLoss),
    referenceTaggerLoss: orNull(signals.referenceTaggerLoss),
    variation: orNull(signals.variation),
    neighbours: orNull(signals.neighbours),
  };
}

export function patternRecord(pattern: Pattern): Pattern {
  return {
    id: pattern.id,
    name: pattern.name,
    label: pattern.label,
    suggestion: pattern.suggestion,
    anchor: { kind: pattern.anchor.kind, value: pattern.anchor.value },
    findings: pattern.findings,
    places: pattern.places.map(({ file, line }) => ({ file, line })),
    agree: pattern.agree,
    disagree: pattern.disagree,
    probability: rounded(pattern.probability),
    share: rounded(pattern.share),
    relabelInfluence: rounded(pattern.relabelInfluence),
    pValue: rounded(pattern.pValue),
  };
}

function opposedRecord({ file, line, tokens, label, predicted, influence, context }: Opposed): Opposed {
  const { before, after } = context;
  return { file, line, tokens, label, predicted, influence: rounded(influence), context: { before, after } };
}
