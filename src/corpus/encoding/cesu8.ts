import { type Codec, type Decoded, REPLACEMENT } from "./codec.js";
import { multiByteCodec } from "./multi-byte.js";

/**
 * CESU-8: UTF-8, but characters beyond the basic plane are surrogate pairs of three bytes a half. A half without the
 * other, such as splitting text between UTF-16 units leaves, is read as U+FFFD and stays in the file as it is.
 */
export function cesu8Codec(): Codec {
  return { name: "cesu-8", lineFeed: Buffer.of(10), decode, encode, rawLength };
}

const utf8 = multiByteCodec("utf-8");

function decode(raw: Buffer): Decoded {
  const parts: Buffer[] = [];
  let invalid = 0;
  for (const { from, to, text } of pieces(raw)) {
    const piece = text === undefined ? utf8.decode(raw.subarray(from, to)) : { text, invalid: 0 };
    parts.push(piece.text);
    invalid += piece.invalid;
  }
  return { text: Buffer.concat(parts), invalid };
}

/** Halves of pairs with their UTF-8, and what stands between them. */
function* pieces(raw: Buffer): Generator<{ readonly from: number; readonly to: number; readonly text?: Buffer }> {
  let plain = 0;
  for (let at = raw.indexOf(0xed); at >= 0; at = raw.indexOf(0xed, at)) {
    const half = halfAt(raw, at);
    if (half === 0) {
      at++;
      continue;
    }
    if (at > plain) yield { from: plain, to: at };
    const other = half < 0xdc00 ? halfAt(raw, at + 3) : 0;
    const isPair = other >= 0xdc00;
    const to = at + (isPair ? 6 : 3);
    yield { from: at, to, text: isPair ? Buffer.from(String.fromCharCode(half, other)) : REPLACEMENT };
    plain = at = to;
  }
  if (plain < raw.length) yield { from: plain, to: raw.length };
}

/** The half of a surrogate pair that begins here; 0 for none. */
function halfAt(raw: Buffer, at: number): number {
  const [lead, second, third] = [raw[at], raw[at + 1], raw[at + 2]];
  if (lead !== 0xed || second < 0xa0 || second > 0xbf || third < 0x80 || third > 0xbf) return 0;
  return 0xd000 | ((second & 0x3f) << 6) | (third & 0x3f);
}

function encode(text: string): Buffer {
  return Buffer.concat(
    [...text].map((character) => (character.length === 1 ? Buffer.from(character) : pair(character))),
  );
}

function pair(character: string): Buffer {
  const half = (unit: number) => [0xed, 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f)];
  return Buffer.from([...half(character.charCodeAt(0)), ...half(character.charCodeAt(1))]);
}

function rawLength(line: Buffer, length: number): number {
  let done = 0;
  for (const { from, to, text } of pieces(line)) {
    if (done >= length) return from;
    const piece = text ?? utf8.decode(line.subarray(from, to)).text;
    if (done + piece.length > length) return from + utf8.rawLength(line.subarray(from, to), length - done);
    done += piece.length;
  }
  return line.length;
}
