import { type Keep, Marks } from "../../src/page/marks.js";
import { parseJsonFile } from "../../src/storage/jsonFile.js";
import { checkVerdicts, verdictText } from "../../src/verdicts/index.js";
import { pageFinding } from "./sample.js";

function memory(text: string | null = null): Keep & { text: string | null } {
  const keep = {
    text,
    load: () => keep.text,
    save(next: string) {
      keep.text = next;
    },
  };
  return keep;
}

const [one, two, three] = [pageFinding(1), pageFinding(2), pageFinding(3)];
/** Stands in a sentence equal to that of `one`. */
const twin = pageFinding(4, { fingerprint: one.fingerprint, line: 999 });

test("marks outlive the page", () => {
  const keep = memory();
  const marks = new Marks(keep);
  marks.set([one], { verdict: "fixed", other: "PER" });
  marks.set([two], { verdict: "ok" });
  const again = new Marks(memory(keep.text));
  expect([again.of(one), again.of(two), again.of(three), again.size]).toEqual([
    { verdict: "fixed", other: "PER" },
    { verdict: "ok" },
    undefined,
    2,
  ]);
});

test.each([["nonsense"], ["{}"], ['[["a"]]'], ['[["a", {"verdict": "odd"}], ["b", null], 3]'], ["null"]])(
  "what is kept and is none of ours is left alone: %s",
  (text) => {
    expect(new Marks(memory(text)).size).toBe(0);
  },
);

test("a step is undone as it was done, whole", () => {
  const marks = new Marks(memory());
  const told: string[][] = [];
  marks.onChange((keys) => told.push([...keys]));
  marks.set([one], { verdict: "ok" });
  marks.set([one, two, three], { verdict: "fixed" });
  expect(marks.undo()).toHaveLength(3);
  expect([marks.of(one), marks.of(two), marks.of(three)]).toEqual([{ verdict: "ok" }, undefined, undefined]);
  marks.undo();
  expect([marks.size, marks.canUndo]).toEqual([0, false]);
  expect(marks.undo()).toEqual([]);
  expect(told.map(({ length }) => length)).toEqual([1, 3, 3, 1]);
});

test("equal sentences share a mark", () => {
  const marks = new Marks(memory());
  marks.set([one], { verdict: "later" });
  expect(marks.of(twin)).toEqual({ verdict: "later" });
  expect(marks.entries([one, two, twin], ["later"])).toMatchObject([{ fingerprint: one.fingerprint, count: 2 }]);
});

test("entries make a verdict file that is in order, and say what to put where", () => {
  const illFormed = pageFinding(5, {
    ...{ kind: "ill-formed", rule: "scheme/ill-formed", label: "I-X", suggestion: "B-X", replacement: null },
  });
  const marks = new Marks(memory());
  marks.set([one, illFormed], { verdict: "fixed" });
  marks.set([two], { verdict: "fixed", other: "PER" });
  marks.set([three], { verdict: "fixed", other: "O" });
  const entries = marks.entries([one, two, three, illFormed], ["fixed", "ok", "later"]);
  expect(entries.map(({ suggestion, replacement }) => [suggestion, replacement?.segments])).toEqual([
    [one.suggestion, one.replacement?.segments],
    ["PER", [{ start: two.start, end: two.end, label: "PER" }]],
    ["O", []],
    ["B-X", undefined],
  ]);
  expect(checkVerdicts(parseJsonFile("verdicts.json", verdictText(entries))).entries).toHaveLength(4);
  expect(marks.entries([one, two], ["ok"])).toEqual([]);
});
