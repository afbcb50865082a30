import { fileTags } from "../../corpus/index.js";
import { isSameSegment, overlap } from "../../corpus/overlap.js";
import type { Corpus, Scheme } from "../../corpus/types.js";
import { type FingerprintSource, fingerprint } from "../../findings/fingerprint.js";
import { isTagRule, REFERENCE_LABEL } from "../../findings/rules.js";
import { excerpt } from "../../findings/verdicts/entry.js";
import type { VerdictEntry } from "../../findings/verdicts/schema.js";
import { at } from "../../math/at.js";
import { isAnnotated } from "./labelled.js";
import { segmentsOf } from "./retag.js";
import { tagsOf, wordsOf } from "./sentence.js";
import type { Edit } from "./types.js";

/** Where verdicts go in a corpus. */
export interface Located {
  readonly edits: readonly Edit[];
  /** Verdicts whose correction stands there already. */
  readonly done: readonly VerdictEntry[];
  /** Verdicts of which no sentence is left, or none that is still labelled as it was. */
  readonly lost: readonly VerdictEntry[];
}

/**
 * Finds what "fixed" verdicts speak of by its content, so that they hold after edits elsewhere in the file. A verdict on
 * equal sentences goes to each of them. In the order of the entries.
 */
export function locateVerdicts(corpus: Corpus, scheme: Scheme, entries: readonly VerdictEntry[]): Located {
  const fixed = entries.filter(({ verdict }) => verdict === "fixed");
  const sentencesOf = findSentences(corpus, fixed);
  const edits: Edit[] = [];
  const done: VerdictEntry[] = [];
  const lost: VerdictEntry[] = [];
  for (const entry of fixed) {
    const sentences = sentencesOf.get(entry) ?? [];
    const states = sentences.map((sentence) => stateOf(corpus, sentence, entry, scheme));
    for (const [i, sentence] of sentences.entries())
      if (states[i] === "open") edits.push(editOf(corpus, entry, sentence));
    if (states.includes("open")) continue;
    if (states.includes("done")) done.push(entry);
    else lost.push(entry);
  }
  return { edits, done, lost };
}

/** The sentences that each entry's fingerprint was taken from. */
export function findSentences(corpus: Corpus, entries: readonly VerdictEntry[]): Map<VerdictEntry, number[]> {
  const found = new Map<VerdictEntry, number[]>();
  // By span and text first: comparing texts is cheap, and few sentences are left to be hashed.
  const bySpan = new Map<string, { start: number; end: number; byText: Map<string, VerdictEntry[]> }>();
  for (const entry of entries) {
    const { start, end, text } = entry;
    const key = `${start} ${end}`;
    const span = bySpan.get(key) ?? { start, end, byText: new Map<string, VerdictEntry[]>() };
    bySpan.set(key, span);
    span.byText.set(text, [...(span.byText.get(text) ?? []), entry]);
  }
  for (let k = 0; k + 1 < corpus.sentenceStart.length; k++) {
    const length = at(corpus.sentenceStart, k + 1) - at(corpus.sentenceStart, k);
    const words = wordsOf(corpus, k);
    for (const { start, end, byText } of bySpan.values()) {
      if (end > length) continue;
      const [before, tokens, after] = [words.slice(0, start), words.slice(start, end), words.slice(end)];
      for (const entry of byText.get(excerpt({ tokens, context: { before, after } })) ?? []) {
        if (fingerprint({ tokens, label: entry.label, about: aboutOf(entry), before, after }) !== entry.fingerprint)
          continue;
        found.set(entry, [...(found.get(entry) ?? []), k]);
      }
    }
  }
  return found;
}

function aboutOf({ rule }: VerdictEntry): FingerprintSource["about"] {
  if (isTagRule(rule)) return "tag";
  return rule === REFERENCE_LABEL ? "reference" : "segment";
}

/** open: labelled as when the verdict was given. done: as the verdict wants it. changed: neither. */
function stateOf(corpus: Corpus, sentence: number, entry: VerdictEntry, scheme: Scheme): "open" | "done" | "changed" {
  if (isDone(corpus, sentence, entry, scheme)) return "done";
  return isAnnotated(corpus, sentence, scheme, { ...entry, isTag: isTagRule(entry.rule) }) ? "open" : "changed";
}

function isDone(
  corpus: Corpus,
  sentence: number,
  { start, suggestion, replacement }: VerdictEntry,
  scheme: Scheme,
): boolean {
  if (replacement === null) return fileTags(corpus, sentence)[start] === suggestion;
  const wanted = replacement.segments;
  const there = segmentsOf(tagsOf(corpus, sentence), scheme).filter((segment) => overlap(segment, replacement));
  return there.length === wanted.length && there.every((segment, i) => isSameSegment(segment, at(wanted, i)));
}

function editOf(corpus: Corpus, entry: VerdictEntry, sentence: number): Edit {
  const { start, end, label, suggestion, replacement } = entry;
  const line = at(corpus.lines, at(corpus.sentenceStart, sentence) + start);
  const tokens = wordsOf(corpus, sentence).slice(start, end);
  return { sentence, line, start, end, tokens, label, suggestion, replacement };
}
