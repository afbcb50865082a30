// Plants errors in a corpus that is taken for right: habits of an annotator (systematic), or slips (random) as many.
// A habit chooses segments by something that a maintainer could put in words, and does the same to each of them. `n`
// segments are changed; where more fit, documents are taken in random order until there are so many.
import { seeded, shuffled } from "./random.mjs";

/** What each kind does to its segments: "type", "span" or "missed". */
export const KINDS = {
  words: "type",
  context: "type",
  document: "type",
  annotator: "type",
  heads: "span",
  tails: "span",
  lowercase: "missed",
};
export const RANDOM_KINDS = { "random-type": "type", "random-span": "span", "random-missed": "missed" };

/**
 * Plants and returns {documents, rule, planted}: the corpus with errors, the habit as data (label as it stands, what it
 * should be, anchors), and the number of segments changed.
 */
export function plant(documents, kind, rate, seed) {
  const random = seeded(seed);
  const copy = documents.map(({ id, sentences }) => ({
    id,
    sentences: sentences.map(({ words, segments }) => ({ words, segments: segments.map((one) => ({ ...one })) })),
  }));
  const all = occurrences(copy);
  const n = Math.max(8, Math.round(rate * all.length));
  const { chosen, change, rule } = (RANDOM_KINDS[kind] ? slips(kind) : HABITS[kind])(all, n, random);
  for (const one of chosen) change(one);
  for (const { sentences } of copy)
    for (const sentence of sentences) sentence.segments = sentence.segments.filter(({ end, start }) => end > start);
  return {
    documents: copy,
    rule: { kind, family: KINDS[kind] ?? RANDOM_KINDS[kind], ...rule },
    planted: chosen.length,
  };
}

/** Every segment with where it stands. */
function occurrences(documents) {
  return documents.flatMap((document, d) =>
    document.sentences.flatMap((sentence) =>
      sentence.segments.map((segment) => {
        const words = sentence.words.slice(segment.start, segment.end);
        const previous = sentence.words[segment.start - 1]?.toLowerCase() ?? "";
        return { document: d, id: document.id, sentence, segment, words, previous, label: segment.label };
      }),
    ),
  );
}

const relabel = (label) => (one) => {
  one.segment.label = label;
};
/** An empty segment is none. */
const leaveOut = ({ segment }) => {
  segment.end = segment.start;
};

/** Whole groups in random order until n segments are chosen, the last group cut by document. */
function takeGroups(groups, n, random) {
  const chosen = [];
  const names = [];
  for (const [name, members] of groups) {
    if (chosen.length >= n) break;
    names.push(name);
    chosen.push(...byDocument(members, n - chosen.length, random));
  }
  return { chosen, names };
}

function byDocument(members, n, random) {
  if (members.length <= n) return members;
  const order = new Map(shuffled([...new Set(members.map(({ document }) => document))], random).map((d, i) => [d, i]));
  return [...members].sort((a, b) => order.get(a.document) - order.get(b.document)).slice(0, n);
}

function grouped(all, key) {
  const groups = new Map();
  for (const one of all) {
    const name = key(one);
    if (name === undefined) continue;
    if (groups.has(name)) groups.get(name).push(one);
    else groups.set(name, [one]);
  }
  return groups;
}

/** Words that are worth a habit occur this often. */
const OFTEN = 3;

/** Groups in random order, larger ones sooner, by the key u^(1/size) (Efraimidis and Spirakis 2006); rare ones last. */
function weighted(groups, random) {
  return [...groups]
    .map(([name, members]) => [
      random.next() ** (1 / members.length) + (members.length >= OFTEN ? 1 : 0),
      name,
      members,
    ])
    .sort((a, b) => b[0] - a[0])
    .map(([, name, members]) => [name, members]);
}

/** Groups with enough members first, the smallest sufficient ones of them in random order; then the rest by size. */
function fitting(groups, n, random) {
  const enough = shuffled(
    [...groups].filter(([, members]) => members.length >= n && members.length <= 3 * n),
    random,
  );
  const rest = [...groups].filter(([, members]) => !enough.some(([, own]) => own === members));
  return [...enough, ...rest.sort((a, b) => b[1].length - a[1].length)];
}

/** A label with enough segments, and another that it is taken for. */
function confusion(all, n, random) {
  const sizes = grouped(all, ({ label }) => label);
  const labels = [...sizes.keys()].sort();
  const enough = labels.filter((label) => sizes.get(label).length >= 1.5 * n);
  const right =
    enough.length > 0 ? random.pick(enough) : labels.sort((a, b) => sizes.get(b).length - sizes.get(a).length)[0];
  const wrong = random.pick(labels.filter((label) => label !== right));
  return { right, wrong, members: sizes.get(right) };
}

const HABITS = {
  /** Certain names are taken for another type, everywhere. */
  words(all, n, random) {
    const { right, wrong, members } = confusion(all, n, random);
    const { chosen, names } = takeGroups(weighted(grouped(members, headOf), random), n, random);
    return { chosen, change: relabel(wrong), rule: { label: wrong, suggestion: right, anchors: wordAnchors(names) } };
  },
  /** Names of a type after a certain word are taken for another: after one word where it is frequent enough. */
  context(all, n, random) {
    const after = all.filter(({ previous }) => previous !== "");
    const groups = fitting(
      grouped(after, ({ label, previous }) => `${label} ${previous}`),
      n,
      random,
    );
    const right = groups[0][1][0].label;
    const same = groups.filter(([, members]) => members[0].label === right);
    const { chosen, names } = takeGroups(same, n, random);
    const labels = [...new Set(all.map(({ label }) => label))].sort();
    const wrong = random.pick(labels.filter((label) => label !== right));
    const anchors = names.map((name) => ({ kind: "previous", value: name.slice(right.length + 1) }));
    return { chosen, change: relabel(wrong), rule: { label: wrong, suggestion: right, anchors } };
  },
  /** In certain documents one type is taken for another. */
  document(all, n, random) {
    const { right, wrong, members } = confusion(all, n, random);
    const { chosen, names } = takeGroups(
      weighted(
        grouped(members, ({ id }) => id),
        random,
      ),
      n,
      random,
    );
    const anchors = names.map((value) => ({ kind: "document", value }));
    return { chosen, change: relabel(wrong), rule: { label: wrong, suggestion: right, anchors } };
  },
  /** One annotator, with a tenth of the documents, takes certain names for another type; the others do not. */
  annotator(all, n, random) {
    const { right, wrong, members } = confusion(all, n, random);
    const documents = shuffled([...new Set(all.map(({ document }) => document))], random);
    const own = new Set(documents.slice(0, Math.ceil(documents.length / 10)));
    const his = members.filter(({ document }) => own.has(document));
    const { chosen, names } = takeGroups(weighted(grouped(his, headOf), random), n, random);
    const ids = [...new Set(chosen.map(({ id }) => id))].map((value) => ({ kind: "document", value }));
    return {
      chosen,
      change: relabel(wrong),
      rule: { label: wrong, suggestion: right, anchors: [...wordAnchors(names), ...ids] },
    };
  },
  /** The first word of certain names is dropped, as titles are. */
  heads(all, n, random) {
    const { chosen, rule } = dropping(all, n, random, "first", ({ words }) => words[0]);
    return { chosen, change: ({ segment }) => void segment.start++, rule };
  },
  /** The last word of certain names is dropped, as nouns are that could be common ones. */
  tails(all, n, random) {
    const { chosen, rule } = dropping(all, n, random, "last", ({ words }) => words.at(-1));
    return { chosen, change: ({ segment }) => void segment.end--, rule };
  },
  /** Names of a certain look are left out: lower-cased ones where there are enough, else another shape of one label. */
  lowercase(all, n, random) {
    const lower = all.filter(({ words }) => shapeOf(words) === "lower");
    const groups =
      lower.length >= n
        ? [["any lower", lower]]
        : fitting(
            grouped(all, ({ words, label }) => `${label} ${shapeOf(words)}`),
            n,
            random,
          );
    const { chosen, names } = takeGroups(groups, n, random);
    const parts = names.map((name) => name.split(" "));
    const rule = {
      label: "O",
      suggestion: parts.map(([label]) => label),
      anchors: parts.map(([, value]) => ({ kind: "shape", value })),
    };
    return { chosen, change: leaveOut, rule };
  },
};

/** The same amount of slips, anywhere. */
function slips(kind) {
  return (all, n, random) => {
    const labels = [...new Set(all.map(({ label }) => label))].sort();
    const some = RANDOM_KINDS[kind] === "span" ? all.filter(isLong) : all;
    const change = {
      type: ({ segment }) => relabel(random.pick(labels.filter((label) => label !== segment.label)))({ segment }),
      span: ({ segment }) => void (random.next() < 0.5 ? segment.start++ : segment.end--),
      missed: leaveOut,
    }[RANDOM_KINDS[kind]];
    return { chosen: shuffled(some, random).slice(0, n), change, rule: { anchors: [] } };
  };
}

const headOf = ({ words }) => words.at(-1).toLowerCase();
const isLong = ({ words }) => words.length > 1;
const wordAnchors = (names) => names.map((value) => ({ kind: "word", value }));

/**
 * Words that are dropped wherever they begin (or end) a name; where too few words are frequent, any word, of names of one
 * type.
 */
function dropping(all, n, random, side, wordOf) {
  const long = all.filter(isLong);
  const groups = grouped(long, (one) => `${one.label} ${wordOf(one)}`);
  const frequent = [...groups.values()].filter((members) => members.length >= OFTEN);
  if (frequent.reduce((sum, members) => sum + members.length, 0) >= n) {
    const { chosen, names } = takeGroups(weighted(groups, random), n, random);
    const parts = names.map((name) => [name.slice(0, name.indexOf(" ")), name.slice(name.indexOf(" ") + 1)]);
    const labels = parts.map(([label]) => label);
    return {
      chosen,
      rule: { label: labels, suggestion: labels, anchors: parts.map(([, value]) => ({ kind: side, value })) },
    };
  }
  const { chosen, names } = takeGroups(
    fitting(
      grouped(long, ({ label }) => label),
      n,
      random,
    ),
    n,
    random,
  );
  return {
    chosen,
    rule: { label: names, suggestion: names, anchors: names.map((value) => ({ kind: "label", value })) },
  };
}

/** lower, UPPER, digit, or Name with the number of words. */
export function shapeOf(words) {
  const text = words.join(" ");
  if (/\d/.test(text)) return "digit";
  if (text === text.toLowerCase()) return "lower";
  if (text === text.toUpperCase()) return "UPPER";
  return words.length === 1 ? "Name" : "Names";
}
