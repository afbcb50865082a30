import type { Codec, Decoded } from "./codec.js";
import { utf8Length } from "./codec.js";

const REPLACED = 0xfffd;

/** An encoding of one byte a character, by the table that TextDecoder gives of it. */
export function singleByteCodec(name: string): Codec {
  const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  // As a stream: some releases of Node decode windows-1252 as Latin-1 where it is not one.
  const table = [...new TextDecoder(name, { ignoreBOM: true }).decode(all, { stream: true })];
  const points = Uint16Array.from(table, (character) => character.codePointAt(0) as number);
  const bytes = new Map(table.map((character, byte) => [character, byte]));
  bytes.delete("\uFFFD");
  return {
    name,
    lineFeed: Buffer.of(10),
    decode: (raw) => decoded(raw, points),
    encode(text) {
      const encoded = [...text].map((character) => bytes.get(character));
      return encoded.every((byte) => byte !== undefined) ? Buffer.from(encoded as number[]) : null;
    },
    rawLength(line, length) {
      let taken = 0;
      for (let done = 0; done < length; taken++) done += utf8Length(points[line[taken]]);
      return taken;
    },
  };
}

function decoded(raw: Buffer, points: Uint16Array): Decoded {
  const text = Buffer.allocUnsafe(3 * raw.length);
  let at = 0;
  let invalid = 0;
  for (let i = 0; i < raw.length; i++) {
    const point = points[raw[i]];
    if (point < 0x80) text[at++] = point;
    else if (point < 0x800) {
      text[at++] = 0xc0 | (point >> 6);
      text[at++] = 0x80 | (point & 0x3f);
    } else {
      if (point === REPLACED) invalid++;
      text[at++] = 0xe0 | (point >> 12);
      text[at++] = 0x80 | ((point >> 6) & 0x3f);
      text[at++] = 0x80 | (point & 0x3f);
    }
  }
  return { text: text.subarray(0, at), invalid };
}
