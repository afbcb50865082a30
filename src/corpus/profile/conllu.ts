import { SeginfError } from "../../errors.js";
import { taggedKeys } from "./keys.js";
import type { ColumnChoice, ColumnProfile } from "./plan.js";

const UPOS = 3;
const XPOS = 4;
const MISC = 9;
/** What seginf tag leaves there is no annotation. */
const PREDICTED = "Predicted";
/** A key holds tags of all tokens where at least this share of them has it. */
const NEARLY_ALL = 0.95;

/**
 * The labels of CoNLL-U: UPOS. Where all rows have tags of segments under a key of MISC, those where UPOS is empty; else only
 * the user can say which are meant. XPOS where neither is there.
 *
 * @throws SeginfError naming both
 */
export function conlluLabels(
  file: string,
  columns: readonly ColumnProfile[],
  resolve: (selector: string) => ColumnChoice,
): ColumnChoice {
  const isEmpty = (index: number) => (columns[index]?.counts.size ?? 2) < 2;
  const keys = taggedKeys(columns[MISC]?.counts ?? new Map()).filter(
    ({ key, share }) => share >= NEARLY_ALL && key !== PREDICTED,
  );
  if (columns.length === 0 || columns[UPOS]?.kind === "chunk" || (keys.length === 0 && !isEmpty(UPOS)))
    return resolve("UPOS");
  const why = "UPOS is always the same";
  if (keys.length === 0) return isEmpty(XPOS) ? resolve("UPOS") : { ...resolve("XPOS"), why };
  const named = keys.map(({ key }) => `MISC:${key}`);
  if (keys.length === 1 && isEmpty(UPOS)) return { ...resolve(named[0]), why };
  const choices = [...named, ...(isEmpty(UPOS) ? [] : ["UPOS"])].map((one) => `--label-column ${one}`);
  const what = `UPOS holds labels for all tokens, and ${named.join(" and ")} holds tags of segments`;
  throw new SeginfError(
    isEmpty(UPOS) ? `${named.join(" and ")} hold tags` : what,
    { file },
    `choose with ${choices.join(" or ")}`,
  );
}
