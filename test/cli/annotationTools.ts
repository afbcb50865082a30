/** A sentence as a tool holds it; offsets as the tool counts them. */
export interface Held {
  readonly text: string;
  spans: { start: number; end: number; label: string }[];
}

/** How a tool reads what is exported to it, and what it writes once people have answered. */
export interface Simulated {
  take(exported: string): Held[];
  /** @param answers by task: whether it was annotated, or skipped and refused where the tool can */
  give(exported: string, held: readonly Held[], answers: readonly string[]): string;
  readonly states: readonly string[];
}

const lines = (text: string) =>
  text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

/** https://doccano.github.io/doccano/tutorial/: an id, the text, triples, metadata and comments. */
const doccano: Simulated = {
  states: ["annotated"],
  take: (exported) =>
    lines(exported).map(({ text, label }) => ({
      text,
      spans: label.map(([start, end, name]: [number, number, string]) => ({ start, end, label: name })),
    })),
  give: (exported, held) =>
    lines(exported)
      .map(({ place, reason, sentence }, i) => {
        const label = held[i].spans.map(({ start, end, label }) => [start, end, label]).reverse();
        return JSON.stringify({ id: i + 7, text: held[i].text, place, reason, sentence, label, Comments: [] });
      })
      .join("\n"),
};

/** https://labelstud.io/guide/task_format: annotations next to the predictions that came with the task. */
const labelStudio: Simulated = {
  states: ["annotated", "skipped"],
  take: (exported) =>
    JSON.parse(exported).map(({ data, predictions: [{ result }] }: any) => ({
      text: data.text,
      spans: result.map(({ value }: any) => ({ start: value.start, end: value.end, label: value.labels[0] })),
    })),
  give: (exported, held, answers) =>
    JSON.stringify(
      JSON.parse(exported).map((task: object, i: number) => ({
        ...task,
        id: i + 1,
        annotations: [
          {
            id: 100 + i,
            completed_by: 1,
            was_cancelled: answers[i] === "skipped",
            ground_truth: false,
            lead_time: 4.288,
            result: held[i].spans.map(({ start, end, label }, k) => ({
              value: { start, end, text: held[i].text.slice(start, end), labels: [label] },
              ...{ id: `r${k}`, from_name: "label", to_name: "text", type: "labels", origin: "prediction" },
            })),
          },
        ],
        file_upload: "tasks.json",
        project: 1,
      })),
    ),
};

/** https://prodi.gy/docs/api-interfaces#ner_manual and db-out: hashes, a view and an answer. */
const prodigy: Simulated = {
  states: ["annotated", "skipped", "refused"],
  take: (exported) => lines(exported).map(({ text, spans }) => ({ text, spans: [...spans] })),
  give: (exported, held, answers) =>
    lines(exported)
      .map((task, i) => {
        const answer = { annotated: "accept", skipped: "ignore", refused: "reject" }[answers[i]];
        const rest = { _input_hash: 11, _task_hash: 12, _view_id: "ner_manual", _timestamp: 1, answer };
        return JSON.stringify({ ...task, spans: held[i].spans, ...rest });
      })
      .join("\n"),
};

/** https://inception-project.github.io: UIMA CAS JSON 0.4.0 of one document, annotations of one layer by type. */
const ENTITY = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity";
const SENTENCE = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence";
const inception: Simulated = {
  states: ["annotated"],
  take(exported) {
    const structures = JSON.parse(exported)["%FEATURE_STRUCTURES"];
    const of = (type: string) => structures.filter((one: any) => one["%TYPE"] === type);
    return of(SENTENCE).map(({ begin, end }: any) => ({
      text: structures[0].sofaString.slice(begin, end),
      spans: of(ENTITY)
        .filter((one: any) => one.begin >= begin && one.end <= end)
        .map((one: any) => ({ start: one.begin - begin, end: one.end - begin, label: one.value })),
    }));
  },
  give(exported, held) {
    const document = JSON.parse(exported);
    const rest = document["%FEATURE_STRUCTURES"].filter(
      (one: any) => one["%TYPE"] !== ENTITY && !/Finding$/.test(one["%TYPE"]),
    );
    const begins = rest.filter((one: any) => one["%TYPE"] === SENTENCE).map(({ begin }: any) => begin);
    let id = 10_000;
    const entities = held.flatMap(({ spans }, i) =>
      spans.map(({ start, end, label }) => ({
        ...{ "%ID": id++, "%TYPE": ENTITY, "@sofa": 1, begin: begins[i] + start, end: begins[i] + end, value: label },
      })),
    );
    return JSON.stringify({ ...document, "%FEATURE_STRUCTURES": [...rest, ...entities.reverse()] });
  },
};

export const ANNOTATION_TOOLS = { doccano, "label-studio": labelStudio, prodigy, inception } as const;
