import { overlap, type Stretch } from "../../corpus/overlap.js";
import { between } from "../../corpus/running.js";
import type { LabelledSegment } from "../../corpus/spelling.js";
import type { Corpus, Scheme } from "../../corpus/types.js";
import { replaced } from "../../findings/replacement.js";
import type { Finding, PlacedSegment, Replacement } from "../../findings/report.js";
import { at } from "../../math/at.js";
import { segmentsOf } from "../fix/retag.js";
import { tagsOf, wordsOf } from "../fix/sentence.js";
import type { Task, TextRange } from "./types.js";

/**
 * The sentences that findings are about, in the order of their first finding.
 *
 * @param corpus one file, which the findings fit
 * @param findings about segments of it, in rank order
 */
export function tasksOf(corpus: Corpus, scheme: Scheme, findings: readonly Finding[]): Task[] {
  const bySentence = new Map<number, Finding[]>();
  for (const finding of findings) {
    const own = bySentence.get(finding.sentence);
    if (own) own.push(finding);
    else bySentence.set(finding.sentence, [finding]);
  }
  return [...bySentence].map(([sentence, own]) => {
    const tokens = wordsOf(corpus, sentence);
    const standing = segmentsOf(tagsOf(corpus, sentence), scheme).filter(({ label }) => label !== "O");
    const { file, line } = at(own, 0);
    return {
      sentence,
      file,
      line,
      tokens,
      ...textOf(tokens),
      standing,
      suggested: suggestedIn(standing, own),
      findings: own,
    };
  });
}

/** Tokens as running text, and where they stand in it. */
function textOf(tokens: readonly string[]): { readonly text: string; readonly ranges: readonly TextRange[] } {
  let text = "";
  const ranges: TextRange[] = [];
  for (const [i, token] of tokens.entries()) {
    if (i > 0) text += between(at(tokens, i - 1), token);
    ranges.push({ start: text.length, end: text.length + token.length });
    text += token;
  }
  return { text, ranges };
}

/** The segments with the findings' suggestions made; of two that touch one segment, the first. */
function suggestedIn(standing: readonly LabelledSegment[], findings: readonly Finding[]): PlacedSegment[] {
  const zones: Stretch[] = [];
  const replacements: Replacement[] = [];
  for (const { replacement } of findings) {
    if (replacement === null) continue;
    const zone = zoneOf(replacement, standing);
    if (zones.some((other) => overlap(zone, other))) continue;
    zones.push(zone);
    replacements.push(replacement);
  }
  return replaced(standing, replacements);
}

/** The tokens that something concerns: with those of every segment that it overlaps, and so on. */
export function zoneOf(stretch: Stretch, ...layers: readonly (readonly Stretch[])[]): Stretch {
  const touched = layers.flat().filter((segment) => overlap(segment, stretch));
  const start = Math.min(stretch.start, ...touched.map((segment) => segment.start));
  const end = Math.max(stretch.end, ...touched.map((segment) => segment.end));
  return start === stretch.start && end === stretch.end ? stretch : zoneOf({ start, end }, ...layers);
}
