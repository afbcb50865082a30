// The library's own tagger as an annotator of documents. Needs a build.
import { createHash } from "node:crypto";
import { readSegments } from "../../../dist/corpus/index.js";
import { CorpusReader } from "../../../dist/corpus/reader.js";
import { defaultTemplates } from "../../../dist/features/templates.js";
import { createKernels } from "../../../dist/kernels/index.js";
import { predict } from "../../../dist/tagger/predict.js";
import { train } from "../../../dist/tagger/train.js";
import { documentsText } from "../corpus.mjs";

const TRAINING = { templates: defaultTemplates, lambda: 1, minCount: 1, tolerance: 1e-3, maxIterations: 200 };

/** predict(training, documents) of predicted.mjs. What was predicted once is kept: rates share predictions. */
export function taggerFor(scheme) {
  const kept = new Map();
  return (training, documents) => {
    const [learnt, read] = [training, documents].map((one) => corpusOf(one, scheme));
    const key = `${learnt.digest} ${read.digest}`;
    if (!kept.has(key)) kept.set(key, predicted(learnt, read, documents, scheme));
    return kept.get(key);
  };
}

function predicted(learnt, read, documents, scheme) {
  const kernels = createKernels({ threads: 1 });
  try {
    const { tagger } = train(kernels, learnt, { ...TRAINING, scheme });
    const { segments } = readSegments({ ...read, tags: predict(tagger, read) }, scheme);
    return withSegments(documents, segments, read.sentenceStart);
  } finally {
    kernels.close();
  }
}

/** Documents as the corpus that their file would be. */
export function corpusOf(documents, scheme) {
  const text = Buffer.from(documentsText(documents, scheme));
  const reader = new CorpusReader("documents", {});
  reader.feed(text);
  return reader.finish(createHash("sha256").update(text).digest("hex"));
}

function withSegments(documents, { count, sentence, start, end, label, labels }, sentenceStart) {
  let k = 0;
  let i = 0;
  return documents.map(({ id, sentences }) => ({
    id,
    sentences: sentences.map(({ words }) => {
      const segments = [];
      const from = sentenceStart[k];
      for (; i < count && sentence[i] === k; i++)
        segments.push({ start: start[i] - from, end: end[i] - from, label: labels[label[i]] });
      k++;
      return { words, segments };
    }),
  }));
}
