import { SeginfError } from "../../errors.js";
import { type SourceText, Splice } from "../splice.js";
import type { Corpus } from "../types.js";
import { isObject } from "./class-names.js";
import { inOrder, type TextEdit } from "./edits.js";
import type { FoundRecord } from "./find-records.js";
import { recordOptions } from "./parser.js";
import type { RecordOptions } from "./record.js";
import { Locator } from "./scan.js";
import { beginsDocument, type Unit, unitOfLine, unitsOfDocument } from "./units.js";

/** A stretch of the file that is parsed at once: a line, or a document. */
interface Stretch {
  readonly text: string;
  /** Of its first byte. */
  readonly offset: number;
  readonly units: Iterable<Unit>;
}

/** The bytes of a JSON corpus with some of its tags replaced. */
export function jsonWithTags(source: SourceText, corpus: Corpus, tags: ReadonlyMap<number, string>): Generator<Buffer> {
  let token = 0;
  return rewritten(source, corpus, ({ record, path }, root) => {
    const first = token;
    token += record.tokens.length;
    const own = new Map<number, string>();
    for (let i = 0; i < record.tokens.length; i++) {
      const tag = tags.get(first + i);
      if (tag !== undefined) own.set(i, tag);
    }
    return own.size > 0 ? record.retag(root.within(path), own) : [];
  });
}

/** The bytes of a JSON corpus with a field of predicted tags, or spans, at the end of each record. */
export function jsonWithPredictions(
  source: SourceText,
  corpus: Corpus,
  tagOf: (token: number) => string,
): Generator<Buffer> {
  let token = 0;
  return rewritten(source, corpus, ({ record, path, value }, root) => {
    const first = token;
    token += record.tokens.length;
    const [field, predicted] = record.predicted(record.tokens.map((_, i) => tagOf(first + i)));
    const place = { file: corpus.name, line: corpus.lines[first] };
    if (!isObject(value))
      throw new SeginfError("a record that is a list has no room for predictions", place, "give objects");
    if (Object.hasOwn(value, field))
      throw new SeginfError(`the file holds predictions already (${field})`, place, "tag the original file");
    const { end } = root.within(path).at([]) as { end: number };
    return [{ start: end - 1, end: end - 1, text: `, ${JSON.stringify(field)}: ${JSON.stringify(predicted)}` }];
  });
}

function* rewritten(
  source: SourceText,
  corpus: Corpus,
  edit: (found: FoundRecord, root: Locator) => readonly TextEdit[],
): Generator<Buffer> {
  const options = optionsOf(corpus);
  // Once without changes: new spans take the form of those that are there, be it further down.
  for (const { units } of stretches(source.bytes, options)) for (const _ of units);
  const splice = new Splice(source.bytes, source.file);
  for (const { text, offset, units } of stretches(source.bytes, options)) {
    const edits: TextEdit[] = [];
    for (const unit of units) {
      const root = new Locator(text, unit.start);
      for (const found of unit.records) edits.push(...edit(found, root));
    }
    let [at, byte] = [0, offset];
    const byteOf = (character: number) => {
      byte += Buffer.byteLength(text.slice(at, character));
      at = character;
      return byte;
    };
    for (const { start, end, text: inserted } of inOrder(edits)) {
      splice.copyTo(byteOf(start));
      splice.skipTo(byteOf(end));
      splice.insert(Buffer.from(inserted));
    }
    if (splice.isFull) yield splice.take();
  }
  splice.copyTo(source.bytes.length);
  yield splice.take();
}

function optionsOf({ reading, tags }: Corpus): RecordOptions {
  return recordOptions({
    tokenColumn: reading.tokenColumn ?? undefined,
    labelColumn: tags ? (reading.labelColumn ?? undefined) : null,
    offsets: reading.offsets,
    labelNames: reading.labelNames,
  });
}

/** @param bytes a corpus that has been read */
function* stretches(bytes: Buffer, options: RecordOptions): Generator<Stretch> {
  let isFirst = true;
  for (let start = bytes.indexOf("\uFEFF") === 0 ? 3 : 0; start < bytes.length; ) {
    const newline = bytes.indexOf(10, start);
    const end = newline < 0 ? bytes.length : newline;
    const text = bytes.toString("utf8", start, end);
    if (text.trim() !== "") {
      if (isFirst && beginsDocument(text, options)) {
        const whole = bytes.toString("utf8", start);
        yield { text: whole, offset: start, units: readable(whole, options) };
        return;
      }
      isFirst = false;
      yield { text, offset: start, units: [unitOfLine(text, options)] };
    }
    start = end + 1;
  }
}

function* readable(text: string, options: RecordOptions): Generator<Unit> {
  for (const unit of unitsOfDocument(text, options)) {
    if ("error" in unit) throw unit.error;
    yield unit;
  }
}
