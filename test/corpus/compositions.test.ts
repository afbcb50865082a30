import fc from "fast-check";
import { withTags } from "../../src/corpus/index.js";
import { SeginfError } from "../../src/errors.js";
import { compose, compositions, losses } from "./compositions.js";
import { read } from "./helpers.js";
import { apart, corpora, expected, segmentsOf } from "./segmented.js";

/** More of them by hand: COMPOSITIONS=5000 COMPOSITIONS_SEED=2. */
const RUNS = Number(process.env.COMPOSITIONS ?? 250);
const SEED = Number(process.env.COMPOSITIONS_SEED ?? 1);

test("files of any composition are read as they are meant, or refused with the flag that decides", async () => {
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(compositions, fc.noShrink(corpora), async (composition, given) => {
      const loses = losses(composition);
      const sentences = loses === "neighbours" ? apart(given) : given;
      const bytes = compose(composition, sentences);
      const corpus = await read(bytes, { keepBytes: true }).catch((error: unknown) => error);
      if (corpus instanceof SeginfError) {
        refused++;
        expect(corpus.message).toMatch(/--(?:label-column|token-column|scheme|allow-ragged|offsets)/);
        return;
      }
      if (corpus instanceof Error) throw corpus;
      const readCorpus = corpus as Awaited<ReturnType<typeof read>>;
      expect(segmentsOf(readCorpus)).toEqual(expected(sentences, loses));
      expect(readCorpus.foreign).toBeUndefined();
      expect(Buffer.concat([...withTags(bytes, readCorpus, new Map())]).equals(bytes)).toBe(true);
    }),
    { seed: SEED, numRuns: RUNS },
  );
  // A question is for what only the user knows.
  expect(refused).toBeLessThan(0.3 * RUNS);
});
