import type { AnnotatedCorpus } from "../../corpus/annotated.js";
import { segmentAt } from "../../corpus/overlap.js";
import { at } from "../../math/at.js";

/** One annotator's labels of a corpus. */
export interface Annotator {
  /** The column, as the user named it. */
  readonly name: string;
  readonly annotated: AnnotatedCorpus;
}

/** How one annotation agrees with others. */
export interface AnnotatorAgreement {
  readonly name: string;
  readonly segments: number;
  /** With the labels that were audited: F1 of segments, and Cohen's κ of the labels of tokens. */
  readonly withLabels: Pair;
  /** The means over the other annotators. */
  readonly withOthers: Pair;
}

interface Pair {
  /** 2 |A ∩ B| / (|A| + |B|) of segments with their bounds and labels; 1 where both have none. */
  readonly f1: number;
  /** (p_o − p_e) / (1 − p_e) over tokens; 1 where both give every token the same label. */
  readonly kappa: number;
}

/** @param labels the annotation that was audited, of the same tokens as all the others */
export function agreementOf(labels: AnnotatedCorpus, annotators: readonly Annotator[]): AnnotatorAgreement[] {
  return annotators.map(({ name, annotated }) => {
    const others = annotators.filter((one) => one.annotated !== annotated);
    const pairs = others.map((other) => pairOf(annotated, other.annotated));
    const mean = (of: (pair: Pair) => number) => pairs.reduce((sum, pair) => sum + of(pair), 0) / pairs.length;
    return {
      name,
      segments: annotated.segments.count,
      withLabels: pairOf(labels, annotated),
      withOthers: { f1: mean(({ f1 }) => f1), kappa: mean(({ kappa }) => kappa) },
    };
  });
}

function pairOf(a: AnnotatedCorpus, b: AnnotatedCorpus): Pair {
  const own = keysOf(a);
  const known = new Set(own);
  const shared = keysOf(b).filter((key) => known.has(key)).length;
  const all = own.length + b.segments.count;
  return { f1: all === 0 ? 1 : (2 * shared) / all, kappa: kappa(tokenLabels(a), tokenLabels(b)) };
}

function keysOf({ segments }: AnnotatedCorpus): string[] {
  return Array.from({ length: segments.count }, (_, i) => {
    const { start, end, label } = segmentAt(segments, i);
    return JSON.stringify([start, end, label]);
  });
}

/** The label of each token's segment, O outside. */
function tokenLabels({ segments, corpus }: AnnotatedCorpus): string[] {
  const labels = new Array<string>(corpus.lines.length).fill("O");
  for (let i = 0; i < segments.count; i++) {
    const { start, end, label } = segmentAt(segments, i);
    labels.fill(label, start, end);
  }
  return labels;
}

/** Cohen's κ: agreement p_o over what two annotators with these shares of labels would have at random, p_e. */
function kappa(a: readonly string[], b: readonly string[]): number {
  const counts = new Map<string, [number, number]>();
  let equal = 0;
  const count = (label: string, side: 0 | 1) => {
    const both = counts.get(label) ?? [0, 0];
    both[side]++;
    counts.set(label, both);
  };
  for (const [i, label] of a.entries()) {
    const other = at(b, i);
    if (label === other) equal++;
    count(label, 0);
    count(other, 1);
  }
  const n = a.length;
  const observed = equal / n;
  const expected = [...counts.values()].reduce((sum, [one, other]) => sum + (one / n) * (other / n), 0);
  return expected === 1 ? 1 : (observed - expected) / (1 - expected);
}
