import { filesOf } from "../../corpus/files.js";

import { readVerdicts, type VerdictEntry } from "../../findings/verdicts/index.js";
import type { Audited } from "../../pipeline/audit.js";
import { isThere } from "../../storage/isThere.js";
import { standingVerdicts } from "../../triage/fix/standing.js";
import { corpusPathFrom } from "../../triage/verdicts/corpusPath.js";
import type { Context } from "../context.js";

/**
 * The entries of a baseline; none, with a note, where the file is not there yet: a setting may name it before it is
 * written, and a name that is wrong accepts nothing.
 *
 * @throws SeginfError with the line of what is wrong in it
 */
export async function readBaseline(context: Context, file: string | undefined): Promise<readonly VerdictEntry[]> {
  if (file === undefined) return [];
  if (await isThere(file)) return (await readVerdicts(file)).entries;
  context.output().note(`${file} does not exist, so no finding is accepted; seginf baseline write creates it`);
  return [];
}

/**
 * The entries about these corpora that can go: no finding is theirs, and their segment is gone or labelled otherwise.
 * One that is still there stays, though no run of late has found it suspicious: the next might. So does an error that has been corrected,
 * which scores learn from.
 */
export function staleEntries(
  file: string,
  entries: readonly VerdictEntry[],
  { inputs: { train, reference }, baseline }: Pick<Audited, "inputs" | "baseline">,
): VerdictEntry[] {
  const corpora = reference ? [train.corpus, reference.corpus] : [train.corpus];
  return corpora.flatMap((corpus) => {
    const names = filesOf(corpus).map(({ name }) => corpusPathFrom(file, name));
    const silent = entries.filter((entry) => names.includes(entry.file) && baseline.met(entry) === 0);
    const standing = standingVerdicts(corpus, train.scheme, silent);
    return silent.filter((entry) => !standing.has(entry) && !isRecord(entry));
  });
}

/** An error that has been corrected as it should be: what its score was worth is remembered. */
const isRecord = ({ verdict, score }: VerdictEntry): boolean => verdict === "fixed" && score !== undefined;
