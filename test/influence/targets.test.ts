import { readSegments } from "../../src/corpus/index.js";
import { chooseTargets, parseTargets, type TargetChoice } from "../../src/influence/targets.js";
import { corpusFrom } from "../helpers/corpora.js";

const LABELS = ["O", "B-X", "I-X", "B-Y", "I-Y"];
const corpusOf = (sentences: readonly string[]) =>
  corpusFrom(
    sentences.map((tags) => tags.split(" ").map((tag) => ["w", tag])),
    "ref",
  );

/** Targets as "start-end label predicted". */
function choose(choice: TargetChoice, gold: readonly string[], predicted: readonly string[]): string[] {
  const reference = corpusOf(gold);
  const read = (sentences: readonly string[]) => readSegments(corpusOf(sentences), "BIO").segments;
  const tags = reference.tags?.values ?? [];
  const numbers = reference.tags?.ids.map((id) => LABELS.indexOf(tags[id])) as Int32Array;
  return chooseTargets(choice, reference, read(gold), read(predicted), numbers).map(
    ({ start, end, label, predicted: said }) => `${start}-${end} ${label} ${said}`,
  );
}

//                            0   1   2   3   4   5   6     7   8   9     10  11
const gold = ["B-X I-X O B-Y O B-X O", "O B-X O", "O O"];
const predicted = ["B-X I-X O B-X O O O", "B-X I-X O", "O B-Y"];

describe("chooseTargets", () => {
  it("errors: what is labelled otherwise, missed, bounded otherwise, and what is made up", () => {
    expect(choose({ kind: "errors" }, gold, predicted)).toEqual(["3-4 Y X", "5-6 X O", "8-9 X O", "11-12 O Y"]);
  });

  it("errors: what begins rightly and ends elsewhere", () => {
    expect(choose({ kind: "errors" }, ["B-X I-X O B-X O"], ["B-X O O B-X I-X"])).toEqual(["0-2 X O", "3-4 X O"]);
  });

  it("all: every gold segment, and what is made up", () => {
    expect(choose({ kind: "all" }, gold, predicted)).toEqual(["0-2 X X", "3-4 Y X", "5-6 X O", "8-9 X O", "11-12 O Y"]);
    expect(choose({ kind: "errors" }, gold, gold)).toEqual([]);
  });

  it("takes a prediction that overlaps a gold segment for its mistake, not for one of its own", () => {
    expect(choose({ kind: "errors" }, ["O B-X I-X O"], ["B-Y I-Y O B-Y"])).toEqual(["1-3 X O", "3-4 O Y"]);
  });

  it("leaves out segments with a tag that the tagger lacks, or next to one, in their own sentence", () => {
    const unseen = ["B-X O B-X B-Z O B-X", "B-Z O B-Z", "B-X O"];
    // 2 stands before B-Z, 3 is it; 6 and 8 are too, and the X before the one and after the other are in other sentences.
    expect(choose({ kind: "all" }, unseen, ["O O O O O O", "O O O", "O O"])).toEqual([
      "0-1 X O",
      "5-6 X O",
      "9-10 X O",
    ]);
  });

  it("one line: the segments that cover it", () => {
    const at = (line: number) => choose({ kind: "line", line }, gold, predicted);
    // Lines count from 1, and an empty one follows each sentence.
    expect([at(1), at(2), at(10)]).toEqual([["0-2 X X"], ["0-2 X X"], ["8-9 X O"]]);
    expect(at(14)).toEqual(["11-12 O Y"]);
  });

  it("says which lines are near where a line has none", () => {
    const message = (line: number, from = gold) => {
      try {
        return choose({ kind: "line", line }, from, predicted).join();
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(message(3)).toBe("ref:3: no reference segment in this line; the nearest are in the lines 1, 4, 6");
    expect(message(99)).toBe("ref:99: no reference segment in this line; the nearest are in the lines 6, 10, 14");
    expect(() => choose({ kind: "line", line: 1 }, ["O O"], ["O O"])).toThrow(
      "ref:1: no reference segment in this line; the file has none",
    );
  });
});

describe("parseTargets", () => {
  test.each<[string, TargetChoice]>([
    ["errors", { kind: "errors" }],
    ["all", { kind: "all" }],
    ["dev.conll:17", { kind: "line", line: 17 }],
    ["17", { kind: "line", line: 17 }],
  ])("reads %s", (text, choice) => {
    expect(parseTargets(text, "dev.conll")).toEqual(choice);
  });

  it("takes no other file than the reference", () => {
    expect(parseTargets("C:\\dev.conll:17", "C:\\dev.conll")).toEqual({ kind: "line", line: 17 });
    expect(() => parseTargets("train.conll:17", "dev.conll")).toThrow(
      "--targets names train.conll, but the reference is dev.conll; give dev.conll:17, or the line alone",
    );
  });

  test.each(["", "most", "dev.conll:", "dev.conll:0", "dev.conll:-3", "dev.conll:1.5", "errors "])(
    "refuses %j",
    (text) => {
      expect(() => parseTargets(text, "dev.conll")).toThrow(
        `--targets ${text} is not understood; give "errors", "all" or FILE:LINE`,
      );
    },
  );
});
