import * as v from "valibot";
import { encoded } from "../../findings/encode.js";
import { type AnswerFile, checked, offset, outside, recordsOf } from "./json.js";
import { aboutTask, pythonOffsets, rangeOf } from "./taskText.js";
import type { Answer, Task } from "./types.js";

/** JSONL of doccano's sequence labelling; further fields are the metadata that it shows with a text and exports with it. */
export function* doccanoTasks(tasks: readonly Task[]): Iterable<string> {
  for (const task of tasks) {
    const offsets = pythonOffsets(task.text);
    const label = task.suggested.map((segment) => {
      const { start, end } = offsets.given(rangeOf(task, segment));
      return [start, end, segment.label];
    });
    yield `${encoded({ text: task.text, label, ...aboutTask(task), sentence: task.sentence })}\n`;
  }
}

const span = v.strictTuple([offset, offset, v.string()]);
/** Projects with relations have objects in place of triples. */
const entity = v.object({ start_offset: offset, end_offset: offset, label: v.string() });
const recordSchema = v.object({
  text: v.optional(v.string()),
  /** What versions from 1.5 to 1.7 call the text. */
  data: v.optional(v.string()),
  label: v.optional(v.array(span)),
  labels: v.optional(v.array(span)),
  entities: v.optional(v.array(entity)),
  sentence: v.optional(v.union([v.number(), v.string()])),
  Comments: v.optional(v.array(v.string()), []),
});

/** What doccano exports as JSONL: every document is taken for annotated, so export those that are approved. */
export function doccanoAnswers(file: AnswerFile): Answer[] {
  return recordsOf(file).map(({ value, place }) => {
    const {
      data = "",
      text = data,
      label,
      labels,
      entities,
      sentence,
      Comments,
    } = checked(recordSchema, value, place, file);
    const triples =
      entities?.map((one) => [one.start_offset, one.end_offset, one.label] as const) ?? label ?? labels ?? [];
    const offsets = pythonOffsets(text);
    const spans = triples.map(([start, end, name]) => {
      const range = offsets.range({ start, end });
      if (!range) throw outside(place, file);
      return { ...range, label: name };
    });
    const number = sentence === undefined ? null : Number(sentence);
    return { text, sentence: number, state: "annotated", spans: inOrder(spans), note: Comments.join("; "), place };
  });
}

/** Tools list spans in the order in which they were made. */
export function inOrder<T extends { readonly start: number }>(spans: readonly T[]): T[] {
  return [...spans].sort((a, b) => a.start - b.start);
}
