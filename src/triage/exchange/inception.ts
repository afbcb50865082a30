import * as v from "valibot";
import { SeginfError } from "../../errors.js";
import { at } from "../../math/at.js";
import { jsonChunks } from "../../report/jsonStream.js";
import { inOrder } from "./doccano.js";
import { type AnswerFile, checked, offset, outside, parsed } from "./json.js";
import { aboutTask, rangeOf } from "./taskText.js";
import type { Answer, Task, TextRange } from "./types.js";

const DKPRO = "de.tudarmstadt.ukp.dkpro.core.api";
const SENTENCE = `${DKPRO}.segmentation.type.Sentence`;
const TOKEN = `${DKPRO}.segmentation.type.Token`;
/** The built-in layer of named entities; its label is the feature value. */
const ENTITY = `${DKPRO}.ner.type.NamedEntity`;
/** A layer that the project may have, to show why a sentence is there: docs/exchange.md. */
const FINDING = "webanno.custom.Finding";

const type = (name: string, ...features: readonly string[]) => ({
  "%NAME": name,
  "%SUPER_TYPE": "uima.tcas.Annotation",
  ...Object.fromEntries(features.map((feature) => [feature, { "%NAME": feature, "%RANGE": "uima.cas.String" }])),
});

/** One document of UIMA CAS JSON 0.4.0 with a sentence a line. Its offsets are UTF-16 units, as Java's are. */
export function* inceptionDocument(tasks: readonly Task[]): Iterable<string> {
  const structures: object[] = [];
  let text = "";
  const add = (name: string, { start, end }: TextRange, features: object = {}) =>
    structures.push({
      "%ID": structures.length + 2,
      "%TYPE": name,
      "@sofa": 1,
      begin: text.length + start,
      end: text.length + end,
      ...features,
    });
  for (const task of tasks) {
    add(SENTENCE, { start: 0, end: task.text.length });
    for (const range of task.ranges) add(TOKEN, range);
    for (const segment of task.suggested) add(ENTITY, rangeOf(task, segment), { value: segment.label });
    const { place, reason } = aboutTask(task);
    const { start, end } = at(task.findings, 0);
    add(FINDING, rangeOf(task, { start, end, label: "" }), { place, reason });
    text += `${task.text}\n`;
  }
  const sofa = {
    "%ID": 1,
    "%TYPE": "uima.cas.Sofa",
    sofaNum: 1,
    sofaID: "_InitialView",
    mimeType: "text",
    sofaString: text,
  };
  yield* jsonChunks({
    "%TYPES": {
      [SENTENCE]: type(SENTENCE),
      [TOKEN]: type(TOKEN),
      [ENTITY]: type(ENTITY, "value", "identifier"),
      [FINDING]: type(FINDING, "place", "reason"),
    },
    "%FEATURE_STRUCTURES": [sofa, ...structures],
    "%VIEWS": { _InitialView: { "%SOFA": 1, "%MEMBERS": structures.map((_, i) => i + 2) } },
  });
  yield "\n";
}

const structureSchema = v.looseObject({ "%TYPE": v.string() });
const documentSchema = v.object({ "%FEATURE_STRUCTURES": v.array(structureSchema) });
const annotationSchema = v.object({ begin: offset, end: offset, value: v.nullish(v.string()) });

/** What INCEpTION exports of a document as UIMA CAS JSON: every sentence is taken for annotated. */
export function inceptionAnswers(file: AnswerFile): Answer[] {
  const structures = checked(documentSchema, parsed(file.text, file.name), "the document", file)["%FEATURE_STRUCTURES"];
  const sofa = structures.find((one) => one["%TYPE"] === "uima.cas.Sofa")?.sofaString;
  if (typeof sofa !== "string")
    throw new SeginfError("the document has no text", { file: file.name }, "export it as UIMA CAS JSON");
  const of = (name: string) =>
    structures
      .filter((one) => one["%TYPE"] === name)
      .map((one) => checked(annotationSchema, one, "an annotation", file));
  const entities = of(ENTITY);
  return of(SENTENCE).map(({ begin, end }, i) => {
    const place = `sentence ${i + 1}`;
    if (end > sofa.length) throw outside(place, file);
    const spans = entities
      .filter((one) => one.begin >= begin && one.begin < end)
      .map((one) => ({ start: one.begin - begin, end: one.end - begin, label: one.value ?? "" }));
    return { text: sofa.slice(begin, end), sentence: null, state: "annotated", spans: inOrder(spans), note: "", place };
  });
}
