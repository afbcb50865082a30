import { detectScheme } from "../scheme.js";
import { readSegments } from "../segments.js";
import { tagFixes } from "../spelling/index.js";
import type { Column, Corpus, Scheme } from "../types.js";
import type { ColumnKind, Plan } from "./plan.js";

/** What looking at a corpus shows. Counts are over the whole file, but for those of the columns. */
export interface Inspection {
  /** Columns of the first rows, empty for JSON. */
  readonly columns: readonly InspectedColumn[];
  readonly sentences: SentenceFigures;
  readonly documents: number;
  readonly tokens: number;
  /** Null where no labels are read. */
  readonly labels: LabelFigures | null;
}

export interface InspectedColumn {
  /** From 1. */
  readonly number: number;
  readonly name: string | null;
  readonly kind: ColumnKind;
  readonly values: number;
  /** The most frequent, or the first for columns of nearly as many values as rows. */
  readonly samples: readonly string[];
}

export interface SentenceFigures {
  readonly count: number;
  /** Tokens of the shortest, the median and the longest sentence. */
  readonly shortest: number;
  readonly median: number;
  readonly longest: number;
  /** Sentences whose tokens are those of an earlier one; and those of them that are labelled otherwise. */
  readonly repeated: number;
  readonly otherwise: number;
}

export interface LabelFigures {
  readonly scheme: Scheme;
  readonly segments: number;
  /** Segments by label, the most frequent first. */
  readonly counts: readonly (readonly [label: string, count: number])[];
  /** Tags that break the scheme or are none of it, as the file writes them, with their lines, the most frequent first. */
  readonly wrong: readonly WrongTag[];
}

export interface WrongTag {
  readonly kind: "ill-formed" | "foreign";
  readonly tag: string;
  readonly suggestion: string;
  readonly lines: readonly number[];
}

const MOST_SAMPLES = 6;

/** @param scheme detected where it is left out */
export function inspectCorpus(corpus: Corpus, scheme?: Scheme): Inspection {
  return {
    columns: corpus.plan ? inspectColumns(corpus.plan) : [],
    sentences: sentenceFigures(corpus),
    documents: corpus.documentIds.length,
    tokens: corpus.lines.length,
    labels: corpus.tags ? labelFigures(corpus, scheme ?? detectScheme([corpus])) : null,
  };
}

function inspectColumns({ columns, names }: Plan): InspectedColumn[] {
  return columns.map(({ index, kind, counts }) => {
    const isCounted = counts.size <= 50;
    const values = isCounted ? [...counts].sort(([, a], [, b]) => b - a).map(([value]) => value) : [...counts.keys()];
    const samples = values.slice(0, MOST_SAMPLES);
    return { number: index + 1, name: names?.[index] ?? null, kind, values: counts.size, samples };
  });
}

function sentenceFigures({ sentenceStart, words, tags }: Corpus): SentenceFigures {
  const count = sentenceStart.length - 1;
  const lengths = Array.from({ length: count }, (_, k) => sentenceStart[k + 1] - sentenceStart[k]).sort(
    (a, b) => a - b,
  );
  const labelsOf = new Map<string, string>();
  let repeated = 0;
  let otherwise = 0;
  for (let k = 0; k < count; k++) {
    const cells = (column: Column) => column.ids.subarray(sentenceStart[k], sentenceStart[k + 1]).join(" ");
    const key = cells(words);
    const labels = tags ? cells(tags) : "";
    const known = labelsOf.get(key);
    if (known === undefined) labelsOf.set(key, labels);
    else {
      repeated++;
      if (known !== labels) otherwise++;
    }
  }
  const [shortest, median, longest] = [lengths[0], lengths[count >> 1], lengths[count - 1]];
  return { count, shortest, median, longest, repeated, otherwise };
}

function labelFigures(corpus: Corpus, scheme: Scheme): LabelFigures {
  const { segments, illFormed } = readSegments(corpus, scheme);
  const counts = new Float64Array(segments.labels.length);
  for (let i = 0; i < segments.count; i++) counts[segments.label[i]]++;
  const wrong = new Map<string, WrongTag & { lines: number[] }>();
  for (const { kind, tag, suggestion, token } of tagFixes(corpus, illFormed)) {
    const key = JSON.stringify([kind, tag, suggestion]);
    const group = wrong.get(key) ?? { kind, tag, suggestion, lines: [] };
    group.lines.push(corpus.lines[token]);
    wrong.set(key, group);
  }
  const byCount = segments.labels.map((label, i) => [label, counts[i]] as const).sort(([, a], [, b]) => b - a);
  return {
    scheme,
    segments: segments.count,
    counts: byCount,
    wrong: [...wrong.values()].sort((a, b) => b.lines.length - a.lines.length),
  };
}
