import type { Corpus } from "../corpus/types.js";
import type { Span } from "./spans.js";

/**
 * A piece of a corpus whose labels count together: its loss is that of its spans, which stand in different sentences and
 * so are independent of one another.
 */
export interface Piece {
  /** What people are shown; the first sentence of a document. */
  readonly core: Span;
  /** The core, widened by its context; all sentences of a document. */
  readonly spans: readonly Span[];
  /** A segment's label ("O" for a span that is none), a token's tag; null for sentences and documents, which have many. */
  readonly label: string | null;
}

/** Every token, with its tag. */
export function tokenPieces(corpus: Corpus, context = 0): Piece[] {
  const { tags } = corpus;
  return sentenceSpans(corpus).flatMap(({ sentence, start, end }) =>
    Array.from({ length: end - start }, (_, i) => {
      const core = { sentence, start: start + i, end: start + i + 1 };
      return { core, spans: [widened(core, corpus, context)], label: tags?.values[tags.ids[start + i]] ?? "O" };
    }),
  );
}

/** Labelled spans, widened by so many tokens on either side. */
export function segmentPieces(
  segments: readonly (Span & { readonly label: string })[],
  corpus: Corpus,
  context = 0,
): Piece[] {
  return segments.map(({ sentence, start, end, label }) => {
    const core = { sentence, start, end };
    return { core, spans: [widened(core, corpus, context)], label };
  });
}

/** Every sentence: the influence of whole training instances. */
export function sentencePieces(corpus: Corpus): Piece[] {
  return sentenceSpans(corpus).map((core) => ({ core, spans: [core], label: null }));
}

/** Every document: the sentences under one document mark. Sentences before the first mark belong to none. */
export function documentPieces(corpus: Corpus): Piece[] {
  const sentences = new Map<number, Span[]>();
  for (const span of sentenceSpans(corpus)) {
    const id = corpus.documents[span.sentence];
    if (id < 0) continue;
    const known = sentences.get(id);
    if (known) known.push(span);
    else sentences.set(id, [span]);
  }
  return Array.from(sentences.values(), (spans) => ({ core: spans[0], spans, label: null }));
}

export function sentenceSpans({ sentenceStart }: Corpus): Span[] {
  return Array.from({ length: sentenceStart.length - 1 }, (_, sentence) => ({
    sentence,
    start: sentenceStart[sentence],
    end: sentenceStart[sentence + 1],
  }));
}

/** The span with so many more tokens on either side, within its sentence. */
export function widened({ sentence, start, end }: Span, { sentenceStart }: Corpus, context: number): Span {
  return {
    sentence,
    start: Math.max(start - context, sentenceStart[sentence]),
    end: Math.min(end + context, sentenceStart[sentence + 1]),
  };
}
