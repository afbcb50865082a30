import type { Corpus, Scheme } from "../../corpus/types.js";
import type { VerdictEntry } from "../../findings/verdicts/schema.js";
import { findSentences } from "./locate.js";
import { overlap, segmentsOf } from "./retag.js";
import { tagsOf } from "./sentence.js";

/** The verdicts whose sentence is still there, and labelled as it was: those that can still be about something. */
export function standingVerdicts(corpus: Corpus, scheme: Scheme, entries: readonly VerdictEntry[]): Set<VerdictEntry> {
  const standing = new Set<VerdictEntry>();
  for (const [entry, sentences] of findSentences(corpus, entries)) {
    if (sentences.some((sentence) => stands(entry, tagsOf(corpus, sentence), scheme))) standing.add(entry);
  }
  return standing;
}

function stands(entry: VerdictEntry, tags: readonly string[], scheme: Scheme): boolean {
  const { rule, start, end, label } = entry;
  if (rule === "scheme/ill-formed") return tags[start] === label;
  const inside = segmentsOf(tags, scheme).filter((segment) => overlap(segment, entry));
  if (label === "O") return inside.length === 0;
  return inside.some((one) => one.start === start && one.end === end && one.label === label);
}
