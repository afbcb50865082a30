import { FAMILIES, familyBit } from "../../../src/evaluation/findings/errors.js";
import { errorsOf } from "./helpers.js";

const names = (bits: Uint8Array) =>
  Array.from(bits, (bit) => FAMILIES.filter((family) => bit & familyBit(family)).join("+") || "right");

describe("families of errors", () => {
  it.each([
    ["another label", "a/B-X b/O", "a/B-Y b/O", ["type"], ["type", "right"], 0],
    ["a bound too far right", "a/B-X b/I-X c/O", "a/B-X b/O c/O", ["span"], ["right", "span", "right"], 0],
    ["a bound too far left and another label", "a/O b/B-X", "a/B-Y b/I-Y", ["span"], ["span", "span"], 0],
    ["a split", "a/B-X b/I-X", "a/B-X b/B-X", ["span"], ["right", "span"], 0],
    ["a merge", "a/B-X b/B-X", "a/B-X b/I-X", ["span", "span"], ["right", "span"], 0],
    ["a segment left out", "a/O b/O", "a/B-X b/I-X", [], ["missed", "missed"], 1],
    ["a segment too many", "a/B-X b/O", "a/O b/O", ["spurious"], ["spurious", "right"], 0],
    ["a tag that opens wrongly", "a/O b/I-X", "a/O b/B-X", ["scheme"], ["right", "scheme"], 0],
  ])("%s", (_, train, gold, segments, tokens, missed) => {
    const errors = errorsOf(train, gold);
    expect(names(errors.ofSegment)).toEqual(segments);
    expect(names(errors.ofToken)).toEqual(tokens);
    expect(errors.missed.length).toBe(missed);
  });

  it("of plain tags are types", () => {
    const errors = errorsOf("a/NN b/VB", "a/NN b/NN", "plain");
    expect(names(errors.ofSegment)).toEqual(["right", "type"]);
    expect(names(errors.ofToken)).toEqual(["right", "type"]);
  });

  it("count a missed segment beside one whose span is wrong by itself", () => {
    const errors = errorsOf("a/B-X b/I-X c/O d/O", "a/B-X b/O c/O d/B-Y");
    expect(names(errors.ofSegment)).toEqual(["span"]);
    expect(names(errors.ofToken)).toEqual(["right", "span", "right", "missed"]);
  });
});
