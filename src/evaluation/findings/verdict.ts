import { sentenceOf } from "../../corpus/files.js";
import { type LabelledSegment, writeTags } from "../../corpus/index.js";
import { isSameSegment, overlap, type Stretch } from "../../corpus/overlap.js";
import { SeginfError } from "../../errors.js";
import { isAboutTag } from "../../findings/kinds.js";
import type { RankedFinding } from "../../findings/ranked.js";
import { replaced } from "../../findings/replacement.js";
import type { Replacement } from "../../findings/report.js";
import { at } from "../../math/at.js";
import type { Errors } from "./errors.js";
import { BySentence } from "./sentences.js";

/** A finding compared with the gold standard. Tokens count over the whole corpus. */
export interface Verdict {
  readonly sentence: number;
  /** All that the finding is about: its own tokens and those that its replacement touches. */
  readonly start: number;
  readonly end: number;
  /** The tokens whose tags it would change; without a replacement that changes any, all of its own. */
  readonly members: Int32Array;
  /** Families of the errors that stand at its own tokens, 0 for none. */
  readonly families: number;
  /** Whether doing what it suggests gives the gold standard there. */
  readonly corrects: boolean;
  readonly rank: number;
  readonly score: number;
  readonly signals: Readonly<Record<string, number | null>>;
}

/** Compares findings with what is known to be wrong. */
export class Judge {
  private readonly annotated: BySentence;
  private readonly corrected: BySentence;
  /** Length N: the families of the error that the token is part of, its tag right or wrong. */
  private readonly families: Uint8Array;

  constructor(private readonly errors: Errors) {
    const { corpus, annotated, corrected, ofToken, ofSegment, missed } = errors;
    this.annotated = new BySentence(annotated, corpus.sentenceStart);
    this.corrected = new BySentence(corrected, corpus.sentenceStart);
    this.families = ofToken.slice();
    for (let i = 0; i < annotated.count; i++) {
      const family = at(ofSegment, i);
      if (family !== 0) this.families.fill(family, at(annotated.start, i), at(annotated.end, i));
    }
    for (const j of missed) {
      const start = at(corrected.start, j);
      this.families.fill(at(ofToken, start), start, at(corrected.end, j));
    }
  }

  /**
   * @param file the findings' file, for messages
   * @throws SeginfError where the finding is not about this corpus
   */
  judge(finding: RankedFinding, file: string): Verdict {
    const { corpus, gold } = this.errors;
    const { rank, score } = finding;
    const sentence = sentenceOf(corpus, finding.file, finding.sentence);
    const origin = this.place(finding, sentence, file);
    const own = { start: finding.start, end: finding.end };
    const replacement = finding.replacement ?? defaultReplacement(finding, this.errors.scheme);
    let families = 0;
    for (let t = own.start; t < own.end; t++) families |= at(this.families, origin + t);
    const verdict = { sentence, rank, score, families, signals: { ...finding.signals } };
    if (replacement === null) {
      const corrects = gold.tags!.values[at(gold.tags!.ids, origin + own.start)] === finding.suggestion;
      return { ...verdict, ...this.range(origin, own, own), members: tokens(origin, own), corrects };
    }
    const before = this.annotated.of(sentence);
    const after = replaced(before, [replacement]);
    const removed = before.filter((segment) => overlap(segment, replacement));
    const changed = this.changed(sentence, before, after);
    return {
      ...verdict,
      ...this.range(origin, own, replacement),
      members: changed.length > 0 ? changed.map((t) => t + origin) : tokens(origin, own),
      corrects: sameWithin(hull([own, replacement, ...removed]), after, this.corrected.of(sentence)),
    };
  }

  /** The number of the sentence's first token. */
  private place({ start, end, tokens: words, line }: RankedFinding, sentence: number, file: string): number {
    const { corpus } = this.errors;
    const [origin, past] = [corpus.sentenceStart[sentence], corpus.sentenceStart[sentence + 1]];
    const { ids, values } = corpus.words;
    const isThere = (first: number) => words.every((word, i) => word === values[at(ids, first + start + i)]);
    if (origin !== undefined && past !== undefined && origin + end <= past && start < end && isThere(origin)) {
      return origin;
    }
    const what = `the finding about line ${line} ("${words.slice(0, 5).join(" ")}") does not fit ${corpus.name}`;
    throw new SeginfError(what, { file }, "give the file that was audited with --train, unedited");
  }

  private range(origin: number, a: Stretch, b: Stretch) {
    return { start: origin + Math.min(a.start, b.start), end: origin + Math.max(a.end, b.end) };
  }

  private changed(sentence: number, before: LabelledSegment[], after: LabelledSegment[]): Int32Array {
    const { corpus, scheme } = this.errors;
    const length = at(corpus.sentenceStart, sentence + 1) - at(corpus.sentenceStart, sentence);
    const is = writeTags(before, length, scheme);
    const willBe = writeTags(after, length, scheme);
    return Int32Array.from(is.keys()).filter((t) => is[t] !== willBe[t]);
  }
}

const tokens = (origin: number, { start, end }: Stretch): Int32Array =>
  Int32Array.from({ length: end - start }, (_, i) => origin + start + i);

/** The suggestion on the finding's own span; null where it is about a tag. */
function defaultReplacement({ kind, start, end, suggestion }: RankedFinding, scheme: string): Replacement | null {
  if (isAboutTag(kind)) return null;
  const isNone = suggestion === "O" && scheme !== "plain";
  return { start, end, segments: isNone ? [] : [{ start, end, label: suggestion }] };
}

const hull = (spans: readonly Stretch[]): Stretch => ({
  start: Math.min(...spans.map(({ start }) => start)),
  end: Math.max(...spans.map(({ end }) => end)),
});

/** Whether both have the same segments, bounds and labels, among those that overlap the window. */
function sameWithin(window: Stretch, a: readonly LabelledSegment[], b: readonly LabelledSegment[]): boolean {
  const inside = (segments: readonly LabelledSegment[]) => segments.filter((segment) => overlap(segment, window));
  const [mine, theirs] = [inside(a), inside(b)];
  return mine.length === theirs.length && mine.every((segment, i) => isSameSegment(segment, at(theirs, i)));
}
