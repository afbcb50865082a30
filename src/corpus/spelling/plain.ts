import { SeginfError } from "../../errors.js";
import type { Column, Corpus } from "../types.js";
import { hasMixedPrefixes, recognise } from "./recognise.js";
import { holdsSeveral } from "./several.js";
import type { TagCounts } from "./types.js";

/** More labels make a tagger that takes hours, and are hardly ever meant. */
const MOST_LABELS = 300;
/** Fewer labels than this are never too many for a corpus, however small. */
const FEW_LABELS = 60;
/** Labels for one token in so many are words rather than labels. */
const TOKENS_PER_LABEL = 20;

/** B(LOC), B~LOC */
const ODDLY_PARTED = /^([BIESLUMW])[^\p{L}\p{N}]+(\p{L}.*?)[^\p{L}\p{N}]*$/su;

/** Letters of other scripts that look like those of tags. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  ...{ \u0412: "B", \u0392: "B", \u0395: "E", \u0415: "E", \u0406: "I", \u0399: "I", \u041c: "M", \u039c: "M" },
  ...{ \u041e: "O", \u039f: "O", \u0405: "S" },
};

/** The tag without quotes, brackets or invisible signs around it, in plain letters and hyphens. */
function undisguised(tag: string): string {
  const bare = tag
    .replace(/^(["'`])(.*)\1$/su, "$2")
    .replace(ODDLY_PARTED, "$1-$2")
    .replace(/^[([{<](?=.)|(?<=.)[)\]}>]$/gu, "");
  return bare
    .normalize("NFKC")
    .replace(/[\u2010-\u2015\u2212\uff0d]/gu, "-")
    .replace(/\p{Cf}/gu, "")
    .replace(/^.(?=$|[-_])/u, (letter) => LOOKALIKES[letter] ?? letter)
    .trim();
}

function isTagsUndisguised(counts: TagCounts): boolean {
  const bare = new Map<string, number>();
  for (const [tag, count] of counts) bare.set(undisguised(tag), (bare.get(undisguised(tag)) ?? 0) + count);
  const found = recognise(bare);
  return found !== null && found.chunked > 0;
}

/**
 * Makes sure that tags which are not those of segments can be meant as plain labels.
 *
 * @throws SeginfError where part of them are tags of segments, or there are too many of them
 */
export function requirePlain(corpus: Corpus, tags: Column, counts: TagCounts): void {
  const place = (tag: string) => ({
    file: corpus.name,
    line: corpus.lines[tags.ids.indexOf(tags.values.indexOf(tag))],
  });
  const several = tags.values.find(holdsSeveral);
  if (several !== undefined) {
    throw new SeginfError(`the labels hold several tags each (${several})`, place(several), layersHint(corpus));
  }
  const allDisguised = tags.values.filter((tag) => undisguised(tag) !== tag && undisguised(tag).length > 1);
  // A header that is quoted as well occurs once.
  const disguised = allDisguised.find((tag) => (counts.get(tag) ?? 0) > 1) ?? allDisguised[0];
  if (disguised !== undefined && isTagsUndisguised(counts)) {
    const what = `the tags are written as ${disguised}${unusualSign(disguised)}, and would be labels without prefixes`;
    throw new SeginfError(what, place(disguised), `write ${undisguised(disguised)}, or pass --scheme plain`);
  }
  if (hasMixedPrefixes(counts)) throw mixed(corpus, tags, counts);
  requireNoOutside(tags, counts, place);
  const labels = counts.size;
  const tokens = corpus.lines.length;
  if (labels <= MOST_LABELS && (labels <= FEW_LABELS || labels * TOKENS_PER_LABEL <= tokens)) return;
  const where = corpus.plan?.labels?.title ?? "the field of the labels";
  const what = `${where} holds ${labels} different labels for ${tokens} tokens`;
  const hint = "name another with --label-column, or pass --scheme plain to take them all (training takes long)";
  throw new SeginfError(what, { file: corpus.name }, hint);
}

/** What names one of several labels in a field. */
function layersHint({ plan }: Corpus): string {
  if (!plan?.labels) return "keep one of them in each";
  const { labels, layout } = plan;
  const column = labels.key === null ? (labels.number > 0 ? labels.number : layout.width + 1 + labels.number) : null;
  const layer = (n: number) => `--label-column ${column ?? labels.selector}:${n}`;
  return `read one layer of them: ${layer(1)} takes the first of each field, ${layer(2)} the second`;
}

/** Of signs that cannot be seen or look like others, which they are. */
function unusualSign(tag: string): string {
  const sign = /[\p{Cf}\u00a0\u0370-\u052f]/u.exec(tag)?.[0].codePointAt(0);
  return sign === undefined ? "" : ` (with U+${sign.toString(16).toUpperCase().padStart(4, "0")})`;
}

/** What stands for O and for no part of speech. */
const SURE_OUTSIDES = ["O", "o", "OTHER", "Other", "OUT", "Outside"];
const FEWEST_TOKENS = 20;

/** @throws SeginfError where at least half of the tokens are outside of segments: then the other labels are no plain ones */
function requireNoOutside(
  { values }: Column,
  counts: TagCounts,
  place: (tag: string) => { readonly file: string; readonly line: number },
): void {
  const outside = SURE_OUTSIDES.find((one) => counts.has(one));
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  if (outside === undefined || counts.size < 2 || total < FEWEST_TOKENS) return;
  if (2 * (counts.get(outside) ?? 0) < total) return;
  const other = values.find((value) => value !== outside) as string;
  const what = `${counts.get(outside)} of ${total} tokens have the label ${outside}, and ${other} is written as no tag of segments that is known`;
  throw new SeginfError(
    what,
    place(other),
    `write B-X and I-X, or pass --scheme plain if ${outside} is a label as others are`,
  );
}

function mixed({ name, lines }: Corpus, { values, ids }: Column, counts: TagCounts): SeginfError {
  const isPrefixed = (tag: string) => /^[BIESLU]-./su.test(tag);
  const bare = values.filter((tag) => !isPrefixed(tag) && tag !== "O");
  const total = (tags: readonly string[]) => tags.reduce((sum, tag) => sum + (counts.get(tag) ?? 0), 0);
  const example = values.find(isPrefixed);
  const what = `${total(values.filter(isPrefixed))} tags have a prefix (${example}) and ${total(bare)} have none (${bare[0]})`;
  const hint =
    "check --label-column, or name the scheme: --scheme BIO lists the others as errors, --scheme plain takes all";
  return new SeginfError(what, { file: name, line: lines[ids.indexOf(values.indexOf(bare[0]))] }, hint);
}
