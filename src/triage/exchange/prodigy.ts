import * as v from "valibot";
import { between } from "../../corpus/running.js";
import { encoded } from "../../findings/encode.js";
import { at } from "../../math/at.js";
import { inOrder } from "./doccano.js";
import { type AnswerFile, checked, offset, outside, recordsOf } from "./json.js";
import { aboutTask, pythonOffsets, rangeOf } from "./taskText.js";
import type { Answer, Task } from "./types.js";

/** Prodigy's JSONL for ner.manual and spans.manual: the tokens as they are, and the suggestions as spans. */
export function* prodigyTasks(tasks: readonly Task[]): Iterable<string> {
  for (const task of tasks) {
    const { text, tokens, ranges, suggested, findings, sentence } = task;
    const offsets = pythonOffsets(text);
    const record = {
      text,
      tokens: tokens.map((token, id) => {
        const next = tokens[id + 1];
        return {
          text: token,
          ...offsets.given(at(ranges, id)),
          id,
          ws: next !== undefined && between(token, next) !== "",
        };
      }),
      spans: suggested.map((segment) => ({
        ...offsets.given(rangeOf(task, segment)),
        token_start: segment.start,
        // Inclusive, as Prodigy has it.
        token_end: segment.end - 1,
        label: segment.label,
      })),
      meta: { ...aboutTask(task), score: Number(at(findings, 0).score.toFixed(3)) },
      sentence,
    };
    yield `${encoded(record)}\n`;
  }
}

const recordSchema = v.object({
  text: v.string(),
  spans: v.optional(v.array(v.object({ start: offset, end: offset, label: v.string() })), []),
  answer: v.optional(v.picklist(["accept", "reject", "ignore"])),
  sentence: v.optional(v.number()),
});

const STATES = { accept: "annotated", reject: "refused", ignore: "skipped" } as const;

/** What `prodigy db-out` writes; a task without an answer is as it was exported. */
export function prodigyAnswers(file: AnswerFile): Answer[] {
  return recordsOf(file).flatMap(({ value, place }) => {
    const { text, spans, answer, sentence = null } = checked(recordSchema, value, place, file);
    if (answer === undefined) return [];
    const offsets = pythonOffsets(text);
    const placed = spans.map((span) => {
      const range = offsets.range(span);
      if (!range) throw outside(place, file);
      return { ...range, label: span.label };
    });
    return [{ text, sentence, state: STATES[answer], spans: inOrder(placed), note: "", place }];
  });
}
