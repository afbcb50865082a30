import { SeginfError } from "../../errors.js";
import { taggedKeys } from "./keys.js";
import type { ColumnChoice, ColumnProfile } from "./plan.js";

const UPOS = 3;
const XPOS = 4;
/** Columns whose fields are lists of key=value. */
const ENTRIES = [
  ["FEATS", 5],
  ["MISC", 9],
] as const;
/** Columns that may hold a tag and nothing else. */
const BARE = [["XPOS", XPOS], ...ENTRIES, ["DEPS", 8]] as const;
/** What seginf tag leaves there is no annotation. */
const PREDICTED = "Predicted";

/**
 * The labels of CoNLL-U: UPOS. Where words have tags of segments in MISC, FEATS or XPOS, under a key or alone, those where UPOS is
 * empty; else only the user can say which are meant. XPOS where there is neither.
 *
 * @throws SeginfError naming all of them
 */
export function conlluLabels(
  file: string,
  columns: readonly ColumnProfile[],
  resolve: (selector: string) => ColumnChoice,
): ColumnChoice {
  if (columns.length === 0 || columns[UPOS]?.kind === "chunk") return resolve("UPOS");
  const isEmpty = (index: number) => (columns[index]?.counts.size ?? 2) < 2;
  const tagged = selectorsOfTags(columns);
  const why = "UPOS is always the same";
  if (tagged.length === 0) return isEmpty(UPOS) && !isEmpty(XPOS) ? { ...resolve("XPOS"), why } : resolve("UPOS");
  if (tagged.length === 1 && isEmpty(UPOS)) return { ...resolve(tagged[0]), why };
  const choices = [...tagged, ...(isEmpty(UPOS) ? [] : ["UPOS"])].map((one) => `--label-column ${one}`);
  const named = tagged.join(" and ");
  const what = isEmpty(UPOS)
    ? `${named} hold tags of segments`
    : `UPOS holds labels for all tokens, and ${named} ${tagged.length > 1 ? "hold" : "holds"} tags of segments`;
  throw new SeginfError(what, { file }, `choose with ${choices.join(" or ")}`);
}

/** The columns, and the keys in them, that hold tags of segments, as --label-column takes them. */
function selectorsOfTags(columns: readonly ColumnProfile[]): string[] {
  const bare = BARE.filter(([, index]) => columns[index]?.kind === "chunk").map(([name]) => name as string);
  const keyed = ENTRIES.flatMap(([name, index]) =>
    taggedKeys(columns[index]?.counts ?? new Map())
      .filter(({ key }) => key !== PREDICTED)
      .map(({ key }) => `${name}:${key}`),
  );
  return [...bare, ...keyed];
}
