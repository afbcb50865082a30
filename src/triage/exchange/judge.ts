import { isSameSegment, overlap, type Stretch } from "../../corpus/overlap.js";
import { SeginfError } from "../../errors.js";
import { replaced } from "../../findings/replacement.js";
import type { Finding, PlacedSegment } from "../../findings/report.js";
import { entryOf, type Judgement, type VerdictEntry } from "../../findings/verdicts/index.js";
import { at } from "../../math/at.js";
import { zoneOf } from "./tasks.js";
import type { Answer, AnswerSpan, Task } from "./types.js";

/** What answers say about findings. */
export interface Judged {
  readonly entries: readonly VerdictEntry[];
  /** Sentences that were changed in places that no finding is about too. */
  readonly changedElsewhere: number;
}

/** What is known of where answers come from and where verdicts go. */
export interface Setting {
  /** The file of the answers, for messages. */
  readonly source: string;
  /** The corpus as the verdict file names it. */
  readonly fileOf: (finding: Finding) => string;
  /** Labels that may be given. */
  readonly labels: ReadonlySet<string>;
}

/**
 * The verdicts of a sentence's findings: ok where the answer leaves the annotation as it stands, fixed where it changes it, later
 * where nobody has decided.
 *
 * @throws SeginfError where the answer is about another text, or its spans do not fit the tokens
 */
export function judge(task: Task, answer: Answer, setting: Setting): Judged {
  if (answer.state === "skipped") return alike(task, "later", answer, setting);
  // A suggestion that was refused leaves the annotation as it stands.
  if (answer.state === "refused") return alike(task, "ok", answer, setting);
  const given = answer.spans.map((span) => segmentOf(task, span, answer, setting));
  const zones = task.findings.map((finding) => zoneOf(hull(finding), task.standing, given));
  const entries = task.findings.map((finding, i) => {
    const judgement = { file: setting.fileOf(finding), note: answer.note };
    return verdictOn(finding, at(zones, i), task.standing, given, judgement);
  });
  const elsewhere = (segments: readonly PlacedSegment[]) =>
    segments.filter((segment) => !zones.some((zone) => overlap(zone, segment)));
  return { entries, changedElsewhere: isSame(elsewhere(task.standing), elsewhere(given)) ? 0 : 1 };
}

function alike(task: Task, verdict: "ok" | "later", { note }: Answer, { fileOf }: Setting): Judged {
  return {
    entries: task.findings.map((finding) => entryOf(finding, verdict, { file: fileOf(finding), note })),
    changedElsewhere: 0,
  };
}

function verdictOn(
  finding: Finding,
  zone: Stretch,
  standing: readonly PlacedSegment[],
  given: readonly PlacedSegment[],
  judgement: Judgement,
): VerdictEntry {
  const within = (segments: readonly PlacedSegment[]) => segments.filter((segment) => overlap(segment, zone));
  const segments = within(given);
  if (isSame(within(standing), segments)) return entryOf(finding, "ok", judgement);
  const { replacement } = finding;
  if (replacement && isSame(within(replaced(standing, [replacement])), segments)) {
    return entryOf(finding, "fixed", judgement);
  }
  const [first] = segments.filter((segment) => overlap(segment, finding)).concat(segments);
  const correction = { suggestion: first?.label ?? "O", replacement: { ...zone, segments } };
  return entryOf(finding, "fixed", { ...judgement, correction });
}

function hull({ start, end, replacement }: Finding): Stretch {
  return { start: Math.min(start, replacement?.start ?? start), end: Math.max(end, replacement?.end ?? end) };
}

function isSame(some: readonly PlacedSegment[], others: readonly PlacedSegment[]): boolean {
  return some.length === others.length && some.every((one, i) => isSameSegment(one, at(others, i)));
}

/** A span in tokens. Blanks at its ends are nobody's. */
function segmentOf(
  { ranges, text }: Task,
  { start, end, label }: AnswerSpan,
  { place }: Answer,
  { source, labels }: Setting,
): PlacedSegment {
  const words = text.slice(start, end);
  const from = start + words.length - words.trimStart().length;
  const to = end - (words.length - words.trimEnd().length);
  const first = ranges.findIndex((range) => range.start === from);
  const last = ranges.findIndex((range) => range.end === to);
  if (first < 0 || last < first) {
    const what = `${place}: the span ${JSON.stringify(words)} begins or ends within a token`;
    throw new SeginfError(what, { file: source }, "make spans of whole tokens in the tool");
  }
  if (!labels.has(label)) {
    const what = `${place}: the corpus has no label ${JSON.stringify(label)}`;
    throw new SeginfError(what, { file: source }, `use one of ${[...labels].join(", ")}`);
  }
  return { start: first, end: last + 1, label };
}
