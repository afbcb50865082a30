import { readReference } from "../../../src/audit/candidates/decode.js";
import { evenStart } from "../../../src/audit/refits/evenStart.js";
import { referenceObjective } from "../../../src/audit/refits/referenceLoss.js";
import { refitAlone, refitEvenly, refitJointly } from "../../../src/audit/refits/refits.js";
import { annotate } from "../../../src/corpus/index.js";
import { defaultTemplates } from "../../../src/features/templates.js";
import { createKernels } from "../../../src/kernels/index.js";
import { dot, norm, sumScaled } from "../../../src/math/vector.js";
import { JointObjective, withRest } from "../../../src/tagger/joint.js";
import { REFIT, refit } from "../../../src/tagger/refit.js";
import { train } from "../../../src/tagger/train.js";
import { newswire } from "../../helpers/newswire.js";

const corpus = await newswire("train", 1, 41);
const kernels = await createKernels({ kind: "auto", threads: 2 });
afterAll(() => kernels.close());
const { tagger, objective } = train(kernels, corpus, {
  ...{ templates: defaultTemplates, scheme: "BIO", lambda: 1, minCount: 1, tolerance: 1e-6, maxIterations: 500 },
});
const { theta } = tagger;
const { problem } = readReference(tagger, annotate(await newswire("reference", 1, 21), "BIO"), kernels);
const given = { objective, theta, problem };
const joint = refitJointly(given, "auto");
const zero = new Float64Array(theta.length);

/** x + a y */
function plus(x: Float64Array, a: number, y: Float64Array): Float64Array {
  const out = new Float64Array(x.length);
  sumScaled(out, x, a, y);
  return out;
}

/** L_1 = L_train − r · θ + L_reference: its value, its gradient, and its optimum. */
function evenly<T>(use: (even: JointObjective) => T): T {
  const reference = referenceObjective(kernels, problem, 0);
  return withRest(objective, theta, (rest) => use(new JointObjective([objective, reference], rest)));
}
const gradientAt = (even: JointObjective, x: Float64Array): Float64Array => {
  const gradient = new Float64Array(x.length);
  even.at(x, gradient).close();
  return gradient;
};

test("θ_1 is sought from where the slopes of L_1 at θ and at θ_w meet", () => {
  const { at: start, before } = evenStart(given, joint, 5);
  const way = plus(joint, -1, theta);
  evenly((even) => {
    const slopeAt = (x: Float64Array) => dot(gradientAt(even, x), way);
    const [first, last] = [slopeAt(theta), slopeAt(joint)];
    const share = dot(plus(start, -1, theta), way) / dot(way, way);
    // θ_w is the optimum to a ten-thousandth.
    expect(share).toBeCloseTo(first / (first - last), 3);
    expect(Math.abs(slopeAt(start))).toBeLessThan(0.5 * Math.min(-first, last));
    expect(before).toBeCloseTo(norm(gradientAt(even, theta)), 6);
  });
});

test("from a θ_w that is θ there is no way to go", () => {
  expect(evenStart(given, theta, 5).at).toEqual(theta);
});

test("θ_1 is within three hundredths of its way", () => {
  const found = refitEvenly(given, joint, "auto");
  const optimum = evenly((even) => refit(even, joint, { ...REFIT, tolerance: 1e-8 }));
  expect(norm(plus(found, -1, optimum))).toBeLessThan(0.03 * norm(plus(theta, -1, optimum)));
});

test("θ_ref is the reference's own optimum, whatever training had", () => {
  const alone = referenceObjective(kernels, problem, objective.lambda);
  const gradient = new Float64Array(theta.length);
  alone.evaluate(zero, gradient);
  const { stride } = problem.shape;
  const isAbsent = (row: number) => gradient.subarray(row * stride, (row + 1) * stride).every((x) => x === 0);
  const absent = Array.from(gradient.keys()).filter((i) => isAbsent(Math.floor(i / stride)));
  const atZero = norm(gradient);
  const found = refitAlone(given);
  alone.evaluate(found, gradient);
  expect(norm(gradient)).toBeLessThan(1e-6 * atZero);
  expect(absent.length).toBeGreaterThan(theta.length / 2);
  expect(Math.max(...absent.map((i) => Math.abs(found[i])))).toBe(0);
  expect(Math.max(...absent.map((i) => Math.abs(theta[i])))).toBeGreaterThan(0.1);
});
