import type { Codec, Decoded } from "./codec.js";
import { REPLACEMENT } from "./codec.js";
import { reverseTable } from "./reverse-table.js";

const ESCAPE = 0x1b;

/** An encoding of several bytes a character, as TextDecoder reads it: GBK, GB18030, Big5, EUC, Shift_JIS, ISO-2022-JP, UTF-8. */
export function multiByteCodec(name: string): Codec {
  const strict = new TextDecoder(name, { fatal: true, ignoreBOM: true });
  return {
    name,
    lineFeed: Buffer.of(10),
    decode(raw) {
      try {
        return { text: Buffer.from(strict.decode(raw)), invalid: 0 };
      } catch {
        return leniently(raw, name);
      }
    },
    encode: (text) => encoded(text, name),
    rawLength(line, length) {
      let used = 0;
      let done = 0;
      for (const { bytes, text } of characters(line, name)) {
        if (done >= length) break;
        done += Buffer.byteLength(text);
        used += bytes;
      }
      return used;
    },
  };
}

function leniently(raw: Buffer, name: string): Decoded {
  const parts: string[] = [];
  let invalid = 0;
  for (const { bytes, text } of characters(raw, name)) {
    parts.push(text);
    if (text === "\uFFFD" && !(name === "utf-8" && bytes === 3)) invalid += bytes;
  }
  return { text: Buffer.from(parts.join("")), invalid };
}

interface Character {
  /** How many there are of it in the file. */
  readonly bytes: number;
  /** A run of ASCII, a character or two, or U+FFFD for a byte that begins none. */
  readonly text: string;
}

function characters(raw: Buffer, name: string): Generator<Character> {
  return name === "iso-2022-jp" ? shifted(raw, name) : unshifted(raw, name);
}

/** Without shift states, the bytes from a character's start to its end decode alone. */
function* unshifted(raw: Buffer, name: string): Generator<Character> {
  const decoder = new TextDecoder(name, { ignoreBOM: true });
  for (let at = 0; at < raw.length; ) {
    let bytes = 1;
    let text = raw[at] < 0x80 ? String.fromCharCode(raw[at]) : "\uFFFD";
    for (let tried = 1; text === "\uFFFD" && tried <= LONGEST; tried++) {
      const whole = decoder.decode(raw.subarray(at, at + tried));
      if (!whole.includes("\uFFFD") || (name === "utf-8" && REPLACEMENT.equals(raw.subarray(at, at + tried)))) {
        [bytes, text] = [tried, whole];
        break;
      }
    }
    yield { bytes, text };
    at += bytes;
  }
}

const LONGEST = 4;

/** With shift states: the bytes since the last character, where one more completes it. */
function* shifted(raw: Buffer, name: string): Generator<Character> {
  const decoder = new TextDecoder(name, { ignoreBOM: true });
  let bytes = 0;
  for (let i = 0; i < raw.length; i++) {
    const text = decoder.decode(raw.subarray(i, i + 1), { stream: true });
    bytes++;
    if (text === "") continue;
    yield { bytes, text };
    bytes = 0;
  }
  const rest = decoder.decode();
  if (rest !== "") yield { bytes, text: rest };
}

function encoded(text: string, name: string): Buffer | null {
  if (name === "utf-8") return Buffer.from(text);
  if (/^[\0-\x7f]*$/.test(text)) return text.includes("\x1b") ? null : Buffer.from(text);
  if (name === "iso-2022-jp") return inJisX0208(text);
  const table = reverseTable(name);
  const parts = [...text].map((character) => (character < "\x80" ? Buffer.from(character) : table(character)));
  return parts.every((part) => part !== undefined) ? Buffer.concat(parts as Buffer[]) : null;
}

/** ISO-2022-JP: the two bytes of EUC-JP with the high bit off, between the escapes to JIS X 0208 and back to ASCII. */
function inJisX0208(text: string): Buffer | null {
  const table = reverseTable("euc-jp");
  const parts: Buffer[] = [];
  for (const run of text.match(/[\0-\x7f]+|[^\0-\x7f]+/gu) ?? []) {
    if (run < "\x80") {
      parts.push(Buffer.from(run));
      continue;
    }
    const characters = [...run].map((character) => table(character));
    if (!characters.every((bytes) => bytes?.length === 2 && bytes[0] !== 0x8e)) return null;
    const bytes = Buffer.concat(characters as Buffer[]).map((byte) => byte & 0x7f);
    parts.push(Buffer.of(ESCAPE, 0x24, 0x42), Buffer.from(bytes), Buffer.of(ESCAPE, 0x28, 0x42));
  }
  return Buffer.concat(parts);
}
