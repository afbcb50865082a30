/** Numbers strings in order of first occurrence. */
export class Numbering {
  readonly values: string[] = [];
  readonly #numbers = new Map<string, number>();

  number(value: string): number {
    let found = this.#numbers.get(value);
    if (found === undefined) {
      found = this.values.push(value) - 1;
      this.#numbers.set(value, found);
    }
    return found;
  }
}
