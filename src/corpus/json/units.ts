import { SeginfError } from "../../errors.js";
import { JsonDepthError, parseJson } from "../../storage/parseJson.js";
import { type FoundRecord, findRecords, recordsIn } from "./find-records.js";
import type { RecordOptions } from "./record.js";
import { elements, JsonSyntaxError, type Node, skipSpace, valueEnd } from "./scan.js";

/** One value of a JSON file, a line of JSON Lines or an element of a list, with its records. */
export interface Unit {
  /** Where it stands in the text. */
  readonly start: number;
  readonly value: unknown;
  readonly records: readonly FoundRecord[];
}

/** Something wrong with a file's text, and where. */
export interface Flaw {
  readonly error: SeginfError;
  readonly offset: number;
}

/** Levels of arrays and objects in a record, with what else it holds. */
const DEEPEST = 500;

const HINT = "write one object a line, with the fields tokens and tags";

/**
 * Whether the first line that is not blank shows that a file is one JSON document, or several with line breaks in them,
 * and not one value a line.
 */
export function beginsDocument(line: string, options: RecordOptions): boolean {
  const start = skipSpace(line, 0);
  try {
    const value = parseJson(line, DEEPEST);
    return Array.isArray(value) && !isOneRecord(value, options);
  } catch {
    return (line[start] === "[" || line[start] === "{") && !isComplete(line, start);
  }
}

function isComplete(text: string, start: number): boolean {
  try {
    valueEnd(text, start);
    return true;
  } catch {
    return false;
  }
}

/** Whether a list is a sentence itself, not a list of them: its first element is none. */
function isOneRecord(list: readonly unknown[], options: RecordOptions): boolean {
  try {
    return list.length > 0 && findRecords(list[0], { ...options }) === undefined;
  } catch {
    return false;
  }
}

/** The value of a line. @throws SeginfError without a place */
export function unitOfLine(line: string, options: RecordOptions): Unit {
  const value = parsed(line, { start: 0, end: line.length });
  return { start: skipSpace(line, 0), value, records: recordsIn(value, options) };
}

/** The values of a document: the elements of its list, or it itself; and what is wrong with it, where something is. */
export function* unitsOfDocument(text: string, options: RecordOptions): Generator<Unit | Flaw> {
  try {
    for (let at = skipSpace(text, 0); at < text.length; ) {
      const end = yield* unitsOfValue(text, at, options);
      at = skipSpace(text, end);
    }
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    yield { error: malformed(), offset: error.offset };
  }
}

function* unitsOfValue(text: string, start: number, options: RecordOptions): Generator<Unit | Flaw, number> {
  if (text[start] !== "[") {
    const end = valueEnd(text, start);
    yield unitAt(text, { start, end }, options);
    return end;
  }
  let isList: boolean | undefined;
  let last = start + 1;
  for (const node of elements(text, start)) {
    isList ??= isRecordOfList(text, node, options);
    if (!isList) break;
    yield unitAt(text, node, options);
    last = node.end;
  }
  if (isList) return skipSpace(text, last) + 1;
  const end = valueEnd(text, start);
  if (isList === false) yield unitAt(text, { start, end }, options);
  return end;
}

/** Whether a list whose first element this is holds records; what is no JSON is named when it is read. */
function isRecordOfList(text: string, { start, end }: Node, options: RecordOptions): boolean {
  try {
    return !isOneRecord([parseJson(text.slice(start, end), DEEPEST)], options);
  } catch {
    return true;
  }
}

function unitAt(text: string, node: Node, options: RecordOptions): Unit | Flaw {
  try {
    const value = parsed(text, node);
    return { start: node.start, value, records: recordsIn(value, options) };
  } catch (error) {
    if (error instanceof SeginfError) return { error, offset: node.start };
    if (error instanceof JsonSyntaxError) return { error: malformed(), offset: error.offset };
    throw error;
  }
}

function parsed(text: string, { start, end }: Node): unknown {
  try {
    return parseJson(text.slice(start, end), DEEPEST);
  } catch (cause) {
    if (cause instanceof JsonDepthError) throw new SeginfError(cause.message, {}, "check that this is a corpus");
    const position = /position (\d+)/.exec(String(cause));
    if (start === 0 && end === text.length) throw malformed();
    throw new JsonSyntaxError(start + Number(position?.[1] ?? 0));
  }
}

function malformed(): SeginfError {
  return new SeginfError("malformed JSON", {}, HINT);
}
