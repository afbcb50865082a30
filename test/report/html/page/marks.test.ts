import { checkVerdicts, verdictText } from "../../../../src/findings/verdicts/index.js";
import { type Keep, Marks } from "../../../../src/report/html/page/marks.js";
import { parseJsonFile } from "../../../../src/storage/jsonFile.js";
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
  marks.set([one], { verdict: "fixed", other: "PER", span: { start: 8, end: 10 }, note: "see guidelines" });
  marks.set([two], { verdict: "ok" });
  expect(marks.labels).toEqual(["PER"]);
  const again = new Marks(memory(keep.text));
  expect([again.of(one), again.of(two), again.of(three), again.size]).toEqual([
    { verdict: "fixed", other: "PER", span: { start: 8, end: 10 }, note: "see guidelines" },
    { verdict: "ok" },
    undefined,
    2,
  ]);
});

test.each([
  ["nonsense"],
  ["{}"],
  ['[["a", {"verdict": "ok", "entry": {"fingerprint": 3}}]]'],
  ['[["a"]]'],
  ['[["a", {"verdict": "ok", "note": 3}], ["b", {"verdict": "fixed", "other": "X", "span": {"start": 2, "end": 2}}]]'],
  ['[["a", {"verdict": "odd"}], ["b", null], 3]'],
  ["null"],
])("what is kept and is none of ours is left alone: %s", (text) => {
  expect(new Marks(memory(text)).size).toBe(0);
});

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

test("a saved verdict file is taken over, notes and other corrections too, as one step", () => {
  const former = new Marks(memory());
  former.set([one], { verdict: "fixed" });
  former.set([two], { verdict: "fixed", other: "PER" });
  former.set([three], { verdict: "ok" });
  const all = [one, two, three];
  const saved = former.entries(all, ["fixed", "ok", "later"]).map((entry, i) => ({
    ...entry,
    // As a review would have saved them: with a note, and seen from another directory.
    ...{ note: `note ${i}`, file: `../${entry.file}` },
  }));
  const foreign = { ...saved[0], fingerprint: "f".repeat(16) };
  const keep = memory();
  const marks = new Marks(keep);
  marks.set([three], { verdict: "later" });
  expect(marks.load([...saved, foreign], all)).toBe(3);
  expect([marks.of(one), marks.of(two), marks.of(three)]).toMatchObject([
    { verdict: "fixed" },
    { verdict: "fixed", other: "PER" },
    { verdict: "ok" },
  ]);
  expect(marks.of(one)?.other).toBeUndefined();
  const exported = new Marks(memory(keep.text)).entries(all, ["fixed", "ok", "later"]);
  expect(exported).toEqual(saved.map((entry, i) => ({ ...entry, file: all[i].file })));
  expect(marks.undo()).toHaveLength(3);
  expect([marks.of(one), marks.of(three)]).toEqual([undefined, { verdict: "later" }]);
  expect(marks.load([foreign], all)).toBe(0);
  expect(marks.canUndo).toBe(true);
});
