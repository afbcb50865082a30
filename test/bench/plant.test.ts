import { type BenchDocument, KINDS, plant, RANDOM_KINDS } from "../../bench/detection/plant.mjs";

const NAMES = ["Ann Lee", "Bob Lee", "Dr. Ann Day", "Oslo", "Rome", "york", "Acme Corp", "Acme Inc", "Oslo Corp"];
const LABELS = ["PER", "PER", "PER", "LOC", "LOC", "LOC", "ORG", "ORG", "ORG"];

/** Forty documents of sentences "x in NAME , y at NAME". */
const documents: readonly BenchDocument[] = Array.from({ length: 40 }, (_, d) => ({
  id: `d${d + 1}`,
  sentences: Array.from({ length: 5 }, (_, s) => {
    const [first, second] = [d * 5 + s, d * 3 + s * 7].map((i) => i % NAMES.length);
    const words: string[] = [];
    const segments = [first, second].map((name, i) => {
      words.push(i === 0 ? "x" : "y", i === 0 ? "in" : "at");
      const start = words.length;
      words.push(...NAMES[name].split(" "));
      return { start, end: words.length, label: LABELS[name] };
    });
    return { words, segments };
  }),
}));

const keys = (all: readonly BenchDocument[]) =>
  all.flatMap(({ sentences }, d) =>
    sentences.flatMap(({ segments }, s) =>
      segments.map(({ start, end, label }) => `${d} ${s} ${start} ${end} ${label}`),
    ),
  );

describe.each([...Object.keys(KINDS), ...Object.keys(RANDOM_KINDS)])("planting %s", (kind) => {
  const planted = plant(documents, kind, 0.05, 3);
  const before = keys(documents);
  const after = keys(planted.documents);

  it("changes as many segments as it says, about a twentieth", () => {
    expect(before.filter((key) => !after.includes(key))).toHaveLength(planted.planted);
    expect(planted.planted).toBeGreaterThan(5);
    expect(planted.planted).toBeLessThanOrEqual(20);
  });

  it("does what its family says", () => {
    const spans = (all: readonly string[]) => all.map((key) => key.split(" ").slice(0, 4).join(" "));
    const { family } = planted.rule;
    if (family === "type") expect(spans(after)).toEqual(spans(before));
    if (family === "missed") expect(after.length).toBe(before.length - planted.planted);
    if (family === "span") expect(after.length).toBe(before.length);
  });

  it("leaves the words, and its input, alone", () => {
    expect(keys(documents)).toEqual(before);
    const words = (all: readonly BenchDocument[]) => all.map(({ sentences }) => sentences.map((one) => one.words));
    expect(words(planted.documents)).toEqual(words(documents));
  });

  it("is the same for the same seed, and another for another", () => {
    expect(plant(documents, kind, 0.05, 3)).toEqual(planted);
    const others = [4, 5, 6, 7].map((seed) => keys(plant(documents, kind, 0.05, seed).documents).join());
    expect(others.some((other) => other !== after.join())).toBe(true);
  });
});

it("a habit says what it goes by", () => {
  const { rule, documents: wrong } = plant(documents, "context", 0.05, 1);
  expect(rule.anchors).toHaveLength(1);
  const [{ kind, value }] = rule.anchors;
  expect(kind).toBe("previous");
  for (const { words, segments } of wrong.flatMap(({ sentences }) => sentences)) {
    for (const segment of segments) {
      if (segment.label === rule.label && NAMES[LABELS.indexOf(segment.label)] !== words[segment.start]) {
        // Whatever bears the wrong label now stands after the word, or bore it before.
        const wasRight = LABELS[NAMES.indexOf(words.slice(segment.start, segment.end).join(" "))] === segment.label;
        expect(wasRight || words[segment.start - 1] === value).toBe(true);
      }
    }
  }
});
