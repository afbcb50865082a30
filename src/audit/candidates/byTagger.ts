import type { Segments } from "../../corpus/types.js";
import { remember } from "../../kernels/remember.js";
import type { F64 } from "../../kernels/types.js";
import type { Problem } from "../../tagger/problem.js";
import { keptScores, type Subject, taggersOf } from "../subject.js";
import { decodedSegments, segmentsOf } from "./decode.js";
import type { TaggerName } from "./table.js";
import { likeliestUnlabelled } from "./unlabelled.js";

/** How a tagger reads a subject's corpus. */
interface Reading {
  readonly segments: Segments;
  /** What it would read, were a token that no segment covers known to be in one; null of θ_ref. */
  readonly unlabelled: Segments | null;
}

/** What is read: a corpus, by taggers with the labels and the features of one of them. */
type Readable = Pick<Subject, "annotated" | "tagger" | "objective">;

/** For as long as the weights and the problem are there: some taggers are there before others. */
const known = new WeakMap<F64, WeakMap<Problem, Reading>>();

/** The readings of all taggers of a subject, θ_ref's last; none of plain tags, which leave nothing out. */
export function readByTaggers(subject: Subject): { readonly read: Segments[]; readonly unlabelled: Segments[] } {
  if (subject.annotated.scheme === "plain") return { read: [], unlabelled: [] };
  const isLast = (name: TaggerName) => Number(name === "referenceOnly");
  const names = [...taggersOf(subject)].sort((a, b) => isLast(a) - isLast(b));
  const found = names.map((name) => readingBy(subject, name, subject.weights[name] as F64));
  return {
    read: found.map(({ segments }) => segments),
    unlabelled: found.flatMap(({ unlabelled }) => unlabelled ?? []),
  };
}

/** Reads ahead by the taggers that are there: `readByTaggers` then has these readings. */
export function readAhead(from: Readable, weights: Readonly<Partial<Record<TaggerName, F64>>>): void {
  if (from.annotated.scheme === "plain") return;
  for (const [name, own] of Object.entries(weights)) readingBy(from, name as TaggerName, own);
}

function readingBy(from: Readable, name: TaggerName, weights: F64): Reading {
  const ofWeights = remember(known, weights, () => new WeakMap<Problem, Reading>());
  return remember(ofWeights, from.objective.problem, () => readAnew(from, name, weights));
}

function readAnew({ annotated, tagger, objective: { problem } }: Readable, name: TaggerName, weights: F64): Reading {
  const { corpus, scheme } = annotated;
  const scores = keptScores(problem, weights);
  // θ_ref knows so few names that it would have one nearly everywhere.
  if (name === "referenceOnly") {
    return { segments: decodedSegments(tagger, corpus, scheme, problem, scores), unlabelled: null };
  }
  const { tags, spans } = likeliestUnlabelled(annotated, tagger.labels, problem.chains, scores);
  return { segments: segmentsOf(tagger, corpus, scheme, tags), unlabelled: spans };
}
