import fc from "fast-check";
import { withTags } from "../../src/corpus/index.js";
import type { Corpus } from "../../src/corpus/types.js";
import { FLAVOURS, type Row, type Sentences } from "./flavours.js";
import { apart, corpora, expected, readText, segmentsOf } from "./segmented.js";

describe.each(FLAVOURS.map((flavour) => [flavour.name, flavour] as const))("%s", (_, flavour) => {
  const prepared = (sentences: Sentences) => (flavour.loses === "neighbours" ? apart(sentences) : sentences);

  test("is read without flags as it is meant", () => {
    fc.assert(
      fc.property(corpora, (given) => {
        const sentences = prepared(given);
        const corpus = readText(flavour.write(sentences), flavour.extension);
        expect(segmentsOf(corpus)).toEqual(expected(sentences, flavour.loses));
        expect(corpus.foreign).toBeUndefined();
        expect(corpus.sentenceStart.length - 1).toBe(sentences.length);
      }),
      { numRuns: 15 },
    );
  });

  test("is written back as it is spelled, and every other byte as it was", () => {
    fc.assert(
      fc.property(corpora, fc.nat(), (given, seed) => {
        const sentences = prepared(given);
        const text = flavour.write(sentences);
        const corpus = readText(text, flavour.extension);
        const { tags, sentenceStart } = corpus;
        if (!tags) throw new Error("no tags");
        const k = seed % sentences.length;
        const [from, to] = [sentenceStart[k], sentenceStart[k + 1]];
        const old = Array.from(tags.ids.subarray(from, to), (id) => tags.values[id]);
        // Nothing changes where the tags stay.
        expect(Buffer.concat([...withTags(Buffer.from(text), corpus, new Map())]).toString()).toBe(text);
        const cleared = new Map(old.flatMap((tag, i) => (tag === "O" ? [] : [[from + i, "O"] as const])));
        const without = Buffer.concat([...withTags(Buffer.from(text), corpus, cleared)]).toString();
        const blank = sentences.with(
          k,
          sentences[k].map(([word]): Row => [word, "O"]),
        );
        expect(segmentsOf(readText(without, flavour.extension))).toEqual(expected(blank, flavour.loses));
        // And as it was, once they are there again.
        const back = new Map(old.map((tag, i) => [from + i, tag]));
        const again = Buffer.concat([
          ...withTags(Buffer.from(without), { ...corpus, tags: clearedTags(corpus, cleared) }, back),
        ]);
        if (flavour.name === "WebAnno TSV 3") return;
        expect(again.toString()).toBe(text);
      }),
      { numRuns: 10 },
    );
  });
});

function clearedTags({ tags }: Corpus, cleared: ReadonlyMap<number, string>) {
  const { values, ids } = tags as NonNullable<Corpus["tags"]>;
  const outside = values.indexOf("O");
  return { values, ids: ids.map((id, t) => (cleared.has(t) ? outside : id)) };
}
