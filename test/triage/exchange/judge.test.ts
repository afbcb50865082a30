import type { Finding, PlacedSegment } from "../../../src/findings/report.js";
import { judge } from "../../../src/triage/exchange/judge.js";
import { zoneOf } from "../../../src/triage/exchange/tasks.js";
import type { Answer, Task } from "../../../src/triage/exchange/types.js";
import { sampleFinding } from "../../report/sample.js";

const tokens = "the Bank of England said Acme hired Anna".split(" ");
const ranges = tokens.map((token, i) => {
  const start = tokens.slice(0, i).join(" ").length + (i > 0 ? 1 : 0);
  return { start, end: start + token.length };
});
const segment = (start: number, end: number, label: string): PlacedSegment => ({ start, end, label });
const standing = [segment(1, 2, "LOC"), segment(3, 4, "LOC"), segment(5, 6, "ORG")];

const span: Finding = sampleFinding({
  ...{ kind: "span", rule: "segment/span", start: 3, end: 4, tokens: ["England"], label: "LOC", suggestion: "ORG" },
  ...{ replacement: { start: 1, end: 4, segments: [segment(1, 4, "ORG")] }, fingerprint: "00000000000000aa" },
});
const missed: Finding = sampleFinding({
  ...{ kind: "missed", rule: "segment/missed", start: 7, end: 8, tokens: ["Anna"], label: "O", suggestion: "PER" },
  ...{ replacement: { start: 7, end: 8, segments: [segment(7, 8, "PER")] }, fingerprint: "00000000000000bb" },
});

const task: Task = {
  ...{ sentence: 0, file: "train.conll", line: 1, tokens, text: tokens.join(" "), ranges, standing },
  ...{ suggested: [segment(1, 4, "ORG"), segment(5, 6, "ORG"), segment(7, 8, "PER")], findings: [span, missed] },
};
const setting = { source: "answers", fileOf: () => "train.conll", labels: new Set(["LOC", "ORG", "PER"]) };

function judged(segments: readonly PlacedSegment[], changes: Partial<Answer> = {}) {
  const spans = segments.map(({ start, end, label }) => ({
    start: ranges[start].start,
    end: ranges[end - 1].end,
    label,
  }));
  const answer: Answer = {
    ...{ text: task.text, sentence: 0, state: "annotated", spans, note: "", place: "line 1" },
    ...changes,
  };
  const { entries, changedElsewhere } = judge(task, answer, setting);
  return { verdicts: entries.map(({ verdict, replacement }) => [verdict, replacement]), changedElsewhere };
}

test("each finding of a sentence has its own verdict", () => {
  expect(judged([segment(1, 4, "ORG"), segment(5, 6, "ORG")])).toEqual({
    verdicts: [
      ["fixed", span.replacement],
      ["ok", null],
    ],
    changedElsewhere: 0,
  });
});

test("what is annotated as it stands is ok, and as suggested is fixed", () => {
  expect(judged(standing).verdicts.map(([verdict]) => verdict)).toEqual(["ok", "ok"]);
  expect(judged(task.suggested).verdicts).toEqual([
    ["fixed", span.replacement],
    ["fixed", missed.replacement],
  ]);
});

test("other bounds are a correction of their own, over all segments that it touches", () => {
  const { verdicts } = judged([segment(0, 4, "ORG"), segment(5, 6, "ORG"), segment(6, 8, "PER")]);
  expect(verdicts).toEqual([
    ["fixed", { start: 0, end: 4, segments: [segment(0, 4, "ORG")] }],
    ["fixed", { start: 6, end: 8, segments: [segment(6, 8, "PER")] }],
  ]);
  expect(judged([segment(5, 6, "ORG")]).verdicts[0]).toEqual(["fixed", { start: 1, end: 4, segments: [] }]);
});

test("changes where no finding is are counted, and are no verdict", () => {
  expect(judged([segment(1, 2, "LOC"), segment(3, 4, "LOC"), segment(5, 6, "PER")])).toEqual({
    verdicts: [
      ["ok", null],
      ["ok", null],
    ],
    changedElsewhere: 1,
  });
});

test("what was skipped is for later, and what was refused stands", () => {
  expect(judged([], { state: "skipped" }).verdicts.map(([verdict]) => verdict)).toEqual(["later", "later"]);
  expect(judged([], { state: "refused" }).verdicts.map(([verdict]) => verdict)).toEqual(["ok", "ok"]);
});

test("blanks at a span's ends are nobody's", () => {
  const [bank] = ranges.slice(1);
  const spans = [{ start: bank.start - 1, end: ranges[3].end + 1, label: "ORG" }];
  expect(judged([], { spans }).verdicts[0]).toEqual(["fixed", span.replacement]);
});

test("a zone grows until no segment lies across its ends", () => {
  const layers = [[segment(2, 4, "A")], [segment(3, 6, "B")], [segment(7, 8, "C")]];
  expect(zoneOf({ start: 1, end: 3 }, ...layers)).toEqual({ start: 1, end: 6 });
});
