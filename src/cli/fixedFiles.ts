import { SeginfError } from "../errors.js";
import { at } from "../math/at.js";
import { writeAtomically } from "../storage/index.js";
import { unifiedDiff } from "../triage/fix/patch.js";
import { compressionOfFile, compressionOfName, packed, patchName } from "./compressedFiles.js";
import type { Context } from "./context.js";

/** A corpus file before and after its corrections, decompressed. */
export interface FixedFile {
  /** Its name, "-" for standard input. */
  readonly source: string;
  readonly encoding: string;
  readonly before: Buffer;
  readonly after: Buffer;
  /** The lines that differ; null where lines came or went. */
  readonly lines: readonly number[] | null;
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
    // All are packed before one is written: what cannot be written leaves the others as they were.
    const written: (Iterable<Buffer> | AsyncIterable<Uint8Array>)[] = [];
    for (const { source, after } of changed) written.push(packed([after], await compressionOfFile(source), source));
    for (const [i, { source }] of changed.entries())
      await context.writing(() => writeAtomically(source, at(written, i)));
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
