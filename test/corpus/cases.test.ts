import { readFileSync } from "node:fs";
import { detectScheme, readCorpus, readSegments } from "../../src/corpus/index.js";
import type { Corpus } from "../../src/corpus/types.js";
import { shared, testWith } from "./helpers.js";

/** Files that people bring, all with the same sentences and segments but for a few tags: how many differ. */
const READ: readonly (readonly [file: string, foreign?: number, segments?: number])[] = [
  ["00-canonical.train.conll"],
  ["01-germeval.train.tsv"],
  ["04-uner.train.iob2"],
  ["05-deft.train.deft", 6],
  ["06-one-bare-tag.train.conll", 1, 110],
  ["07-one-bare-tag-train-only.train.conll", 1, 110],
  ["09-untyped-bio.train.conll"],
  ["10-bare-types.train.conll"],
  ["11-maha-sentence-id.train.txt"],
  ["15-misc-name.train.conllu"],
  ["16-space-after.train.conll"],
  ["29-webanno-tsv3.train.tsv"],
  ["30-conll2012.train.gold_conll"],
  ["31-global-columns.train.conllu"],
  ["31b-global-columns.train.conll"],
  ["33-nested-last.train.tsv"],
];

const REFUSED: readonly (readonly [file: string, message: string])[] = [
  ["20-token-with-blank.train.conll", "170: a ragged row: 5 columns where line 1 has 4"],
  ["22-blank-token-blank-separated.train.conll", "38: the token is missing: the row begins with a blank"],
  ["32-length-mismatch.train.jsonl", "6: 11 tokens but 12 tags"],
  ["35-score-column.train.conll", "choose with --label-column 2 or --label-column 3"],
];

const directory = "cases";

function segmentsOf(corpus: Corpus): number {
  return readSegments(corpus, detectScheme([corpus])).segments.count;
}

describe("files that people bring", () => {
  const test = testWith(directory);

  test("are read without flags as they are meant", async () => {
    const expected = JSON.parse(readFileSync(shared(`${directory}/expected.json`), "utf8")) as {
      readonly train: { readonly sentences: number; readonly tokens: number; readonly segments: number };
    };
    for (const [file, foreign = 0, segments = expected.train.segments] of READ) {
      const corpus = await readCorpus(shared(`${directory}/${file}`));
      const found = {
        file,
        sentences: corpus.sentenceStart.length - 1,
        tokens: corpus.lines.length,
        segments: segmentsOf(corpus),
        foreign: corpus.foreign?.length ?? 0,
      };
      expect(found).toEqual({ ...expected.train, file, segments, foreign });
      expect(corpus.words.values[corpus.words.ids[0]]).toBe("Ines");
    }
  });

  test("are refused by their cause where they cannot be", async () => {
    for (const [file, message] of REFUSED) {
      await expect(readCorpus(shared(`${directory}/${file}`))).rejects.toThrow(message);
    }
  });

  test("are warned of where sentences have no breaks", async () => {
    const corpus = await readCorpus(shared(`${directory}/23-no-blank-lines.train.tsv`));
    expect(segmentsOf(corpus)).toBe(109);
    expect(corpus.warnings?.join()).toContain("no sentence breaks: all 666 tokens are one sentence");
  });
});
