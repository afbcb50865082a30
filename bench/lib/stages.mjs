// The stages of an audit. `prepare` sets a stage up and returns the function that is timed; `place` gives it the files, how
// they are read, the threads, and a directory in which "training" leaves a model and "influence" a solve for later stages.
import { join } from "node:path";
import { AUDIT_DEFAULTS } from "./defaults.mjs";

const dist = (file) => import(new URL(`../../dist/${file}`, import.meta.url));
const TRAINED = ["training"];
const SOLVED = ["training", "influence"];

export const stages = {
  /** File → sentences in flat arrays. */
  reading: {
    async prepare({ train, reading }) {
      const { readCorpus } = await dist("corpus/index.js");
      return () => readCorpus(train, reading);
    },
  },
  /** Sentences → feature space and sparse matrices, identical columns merged. */
  features: {
    async prepare(place) {
      const corpus = await corpusOf(place, "train");
      const { collect } = await dist("features/encode.js");
      const { mergeFeatures, overClasses } = await dist("features/merge.js");
      const { defaultTemplates } = await dist("features/templates.js");
      return () => {
        const { space, encoded } = collect(corpus, defaultTemplates, 1);
        return overClasses(encoded, mergeFeatures(encoded, space.size));
      };
    },
  },
  /** Features, and training from 0. Runs once. */
  training: {
    once: true,
    async prepare(place) {
      const corpus = await corpusOf(place, "train");
      const { train } = await dist("tagger/train.js");
      const { detectScheme } = await dist("corpus/index.js");
      const { defaultTemplates } = await dist("features/templates.js");
      const kernels = await kernelsOf(place);
      const options = { ...AUDIT_DEFAULTS.training, templates: defaultTemplates, scheme: detectScheme([corpus]) };
      return () => train(kernels, corpus, options);
    },
    async keep({ tagger }, place) {
      const { writeModel } = await dist("tagger/modelFile.js");
      await writeModel(modelPath(place), tagger);
    },
  },
  /** Model file → tagger. */
  loading: {
    needs: TRAINED,
    prepare: async (place) => () => taggerOf(place),
  },
  /** A corpus over a known feature space. */
  encoding: {
    needs: TRAINED,
    async prepare(place) {
      const corpus = await corpusOf(place, "train");
      const { space } = await taggerOf(place);
      const { encode } = await dist("features/encode.js");
      return () => encode(corpus, space);
    },
  },
  /** One objective and gradient, at the optimum. */
  gradient: {
    needs: TRAINED,
    async prepare(place) {
      const { objective, tagger } = await trainedOf(place);
      const gradient = new Float64Array(objective.dimension);
      return () => objective.evaluate(tagger.theta, gradient);
    },
  },
  /** One product with the Hessian there. */
  product: {
    needs: TRAINED,
    async prepare(place) {
      const { objective, tagger } = await trainedOf(place);
      const { hessian } = objective.at(tagger.theta);
      const out = new Float64Array(objective.dimension);
      return () => hessian.apply(tagger.theta, out);
    },
  },
  /** The solve for v, and scoring after it. Runs once. */
  influence: { once: true, needs: TRAINED, prepare: auditing },
  /** What follows the solve: decoding, candidates, signals, ranking, and every candidate as a finding. */
  scoring: { needs: SOLVED, prepare: auditing },
  /** Findings of every candidate → JSON Lines. */
  reporting: {
    needs: SOLVED,
    async prepare(place) {
      const report = await (await auditing(place))();
      const { jsonl } = await dist("report/json.js");
      return () => {
        let length = 0;
        for (const chunk of jsonl(report)) length += chunk.length;
        return length;
      };
    },
  },
};

const modelPath = ({ directory }) => join(directory, "model.seginf");

async function corpusOf({ reading, ...place }, which) {
  const { readCorpus } = await dist("corpus/index.js");
  return readCorpus(place[which], reading);
}

async function kernelsOf({ threads }) {
  const { createKernels } = await dist("kernels/index.js");
  return createKernels(threads === undefined ? {} : { threads });
}

async function taggerOf(place) {
  const { readModel } = await dist("tagger/modelFile.js");
  return readModel(modelPath(place));
}

async function trainedOf(place) {
  const { objectiveOf } = await dist("tagger/train.js");
  const tagger = await taggerOf(place);
  return { tagger, objective: objectiveOf(await kernelsOf(place), tagger, await corpusOf(place, "train")) };
}

async function auditing(place) {
  const { auditInputs } = await dist("pipeline/audit.js");
  const { requestOf } = await dist("pipeline/settings.js");
  const { toRebuild } = await dist("cached/tagger.js");
  const { annotate } = await dist("corpus/index.js");
  const { Cache } = await dist("storage/index.js");
  const cache = new Cache(join(place.directory, "cache"), (message) => console.error(message));
  const corpus = await corpusOf(place, "train");
  const reference = await corpusOf(place, "reference");
  const trained = await trainedOf(place);
  const { scheme } = trained.tagger;
  const inputs = {
    train: annotate(corpus, scheme),
    reference: annotate(reference, scheme),
    tagger: toRebuild(trained.tagger, async () => trained.objective),
    withoutStates: null,
  };
  const stage = async () => ({ update() {}, done() {} });
  const environment = { cache, directory: place.directory, stage, note() {}, warn() {} };
  const request = requestOf({ limit: 0, opposed: 0, allowUnseen: true });
  return async () => (await auditInputs(inputs, { kind: "errors" }, request, environment)).report;
}
