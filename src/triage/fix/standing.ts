import type { Corpus, Scheme } from "../../corpus/types.js";
import { isTagRule } from "../../findings/rules.js";
import type { VerdictEntry } from "../../findings/verdicts/schema.js";
import { isAnnotated } from "./labelled.js";
import { findSentences } from "./locate.js";

/** The verdicts whose sentence is still there, and labelled as it was: those that can still be about something. */
export function standingVerdicts(corpus: Corpus, scheme: Scheme, entries: readonly VerdictEntry[]): Set<VerdictEntry> {
  const standing = new Set<VerdictEntry>();
  for (const [entry, sentences] of findSentences(corpus, entries)) {
    const annotation = { ...entry, isTag: isTagRule(entry.rule) };
    if (sentences.some((sentence) => isAnnotated(corpus, sentence, scheme, annotation))) standing.add(entry);
  }
  return standing;
}
