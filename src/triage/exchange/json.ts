import * as v from "valibot";
import { SeginfError } from "../../errors.js";
import { shaped } from "../../findings/shape.js";

/** A file of answers, read whole. */
export interface AnswerFile {
  readonly name: string;
  readonly text: string;
}

/** The records of JSON Lines, or of one JSON array, with their places. @throws SeginfError with the line */
export function recordsOf({ name, text }: AnswerFile): { readonly value: unknown; readonly place: string }[] {
  if (text.trimStart().startsWith("[")) {
    const list = parsed(text, name) as unknown[];
    return list.map((value, i) => ({ value, place: `task ${i + 1}` }));
  }
  return text.split("\n").flatMap((line, i) => {
    if (line.trim() === "") return [];
    return [{ value: parsed(line, name, i + 1), place: `line ${i + 1}` }];
  });
}

export function parsed(text: string, file: string, line?: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new SeginfError("this is not JSON", { file, line }, "give the file as the tool exports it");
  }
}

/** @throws SeginfError where the value is not what the tool writes */
export function checked<S extends v.GenericSchema>(
  schema: S,
  value: unknown,
  place: string,
  { name }: AnswerFile,
): v.InferOutput<S> {
  return shaped(schema, value, "it", ({ what }) => {
    const hint = "give the file as the tool exports it";
    throw new SeginfError(`${place} is not of this tool: ${what}`, { file: name }, hint);
  });
}

/** @throws SeginfError for a span that leaves its text */
export function outside(place: string, { name }: AnswerFile): SeginfError {
  return new SeginfError(`${place}: a span leaves its text`, { file: name }, "give the file as the tool exports it");
}

export const offset = v.pipe(v.number(), v.integer(), v.minValue(0));
