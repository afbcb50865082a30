/** A list of words, with those that differ in case alone taken for one. */
export interface Caseless {
  /** By the word in lower case: its number, from 0. */
  readonly numbers: ReadonlyMap<string, number>;
  /** Length of the list: the number of each word. */
  readonly of: Int32Array;
}

export function caseless(words: readonly string[]): Caseless {
  const numbers = new Map<string, number>();
  const of = Int32Array.from(words, (word) => {
    const lower = word.toLowerCase();
    const number = numbers.get(lower) ?? numbers.size;
    numbers.set(lower, number);
    return number;
  });
  return { numbers, of };
}
