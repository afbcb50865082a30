/** A span of tokens in one sentence of a corpus, tokens numbered over the whole corpus. */
export interface Span {
  readonly sentence: number;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}
