import type { Corpus, Scheme } from "../../corpus/types.js";
import { SCHEME_ILL_FORMED } from "../../findings/rules.js";
import type { VerdictEntry } from "../../findings/verdicts/schema.js";
import { isAnnotated } from "./labelled.js";
import { findSentences } from "./locate.js";
import { tagsOf } from "./sentence.js";

/** The verdicts whose sentence is still there, and labelled as it was: those that can still be about something. */
export function standingVerdicts(corpus: Corpus, scheme: Scheme, entries: readonly VerdictEntry[]): Set<VerdictEntry> {
  const standing = new Set<VerdictEntry>();
  for (const [entry, sentences] of findSentences(corpus, entries)) {
    const annotation = { ...entry, isTag: entry.rule === SCHEME_ILL_FORMED };
    if (sentences.some((sentence) => isAnnotated(tagsOf(corpus, sentence), scheme, annotation))) standing.add(entry);
  }
  return standing;
}
