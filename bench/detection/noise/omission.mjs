// Names that several annotators leave out: each has documents of their own, a rate, and a label to which they are blind.
import { seeded } from "../random.mjs";
import { copyOf, labelsOf, wrongTarget } from "./documents.mjs";

/** How often the annotators leave a name out, relative to one another. */
const RATES = [0.1, 0.4, 1, 2, 5];
/** What is left out more often: a label to which the annotator is blind, names in lower case, names met before. */
const BLIND = 3;
const LOWER = 2;
const REPEATED = 1.5;

/** {documents, annotators}: names left out until a share `rate` of the tokens is wrong; the annotator of each document. */
export function omission(clean, rate, seed) {
  const random = seeded(seed);
  const documents = copyOf(clean);
  const labels = labelsOf(clean);
  const annotators = RATES.map((own) => ({ rate: own, blind: random.pick(labels) }));
  const annotatorOf = {};
  const leavings = [];
  for (const { id, sentences } of documents) {
    const { rate: own, blind } = annotators[random.below(annotators.length)];
    annotatorOf[id] = own;
    const met = new Set();
    for (const sentence of sentences) {
      for (const segment of sentence.segments) {
        const name = sentence.words.slice(segment.start, segment.end).join(" ");
        const hazard = own * likelier(name, segment.label === blind, met.has(name));
        met.add(name);
        // Names drop out in the order of exponential waiting times, so that each has p = 1 − e^(−hazard · amount).
        leavings.push({ at: -Math.log(1 - random.next()) / hazard, sentence, segment });
      }
    }
  }
  leavings.sort((a, b) => a.at - b.at);
  let left = wrongTarget(clean, rate);
  for (const { sentence, segment } of leavings) {
    if (left <= 0) break;
    left -= segment.end - segment.start;
    sentence.segments = sentence.segments.filter((one) => one !== segment);
  }
  return { documents, annotators: annotatorOf };
}

const likelier = (name, isBlind, isRepeated) =>
  (isBlind ? BLIND : 1) * (name === name.toLowerCase() ? LOWER : 1) * (isRepeated ? REPEATED : 1);
