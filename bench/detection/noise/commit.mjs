// A commit: a few sentences that somebody has just annotated, a third of their segments wrongly, in a corpus that is right.
import { seeded, shuffled } from "../random.mjs";
import { copyOf, labelsOf } from "./documents.mjs";

/** The share of segments that are wrong in what the commit adds. */
const WRONG = 1 / 3;

/**
 * {documents, base, changed}: the corpus after the commit, before it (without the new sentences), and the new sentences by
 * number. They hold a segment each, which under "plain" all do.
 */
export function commit(clean, sentences, seed, { scheme }) {
  const random = seeded(seed);
  const documents = copyOf(clean);
  const labels = labelsOf(clean);
  const places = documents.flatMap(({ sentences: own }, d) => own.map((sentence, s) => ({ d, s, sentence })));
  const numbered = places.map((place, number) => ({ ...place, number }));
  const holding = numbered.filter(({ sentence }) => sentence.segments.length > 0);
  const chosen = shuffled(holding, random).slice(0, sentences);
  const segments = chosen.flatMap(({ sentence }) => sentence.segments.map((segment) => ({ sentence, segment })));
  for (const one of shuffled(segments, random).slice(0, Math.max(1, Math.round(WRONG * segments.length))))
    slip(one, labels, scheme, random);
  const isNew = new Set(chosen.map(({ d, s }) => `${d} ${s}`));
  const base = copyOf(clean).map(({ id, sentences: own }, d) => ({
    id,
    sentences: own.filter((_, s) => !isNew.has(`${d} ${s}`)),
  }));
  return { documents, base, changed: chosen.map(({ number }) => number).sort((a, b) => a - b) };
}

/** Another label, another bound, or nothing. */
function slip({ sentence, segment }, labels, scheme, random) {
  const kind = scheme === "plain" ? 0 : random.below(3);
  if (kind === 0 && labels.length > 1) segment.label = random.pick(labels.filter((label) => label !== segment.label));
  else if (kind === 1 && segment.end - segment.start > 1) {
    if (random.next() < 0.5) segment.start++;
    else segment.end--;
  } else sentence.segments = sentence.segments.filter((one) => one !== segment);
}
