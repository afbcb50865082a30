import { SeginfError } from "../errors.js";
import { chunkTag, detectScheme, hasTag } from "./scheme.js";
import { writeTag } from "./spelling/tags.js";
import type { Corpus, Scheme } from "./types.js";

/** A tag that training lacks: how often the reference has it, and on which line first. */
export interface UnseenTag {
  readonly tag: string;
  readonly count: number;
  readonly line: number;
}

/** The tags of the reference that training lacks, in order of first occurrence. */
export function unseenTags(train: Corpus, reference: Corpus): UnseenTag[] {
  const known = new Set(train.tags?.values);
  const { values, ids } = reference.tags ?? { values: [], ids: new Int32Array(0) };
  const counts = new Int32Array(values.length);
  const firsts = new Int32Array(values.length);
  for (let t = 0; t < ids.length; t++) if (counts[ids[t]]++ === 0) firsts[ids[t]] = t;
  return values.flatMap((tag, id) =>
    known.has(tag) ? [] : [{ tag, count: counts[id], line: reference.lines[firsts[id]] }],
  );
}

const NAMED = 5;
const MARKS_ENDS: ReadonlySet<Scheme> = new Set(["BIOES", "BILOU"]);

/**
 * The same list, which is an error unless it is empty or allowed: a model trained on `train` can never predict them. Where ends
 * are tagged too, a label may well never have stood on a single token: such tags of known labels are no error.
 *
 * @throws SeginfError naming up to five of the tags and the line of the first, or saying that the schemes differ
 */
export function requireKnownTags(train: Corpus, reference: Corpus, allowUnseen: boolean): UnseenTag[] {
  const unseen = unseenTags(train, reference);
  if (unseen.length === 0 || allowUnseen) return unseen;
  const place = { file: reference.name, line: unseen[0].line };
  const types = new Set(train.tags?.values.map((tag) => chunkTag(tag)?.type));
  const areKnown = unseen.every(({ tag }) => types.has(chunkTag(tag)?.type));
  const schemes = areKnown ? differingSchemes(train, reference) : undefined;
  if (schemes) {
    const what = `the tags are written in ${schemes[1]}, but those of ${train.name} in ${schemes[0]}`;
    throw new SeginfError(what, place, "convert one of the two files");
  }
  if (areKnown && MARKS_ENDS.has(detectScheme([train]))) return unseen;
  const named = unseen.slice(0, NAMED).map(({ tag, count }) => `${tag} (${count}×)`);
  const rest = unseen.length > NAMED ? ` and ${unseen.length - NAMED} more` : "";
  const what = `${train.name} has no tag ${named.join(", ")}${rest}`;
  throw new SeginfError(what, place, "fix them or pass --allow-unseen");
}

/** The schemes of the two, where they cannot be read as one. */
function differingSchemes(train: Corpus, reference: Corpus): readonly [string, string] | undefined {
  const schemes = [detectScheme([train]), detectScheme([reference])] as const;
  return compatibleSchemes(...schemes) ? undefined : schemes;
}

/** Whether files in the two schemes can be read as one: IO is IOB1 in which no two segments of a type touch. */
function compatibleSchemes(one: Scheme, other: Scheme): boolean {
  return one === other || [one, other].sort().join() === "IO,IOB1";
}

/**
 * The scheme that both corpora, `train` and `reference`, are written in.
 *
 * @throws SeginfError where each is written in one of its own: read as one scheme, every segment of one of them would be
 * ill-formed, and what the tagger gives could never equal it
 */
export function commonScheme(train: Corpus, reference: Corpus): Scheme {
  const [one, other] = [detectScheme([train]), detectScheme([reference])];
  if (compatibleSchemes(one, other)) return one === other ? one : "IOB1";
  const there = firstForeign(reference, one);
  const here = firstForeign(train, other);
  const examples = [
    ...(there ? [`${there.tag} stands in line ${there.line}`] : []),
    ...(here ? [`${here.tag} in line ${here.line} of ${train.name}`] : []),
  ];
  throw new SeginfError(
    `the tags are written in ${other}, but those of ${train.name} in ${one}${examples.length > 0 ? `: ${examples.join(", ")}` : ""}`,
    { file: reference.name },
    "convert one of the two files, or name the scheme of both with --scheme",
  );
}

/** The first tag that a scheme does not have, as the file writes it, and its line. */
function firstForeign(corpus: Corpus, scheme: Scheme): { readonly tag: string; readonly line: number } | undefined {
  const { tags, lines, spelling } = corpus;
  const foreign = tags?.values.findIndex((tag) => !hasTag(scheme, tag)) ?? -1;
  if (!tags || foreign < 0) return undefined;
  const tag = tags.values[foreign];
  return { tag: spelling ? writeTag(spelling, tag) : tag, line: lines[tags.ids.indexOf(foreign)] };
}
