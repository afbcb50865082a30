import { Offsets } from "../../corpus/json/offsets.js";
import type { PlacedSegment } from "../../findings/report.js";
import { at } from "../../math/at.js";
import { changeMessage } from "../../report/message.js";
import { reasonText } from "../../report/reason.js";
import type { Task, TextRange } from "./types.js";

/** Where in its text a segment of a task stands, in UTF-16 units. */
export function rangeOf({ ranges }: Task, { start, end }: PlacedSegment): TextRange {
  return { start: at(ranges, start).start, end: at(ranges, end - 1).end };
}

/** Offsets in code points, as Python counts, of a text's UTF-16 ranges, and back. */
export function pythonOffsets(text: string): Offsets {
  return new Offsets(text, { unit: "codepoints", inclusive: false });
}

/** What a task is about, for the people who judge it: strings, which every tool shows. */
export function aboutTask({ file, line, findings }: Task): { readonly place: string; readonly reason: string } {
  const reasons = findings.map(
    (finding) => `${changeMessage(finding)} (${finding.score.toFixed(2)}): ${reasonText(finding)}`,
  );
  return { place: `${file}:${line}`, reason: reasons.join("; ") };
}
