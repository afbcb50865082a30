import { SeginfError } from "../../errors.js";
import { encodingName } from "./codecs.js";

/**
 * The encoding of a file: UTF-16 where its first bytes are that byte order mark, else the one asked for, else UTF-8.
 *
 * @param head the first bytes, eight at least where the file has so many
 * @throws SeginfError for an encoding that nobody knows, and for UTF-32
 */
export function encodingOf(file: string, head: Buffer, asked: string | undefined): string {
  const name = asked === undefined ? "utf-8" : encodingName(asked);
  if (asked !== undefined && !name.startsWith("utf-")) return name;
  const wide = utf32In(head);
  if (wide) throw new SeginfError("this is UTF-32", { file }, `convert it to UTF-8: iconv -f ${wide} -t UTF-8`);
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  return head[0] === 0xfe && head[1] === 0xff ? "utf-16be" : name;
}

const BYTE_ORDER_MARK = 0xfeff;

/** Which UTF-32 begins with a byte order mark or two characters of ASCII. */
function utf32In(head: Buffer): "UTF-32LE" | "UTF-32BE" | undefined {
  if (head.length < 8) return undefined;
  const view = new DataView(head.buffer, head.byteOffset, 8);
  for (const isLittle of [true, false]) {
    const [first, second] = [view.getUint32(0, isLittle), view.getUint32(4, isLittle)];
    if ((first === BYTE_ORDER_MARK || isPrintable(first)) && isPrintable(second))
      return isLittle ? "UTF-32LE" : "UTF-32BE";
  }
  return undefined;
}

/** Of ASCII, or a tab or a line end. */
function isPrintable(unit: number): boolean {
  return unit === 9 || unit === 10 || unit === 13 || (unit >= 0x20 && unit < 0x7f);
}
