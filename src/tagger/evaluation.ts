import { placeOf } from "../corpus/files.js";
import type { Column, Corpus, Segments } from "../corpus/types.js";
import { SeginfError } from "../errors.js";

/** How well the segments of one label were found. Percentages are unrounded, and 0 where the denominator is 0. */
export interface LabelScore {
  readonly label: string;
  /** Segments of this label in the reference annotation. */
  readonly gold: number;
  /** Segments of this label in the prediction. */
  readonly predicted: number;
  /** Predicted segments that the reference holds with the same boundaries and label. */
  readonly correct: number;
  /** 100 · correct / predicted. */
  readonly precision: number;
  /** 100 · correct / gold. */
  readonly recall: number;
  /** Harmonic mean of precision and recall. */
  readonly f1: number;
}

/** What conlleval reports of a tagged corpus. */
export interface Evaluation {
  /** One row for each label that occurs on either side, sorted by name. */
  readonly labels: readonly LabelScore[];
  /** All segments together (micro average); its label is "". */
  readonly total: LabelScore;
  readonly tokens: number;
  /** Percentage of tokens whose two tags are the same string, "O" included. */
  readonly accuracy: number;
}

/**
 * Scores a prediction as conlleval does. Both sides annotate the same tokens (see `requireSameTokens`), and each side's
 * segments are sorted by start without overlap. Labels and tags are compared by name: each side may number its own.
 *
 * @param gold the right segments, with the tags that they were read from (`goldTags`)
 * @param predicted the segments to score, with their tags (`predictedTags`)
 */
export function evaluate(gold: Segments, predicted: Segments, goldTags: Column, predictedTags: Column): Evaluation {
  const tokens = goldTags.ids.length;
  if (predictedTags.ids.length !== tokens) {
    throw new RangeError(`${tokens} gold tags but ${predictedTags.ids.length} predicted tags`);
  }
  const names = [...new Set([...gold.labels, ...predicted.labels])].sort();
  const goldRow = positions(gold.labels, names);
  const predictedRow = positions(predicted.labels, names);
  const goldCounts = countLabels(gold, goldRow, names.length);
  const predictedCounts = countLabels(predicted, predictedRow, names.length);
  const correct = countMatches(gold, predicted, goldRow, predictedRow, names.length);
  return {
    labels: names
      .map((name, row) => score(name, goldCounts[row]!, predictedCounts[row]!, correct[row]!))
      // A table may list labels that no segment bears; conlleval has rows only for those it met.
      .filter((row) => row.gold + row.predicted > 0),
    total: score(
      "",
      gold.count,
      predicted.count,
      correct.reduce((sum, count) => sum + count, 0),
    ),
    tokens,
    accuracy: percentage(countEqual(goldTags, predictedTags), tokens),
  };
}

/**
 * Makes sure that two corpora hold the same words in the same sentences.
 * @throws SeginfError that names the first line in each file where they differ
 */
export function requireSameTokens(gold: Corpus, predicted: Corpus): void {
  const goldIds = gold.words.ids;
  const predictedIds = predicted.words.ids;
  const goldWord = positions(predicted.words.values, gold.words.values);
  const shared = Math.min(goldIds.length, predictedIds.length);
  // Sentences are never empty, so one counter serves both sides for as long as they agree.
  let sentence = 0;
  for (let t = 0; t < shared; t++) {
    const goldOpens = gold.sentenceStart[sentence] === t;
    if (goldOpens !== (predicted.sentenceStart[sentence] === t)) {
      throw goldOpens
        ? mismatch(gold, predicted, t, "the sentence goes on", "a new one begins")
        : mismatch(gold, predicted, t, "a sentence begins", "the one before goes on");
    }
    if (goldOpens) sentence++;
    if (goldWord[predictedIds[t]!] !== goldIds[t]) {
      throw mismatch(gold, predicted, t, `the word is ${quote(predicted, t)}`, `it is ${quote(gold, t)}`);
    }
  }
  if (goldIds.length > shared) throw ending(predicted, gold, shared);
  if (predictedIds.length > shared) throw ending(gold, predicted, shared);
}

/** For each of `from`, its index in `to`, or −1. */
function positions(from: readonly string[], to: readonly string[]): Int32Array {
  const index = new Map(to.map((value, i) => [value, i]));
  return Int32Array.from(from, (value) => index.get(value) ?? -1);
}

/** Length `rows`: the segments of each label. */
function countLabels(segments: Segments, row: Int32Array, rows: number): Int32Array {
  const counts = new Int32Array(rows);
  for (let i = 0; i < segments.count; i++) counts[row[segments.label[i]!]!]!++;
  return counts;
}

/** Length `rows`: the predicted segments of each label that are in `gold`, found by merging the two sorted tables. */
function countMatches(
  gold: Segments,
  predicted: Segments,
  goldRow: Int32Array,
  predictedRow: Int32Array,
  rows: number,
): Int32Array {
  const counts = new Int32Array(rows);
  let g = 0;
  for (let p = 0; p < predicted.count; p++) {
    while (g < gold.count && gold.start[g]! < predicted.start[p]!) g++;
    if (g === gold.count) break;
    if (gold.start[g] !== predicted.start[p] || gold.end[g] !== predicted.end[p]) continue;
    const row = predictedRow[predicted.label[p]!]!;
    if (goldRow[gold.label[g]!] === row) counts[row]!++;
  }
  return counts;
}

/** Tokens that hold the same string in both columns. */
function countEqual(left: Column, right: Column): number {
  const leftId = positions(right.values, left.values);
  let equal = 0;
  for (let t = 0; t < left.ids.length; t++) if (leftId[right.ids[t]!] === left.ids[t]) equal++;
  return equal;
}

function score(label: string, gold: number, predicted: number, correct: number): LabelScore {
  const precision = percentage(correct, predicted);
  const recall = percentage(correct, gold);
  // conlleval's own order of operations, so that no last bit tips a rounded digit the other way.
  const f1 = correct === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return { label, gold, predicted, correct, precision, recall, f1 };
}

function percentage(part: number, whole: number): number {
  return whole === 0 ? 0 : (100 * part) / whole;
}

function quote(corpus: Corpus, token: number): string {
  return JSON.stringify(corpus.words.values[corpus.words.ids[token]!]);
}

const HINT = "both files must hold the same words in the same sentences";

function mismatch(gold: Corpus, predicted: Corpus, token: number, here: string, there: string): SeginfError {
  const { file, line } = placeOf(gold, token);
  return new SeginfError(`${here}, but at ${file}:${line} ${there}`, placeOf(predicted, token), HINT);
}

function ending(shorter: Corpus, longer: Corpus, token: number): SeginfError {
  const place = placeOf(longer, token);
  const end = token === 0 ? "has no words" : `ends after line ${shorter.lines[token - 1]}`;
  return new SeginfError(`the word ${quote(longer, token)} is too many: ${shorter.name} ${end}`, place, HINT);
}
