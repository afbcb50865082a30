import { textOf } from "../../corpus/encoding/raw-text.js";
import { CorpusReader } from "../../corpus/reader.js";
import type { Column, Corpus } from "../../corpus/types.js";
import { SeginfError } from "../../errors.js";
import { at } from "../../math/at.js";
import type { ReadingFlags } from "../../options/table.js";
import { readingOptions } from "../../pipeline/reading.js";
import { parseJson } from "../../storage/parseJson.js";
import type { Context } from "../context.js";

/** The column of a CoNLL-U row in which `seginf tag` leaves its predictions, from 0, and how. */
const MISC = 9;
const PREDICTED = /(?:^|\|)Predicted=([^|]*)/;
const PREDICTED_FIELD = "predicted_tags";

/**
 * Reads a file of predictions. Where no column is named, they are what `seginf tag` wrote: the last column, Predicted in
 * MISC, or the field predicted_tags; and where it wrote nothing, what a corpus's labels are by default.
 *
 * @param like the gold standard
 */
export async function readPredicted(
  context: Context,
  file: string,
  options: ReadingFlags & { readonly predictedColumn?: string },
  like?: Corpus,
): Promise<Corpus> {
  const { readCorpus, withCanonicalTags } = await import("../../corpus/index.js");
  const reading = readingOptions(context.host, options);
  const bare = await readCorpus(file, { ...reading, labelColumn: null, columns: "all", keepBytes: true });
  const bytes = textOf(bare.bytes as Buffer, bare.encoding);
  const misc = bare.format === "conllu" ? bare.columns.get(MISC) : undefined;
  if (options.predictedColumn === undefined && misc?.values.some((value) => PREDICTED.test(value))) {
    return withCanonicalTags({ ...bare, tags: predictedIn(misc, bare) }, options.scheme, like?.spelling);
  }
  const written = bare.format === "jsonl" && hasPredictedField(bytes) ? PREDICTED_FIELD : undefined;
  // A column more than in the gold standard is the one that has been added.
  const isWider = bare.format === "columns" && bare.plan?.layout.width !== like?.plan?.layout.width;
  const labelColumn = options.predictedColumn ?? written ?? options.labelColumn ?? (isWider ? "-1" : undefined);
  // From the bytes, not from the file again: it may be a pipe.
  const reader = new CorpusReader(bare.name, { ...reading, format: bare.format, labelColumn, like });
  reader.feed(bytes);
  return reader.finish(bare.digest, { encoding: bare.encoding, replacedBytes: bare.replacedBytes });
}

function predictedIn(misc: Column, { name, lines }: Corpus): Column {
  const values: string[] = [];
  const idOf = new Map<string, number>();
  const idOfMisc = misc.values.map((value) => {
    const tag = PREDICTED.exec(value)?.[1];
    if (tag === undefined) return -1;
    if (!idOf.has(tag)) idOf.set(tag, values.push(tag) - 1);
    return idOf.get(tag) as number;
  });
  const ids = misc.ids.map((id) => at(idOfMisc, id));
  const without = ids.indexOf(-1);
  if (without < 0) return { values, ids };
  const place = { file: name, line: lines[without] };
  throw new SeginfError("no Predicted= in MISC, though other rows have one", place, "tag the file again");
}

function hasPredictedField(bytes: Buffer): boolean {
  const newline = bytes.indexOf(10);
  const first = bytes.toString("utf8", 0, newline < 0 ? bytes.length : newline).replace(/^\uFEFF/, "");
  try {
    return Object.hasOwn(parseJson(first) as object, PREDICTED_FIELD);
  } catch {
    // A blank first line.
    return false;
  }
}
