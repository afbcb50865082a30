// Whether training may start from an earlier optimum and end at the same bytes: node bench/warm.mjs DIR [--changed 1,10,100]
//   [--seed 1] [--reports] [--threads 1]
// DIR holds train.conll and dev.conll in two columns. After each number of changed sentences the tagger is trained from 0 (cold)
// and from the optimum of the unchanged corpus (warm), to ever tighter optima: CPU seconds, the largest difference of a weight,
// and how many weights round to different multiples of 1/64, 1/1024 and 2⁻²⁰. Then what it takes to go on from the rounded
// optimum to the default tolerance, and what tighter solves and refits take. With --reports, audits of both taggers at each
// tightness, and how many values of their JSON reports differ. Needs a build.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readReference } from "../dist/audit/candidates/decode.js";
import { knownOf } from "../dist/audit/refits/referenceLoss.js";
import { annotate, readCorpus } from "../dist/corpus/index.js";
import { defaultTemplates } from "../dist/features/templates.js";
import { inverseHessianVector } from "../dist/influence/inverse.js";
import { segmentGradient } from "../dist/influence/segmentGradient.js";
import { chooseTargets } from "../dist/influence/targets.js";
import { createKernels } from "../dist/kernels/index.js";
import { seeded } from "../dist/math/random.js";
import { surrogateDescent } from "../dist/math/surrogate/descent.js";
import { norm } from "../dist/math/vector.js";
import { JointObjective } from "../dist/tagger/joint.js";
import { writeModel } from "../dist/tagger/modelFile.js";
import { CrfObjective } from "../dist/tagger/objective.js";
import { optimise } from "../dist/tagger/optimise.js";
import { refit } from "../dist/tagger/refit.js";
import { tightened, train } from "../dist/tagger/train.js";
import { carriedOver, changed } from "./lib/commits.mjs";
import { scratch, seginf, table } from "./lib/run.mjs";
import { sentencesOf, textOf } from "./lib/sentences.mjs";

/** ‖∇L‖ / ‖∇L(0)‖; the first is the default. */
const TOLERANCES = [1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11, 1e-12, 1e-13, 1e-14];
const GRIDS = [2 ** 6, 2 ** 10, 2 ** 20];
/** How often the reference counts in the joint refit. */
const WEIGHT = 5;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    changed: { type: "string", default: "1,10,100" },
    seed: { type: "string", default: "1" },
    reports: { type: "boolean", default: false },
    threads: { type: "string", default: "1" },
  },
});
if (positionals.length !== 1) throw new Error("usage: node bench/warm.mjs DIR [--changed LIST] [--seed N] [--reports]");
const [trainFile, devFile] = ["train.conll", "dev.conll"].map((name) => join(positionals[0], name));
const directory = scratch();
const kernels = createKernels({ threads: Number(options.threads) });
const training = {
  ...{ templates: defaultTemplates, scheme: "BIO", lambda: 1, minCount: 1, tolerance: TOLERANCES[0] },
  maxIterations: 2000,
};

const cpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};
/** What work gives, and its CPU seconds. */
const timed = (work) => {
  const start = cpu();
  const result = work();
  return [result, cpu() - start];
};

const base = tightened(train(kernels, await readCorpus(trainFile, {}), training), { ...training, tolerance: 1e-10 });
base.objective.close();
for (const count of options.changed.split(",").map(Number)) await commit(count);
process.exit(0);

async function commit(count) {
  const file = join(directory, "changed.conll");
  writeFileSync(file, textOf(changed(sentencesOf(trainFile), count, seeded(Number(options.seed) + count))));
  const corpus = await readCorpus(file, {});
  const [{ tagger, objective }, whole] = timed(() => train(kernels, corpus, training));
  const [start, carrying] = timed(() => carriedOver(base.tagger, tagger));
  const scale = gradientNorm(objective, new Float64Array(start.length));
  const relative = (theta) => (gradientNorm(objective, theta) / scale).toExponential(1);
  console.log(
    `\n${count} changed: ${start.length} weights; features and training from 0 take ${whole.toFixed(2)} CPU s,`,
  );
  console.log(`carrying weights over ${carrying.toFixed(2)}; relative gradient there ${relative(start)}\n`);

  const cold = tightening(objective, undefined, scale);
  const warm = tightening(objective, start, scale);
  const rows = [];
  for (const tolerance of TOLERANCES) {
    const [a, b] = [cold(tolerance), warm(tolerance)];
    const cells = [tolerance.toExponential(0), a.seconds.toFixed(2), b.seconds.toFixed(2), largest(a.theta, b.theta)];
    const edges = GRIDS.map((grid) => unequal(a.theta, b.theta, grid));
    const reports = options.reports ? [await differing(file, tagger, a.theta, b.theta)] : [];
    rows.push([...cells, ...edges, ...reports]);
  }
  const head = ["tolerance", "cold CPU s", "warm CPU s", "largest difference", "1/64", "1/1024", "2⁻²⁰"];
  console.log(table(options.reports ? [...head, "values that differ"] : head, rows));

  const optimum = cold(0).theta;
  const onwards = GRIDS.map((grid) => {
    const rounded = optimum.map((x) => Math.round(x * grid) / grid);
    const [{ iterations }, seconds] = timed(() => optimise(objective, training, rounded));
    return [`1/${grid}`, relative(rounded), iterations, seconds.toFixed(2)];
  });
  console.log(`\n${table(["grid", "gradient when rounded", "steps to the default", "CPU s"], onwards)}\n`);
  console.log(table(["tolerance", "v, CPU s", "joint refit, CPU s"], await further(tagger, objective)));
  objective.close();
}

/** θ at ever tighter tolerances, from `start` (0 where absent), and the CPU seconds up to there; 0 asks for the last. */
function tightening(objective, start, scale) {
  let [theta, seconds] = [start, 0];
  return (tolerance) => {
    const [next, spent] = timed(() => {
      if (tolerance === 0) return theta;
      if (tolerance === TOLERANCES[0]) return optimise(objective, training, theta).theta;
      const limits = { goal: tolerance * scale, near: 1e-4 * scale, corrected: 1e-5 * scale, maxIterations: 50 };
      return surrogateDescent(objective, theta, limits).x;
    });
    theta = next;
    seconds += spent;
    return { theta, seconds };
  };
}

/** What v and the joint refit take at several tolerances. */
async function further(tagger, objective) {
  const reference = readReference(tagger, annotate(await readCorpus(devFile, {}), "BIO"), kernels);
  const { corpus, gold, predicted, problem, theta } = reference;
  const targets = chooseTargets({ kind: "errors" }, corpus, gold.segments, predicted, problem.chains.gold);
  const b = segmentGradient(problem, theta, targets);
  const { gold: labels, known } = knownOf(problem.chains);
  const weight = known.map((one) => WEIGHT * one);
  const joint = new JointObjective([objective, new CrfObjective(kernels, problem.with({ gold: labels, weight }), 0)]);
  return [1e-3, 1e-5, 1e-7, 1e-9].map((tolerance) => {
    const limits = { tolerance, maxIterations: 1000 };
    const solve = timed(() => inverseHessianVector(objective, tagger.theta, b, limits))[1];
    const fit = timed(() => refit(joint, tagger.theta, limits))[1];
    return [tolerance.toExponential(0), solve.toFixed(2), fit.toFixed(2)];
  });
}

/** Of the values of two taggers' reports, all candidates listed and training's own figures left out, those that differ. */
async function differing(file, tagger, ...thetas) {
  const reports = [];
  for (const theta of thetas) {
    const model = join(directory, "tagger.model");
    await writeModel(model, { ...tagger, theta });
    const out = join(directory, "report.json");
    const flags = ["--exit-zero", "--no-config", "--no-cache", "--limit", "0", "--format", "json", "-q", "-o", out];
    await seginf(["audit", file, devFile, "--model", model, ...flags], { directory });
    const { tagger: _, ...report } = JSON.parse(readFileSync(out, "utf8"));
    reports.push(JSON.stringify(report, null, 1).split("\n"));
  }
  const [one, two] = reports;
  const lines = Math.max(one.length, two.length);
  return `${Array.from({ length: lines }, (_, i) => one[i] !== two[i]).filter(Boolean).length} of ${lines}`;
}

function gradientNorm(objective, theta) {
  const gradient = new Float64Array(theta.length);
  objective.evaluate(theta, gradient);
  return norm(gradient);
}

function largest(a, b) {
  return a.reduce((most, x, i) => Math.max(most, Math.abs(x - b[i])), 0).toExponential(1);
}

function unequal(a, b, grid) {
  return a.reduce((count, x, i) => count + (Math.round(x * grid) === Math.round(b[i] * grid) ? 0 : 1), 0);
}
