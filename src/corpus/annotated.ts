import { readSegments, type SegmentReading } from "./segments.js";
import type { Corpus, Scheme } from "./types.js";

/** A corpus with what its tags spell under a scheme: read once, then handed on. */
export interface AnnotatedCorpus extends SegmentReading {
  readonly corpus: Corpus;
  readonly scheme: Scheme;
}

/** Reads a corpus's tags as segments of a scheme. */
export function annotate(corpus: Corpus, scheme: Scheme): AnnotatedCorpus {
  return { corpus, scheme, ...readSegments(corpus, scheme) };
}
