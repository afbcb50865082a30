import type { Readable } from "node:stream";
import * as v from "valibot";
import { LineSplitter } from "../corpus/lines.js";
import { readBytes, sourceName } from "../corpus/source.js";
import { SeginfError } from "../errors.js";
import { jsonFault, parseJson } from "../storage/parseJson.js";
import { type RankedFinding, rankedFindingSchema } from "./ranked.js";
import { shaped } from "./shape.js";
import { corpusSchema } from "./summary.js";

/** How the corpus that a document is about was read. */
const { format, reading, scheme } = corpusSchema.entries;
const auditedSchema = v.object({ train: v.object({ format, reading, scheme }) });

export type AuditedReading = v.InferOutput<typeof auditedSchema>["train"];

/**
 * Reads findings as `seginf audit` printed them, in file order: JSON Lines, of which one line is held at a time, or the
 * JSON document. Gzipped or not; stdin for "-".
 *
 * @param onReading told, before the first finding, how the corpus was read, where the file says so: only a document does
 * @throws SeginfError naming the file, and the line where there is one
 */
export async function* readFindings(
  source: string,
  stdin?: Readable,
  onReading?: (reading: AuditedReading) => void,
): AsyncGenerator<RankedFinding> {
  const file = sourceName(source);
  const lines: { text: string; number: number }[] = [];
  const splitter = new LineSplitter(file, {
    line(bytes, start, end, number) {
      lines.push({ text: bytes.toString("utf8", start, end), number });
    },
  });
  const document: string[] = [];
  let isDocument: boolean | undefined;
  function* taken(): Generator<RankedFinding> {
    for (const { text, number } of lines.splice(0)) {
      if (isDocument === undefined && text.trim() !== "") isDocument = !isFindingLine(text);
      if (isDocument) document.push(text);
      else if (text.trim() !== "") yield checkedFinding(parsed(text, file, number), file, number);
    }
  }
  for await (const chunk of readBytes(source, stdin, undefined)) {
    splitter.feed(chunk);
    yield* taken();
  }
  splitter.end();
  yield* taken();
  if (!isDocument) return;
  const value = parsed(document.join("\n"), file);
  const audited = v.safeParse(auditedSchema, value);
  if (audited.success) onReading?.(audited.output.train);
  yield* findingsOf(value, file);
}

/** Whether a file's first line is a finding of its own, or at least no beginning of a document. */
function isFindingLine(text: string): boolean {
  try {
    const value = parseJson(text);
    return !(typeof value === "object" && value !== null && "findings" in value);
  } catch {
    return !text.trim().startsWith("{");
  }
}

function parsed(text: string, file: string, line?: number): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    throw new SeginfError(jsonFault(error, "this is not JSON"), { file, line }, HINT);
  }
}

function* findingsOf(value: unknown, file: string): Generator<RankedFinding> {
  const findings = (value as { readonly findings?: unknown } | null)?.findings;
  if (!Array.isArray(findings)) throw new SeginfError("this JSON document holds no findings", { file }, HINT);
  for (const finding of findings) yield checkedFinding(finding, file);
}

function checkedFinding(value: unknown, file: string, line?: number): RankedFinding {
  return shaped(rankedFindingSchema, value, "it", ({ what }) => {
    throw new SeginfError(`not a finding: ${what}`, { file, line }, HINT);
  });
}

const HINT = "give what seginf audit --format jsonl (or json) wrote";
