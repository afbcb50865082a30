import { at } from "../../math/at.js";

/** Lines of context around a change. */
const CONTEXT = 3;
const NEWLINE = 10;

/**
 * A unified diff of two texts with the same number of lines, as `git apply` and `patch -p1` take it, in chunks.
 *
 * @param name of the file; what `a/` and `b/` stand before
 * @param changed the lines that differ, from 1, ascending
 */
export function* unifiedDiff(
  name: string,
  before: Buffer,
  after: Buffer,
  changed: readonly number[],
): Generator<Buffer> {
  if (changed.length === 0) return;
  const [from, to] = [fileName(`a/${name}`), fileName(`b/${name}`)];
  yield Buffer.from(`--- ${from}\n+++ ${to}\n`);
  const old = new Lines(before);
  const next = new Lines(after);
  for (const group of hunks(changed)) {
    const first = Math.max(1, at(group, 0) - CONTEXT);
    const last = Math.min(old.count, at(group, group.length - 1) + CONTEXT);
    const range = `${first},${last - first + 1}`;
    const parts: Buffer[] = [Buffer.from(`@@ -${range} +${range} @@\n`)];
    const isChanged = new Set(group);
    for (let line = first; line <= last; line++) {
      if (!isChanged.has(line)) {
        parts.push(...marked(" ", old.line(line)));
        continue;
      }
      // Neighbouring changes read better, and are what every other tool writes, with the old lines first.
      let past = line;
      while (isChanged.has(past)) past++;
      for (let at = line; at < past; at++) parts.push(...marked("-", old.line(at)));
      for (let at = line; at < past; at++) parts.push(...marked("+", next.line(at)));
      line = past - 1;
    }
    yield Buffer.concat(parts);
  }
}

/** Groups of changed lines whose contexts touch. */
function hunks(changed: readonly number[]): number[][] {
  const groups: number[][] = [];
  for (const line of changed) {
    const last = groups.at(-1);
    if (last && line - at(last, last.length - 1) <= 2 * CONTEXT + 1) last.push(line);
    else groups.push([line]);
  }
  return groups;
}

/** A line of a diff; a file's last line may lack its end, which is said. */
function marked(mark: string, line: Buffer): Buffer[] {
  const isWhole = line[line.length - 1] === NEWLINE;
  return [Buffer.from(mark), line, ...(isWhole ? [] : [Buffer.from("\n\\ No newline at end of file\n")])];
}

/** The name as git writes it: quoted where it holds control characters, quotes or backslashes. */
function fileName(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what has to be quoted
  if (!/["\\\x00-\x1f\x7f]/.test(name)) return /\s/.test(name) ? `${name}\t` : name;
  const octal = (byte: number) => `\\${byte.toString(8).padStart(3, "0")}`;
  const escaped = (byte: number) =>
    byte === 34 || byte === 92
      ? `\\${String.fromCharCode(byte)}`
      : byte < 32 || byte > 126
        ? octal(byte)
        : String.fromCharCode(byte);
  return `"${[...Buffer.from(name)].map(escaped).join("")}"`;
}

/** The lines of a text, each with its line end. */
class Lines {
  /** Offsets of their starts, and the length of the text. */
  private readonly starts: number[] = [];

  constructor(private readonly bytes: Buffer) {
    for (let at = 0; at < bytes.length; ) {
      this.starts.push(at);
      const newline = bytes.indexOf(NEWLINE, at);
      at = newline < 0 ? bytes.length : newline + 1;
    }
    this.starts.push(bytes.length);
  }

  get count(): number {
    return this.starts.length - 1;
  }

  /** @param number from 1 */
  line(number: number): Buffer {
    return this.bytes.subarray(this.starts[number - 1], this.starts[number]);
  }
}
