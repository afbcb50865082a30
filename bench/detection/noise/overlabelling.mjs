// Names where there are none: titles taken into a person's name, nationalities, capitalised words and common nouns. Where
// each token has a tag: words taken for proper nouns.
import { seeded } from "../random.mjs";
import { copyOf, differences, labelsOf, sentencesOf, wrongTarget } from "./documents.mjs";
import { placesIn } from "./types.mjs";

const TITLES = new Set(
  "mr. mr mrs. mrs ms. ms dr. dr prof. professor president minister senator sen. gov. governor rep. king queen prince princess lord lady sir gen. general colonel captain coach judge justice pope bishop saint st. chairman secretary ambassador sheikh sheik imam".split(
    " ",
  ),
);
const NATIONALITIES = new Set(
  "American British French German Russian Chinese Japanese Italian Spanish Indian Iraqi Iranian Israeli Palestinian Turkish Egyptian Syrian Saudi Mexican Canadian Australian Dutch Swedish Norwegian Danish Finnish Polish Czech Hungarian Greek Irish Scottish Welsh English European African Asian Arab Korean Vietnamese Thai Cuban Brazilian Argentine Afghan Pakistani Bosnian Serbian Croatian Ukrainian Austrian Swiss Belgian Portuguese Roman Latin Jewish Muslim Christian Islamic Kurdish Shiite Sunni Americans Russians Germans Iraqis Israelis Palestinians Jews Muslims Christians".split(
    " ",
  ),
);
/** How consistently a word is taken for a name. */
const CONSISTENT = 0.8;
/** So many of the most frequent words are never taken for names; nor are shorter words. */
const FUNCTION_WORDS = 150;
const SHORTEST = 3;

/** Words are chosen at random, the more frequent ones sooner, and annotated until a share `rate` of the tokens is wrong. */
export function overlabelling(clean, rate, seed, { scheme }) {
  const random = seeded(seed);
  const documents = copyOf(clean);
  const groups = scheme === "plain" ? properNouns(documents) : noNames(documents, random);
  const keyed = [...groups].map(([name, places]) => [random.next() ** (1 / Math.sqrt(places.length)), name, places]);
  keyed.sort((a, b) => b[0] - a[0] || (a[1] < b[1] ? -1 : 1));
  let left = wrongTarget(clean, rate);
  for (const [, , places] of keyed) {
    for (const change of places) {
      if (left <= 0) return { documents };
      if (random.next() < CONSISTENT) left -= change();
    }
  }
  return { documents };
}

/** By word: functions that annotate one place and return how many tokens changed. */
function noNames(documents, random) {
  const sentences = sentencesOf(documents);
  const labels = labelsOf(documents);
  const labelOf = labelsOfWords(sentences, labels, random);
  const groups = new Map();
  for (const sentence of sentences) {
    const { words, segments } = sentence;
    const inside = new Set(segments.flatMap(({ start, end }) => range(start, end)));
    words.forEach((word, t) => {
      if (inside.has(t)) return;
      const lower = word.toLowerCase();
      const next = segments.find(({ start }) => start === t + 1);
      if (TITLES.has(lower) && next) {
        add(
          groups,
          `title ${lower}`,
          changing(sentence, () => void next.start--),
        );
        return;
      }
      const label = NATIONALITIES.has(word) ? (placesIn(labels) ?? labels[0]) : labelOf(word, t);
      if (label !== null) add(groups, word, opening(sentence, t, label));
    });
  }
  return groups;
}

/**
 * What a word outside of names would be taken for: inside a sentence a capitalised word for anything, and a common noun for
 * the names that have it, or for anything where it is capitalised elsewhere. Null for other words.
 */
function labelsOfWords(sentences, labels, random) {
  const frequent = mostFrequentWords(sentences);
  const inNames = labelsOfNameWords(sentences);
  const capitalised = new Set(sentences.flatMap(({ words }) => words.slice(1).filter(isCapitalised).map(lowered)));
  const chosen = new Map();
  return (word, t) => {
    const lower = word.toLowerCase();
    if (lower.length < SHORTEST || frequent.has(lower) || !/^\p{L}+$/u.test(word)) return null;
    const isCommon = word === lower && (inNames.has(lower) || capitalised.has(lower));
    if (!isCommon && (word === lower || t === 0)) return null;
    if (!chosen.has(word)) chosen.set(word, (isCommon ? inNames.get(lower) : undefined) ?? random.pick(labels));
    return chosen.get(word);
  };
}

/** Tokens that are no proper nouns and look like one, or whose word is one elsewhere. */
function properNouns(documents) {
  const sentences = sentencesOf(documents);
  const proper = properLabel(sentences);
  const frequent = mostFrequentWords(sentences);
  const known = new Set();
  for (const { words, segments } of sentences)
    segments.forEach(({ label }, t) => void (label === proper && known.add(words[t].toLowerCase())));
  const groups = new Map();
  for (const sentence of sentences) {
    sentence.words.forEach((word, t) => {
      const lower = word.toLowerCase();
      if (sentence.segments[t].label === proper || lower.length < SHORTEST || !/^\p{L}+$/u.test(word)) return;
      const looksProper = word !== lower && t > 0;
      if (!looksProper && (frequent.has(lower) || !known.has(lower))) return;
      const change = () => {
        sentence.segments[t].label = proper;
      };
      add(groups, lower, changing(sentence, change));
    });
  }
  return groups;
}

/** The tag with the most capitalised words inside sentences. */
function properLabel(sentences) {
  const counts = new Map();
  for (const { words, segments } of sentences)
    segments.forEach(({ label }, t) => {
      if (t > 0 && isCapitalised(words[t])) counts.set(label, (counts.get(label) ?? 0) + 1);
    });
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]?.[0];
}

function mostFrequentWords(sentences) {
  const counts = new Map();
  for (const { words } of sentences)
    for (const word of words) counts.set(word.toLowerCase(), (counts.get(word.toLowerCase()) ?? 0) + 1);
  const sorted = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return new Set(sorted.slice(0, Math.min(FUNCTION_WORDS, sorted.length >> 2)).map(([word]) => word));
}

/** Words that longer names have, in lower case: the label of the first of these names. */
function labelsOfNameWords(sentences) {
  const found = new Map();
  for (const { words, segments } of sentences)
    for (const { start, end, label } of segments)
      if (end - start > 1)
        for (const t of range(start, end))
          if (!found.has(words[t].toLowerCase())) found.set(words[t].toLowerCase(), label);
  return found;
}

const lowered = (word) => word.toLowerCase();
const isCapitalised = (word) => /^\p{Lu}/u.test(word);

function add(groups, name, change) {
  if (groups.has(name)) groups.get(name).push(change);
  else groups.set(name, [change]);
}

const range = (start, end) => Array.from({ length: end - start }, (_, i) => start + i);

function changing(sentence, change) {
  return () => {
    const before = { ...sentence, segments: sentence.segments.map((one) => ({ ...one })) };
    change();
    return differences(before, sentence);
  };
}

const opening = (sentence, t, label) =>
  changing(sentence, () => {
    sentence.segments = [...sentence.segments, { start: t, end: t + 1, label }].sort((a, b) => a.start - b.start);
  });
