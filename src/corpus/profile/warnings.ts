import type { Corpus } from "../types.js";
import type { ColumnChoice, RowRules } from "./plan.js";
import type { SampleRow } from "./sample.js";

const FEWEST_SENTENCES = 10;
const SENTENCE_END = /^[.!?。！？…]+$/u;
const MANY_SENTENCES = 50;
/** No sentence has more tokens. */
const LONGEST_SENTENCE = 1000;

/** What looks wrong in the first rows. */
export function sampleWarnings(
  rows: readonly SampleRow[],
  { number }: ColumnChoice,
  rules: RowRules,
  isConllu: boolean,
): string[] {
  const warnings: string[] = [];
  if (rules.language !== null) {
    warnings.push(`every token begins with "${rules.language}", which is left out of the tokens`);
  }
  const misplaced = misplacedBreaks(
    isConllu ? rows.filter(({ fields }) => /^\d+$/.test(fields[0] ?? "")) : rows,
    ({ fields }) => fields[number > 0 ? number - 1 : fields.length + number] ?? "",
  );
  if (misplaced !== null) warnings.push(misplaced);
  return warnings;
}

/** Where most sentences begin with a full stop, or end with the word after one. */
function misplacedBreaks(rows: readonly SampleRow[], wordOf: (row: SampleRow) => string): string | null {
  const isStop = (row: SampleRow | undefined) => row !== undefined && SENTENCE_END.test(wordOf(row));
  const isWord = (row: SampleRow) => /[\p{L}\p{N}]/u.test(wordOf(row));
  const breaks = rows.flatMap((row, i) => (i > 1 && row.block !== rows[i - 1].block ? [i] : []));
  if (breaks.length < FEWEST_SENTENCES) return null;
  const most = (found: readonly number[]) => found.length * 2 > breaks.length;
  const early = breaks.filter((i) => isStop(rows[i]));
  const late = breaks.filter(
    (i) => isStop(rows[i - 2]) && isWord(rows[i - 1]) && rows[i - 2].block === rows[i - 1].block,
  );
  if (most(early)) {
    const what = `${early.length} of the first ${breaks.length} sentence breaks stand before a full stop`;
    return `${what} (line ${rows[early[0]].line}): move each blank line one row down`;
  }
  if (!most(late)) return null;
  const what = `${late.length} of the first ${breaks.length} sentence breaks stand one token after the full stop`;
  return `${what} (line ${rows[late[0] - 1].line}): move each blank line one row up`;
}

/** What looks wrong in the sentences of a whole file. */
export function sentenceWarnings({ sentenceStart, lines }: Corpus): string[] {
  const sentences = sentenceStart.length - 1;
  const hint = "put a blank line between sentences: context and patterns are those of a sentence";
  if (sentences === 1 && lines.length > LONGEST_SENTENCE / 10) {
    return [`no sentence breaks: all ${lines.length} tokens are one sentence; ${hint}`];
  }
  if (sentences >= MANY_SENTENCES && sentences > 0.95 * lines.length) {
    return [`nearly all of ${sentences} sentences have one token: leave out the blank lines between its tokens`];
  }
  let long = 0;
  let first = -1;
  for (let k = 0; k < sentences; k++) {
    if (sentenceStart[k + 1] - sentenceStart[k] <= LONGEST_SENTENCE) continue;
    if (long++ === 0) first = k;
  }
  if (long === 0) return [];
  const tokens = sentenceStart[first + 1] - sentenceStart[first];
  const what = long === 1 ? "a sentence" : `${long} sentences`;
  return [
    `${what} of more than ${LONGEST_SENTENCE} tokens, the first at line ${lines[sentenceStart[first]]} (${tokens}); ${hint}`,
  ];
}

/** So many segments, or such a share of them, hardly ever touch where names of several tokens are marked. */
const FEWEST_TOUCHING = 10;
const TOUCHING_SHARE = 0.1;

/** Canonical tags that all begin with B, though many follow another of their label: names of several tokens, cut up. */
export function segmentWarnings({ tags, sentenceStart, lines }: Corpus): string[] {
  if (!tags || tags.values.some((tag) => !tag.startsWith("B-") && tag !== "O")) return [];
  const outside = tags.values.indexOf("O");
  let [segments, touching, first] = [0, 0, -1];
  for (let k = 0; k + 1 < sentenceStart.length; k++) {
    for (let t = sentenceStart[k]; t < sentenceStart[k + 1]; t++) {
      if (tags.ids[t] === outside) continue;
      segments++;
      if (t === sentenceStart[k] || tags.ids[t] !== tags.ids[t - 1]) continue;
      if (touching++ === 0) first = t;
    }
  }
  if (touching < FEWEST_TOUCHING || touching < TOUCHING_SHARE * segments) return [];
  const what = `no tag begins with I, and ${touching} of ${segments} segments follow another of their label`;
  return [`${what} (line ${lines[first]}): if they are names of several tokens, write I- for all but the first`];
}
