import * as v from "valibot";
import { Offsets, styleOf } from "../../corpus/json/offsets.js";
import { SeginfError } from "../../errors.js";
import { at } from "../../math/at.js";
import { JsonItems, jsonChunks } from "../../report/jsonStream.js";
import { rounded } from "../../report/numbers.js";
import { inOrder } from "./doccano.js";
import { type AnswerFile, checked, offset, outside, parsed } from "./json.js";
import { aboutTask, rangeOf } from "./taskText.js";
import type { Answer, Task } from "./types.js";

/** The names of the tags in the labelling configuration of docs/exchange.md. */
const NAMES = { from_name: "label", to_name: "text", type: "labels" } as const;

/** Label Studio's JSON: tasks whose predictions are the suggestions. */
export function* labelStudioTasks(tasks: readonly Task[], version: string): Iterable<string> {
  yield* jsonChunks(new JsonItems(tasks.map((task) => taskRecord(task, version))));
  yield "\n";
}

function taskRecord(task: Task, version: string) {
  const { text, sentence, suggested, findings } = task;
  const result = suggested.map((segment, i) => {
    const { start, end } = rangeOf(task, segment);
    return { id: `s${i + 1}`, ...NAMES, value: { start, end, text: text.slice(start, end), labels: [segment.label] } };
  });
  return {
    data: { text, ...aboutTask(task), sentence },
    predictions: [{ model_version: `seginf ${version}`, score: rounded(at(findings, 0).score), result }],
  };
}

const value = v.object({
  start: offset,
  end: offset,
  text: v.optional(v.string()),
  labels: v.pipe(v.array(v.string()), v.minLength(1)),
});
/** Of other tags of the configuration, a choice or a comment, nothing is asked. */
const region = v.object({ type: v.string(), value: v.record(v.string(), v.unknown()) });
const annotation = v.object({ result: v.array(region), was_cancelled: v.optional(v.boolean(), false) });
const recordSchema = v.object({
  data: v.object({ text: v.string(), sentence: v.optional(v.number()) }),
  annotations: v.optional(v.array(annotation), []),
});

/** What Label Studio exports as JSON. A task without annotations is not answered; one that was skipped is for later. */
export function labelStudioAnswers(file: AnswerFile): Answer[] {
  const list = parsed(file.text, file.name);
  if (!Array.isArray(list)) throw new SeginfError("this is no list of tasks", { file: file.name }, "export it as JSON");
  return list.flatMap((record: unknown, i): Answer[] => {
    const place = `task ${i + 1}`;
    const { data, annotations } = checked(recordSchema, record, place, file);
    const decided = annotations.filter((one) => !one.was_cancelled);
    const { text, sentence = null } = data;
    if (annotations.length === 0) return [];
    if (decided.length === 0) return [{ text, sentence, state: "skipped", spans: [], note: "", place }];
    if (decided.length > 1) {
      const what = `${place} has ${decided.length} annotations`;
      throw new SeginfError(what, { file: file.name }, "export one annotation a task, the reviewed one");
    }
    const values = at(decided, 0)
      .result.filter(({ type }) => type === "labels")
      .map((one) => checked(value, one.value, place, file));
    const given = values.map((one) => ({ ...one, words: one.text, inclusive: false, label: at(one.labels, 0) }));
    // The words that the spans hold say whether they count UTF-16 units, as browsers do, or code points.
    const isTold = given.some(({ words }) => words !== undefined);
    const offsets = new Offsets(text, isTold ? styleOf(text, given, undefined) : { unit: "utf16", inclusive: false });
    const spans = given.map((one) => {
      const range = offsets.range(one);
      if (!range) throw outside(place, file);
      return { ...range, label: one.label };
    });
    return [{ text, sentence, state: "annotated", spans: inOrder(spans), note: "", place }];
  });
}
