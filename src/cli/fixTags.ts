import { expandFiles, readSegments, tagFixes } from "../corpus/index.js";
import { SeginfError } from "../errors.js";
import type { FlagsOf } from "../options/table.js";
import { readAgain, readCorpora, schemeOf } from "../pipeline/reading.js";
import { counted } from "../report/numbers.js";
import type { Context } from "./context.js";
import { environmentOf } from "./environment.js";
import { type FixedFile, fixedFile, stateOf, writeFixed } from "./fixedFiles.js";

/**
 * Corrects, in place, the tags that break their file's scheme. What they are read as stays the same, so the correction is
 * certain; a tag of another scheme is a guess, and stays.
 *
 * @param source a file, or a pattern
 * @throws SeginfError where it cannot be written
 */
export async function fixTags(context: Context, source: string, flags: FlagsOf<"audit">): Promise<void> {
  if (source === "-") throw new SeginfError("standard input cannot be written in place", {}, "name the file");
  const fixed: FixedFile[] = [];
  const says: string[] = [];
  for (const file of await expandFiles(source)) {
    const state = await stateOf(file, { inPlace: true });
    const [corpus] = await readCorpora(environmentOf(context), [file], { ...flags, keepBytes: true }, []);
    const scheme = schemeOf(flags.scheme, [corpus]);
    const broken = tagFixes(corpus, readSegments(corpus, scheme).illFormed).filter(({ kind }) => kind === "ill-formed");
    if (broken.length === 0) continue;
    const tags = new Map(broken.map(({ token, canonical }) => [token, canonical]));
    const readBack = async (bytes: Buffer) => {
      const read = await readAgain(environmentOf(context), file, bytes, flags);
      return { corpus: read, scheme: schemeOf(flags.scheme, [read]) };
    };
    fixed.push(await fixedFile({ source: file, state, found: { corpus, scheme, readBack }, tags }));
    says.push(`${corpus.name}: ${counted(broken.length, "tag")} corrected`);
  }
  await writeFixed(context, fixed, { inPlace: true });
  for (const line of says) context.output().note(line);
}
