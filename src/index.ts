// The library: docs/library.md is generated from this list and the docstrings of what it names.

// An audit

export type { FindingKind, RuleId } from "./findings/kinds.js";
export type { Ranking } from "./findings/rankings.js";
export type { AuditFilesOptions, AuditSettings, AuditStep } from "./pipeline/options.js";
export { auditFiles } from "./pipeline/thread.js";

// Reports

export type {
  Anchor,
  AuditReport,
  ClusterSummary,
  CorpusSummary,
  Finding,
  InfluenceSummary,
  Opposed,
  Pattern,
  PlacedSegment,
  RefinedInfluence,
  Replacement,
  SetAside,
  Signals,
  SolveCurve,
  StateSummary,
  TaggerSummary,
  TrainingCurve,
  VectorSummary,
} from "./findings/report.js";
export type { ReportContext, Reporter } from "./report/context.js";
export type { FormatName } from "./report/formats.js";
export { reporters } from "./report/registry.js";

// Corpora

export {
  type AnnotatedCorpus,
  annotate,
  type Column,
  type Corpus,
  type CorpusFormat,
  commonScheme,
  detectScheme,
  type IllFormed,
  type ReadCorpus,
  type Reading,
  type ReadOptions,
  type Remark,
  readCorpus,
  readSegments,
  SCHEMES,
  type Scheme,
  type SegmentReading,
  type Segments,
  withPredictions,
  withTags,
} from "./corpus/index.js";

// Taggers

export type { StateOptions } from "./features/states/columns.js";
export { readStates } from "./features/states/read.js";
export type { TokenStates } from "./features/states/table.js";
export { defaultTemplates, type Macro, parseTemplates, type Template } from "./features/templates.js";
export { createKernels, KernelMemoryError, type KernelOptions, type Kernels } from "./kernels/index.js";
export { type Evaluation, evaluate, type LabelScore } from "./tagger/evaluation.js";
export type { Size } from "./tagger/memory.js";
export type { Tagger, Training } from "./tagger/model.js";
export { readModel, writeModel } from "./tagger/modelFile.js";
export { predict } from "./tagger/predict.js";
export type { TaggerKind } from "./tagger/shape.js";
export { objectiveOf, type Trained, type TrainOptions, train } from "./tagger/train.js";

// The stages of an audit

export { parseTargets, type TargetChoice } from "./influence/targets.js";
export { type Audited, audit } from "./pipeline/audit.js";
export type { Environment, Stage, StageName } from "./pipeline/environment.js";
export type { AuditRequest } from "./pipeline/request.js";
export { requestOf } from "./pipeline/settings.js";

// Influence compared with retraining

export { type ValidationOptions, type ValidationProgress, validate } from "./evaluation/retraining/validate.js";
export type {
  Agreement,
  DesignName,
  Direction,
  DirectionSummary,
  ValidationPair,
  ValidationPlace,
  ValidationReport,
} from "./findings/validation.js";

// Corrections

export { type FixPlan, planFixes, type Skipped } from "./triage/fix/plan.js";
export type { Edit } from "./triage/fix/types.js";

// The cache, errors and the version

export { type Place, SeginfError } from "./errors.js";
export { Cache } from "./storage/index.js";
export { version } from "./version.js";
