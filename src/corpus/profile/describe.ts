import { detectScheme } from "../scheme.js";
import { readSegments } from "../segments.js";
import { schemeOfShared, withLettersSharedIn } from "../spelling/shared-letters.js";
import { spelled } from "../spelling/standing.js";
import { writeTag } from "../spelling/tags.js";
import { isStandard, type Spelling, STANDARD } from "../spelling/types.js";
import type { Column, Corpus, Scheme } from "../types.js";

/**
 * One line on how a corpus is read and why: `tokens: column 2 (FORM)  labels: column 3, BIO, 7 labels, 109 segments`.
 *
 * @param scheme detected where it is left out
 */
export function readingLine(corpus: Corpus, scheme: Scheme = detectScheme([corpus])): string {
  const { plan, spelling } = corpus;
  const { segments } = readSegments(corpus, scheme);
  const figures = [counted(segments.labels.length, "label"), counted(segments.count, "segment")].join(", ");
  const how = `${scheme}${spelling && !isStandard(spelling) ? ` written as ${exampleOf(spelling, segments.labels[0] ?? "X")}` : ""}`;
  if (!plan) return `tokens and labels of JSON, ${how}, ${figures}`;
  const { tokens, labels } = plan;
  const why = [...new Set([tokens.why, labels?.why ?? null])].filter((one) => one !== null).join(", ");
  const reason = why === "" ? "" : ` (${why})`;
  return `tokens: ${tokens.title}  labels: ${labels?.title ?? "none"}, ${how}, ${figures}${reason}`;
}

/** Whether something about the reading is not as it would be without a look at the file. */
export function isUnusual({ plan, spelling }: Corpus): boolean {
  const isSpelled = spelling !== undefined && !isStandard(spelling);
  return isSpelled || plan?.tokens.why != null || plan?.labels?.why != null;
}

/** "PER-B and O", "B-PER, M-PER and O", and how single tokens are written where others are written so as well */
function exampleOf(spelling: Spelling, type: string): string {
  const { I = "I" } = spelling.letters;
  const first = writeTag(spelling, `B-${type}`);
  const next = I.toUpperCase() === "I" ? "" : `, ${writeTag(spelling, `I-${type}`)}`;
  const example = `${first}${next} and ${spelling.outside}`;
  const shared = schemeOfShared(spelling);
  if (!shared) return example;
  return `${example}, single tokens as ${writeTag(spelling, `${shared === "BIOES" ? "S" : "U"}-${type}`)}`;
}

/** Predicted tags of all tokens, written as the tags that the file itself has, if it has some. */
export function spelledAsInFile(corpus: Corpus, predicted: Column): string[] {
  return spelled(corpus, predicted, spellingOf(corpus));
}

/** How the tags that a file has are spelled, where it was read without its labels; undefined is as the schemes do. */
function spellingOf({ plan, spelling }: Corpus): Spelling | undefined {
  if (spelling || !plan) return spelling;
  const spellings = plan.columns.flatMap(({ kind, tags, counts }) =>
    tags && (kind === "chunk" || kind === "types") ? [withLettersSharedIn(tags.spelling, counts)] : [],
  );
  const has = (form: Spelling["form"]) => spellings.some((one) => one.form === form);
  // Prefixes and types in columns of their own are one tag in the column that is added.
  return has("untyped") && has("bare") ? undefined : spellings.at(-1);
}

/** What the user should know about foreign tags; null where there are none. */
export function foreignWarning({ name, foreign = [], lines, spelling = STANDARD }: Corpus): string | null {
  if (foreign.length === 0) return null;
  const { tag, token, readAs } = foreign[0];
  const first = `"${tag}" (line ${lines[token]}), read as ${writeTag(spelling, readAs)}`;
  const noun = foreign.length === 1 ? "1 tag is" : `${foreign.length} tags are`;
  return `${name}: ${noun} not spelled as the others: ${first}${foreign.length > 1 ? ", and more" : ""}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
