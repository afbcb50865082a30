import type { AnchorKind } from "../../../src/audit/patterns/anchors.js";
import type { ChangeKind } from "../../../src/audit/patterns/change.js";
import { nameOf } from "../../../src/audit/patterns/name.js";

it.each([
  ["label", "ORG", "LOC", "previous", "at", 'ORG → LOC when the word before it is "at"'],
  ["label", "ORG", "LOC", "previous", "", "ORG → LOC at the start of a sentence"],
  ["label", "ORG", "LOC", "document", "d12", "ORG → LOC in the document d12"],
  ["label", "ORG", "LOC", "section", "1–40", "ORG → LOC in the lines 1–40"],
  ["label", "ORG", "LOC", "suffix", "ton", 'ORG → LOC when it ends in "-ton"'],
  ["missed", "O", "PER", "shape", "in lower case", "PER left out when it is in lower case"],
  ["spurious", "PER", "O", "lower", "god", 'no PER when it is "god"'],
  ["label", "ORG", "LOC", "lower", "bank of england", 'ORG → LOC when it is "bank of england"'],
  ["label", "ORG", "LOC", "lower", "北京 大学", 'ORG → LOC when it is "北京大学"'],
  ["before", "PER", "PER", "first", "dr.", 'PER leaves out "dr." at its beginning'],
  ["before", "PER", "PER", "last", "lee", 'PER leaves out a word at its beginning when it ends with "lee"'],
  ["after", "ORG", "ORG", "last", "corp", 'ORG leaves out "corp" at its end'],
  ["first", "PER", "PER", "previous", "mr", 'PER takes in "mr" before it'],
  ["last", "LOC", "ORG", "next", "today", 'LOC → ORG, which takes in "today" after it'],
  ["split", "PER", "PER", "next", "and", 'PER runs several segments together when the word after it is "and"'],
] as const)("%s %s %s %s %s", (kind, label, suggestion, anchor, value, name) => {
  const change = { kind: kind as ChangeKind, label, suggestion };
  expect(nameOf(change, { kind: anchor as AnchorKind, value })).toBe(name);
});
