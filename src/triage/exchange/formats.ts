import { SeginfError } from "../../errors.js";
import { doccanoAnswers, doccanoTasks } from "./doccano.js";
import { inceptionAnswers, inceptionDocument } from "./inception.js";
import type { AnswerFile } from "./json.js";
import { labelStudioAnswers, labelStudioTasks } from "./labelStudio.js";
import { prodigyAnswers, prodigyTasks } from "./prodigy.js";
import type { Answer, Task, Tool } from "./types.js";

interface Exchange {
  /** @param version of seginf */
  write(tasks: readonly Task[], version: string): Iterable<string>;
  /** @throws SeginfError with the place of what the tool does not write */
  read(file: AnswerFile): Answer[];
  /** How people answer with it. */
  readonly answering: string;
}

/** How each tool is written and read. */
export const exchanges: Readonly<Record<Tool, Exchange>> = {
  doccano: {
    write: doccanoTasks,
    read: doccanoAnswers,
    answering: "annotate them in doccano and export the dataset as JSONL",
  },
  "label-studio": {
    write: labelStudioTasks,
    read: labelStudioAnswers,
    answering: "annotate them in Label Studio and export them as JSON",
  },
  prodigy: {
    write: prodigyTasks,
    read: prodigyAnswers,
    answering: "annotate them in Prodigy and write them with prodigy db-out",
  },
  inception: {
    write: inceptionDocument,
    read: inceptionAnswers,
    answering: "annotate them in INCEpTION and export the document as UIMA CAS JSON",
  },
};

/**
 * What people answered to tasks in a tool. doccano and INCEpTION have no mark for it: there, a file as it was exported has no answers.
 *
 * @param version of seginf
 * @throws SeginfError where nobody has answered, or with the place of what the tool does not write
 */
export function answersIn(file: AnswerFile, tool: Tool, tasks: readonly Task[], version: string): Answer[] {
  const { read, write, answering } = exchanges[tool];
  const isAsExported = () => [...write(tasks, version)].join("") === file.text;
  const answers = isAsExported() ? [] : read(file);
  if (answers.length > 0) return answers;
  throw new SeginfError("nobody has answered these tasks", { file: file.name }, answering);
}

/** What wrote a file: a tool, or a spreadsheet. @throws SeginfError where the file is empty */
export function formatOf({ name, text }: AnswerFile): Tool | "csv" {
  const start = text.replace(/^\uFEFF/, "").trimStart();
  if (start === "") throw new SeginfError("the file is empty", { file: name }, "export it again");
  if (start.startsWith("[")) return /"(annotations|predictions)"\s*:/.test(start) ? "label-studio" : "doccano";
  if (!start.startsWith("{")) return "csv";
  if (/^\{\s*"%/.test(start)) return "inception";
  const [line = ""] = start.split("\n", 1);
  return /"(answer|tokens)"\s*:/.test(line) ? "prodigy" : "doccano";
}
