import { withTags } from "../corpus/index.js";
import { SeginfError } from "../errors.js";
import { at } from "../math/at.js";
import { type FileState, fileState, requireUnchanged } from "../storage/fileState.js";
import { writeAtomically } from "../storage/index.js";
import { unifiedDiff } from "../triage/fix/patch.js";
import { requireReadBack } from "../triage/fix/readBack.js";
import { compressionOfFile, compressionOfName, packed, patchName } from "./compressedFiles.js";
import type { Context } from "./context.js";
import type { DecidedEdits } from "./inputs/decisions.js";

/** A corpus file before and after its corrections, decompressed. */
export interface FixedFile {
  /** Its name, "-" for standard input. */
  readonly source: string;
  readonly encoding: string;
  readonly before: Buffer;
  readonly after: Buffer;
  /** The lines that differ; null where lines came or went. */
  readonly lines: readonly number[] | null;
  /** The file as it was before it was read; null where it is not to be read or written again. */
  readonly state: FileState | null;
}

/**
 * The state of a file that is to be written in place or patched, before it is read; null for any other.
 *
 * @throws SeginfError for a pipe, whose content is gone once it was read
 */
export async function stateOf(
  source: string,
  { inPlace, patch }: { readonly inPlace?: boolean; readonly patch?: boolean },
): Promise<FileState | null> {
  if (source === "-" || (!inPlace && !patch)) return null;
  const state = await fileState(source);
  if (state !== null) return state;
  throw new SeginfError("this is a pipe or a device, which can be read only once", { file: source }, "give -o FILE");
}

/**
 * A file with its tags changed, which was read again and says what was meant.
 *
 * @throws SeginfError where it would not
 */
export async function fixedFile({ source, state, found, tags }: ToFix): Promise<FixedFile> {
  const { corpus, scheme, readBack } = found;
  const before = corpus.bytes as Buffer;
  const after = Buffer.concat([...withTags(before, corpus, tags)]);
  if (tags.size > 0) {
    const read = await readBack(after).catch((error: unknown) => {
      if (!(error instanceof SeginfError)) throw error;
      const what = `once corrected, it could not be read: ${error.what}`;
      throw new SeginfError(what, { file: corpus.name, line: error.place.line }, "leave a correction out", {
        cause: error,
      });
    });
    requireReadBack({ corpus, scheme }, tags, read);
  }
  return { source, encoding: corpus.encoding, before, after, lines: changedLines(before, after), state };
}

/** A file with its edits, before they are made. */
export interface ToFix {
  readonly source: string;
  readonly state: FileState | null;
  readonly found: Pick<DecidedEdits, "corpus" | "scheme" | "readBack">;
  readonly tags: ReadonlyMap<number, string>;
}

/** The lines that differ, from 1, ascending; null where there are more or fewer of them than before. */
export function changedLines(before: Buffer, after: Buffer): number[] | null {
  const lines: number[] = [];
  let [old, next] = [0, 0];
  for (let number = 1; old < before.length || next < after.length; number++) {
    if (old >= before.length || next >= after.length) return null;
    const oldEnd = before.indexOf(10, old) + 1 || before.length;
    const nextEnd = after.indexOf(10, next) + 1 || after.length;
    if (before.compare(after, next, nextEnd, old, oldEnd) !== 0) lines.push(number);
    [old, next] = [oldEnd, nextEnd];
  }
  return lines;
}

/** Writes the files where the flags say: in place, as one patch, or the one file to a place of its own. */
export async function writeFixed(
  context: Context,
  files: readonly FixedFile[],
  { inPlace, patch, output }: { readonly inPlace?: boolean; readonly patch?: boolean; readonly output?: string },
): Promise<void> {
  if (inPlace) {
    const changed = files.filter(({ lines }) => lines?.length !== 0);
    for (const { source, state } of changed) if (state) await requireUnchanged(source, state);
    // All are packed before one is written: what cannot be written leaves the others as they were.
    const written: (Iterable<Buffer> | AsyncIterable<Uint8Array>)[] = [];
    for (const { source, after } of changed) written.push(packed([after], await compressionOfFile(source), source));
    for (const [i, { source, state }] of changed.entries())
      await context.writing(() => writeAtomically(source, at(written, i), state ?? undefined));
    return;
  }
  const chunks: Buffer[] = [];
  for (const file of files) chunks.push(...(patch ? await patchOf(file) : [file.after]));
  if (output === undefined) await context.output().write(chunks);
  else {
    const bytes = patch ? chunks : packed(chunks, compressionOfName(output), output);
    await context.writing(() => writeAtomically(output, bytes));
  }
}

/** @throws SeginfError where no patch can say what changes */
async function patchOf({ source, encoding, before, after, lines }: FixedFile): Promise<Iterable<Buffer>> {
  const name = source === "-" ? "<stdin>" : source;
  const compression = source === "-" ? null : await compressionOfFile(source);
  const why =
    compression !== null
      ? `a patch cannot be applied to a file compressed by ${compression}`
      : encoding.startsWith("utf-16")
        ? "a patch cannot be made of UTF-16"
        : lines === null
          ? "a patch cannot be made where spans come or go in lines of their own"
          : null;
  if (why !== null) throw new SeginfError(why, { file: name }, "give --in-place or -o FILE");
  return unifiedDiff(patchName(name), before, after, lines ?? []);
}
