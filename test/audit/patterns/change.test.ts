import { changeOf } from "../../../src/audit/patterns/change.js";

const segment = (start: number, end: number, label = "PER") => ({ start, end, label });

it.each([
  ["another label", segment(2, 4), [segment(2, 4, "ORG")], "label", "ORG"],
  ["no segment", segment(2, 4), [], "spurious", "O"],
  ["a segment of O", segment(2, 4), [segment(2, 4, "O")], "spurious", "O"],
  ["a segment where there is none", segment(2, 4, "O"), [segment(2, 4, "LOC")], "missed", "LOC"],
  ["a longer one where there is none", segment(2, 4, "O"), [segment(1, 4, "LOC")], "missed", "LOC"],
  ["a word before", segment(2, 4), [segment(1, 4)], "before", "PER"],
  ["a word after, another label", segment(2, 4), [segment(2, 5, "ORG")], "after", "ORG"],
  ["without its first word", segment(2, 4), [segment(3, 4)], "first", "PER"],
  ["without its last word", segment(2, 4), [segment(2, 3)], "last", "PER"],
  ["both bounds", segment(2, 4), [segment(1, 3)], "bounds", "PER"],
  ["two segments", segment(2, 5), [segment(2, 3), segment(4, 5)], "split", "PER"],
  ["one that is not there and one that is", segment(2, 4), [segment(6, 7), segment(1, 4)], "before", "PER"],
] as const)("%s", (_, stands, comes, kind, suggestion) => {
  expect(changeOf(stands, comes)).toEqual({ kind, label: stands.label, suggestion });
});
