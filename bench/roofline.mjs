// How far one objective-and-gradient pass is from what the machine can do: node bench/roofline.mjs CORPUS
//   [--label-column X] [--repeats 15]
// Counts the bytes that each part of the pass must move (every array once) and does move (every access), and its
// operations; measures copy bandwidth and SIMD rate; and sets the part's CPU time, one thread, next to the two limits: bytes
// over bandwidth, operations over rate. A working set that fits a cache can beat the first. Needs a build.
import { parseArgs } from "node:util";
import { readCorpus } from "../dist/corpus/index.js";
import { collect } from "../dist/features/encode.js";
import { classScale, mergeFeatures, overClasses } from "../dist/features/merge.js";
import { defaultTemplates } from "../dist/features/templates.js";
import { createKernels } from "../dist/kernels/index.js";
import { CrfObjective } from "../dist/tagger/objective.js";
import { buildProblem } from "../dist/tagger/problem.js";
import { Workspace } from "../dist/tagger/workspace.js";
import { leastCpuSeconds, measureMachine } from "./lib/probe.mjs";
import { median, table } from "./lib/run.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { "label-column": { type: "string" }, repeats: { type: "string", default: "15" } },
});
if (positionals.length !== 1) throw new Error("usage: node bench/roofline.mjs CORPUS [--label-column X]");

const labelColumn = options["label-column"];
const corpus = await readCorpus(positionals[0], labelColumn === undefined ? {} : { labelColumn });
const { space, encoded } = collect(corpus, defaultTemplates, 1);
const classes = mergeFeatures(encoded, space.size);
const matrix = { encoded: overClasses(encoded, classes), scale: classScale(classes, "classes") };
const kernels = createKernels({ threads: 1 });
const sentences = { sentenceStart: corpus.sentenceStart, gold: corpus.tags.ids };
const problem = buildProblem(kernels, matrix, corpus.tags.values.length, sentences);
const objective = new CrfObjective(kernels, problem, 1);

const { labels: C, stride, features: F } = problem.shape;
const [N, G, B] = [matrix.encoded.tokens, matrix.encoded.groups, problem.blockFeatures.rows];
const E = problem.blockFeatures.start[B];
/** Bytes of `rows` rows of doubles, and of so many indices. */
const rows = (count) => 8 * stride * count;
const ints = (count) => 4 * count;
/** Operations of exp2x in assembly/exp.ts on one double. */
const EXP = 38;

const theta = kernels.vectors.vector(objective.dimension);
const gradient = kernels.vectors.vector(objective.dimension);
theta.forEach((_, i) => {
  theta[i] = Math.sin(i) / 10;
});
for (let c = 0; c < theta.length; c += stride) if (C < stride) theta[c + C] = 0;
objective.evaluate(theta, gradient);
const { input } = objective.at(theta);
const { weights, blockErrors, errors } = new Workspace(kernels, problem);
const { scores } = input;
const sums = { edges: kernels.float64(stride * stride), loss: 0 };

/** moved: every array once; touched: every access; ops: additions and multiplications of doubles, and what costs as one. */
const parts = [
  {
    name: "scale θ",
    run: () => kernels.scaleRows(theta, problem.scale, stride, weights),
    moved: 2 * rows(F) + 8 * F,
    ops: F * stride,
  },
  {
    name: "U = Φ W",
    run: () => kernels.gatherRows(problem.blockFeatures, weights, scores, stride),
    moved: rows(F) + rows(B) + ints(E + B),
    touched: rows(E) + rows(B) + ints(E + B),
    ops: E * stride,
  },
  {
    name: "forward–backward",
    run: () => {
      for (const { chains } of problem.parts) kernels.forwardBackward(chains, input, null, errors, sums);
    },
    // E is written; U, and the blocks of each token, read. α, S, y and β of a sentence stay in the first-level cache.
    moved: rows(N) + rows(B) + ints(N * G + N),
    touched: rows(N) + rows(N * G) + ints(N * G + N),
    ops: N * stride * (G + EXP + 12 + 6 * C),
  },
  {
    name: "Bᵀ E",
    run: () => {
      for (const { blockTokens } of problem.parts) kernels.addRows(blockTokens, errors, blockErrors, stride);
    },
    moved: rows(N) + rows(B) + ints(N * G + B),
    touched: rows(N * G) + rows(B) + ints(N * G + B),
    ops: N * G * stride,
  },
  {
    name: "Φᵀ (Bᵀ E)",
    run: () => kernels.gatherRows(problem.featureBlocks, blockErrors, weights, stride),
    moved: rows(B) + rows(F) + ints(E + F),
    touched: rows(E) + rows(F) + ints(E + F),
    ops: E * stride,
  },
  {
    name: "regulariser",
    run: () => {
      kernels.addScaledRows(1, theta, weights, problem.scale, stride, gradient);
      kernels.vectors.dot(theta, theta);
    },
    moved: 4 * rows(F) + 8 * F,
    ops: 5 * F * stride,
  },
];

const sizes = [2 ** 15, 2 ** 18, 2 ** 21, 2 ** 24, 2 ** 27, 2 ** 29];
const machine = await measureMachine(sizes);
const bandwidth = machine.copies.at(-1).bytesPerSecond;
const repeats = Number(options.repeats);
for (const part of parts) {
  part.run();
  // Short parts are run several times between two looks at the clock.
  const times = Math.max(1, Math.ceil(0.005 / leastCpuSeconds(part.run, 3)));
  const once = () => {
    for (let i = 0; i < times; i++) part.run();
  };
  part.seconds = median(Array.from({ length: repeats }, () => leastCpuSeconds(once, 1))) / times;
  part.touched ??= part.moved;
}
const whole = median(
  Array.from({ length: repeats }, () => leastCpuSeconds(() => objective.evaluate(theta, gradient), 1)),
);
kernels.close();

console.log(
  JSON.stringify({ tokens: N, labels: C, stride, groups: G, blocks: B, entries: E, classes: F, ...machine, whole }),
);
for (const { name, moved, touched, ops, seconds } of parts)
  console.log(JSON.stringify({ name, moved, touched, ops, seconds }));

const sum = (key) => parts.reduce((total, part) => total + part[key], 0);
const total = {
  name: "all of them",
  moved: sum("moved"),
  touched: sum("touched"),
  ops: sum("ops"),
  seconds: sum("seconds"),
};
const shown = [...parts, total].map(({ name, moved, touched, ops, seconds }) => {
  const [byBytes, byOperations] = [moved / bandwidth, ops / machine.operations];
  const limit = Math.max(byBytes, byOperations);
  const ms = [byBytes, byOperations, seconds].map((value) => (1000 * value).toFixed(2));
  return [
    name,
    (moved / 1e6).toFixed(1),
    (touched / 1e6).toFixed(1),
    (ops / 1e6).toFixed(1),
    ...ms,
    (limit / seconds).toFixed(2),
  ];
});
const head = [
  "part",
  "MB, each array once",
  "MB, each access",
  "10⁶ operations",
  "ms by bytes",
  "ms by operations",
  "CPU ms",
  "limit / measured",
];
console.log(`\n${table(head, shown)}`);
console.log(`\nevaluate as a whole: ${(1000 * whole).toFixed(2)} CPU ms`);
console.log(`SIMD: ${(machine.operations / 1e9).toFixed(2)} · 10⁹ operations a second`);
for (const { size, bytesPerSecond } of machine.copies) {
  console.log(`copies within ${size / 1024} kB: ${(bytesPerSecond / 1e9).toFixed(1)} GB read and written a second`);
}
process.exit(0);
