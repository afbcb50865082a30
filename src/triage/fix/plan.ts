import { readSegments, tagFixes } from "../../corpus/index.js";
import { overlap, type Stretch } from "../../corpus/overlap.js";
import type { Corpus, Scheme } from "../../corpus/types.js";
import type { Replacement } from "../../findings/report.js";
import { at } from "../../math/at.js";
import { retagged, segmentsOf } from "./retag.js";
import { tagsOf } from "./sentence.js";
import type { Edit } from "./types.js";

/** An edit that was left out, and why, as a clause. */
export interface Skipped {
  readonly edit: Edit;
  readonly why: string;
}

/** The tags that change, by token index over the corpus, and what became of each edit. */
export interface FixPlan {
  readonly tags: ReadonlyMap<number, string>;
  readonly applied: readonly Edit[];
  readonly skipped: readonly Skipped[];
}

/**
 * Determines which tags of the corpus the edits change. Of two edits that touch the same segment the first one counts.
 *
 * @param scheme that the tags are written in, and will be
 * @param edits those with the highest priority first; they must fit the corpus (requireFitting)
 */
export function planFixes(corpus: Corpus, scheme: Scheme, edits: readonly Edit[]): FixPlan {
  const changed = new Map<number, string>();
  const foreign = new Set(corpus.foreign?.map(({ token }) => token));
  const canonicalOf = new Map(
    tagFixes(corpus, readSegments(corpus, scheme).illFormed).map(({ token, canonical }) => [token, canonical]),
  );
  const applied: Edit[] = [];
  const skipped: Skipped[] = [];
  for (const [sentence, own] of bySentence(edits)) {
    const first = at(corpus.sentenceStart, sentence);
    const before = tagsOf(corpus, sentence);
    const meant = own.map((edit) => canonical(edit, canonicalOf.get(first + edit.start)));
    const done = planSentence(before, scheme, meant);
    for (const [i, tag] of done.tags.entries()) if (tag !== before[i]) changed.set(first + i, tag);
    // What a foreign tag was read as is what the sentence has already; in the file it is still to be written.
    for (const { replacement, start } of done.applied) {
      if (replacement === null && foreign.has(first + start)) changed.set(first + start, at(done.tags, start));
    }
    for (const edit of done.applied) applied.push(edit);
    for (const edit of done.skipped) skipped.push(edit);
  }
  return { tags: changed, applied, skipped };
}

/** An edit of a tag with its suggestion as the schemes write it, and not as the file does. */
function canonical(edit: Edit, suggestion: string | undefined): Edit {
  return edit.replacement === null && suggestion !== undefined ? { ...edit, suggestion } : edit;
}

function bySentence(edits: readonly Edit[]): Map<number, Edit[]> {
  const groups = new Map<number, Edit[]>();
  for (const edit of edits) {
    const group = groups.get(edit.sentence);
    if (group) group.push(edit);
    else groups.set(edit.sentence, [edit]);
  }
  return new Map([...groups].sort(([a], [b]) => a - b));
}

function planSentence(before: readonly string[], scheme: Scheme, edits: readonly Edit[]) {
  const segments = segmentsOf(before, scheme);
  const applied: Edit[] = [];
  const skipped: Skipped[] = [];
  const replacements: Replacement[] = [];
  const zones: Stretch[] = [];
  let tags: readonly string[] = before;
  for (const edit of edits) {
    const { replacement } = edit;
    if (replacement === null) continue;
    const zone = hull([replacement, ...segments.filter((segment) => overlap(segment, replacement))]);
    const next = retagged(before, [...replacements, replacement], scheme);
    if (zones.some((other) => overlap(zone, other))) {
      skipped.push({ edit, why: "another suggestion changes the same segment" });
    } else if (next === null) {
      skipped.push({ edit, why: `the scheme ${scheme} cannot encode it` });
    } else {
      tags = next;
      replacements.push(replacement);
      zones.push(zone);
      applied.push(edit);
    }
  }
  // Last the tags that break the scheme: where a replacement has rewritten a segment, it is well-formed by now.
  for (const edit of edits) {
    if (edit.replacement !== null) continue;
    const fixed = tags.with(edit.start, edit.suggestion);
    if (tags[edit.start] === before[edit.start] && isSameReading(fixed, tags, scheme)) tags = fixed;
    applied.push(edit);
  }
  return { tags, applied, skipped };
}

function hull(stretches: readonly Stretch[]): Stretch {
  return {
    start: Math.min(...stretches.map(({ start }) => start)),
    end: Math.max(...stretches.map(({ end }) => end)),
  };
}

function isSameReading(one: readonly string[], other: readonly string[], scheme: Scheme): boolean {
  return JSON.stringify(segmentsOf(one, scheme)) === JSON.stringify(segmentsOf(other, scheme));
}
