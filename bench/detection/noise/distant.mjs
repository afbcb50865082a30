// Labels matched from a list of names, or of words with their tags, that was made of other corpora.
import { seeded } from "../random.mjs";
import { blend, labelsOf, sentencesOf, wrongTarget } from "./documents.mjs";
import { withTypesOf } from "./types.mjs";

/** The share of names that no list has. */
const MISSING = 0.5;

/**
 * Names from a list made of `others` ([{documents}]), half of it missing: the longest match from the left is a segment, and
 * all else is none. A name with several types has one of them, whatever it is where it stands, and a name that is a common
 * word as well is matched too. Documents are labelled so until a share `rate` of the tokens is wrong.
 */
export function distant(clean, rate, seed, { scheme, others }) {
  const random = seeded(seed);
  const sources = others.flatMap(({ documents }) => documents);
  const labelled = scheme === "plain" ? byLexicon(clean, sources) : byNames(clean, sources, random);
  return { documents: blend(clean, labelled, wrongTarget(clean, rate), random) };
}

function byNames(clean, sources, random) {
  const types = new Map();
  for (const { words, segments } of sentencesOf(withTypesOf(sources, labelsOf(clean)))) {
    for (const { start, end, label } of segments) {
      const name = words.slice(start, end).join(" ");
      types.set(name, (types.get(name) ?? new Set()).add(label));
    }
  }
  const list = new Map();
  for (const name of [...types.keys()].sort())
    if (random.next() >= MISSING) list.set(name, random.pick([...types.get(name)].sort()));
  const longest = Math.max(...[...list.keys()].map((name) => name.split(" ").length));
  return annotated(clean, (words) => matches(words, list, longest));
}

function matches(words, list, longest) {
  const segments = [];
  for (let start = 0; start < words.length; ) {
    let end = Math.min(words.length, start + longest);
    while (end > start && !list.has(words.slice(start, end).join(" "))) end--;
    if (end === start) start++;
    else {
      segments.push({ start, end, label: list.get(words.slice(start, end).join(" ")) });
      start = end;
    }
  }
  return segments;
}

/** Every token has the most frequent tag of its word, and an unknown word the tag that most words have. */
function byLexicon(clean, sources) {
  const counts = new Map();
  for (const { words, segments } of sentencesOf(sources)) {
    segments.forEach(({ label }, t) => {
      const own = counts.get(words[t]) ?? new Map();
      counts.set(words[t], own.set(label, (own.get(label) ?? 0) + 1));
    });
  }
  const known = new Map([...counts].map(([word, own]) => [word, mostFrequent(own)]));
  const words = new Map();
  for (const label of known.values()) words.set(label, (words.get(label) ?? 0) + 1);
  const guess = mostFrequent(words);
  return annotated(clean, (sentence) =>
    sentence.map((word, t) => ({ start: t, end: t + 1, label: known.get(word) ?? guess })),
  );
}

function mostFrequent(counts) {
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0][0];
}

const annotated = (documents, segmentsOf) =>
  documents.map(({ id, sentences }) => ({
    id,
    sentences: sentences.map(({ words }) => ({ words, segments: segmentsOf(words) })),
  }));
