import { familyBit } from "../../../src/evaluation/findings/errors.js";
import { Judge } from "../../../src/evaluation/findings/verdict.js";
import { errorsOf, findingAt } from "./helpers.js";

const scored = (train: string, gold: string, finding: ReturnType<typeof findingAt>) =>
  new Judge(errorsOf(train, gold)).judge(finding, "findings.jsonl");

describe("a finding beside the gold standard", () => {
  it("accuses its segment, and corrects where the label is the right one", () => {
    const [train, gold] = ["x/O a/B-X b/I-X", "x/O a/B-Y b/I-Y"];
    const verdict = scored(train, gold, findingAt(1, 3, "a b", { label: "X", suggestion: "Y" }));
    expect([...verdict.members]).toEqual([1, 2]);
    expect(verdict).toMatchObject({ families: familyBit("type"), corrects: true, start: 1, end: 3 });
    expect(scored(train, gold, findingAt(1, 3, "a b", { suggestion: "Z" })).corrects).toBe(false);
  });

  it("accuses the tokens that its replacement changes, and reaches as far as that does", () => {
    const replacement = { start: 0, end: 2, segments: [{ start: 0, end: 2, label: "X" }] };
    const verdict = scored("a/O b/B-X c/O", "a/B-X b/I-X c/O", findingAt(1, 2, "b", { kind: "span", replacement }));
    expect([...verdict.members]).toEqual([0, 1]);
    expect(verdict).toMatchObject({ families: familyBit("span"), corrects: true, start: 0, end: 2 });
  });

  it("leaves the tokens out that its replacement leaves as they are", () => {
    const replacement = { start: 0, end: 3, segments: [{ start: 0, end: 2, label: "X" }] };
    const finding = findingAt(0, 3, "a b c", { kind: "span", replacement });
    expect([...scored("a/B-X b/I-X c/I-X", "a/B-X b/I-X c/O", finding).members]).toEqual([2]);
  });

  it("does not correct with a part of what is right", () => {
    const finding = findingAt(1, 2, "b", { kind: "missed", label: "O", suggestion: "X" });
    const verdict = scored("a/O b/O", "a/B-X b/I-X", finding);
    expect(verdict).toMatchObject({ families: familyBit("missed"), corrects: false });
  });

  it("does not correct where a neighbour that it removes should stay", () => {
    const replacement = { start: 0, end: 2, segments: [{ start: 1, end: 2, label: "Y" }] };
    const finding = findingAt(1, 2, "b", { kind: "span", replacement });
    expect(scored("a/B-X b/B-X", "a/B-X b/B-Y", finding).corrects).toBe(false);
  });

  it("corrects by leaving out", () => {
    const finding = findingAt(0, 1, "a", { kind: "spurious", label: "X", suggestion: "O" });
    expect(scored("a/B-X b/O", "a/O b/O", finding)).toMatchObject({ families: familyBit("spurious"), corrects: true });
  });

  it("about an ill-formed tag is held against the gold tag", () => {
    const finding = findingAt(1, 2, "b", { kind: "ill-formed", label: "I-X", suggestion: "B-X" });
    expect(scored("a/O b/I-X", "a/O b/B-X", finding)).toMatchObject({ families: familyBit("scheme"), corrects: true });
  });

  it("about a segment that is right is about no error", () => {
    const finding = findingAt(0, 1, "a", { label: "X", suggestion: "Y" });
    expect(scored("a/B-X b/B-X", "a/B-X b/B-Y", finding)).toMatchObject({ families: 0, corrects: false });
  });

  it.each([
    ["another word", findingAt(0, 1, "z")],
    ["a sentence that is not there", findingAt(0, 1, "a", { sentence: 3 })],
    ["a span that leaves its sentence", findingAt(0, 3, "a b c")],
  ])("about %s is refused in one line", (_, finding) => {
    const act = () => scored("a/B-X b/O | c/O d/O", "a/B-Y b/O | c/O d/O", finding);
    expect(act).toThrow(/^findings\.jsonl: the finding about line 123 \("[a-z ]+"\) does not fit .*; give the file/);
  });
});
