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
}

/** How each tool is written and read. */
export const exchanges: Readonly<Record<Tool, Exchange>> = {
  doccano: { write: doccanoTasks, read: doccanoAnswers },
  "label-studio": { write: labelStudioTasks, read: labelStudioAnswers },
  prodigy: { write: prodigyTasks, read: prodigyAnswers },
  inception: { write: inceptionDocument, read: inceptionAnswers },
};

/** What wrote a file: a tool, or a spreadsheet. @throws SeginfError where the file is empty */
export function formatOf({ name, text }: AnswerFile): Tool | "csv" {
  const start = text.replace(/^\uFEFF/, "").trimStart();
  if (start === "") throw new SeginfError("the file is empty", { file: name }, "export it again");
  if (start.startsWith("[")) return /"annotations"\s*:/.test(start) ? "label-studio" : "doccano";
  if (!start.startsWith("{")) return "csv";
  if (/^\{\s*"%/.test(start)) return "inception";
  const [line = ""] = start.split("\n", 1);
  return /"answer"\s*:/.test(line) ? "prodigy" : "doccano";
}
