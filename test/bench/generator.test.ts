import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
// @ts-expect-error plain JavaScript
import { generate } from "../../bench/lib/generate.mjs";
import { detectScheme, readCorpus, readSegments } from "../../src/corpus/index.js";

const directory = mkdtempSync(join(tmpdir(), "seginf-generator-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function made(name: string, tokens: number, seed = 1) {
  const counts = generate(join(directory, name), { tokens, seed, reference: 2000 });
  const file = join(directory, name, "train.conll");
  return { counts, file, text: readFileSync(file, "utf8") };
}

describe("generated corpora", () => {
  const small = made("small", 5000);
  const large = made("large", 50_000);

  it("are the same bytes for the same arguments, others for another seed, and a longer one begins with a shorter one", () => {
    expect(made("again", 5000).text).toBe(small.text);
    expect(made("other", 5000, 2).text).not.toBe(small.text);
    expect(large.text.startsWith(small.text)).toBe(true);
  });

  it("read as well-formed BIO, as many tokens, sentences and segments as counted", async () => {
    const corpus = await readCorpus(large.file, {});
    expect(detectScheme([corpus])).toBe("BIO");
    const { segments, illFormed } = readSegments(corpus, "BIO");
    expect(illFormed).toEqual([]);
    expect([...segments.labels].sort()).toEqual(["LOC", "ORG", "PER"]);
    expect([
      corpus.words.ids.length,
      corpus.sentenceStart.length - 1,
      segments.count,
      corpus.words.values.length,
    ]).toEqual([large.counts.tokens, large.counts.sentences, large.counts.segments, large.counts.types]);
  });

  it("have the statistics of English: sentence lengths, density of segments, hapaxes, a growing vocabulary", () => {
    const { tokens, sentences, segments, types, hapaxes } = large.counts;
    expect(tokens / sentences).toBeGreaterThan(15);
    expect(tokens / sentences).toBeLessThan(18);
    expect((1000 * segments) / tokens).toBeGreaterThan(30);
    expect((1000 * segments) / tokens).toBeLessThan(40);
    expect(hapaxes / types).toBeGreaterThan(0.45);
    expect(hapaxes / types).toBeLessThan(0.65);
    const heaps = Math.log(types / small.counts.types) / Math.log(tokens / small.counts.tokens);
    expect(heaps).toBeGreaterThan(0.5);
    expect(heaps).toBeLessThan(0.8);
  });
});
