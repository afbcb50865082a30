import { Alternatives } from "../../src/audit/alternatives.js";
import type { Scheme } from "../../src/corpus/types.js";

/** The labellings of a span as label:tags. */
function shown(scheme: Scheme, tags: readonly string[], length: number, touching: string | null = null): string[] {
  const labels = scheme === "plain" ? tags : ["PER", "LOC"];
  return new Alternatives(scheme, tags, labels)
    .of(length, touching)
    .map(({ label, numbers }) => `${label}:${Array.from(numbers, (n) => tags[n]).join(" ")}`);
}

const every = (letters: string) => ["O", ...["PER", "LOC"].flatMap((l) => Array.from(letters, (p) => `${p}-${l}`))];

test.each<[Scheme, string, number, string[]]>([
  ["IO", "I", 2, ["PER:I-PER I-PER", "LOC:I-LOC I-LOC", "O:O O"]],
  ["BIO", "BI", 1, ["PER:B-PER", "LOC:B-LOC", "O:O"]],
  ["BIO", "BI", 3, ["PER:B-PER I-PER I-PER", "LOC:B-LOC I-LOC I-LOC", "O:O O O"]],
  ["BIOES", "BIES", 1, ["PER:S-PER", "LOC:S-LOC", "O:O"]],
  ["BIOES", "BIES", 3, ["PER:B-PER I-PER E-PER", "LOC:B-LOC I-LOC E-LOC", "O:O O O"]],
  ["BILOU", "BILU", 2, ["PER:B-PER L-PER", "LOC:B-LOC L-LOC", "O:O O"]],
  ["IOB1", "BI", 2, ["PER:I-PER I-PER", "LOC:I-LOC I-LOC", "O:O O"]],
])("%s spells a span in the tags %s, length %i", (scheme, letters, length, expected) => {
  expect(shown(scheme, every(letters), length)).toEqual(expected);
});

test("IOB1 opens with B after a segment of the same label, and with I after another", () => {
  expect(shown("IOB1", every("BI"), 2, "LOC")).toEqual(["PER:I-PER I-PER", "LOC:B-LOC I-LOC", "O:O O"]);
  expect(shown("BIO", every("BI"), 1, "LOC")).toEqual(["PER:B-PER", "LOC:B-LOC", "O:O"]);
});

test("labellings whose tags the tagger has never seen are left out", () => {
  const tags = ["O", "B-PER", "I-PER", "B-LOC"];
  expect(shown("BIO", tags, 1)).toEqual(["PER:B-PER", "LOC:B-LOC", "O:O"]);
  expect(shown("BIO", tags, 2)).toEqual(["PER:B-PER I-PER", "O:O O"]);
  expect(shown("BIO", ["B-PER"], 2)).toEqual([]);
});

test("under plain, labels are the tags and there is no O to fall back on", () => {
  expect(shown("plain", ["NN", "VB"], 1)).toEqual(["NN:NN", "VB:VB"]);
  // A corpus may have a tag of that name.
  expect(shown("plain", ["NN", "O"], 1)).toEqual(["NN:NN", "O:O"]);
});

test("lengths and neighbours do not get into one another's way", () => {
  const ways = new Alternatives("IOB1", every("BI"), ["PER", "LOC"]);
  const all = () =>
    [1, 2, 3, 4].flatMap((length) =>
      [null, "PER", "LOC", "ORG"].map((touching) => ways.of(length, touching).map(({ numbers }) => numbers.join())),
    );
  const first = all();
  expect(all()).toEqual(first);
  // null and an unknown neighbour spell alike; the two known ones each their own way.
  expect(new Set(first.map((w) => w.join(" "))).size).toBe(4 * 3);
});
