import { createHash } from "node:crypto";
import { writeAtomically } from "./atomic.js";
import {
  editedError,
  MOST_PREAMBLE,
  type Preamble,
  preambleLength,
  preambleParts,
  readPreamble,
  SealedFileError,
  type SealKind,
  shapelessError,
} from "./envelope.js";
import { parseJson } from "./parseJson.js";
import { openToRead, type ReadSource } from "./readSource.js";
import {
  aligned,
  byteLength,
  entryOf,
  fromFileBytes,
  type Section,
  type SectionEntry,
  toFileBytes,
} from "./sections.js";

/** What a sealed file holds: anything JSON can say, and named arrays. */
export interface SealedContent {
  readonly header: Readonly<Record<string, unknown>>;
  readonly sections: Readonly<Record<string, Section>>;
}

/**
 * Writes a sealed file, atomically:
 *
 *     seginf-model 1
 *     sha256 <64 hex digits, over every other byte of the file>
 *     bytes <length of the file> header <length of the header>
 *     {"header": …, "sections": [{"name", "type", "length"}, …]}
 *
 * and then each section's elements, little-endian, from the next multiple of 8 bytes, with zeros between. The same
 * content always gives the same bytes.
 */
export async function sealFile(
  path: string,
  { kind, version, header, sections }: SealKind & SealedContent,
): Promise<void> {
  const names = Object.keys(sections);
  const table = names.map((name) => entryOf(name, sections[name]!));
  const json = Buffer.from(JSON.stringify({ header, sections: table }));
  const start = preambleLength({ kind, version });
  const { offsets, end } = layout(start + json.length, table);
  const [before, after] = preambleParts({ kind, version }, end, json.length);

  const body: Uint8Array[] = [Buffer.from(after), json];
  let written = start + json.length;
  for (const [i, name] of names.entries()) {
    const bytes = toFileBytes(sections[name]!);
    body.push(new Uint8Array(offsets[i]! - written), bytes);
    written = offsets[i]! + bytes.length;
  }
  const hash = createHash("sha256").update(before);
  for (const part of body) hash.update(part);
  await writeAtomically(path, [before, hash.digest("hex"), ...body]);
}

/**
 * Opens a sealed file. Nothing of it is believed before its checksum has been compared; the arrays are views into the
 * one buffer that was read.
 * @throws SealedFileError saying whether the file is missing, unreadable, empty, foreign, of another version,
 * truncated or edited, and what to do
 */
export async function openSealed(path: string, expected: SealKind): Promise<SealedContent> {
  const source = await openToRead(path, expected.kind);
  try {
    const { bytes, preamble } = await readWhole(source, path, expected);
    if (digestOf(bytes, preamble, expected) !== preamble.digest) throw editedError(path, expected.kind);
    return parse(bytes, preamble, path, expected);
  } finally {
    await source.close();
  }
}

/**
 * The header of a sealed file, read without the rest and so without proof: for listings only.
 * @throws SealedFileError as openSealed, but not for edits past the first lines
 */
export async function peekSealed(path: string, expected: SealKind): Promise<SealedContent["header"]> {
  const source = await openToRead(path, expected.kind);
  try {
    const preamble = readPreamble(path, await source.read(MOST_PREAMBLE), source.size, expected);
    const bytes = await source.read(preamble.length + preamble.header);
    return contents(bytes.subarray(preamble.length), path, expected).header;
  } finally {
    await source.close();
  }
}

/** What was sealed rightly and does not have the shape that its reader needs: by whom it was sealed, nobody knows. */
export class ShapeError extends Error {
  override readonly name = "ShapeError";
}

/**
 * A section by name and type: `section(model, "weights", Float64Array)`.
 *
 * @param length in elements, where its reader knows it
 * @throws ShapeError where there is none
 */
export function section<T extends Section>(
  { sections }: Pick<SealedContent, "sections">,
  name: string,
  type: abstract new (...args: never[]) => T,
  length?: number,
): T {
  const found = Object.hasOwn(sections, name) ? sections[name] : undefined;
  if (!(found instanceof type)) throw new ShapeError(`no section ${JSON.stringify(name)} of type ${type.name}`);
  if (length === undefined || found.length === length) return found;
  throw new ShapeError(`the section ${JSON.stringify(name)} has ${found.length} elements, not ${length}`);
}

async function readWhole(source: ReadSource, path: string, expected: SealKind) {
  // The first lines come first, so that a huge file of another kind is refused without reading it.
  const preamble = readPreamble(path, await source.read(MOST_PREAMBLE), source.size, expected);
  const bytes = await source.read(preamble.total);
  if (bytes.length < preamble.total) {
    throw new SealedFileError("truncated", path, "became shorter while it was read", "try again");
  }
  return { bytes, preamble };
}

function digestOf(bytes: Uint8Array, preamble: Preamble, expected: SealKind): string {
  const before = preambleParts(expected, 0, 0)[0].length;
  return createHash("sha256")
    .update(bytes.subarray(0, before))
    .update(bytes.subarray(before + preamble.digest.length))
    .digest("hex");
}

function parse(bytes: Uint8Array, preamble: Preamble, path: string, expected: SealKind): SealedContent {
  const headerEnd = preamble.length + preamble.header;
  const { header, sections: table } = contents(bytes.subarray(preamble.length, headerEnd), path, expected);
  const { offsets, end } = layout(headerEnd, table);
  if (end !== bytes.length) throw shapelessError(path, expected.kind);
  return {
    header,
    sections: Object.fromEntries(table.map((entry, i) => [entry.name, fromFileBytes(bytes, offsets[i]!, entry)])),
  };
}

/** The header and the table, shape checked: a checksum proves that nothing changed, not who wrote it. */
function contents(
  json: Uint8Array,
  path: string,
  { kind }: SealKind,
): { header: SealedContent["header"]; sections: SectionEntry[] } {
  let content: { header?: unknown; sections?: unknown } | null;
  try {
    const text = Buffer.from(json.buffer, json.byteOffset, json.byteLength).toString("utf8");
    content = parseJson(text) as typeof content;
  } catch (cause) {
    throw shapelessError(path, kind, cause);
  }
  const { header, sections } = content ?? {};
  if (typeof header !== "object" || header === null || Array.isArray(header)) throw shapelessError(path, kind);
  if (!Array.isArray(sections) || !sections.every(isEntry)) throw shapelessError(path, kind);
  return { header: header as SealedContent["header"], sections };
}

function isEntry(entry: unknown): entry is SectionEntry {
  if (typeof entry !== "object" || entry === null) return false;
  const { name, type, length } = entry as Partial<Record<keyof SectionEntry, unknown>>;
  const typed = type === "f64" || type === "i32" || type === "u8";
  return typeof name === "string" && typed && Number.isSafeInteger(length) && (length as number) >= 0;
}

/** Where each section begins when the header ends at `headerEnd`, and where the last one ends. */
function layout(headerEnd: number, table: readonly SectionEntry[]): { offsets: number[]; end: number } {
  const offsets: number[] = [];
  let end = headerEnd;
  for (const entry of table) {
    const offset = aligned(end);
    offsets.push(offset);
    end = offset + byteLength(entry);
  }
  return { offsets, end };
}
