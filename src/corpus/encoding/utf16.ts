import type { Codec, Decoded } from "./codec.js";
import { characterLengths } from "./codec.js";

/** UTF-16 in one of the byte orders; a lone half of a surrogate pair, or a lone last byte, is not valid. */
export function utf16Codec(name: "utf-16le" | "utf-16be"): Codec {
  const swapped = name === "utf-16be";
  const ordered = (bytes: Buffer) => (swapped ? Buffer.from(bytes).swap16() : bytes);
  return {
    name,
    lineFeed: swapped ? Buffer.of(0, 10) : Buffer.of(10, 0),
    decode: (raw) => decoded(raw, ordered),
    encode: (text) => ordered(Buffer.from(text, "utf16le")),
    rawLength: (line, length) => rawLength(ordered(line.subarray(0, line.length & ~1)), length),
  };
}

function decoded(raw: Buffer, ordered: (bytes: Buffer) => Buffer): Decoded {
  const whole = raw.length & ~1;
  const units = ordered(raw.subarray(0, whole)).toString("utf16le");
  const lone = units.match(/\p{Surrogate}/gu)?.length ?? 0;
  const rest = raw.length - whole;
  return { text: Buffer.from(rest > 0 ? `${units}\uFFFD` : units), invalid: 2 * lone + rest };
}

function rawLength(line: Buffer, length: number): number {
  const text = Buffer.from(line.toString("utf16le"));
  let done = 0;
  let units = 0;
  for (const bytes of characterLengths(text)) {
    if (done >= length) break;
    done += bytes;
    units += bytes === 4 ? 2 : 1;
  }
  return 2 * units;
}
