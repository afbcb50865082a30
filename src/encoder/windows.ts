/** A part of a sentence that a model reads at once, in whole words. Token numbers are those of the corpus. */
export interface Window {
  /** Reads tokens start … end − 1. */
  readonly start: number;
  readonly end: number;
  /** Gives the states of tokens from … to − 1; the others are there as context. */
  readonly from: number;
  readonly to: number;
}

/**
 * Cuts a sentence where it has more pieces than a model reads. Windows overlap by half, and each token is read where it
 * has more context: in an overlap, tokens up to its middle belong to the window before.
 *
 * @param start the sentence's tokens, start … end − 1
 * @param piecesOf pieces of a token
 * @param most pieces that a window may have; a token with more is cut, and has a window of its own
 */
export function windowsOf(start: number, end: number, piecesOf: (token: number) => number, most: number): Window[] {
  // Pieces before each token.
  const offset = [0];
  for (let t = start; t < end; t++) offset.push(offset[t - start] + Math.min(most, piecesOf(t)));
  const before = (token: number): number => offset[token - start];

  const bounds: { readonly start: number; readonly end: number }[] = [];
  for (let first = start; first < end; ) {
    let last = first + 1;
    while (last < end && before(last + 1) - before(first) <= most) last++;
    bounds.push({ start: first, end: last });
    if (last === end) break;
    let next = first + 1;
    while (next < last && before(next) - before(first) < most / 2) next++;
    first = next;
  }

  const middle = (i: number): number => {
    const [left, right] = [bounds[i].end, bounds[i + 1].start];
    let token = right;
    while (token < left && before(left) - before(token + 1) >= before(token) - before(right)) token++;
    return token;
  };
  return bounds.map((window, i) => ({
    ...window,
    from: i === 0 ? start : middle(i - 1),
    to: i === bounds.length - 1 ? end : middle(i),
  }));
}
