import { annotate } from "../../src/corpus/index.js";
import { explain } from "../../src/explain/explain.js";
import type { Location } from "../../src/explain/location.js";
import type { ExplainOptions } from "../../src/explain/setting.js";
import { defaultTemplates } from "../../src/features/templates.js";
import { type Trained, train } from "../../src/tagger/train.js";
import { kernels } from "../helpers/compiled.js";
import { newswire } from "../helpers/newswire.js";

/** Part of the newswire, with a tagger at its optimum. */
export const corpus = await newswire("train", 0, 40);
export const reference = await newswire("reference", 0, 30);
export const templates = defaultTemplates;
export const training = {
  templates,
  scheme: "BIO",
  lambda: 1,
  minCount: 1,
  tolerance: 1e-10,
  maxIterations: 2000,
} as const;
export const trained: Trained = train(kernels, corpus, training);

export const everything: ExplainOptions = {
  scheme: "BIO",
  unit: "segment",
  referenceUnit: "segment",
  context: 0,
  rank: "absolute" as const,
  limit: Number.POSITIVE_INFINITY,
  features: Number.POSITIVE_INFINITY,
  as: null,
  solve: { tolerance: 1e-11, maxIterations: 3000 },
};

export const at = (side: Location["side"], line: number): Location => ({ side, line, endLine: null, token: null });

export const explained = (location: Location, options: Partial<ExplainOptions> = {}) =>
  explain(annotate(corpus, "BIO"), annotate(reference, "BIO"), trained, location, { ...everything, ...options }, null);
