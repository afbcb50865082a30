import { countTokens, countWrong, takeSentences } from "../../bench/detection/noise/documents.mjs";
import {
  commit,
  type Documents,
  MIXTURES,
  NOISE_KINDS,
  type NoiseContext,
  noise,
  PLAIN_KINDS,
  PLAIN_MIXTURES,
} from "../../bench/detection/noise/index.mjs";
import { taggerFor } from "../../bench/detection/noise/tagger.mjs";

const NAMES: Readonly<Record<string, readonly string[]>> = {
  PER: ["Ann Lee", "Bob Lee", "Ann Day", "Minister Day", "Rome"],
  LOC: ["Oslo", "Rome", "York", "New York", "bay"],
  ORG: ["Acme Corp", "Acme Bank", "Oslo Bank", "Bank", "Day"],
};
const BETWEEN = ["then Minister", "the bank in", "American", "on Monday for", "a day with", "at", "who met"];

/** Documents of sentences in which names stand between words, the i-th in the order of a fixed walk. */
function corpus(documents: number, step: number): Documents {
  let i = step;
  const next = <T>(list: readonly T[]): T => {
    i = (i * 75 + 74) % 65537;
    return list[i % list.length];
  };
  return Array.from({ length: documents }, (_, d) => ({
    id: `d${d + 1}`,
    sentences: Array.from({ length: 6 }, () => {
      const words = ["So"];
      const segments = Array.from({ length: 3 }, () => {
        words.push(...next(BETWEEN).split(" "));
        const label = next(Object.keys(NAMES));
        const start = words.length;
        words.push(...next(NAMES[label]).split(" "));
        return { start, end: words.length, label };
      });
      return { words: [...words, "."], segments };
    }),
  }));
}

/** The same with a segment for each token; what the words of organisations are is a matter of guidelines. */
const tagged = (documents: Documents, organisations = "NNC"): Documents =>
  documents.map(({ id, sentences }) => ({
    id,
    sentences: sentences.map(({ words, segments }) => ({
      words,
      segments: words.map((word, t) => {
        const name = segments.find(({ start, end }) => start <= t && t < end)?.label;
        const common = word.endsWith(".") ? "." : word.length > 3 ? "NN" : "IN";
        const label = name === "ORG" ? organisations : name ? `NN${name[0]}` : common;
        return { start: t, end: t + 1, label };
      }),
    })),
  }));

const clean = corpus(40, 1);
const others = [{ name: "other", documents: corpus(20, 9) }];
const bio: NoiseContext = { scheme: "BIO", others, predict: taggerFor("BIO") };
const plain: NoiseContext = {
  scheme: "plain",
  others: [{ name: "other", documents: tagged(others[0].documents, "NN") }],
  predict: taggerFor("plain"),
};
const cases = [
  ...[...NOISE_KINDS, ...MIXTURES].map((kind) => ({ kind, context: bio, documents: clean })),
  ...[...PLAIN_KINDS, ...PLAIN_MIXTURES].map((kind) => ({ kind, context: plain, documents: tagged(clean) })),
];
/** What a list or another corpus's tagger says of all documents, as here, does not depend on the seed. */
const ALWAYS_THE_SAME = ["distant", "foreign"];
const GROUPED = ["annotator", "lowercase"];
const wordsOf = (documents: Documents) => documents.map(({ sentences }) => sentences.map(({ words }) => words));

/** Segments lie in their sentence one after the other and are not empty; under "plain", each token is one. */
function requireWellFormed(documents: Documents, isPlain: boolean): void {
  for (const { words, segments } of documents.flatMap(({ sentences }) => sentences)) {
    let last = 0;
    for (const { start, end, label } of segments) {
      expect(start).toBeGreaterThanOrEqual(last);
      expect(end).toBeGreaterThan(start);
      expect(label).toMatch(/^[A-Z.]+$/);
      last = end;
    }
    expect(last).toBeLessThanOrEqual(words.length);
    if (isPlain) expect(segments).toHaveLength(words.length);
  }
}

describe.each(cases)("noise of the kind $kind, $context.scheme", ({ kind, context, documents }) => {
  const before = structuredClone(documents);
  const made = [0.01, 0.05].map((rate) => ({ rate, made: noise(documents, kind, rate, 3, context) }));

  it.each(made)("makes a share $rate of the tokens wrong, or says that it cannot", ({ rate, made: one }) => {
    expect(countWrong(documents, one.documents)).toBe(one.wrong);
    expect(one.tokens).toBe(countTokens(documents));
    expect(one.wrong).toBeGreaterThan(0);
    expect(one.reached).toBe(one.rate >= 0.9 * rate);
    // The last sentence or name may go beyond; habits change eight segments at least, and go by groups of names.
    expect(one.wrong).toBeLessThanOrEqual(Math.max(40, (GROUPED.includes(kind) ? 2 : 1.1) * rate * one.tokens));
  });

  it("reaches a hundredth", () => {
    if (kind !== "annotator") expect(made[0].made.reached).toBe(true);
  });

  it("keeps the gold and the words, and its tags are well-formed", () => {
    expect(documents).toEqual(before);
    for (const { made: one } of made) {
      expect(wordsOf(one.documents)).toEqual(wordsOf(documents));
      requireWellFormed(one.documents, context.scheme === "plain");
    }
  });

  it("is the same for the same seed, and another for another", () => {
    expect(noise(documents, kind, 0.05, 3, context)).toEqual(made[1].made);
    if (ALWAYS_THE_SAME.includes(kind)) return;
    const different = [4, 5, 6].map((seed) =>
      countWrong(made[1].made.documents, noise(documents, kind, 0.05, seed, context).documents),
    );
    expect(Math.max(...different)).toBeGreaterThan(0);
  });
});

it("annotators who leave names out do so at rates of their own", () => {
  const { documents, annotators = {} } = noise(clean, "omission", 0.1, 1, bio);
  const count = (all: Documents, own: number) =>
    all
      .filter(({ id }) => annotators[id] === own)
      .reduce((n, one) => n + one.sentences.flatMap((s) => s.segments).length, 0);
  const left = (own: number) => 1 - count(documents, own) / count(clean, own);
  expect(left(5)).toBeGreaterThan(left(1));
  expect(left(1)).toBeGreaterThan(left(0.1));
});

it("a list of names labels what is in it wherever it stands, and nothing else", () => {
  const { documents } = noise(clean, "distant", 1, 1, bio);
  const known = new Map<string, Set<string>>();
  for (const { words, segments } of documents.flatMap(({ sentences }) => sentences)) {
    for (const { start, end, label } of segments) {
      const name = words.slice(start, end).join(" ");
      known.set(name, (known.get(name) ?? new Set()).add(label));
    }
  }
  expect(known.size).toBeGreaterThan(2);
  for (const labels of known.values()) expect(labels.size).toBe(1);
});

it("an unknown kind is refused", () => {
  expect(() => noise(clean, "typos", 0.1, 1, bio)).toThrow("typos");
});

describe.each([bio, plain])("a commit, $scheme", (context) => {
  const documents = context.scheme === "plain" ? tagged(clean) : clean;
  const { documents: after, base, changed } = commit(documents, 12, 5, context);
  const sentences = (all: Documents) => all.flatMap((one) => one.sentences);

  it("adds sentences of which a third of the segments are wrong, and changes nothing else", () => {
    expect(changed).toHaveLength(12);
    expect(sentences(base)).toEqual(sentences(documents).filter((_, k) => !changed.includes(k)));
    expect(sentences(after).filter((_, k) => !changed.includes(k))).toEqual(sentences(base));
    const key =
      (k: number) =>
      ({ start, end, label }: { start: number; end: number; label: string }) =>
        `${k} ${start} ${end} ${label}`;
    const keys = (all: Documents) => changed.flatMap((k) => sentences(all)[k].segments.map(key(k)));
    const [right, now] = [keys(documents), keys(after)];
    expect(right.filter((one) => !now.includes(one))).toHaveLength(Math.round(right.length / 3));
    requireWellFormed(after, context.scheme === "plain");
  });

  it("is the same for the same seed", () => {
    expect(commit(documents, 12, 5, context).documents).toEqual(after);
  });
});

it("a smaller part of a corpus is the beginning of a larger one", () => {
  const sentences = (all: Documents) => all.flatMap((one) => one.sentences);
  const [few, more] = [10, 50].map((count) => sentences(takeSentences(clean, count, 1)));
  expect(few).toHaveLength(10);
  expect(more.slice(0, 10)).toEqual(few);
});
