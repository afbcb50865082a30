import { annotate } from "../../../src/corpus/index.js";
import { SeginfError } from "../../../src/errors.js";
import { validate } from "../../../src/evaluation/retraining/validate.js";
import { defaultTemplates } from "../../../src/features/templates.js";
import type { DesignName, DirectionSummary } from "../../../src/findings/validation.js";
import { createKernels } from "../../../src/kernels/index.js";
import { train } from "../../../src/tagger/train.js";
import { newswire } from "../../helpers/newswire.js";

const kernels = createKernels({ threads: 1 });
afterAll(() => kernels.close());
const corpus = await newswire("train", 0, 60);
const reference = await newswire("reference", 0, 40);
const trained = train(kernels, corpus, {
  templates: defaultTemplates,
  scheme: "BIO",
  lambda: 1,
  minCount: 1,
  tolerance: 1e-10,
  maxIterations: 2000,
});
const options = {
  seed: 1,
  targets: { kind: "errors" },
  targetsName: "errors",
  cgTolerance: 1e-6,
  directions: ["removal", "relabelling"],
} as const;
const run = (design: DesignName, pairs: number) =>
  validate(annotate(corpus, "BIO"), annotate(reference, "BIO"), trained, { ...options, design, pairs });
const top = run("top", 25);
const spread = run("stratified", 64);
const of = (report: typeof top, direction: string) =>
  report.directions.find((one) => one.direction === direction) as DirectionSummary;

it("retrains on the very optimum: its noise is below 1 % of every change compared", () => {
  for (const report of [top, spread]) {
    expect(report.tagger.noise).toBeLessThan(1e-7);
    for (const { noise, pairs } of report.directions) {
      expect(pairs).toBeGreaterThanOrEqual(25);
      expect(noise.unresolved).toBe(0);
      expect(noise.largest).toBeLessThan(0.01);
    }
  }
});

it("top, labels taken out: refined predictions are the retraining", () => {
  const { firstOrder, oneStep, refined } = of(top, "removal");
  expect(firstOrder.sign).toBeGreaterThanOrEqual(0.97);
  expect(oneStep.pearson).toBeGreaterThan(firstOrder.pearson as number);
  expect(refined.pearson).toBeGreaterThanOrEqual(0.99);
  expect(refined.spearman).toBeGreaterThanOrEqual(0.98);
  expect(Math.abs((refined.slope as number) - 1)).toBeLessThanOrEqual(0.03);
  expect(refined.sign).toBeGreaterThanOrEqual(0.99);
});

it.each(["removal", "relabelling"])(
  "stratified, with segments of several tokens and small changes: %s",
  (direction) => {
    const { refined } = of(spread, direction);
    expect(spread.pairs.some(({ segment }) => segment.tokens.length > 1)).toBe(true);
    const sizes = spread.pairs.map(({ retrained }) => Math.abs(retrained));
    expect(Math.max(...sizes) / Math.min(...sizes)).toBeGreaterThan(1e4);
    expect(refined.pearson).toBeGreaterThanOrEqual(0.98);
    expect(refined.spearman).toBeGreaterThanOrEqual(0.95);
    expect(Math.abs((refined.slope as number) - 1)).toBeLessThanOrEqual(0.05);
    expect(refined.sign).toBeGreaterThanOrEqual(0.97);
  },
);

it("says the same again", () => {
  expect(run("random", 16)).toEqual(run("random", 16));
});

it("says where there is nothing to follow", () => {
  const itself = () =>
    validate(annotate(corpus, "BIO"), annotate(corpus, "BIO"), trained, {
      ...options,
      design: "top",
      pairs: 16,
      targets: { kind: "line", line: 1e6 },
    });
  expect(itself).toThrow(SeginfError);
  expect(itself).toThrow(/leaves no token of it to follow; /);
});
