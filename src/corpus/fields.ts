const TAB = 9;
const BLANK = 32;

/** The fields of one row as offsets: field i is bytes[starts[i] … ends[i] − 1]. Reused from row to row. */
export class Fields {
  starts = new Int32Array(16);
  ends = new Int32Array(16);
  count = 0;

  /** Splits at every single tab; fields may be empty and may hold blanks. */
  splitTabs(bytes: Buffer, start: number, end: number): void {
    this.count = 0;
    let from = start;
    for (let at = start; at < end; at++) {
      if (bytes[at] !== TAB) continue;
      this.#push(from, at);
      from = at + 1;
    }
    this.#push(from, end);
  }

  /** Splits at runs of blanks; blanks at the ends are no fields. Other Unicode spaces belong to the tokens. */
  splitBlanks(bytes: Buffer, start: number, end: number): void {
    this.count = 0;
    for (let at = start; at < end; ) {
      while (at < end && bytes[at] === BLANK) at++;
      const from = at;
      while (at < end && bytes[at] !== BLANK) at++;
      if (at > from) this.#push(from, at);
    }
  }

  #push(start: number, end: number): void {
    if (this.count === this.starts.length) {
      this.starts = widened(this.starts);
      this.ends = widened(this.ends);
    }
    this.starts[this.count] = start;
    this.ends[this.count++] = end;
  }
}

function widened(old: Int32Array): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(2 * old.length);
  wider.set(old);
  return wider;
}

/** Whether bytes[start … end − 1] are blanks and tabs only, or nothing. */
export function isBlank(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] !== BLANK && bytes[at] !== TAB) return false;
  return true;
}

/** Whether a tab stands in bytes[start … end − 1]. */
export function hasTab(bytes: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] === TAB) return true;
  return false;
}

/** The bounds of bytes[start … end − 1] without the blanks at their ends. */
export function withoutBlanks(bytes: Buffer, start: number, end: number): [start: number, end: number] {
  let [from, past] = [start, end];
  while (from < past && bytes[from] === 32) from++;
  while (past > from && bytes[past - 1] === 32) past--;
  return [from, past];
}

/** Whether bytes[start … end − 1] begin with a prefix and go on. */
export function isPrefixed(bytes: Buffer, start: number, end: number, prefix: Buffer): boolean {
  const past = start + prefix.length;
  return past < end && prefix.compare(bytes, start, past) === 0;
}
