import { encodingName } from "./codecs.js";

/**
 * The encoding of a file: UTF-16 where its first bytes are that byte order mark, else the one asked for, else UTF-8.
 *
 * @param head the first bytes, two at least where the file has so many
 * @throws SeginfError for an encoding that nobody knows
 */
export function encodingOf(head: Buffer, asked: string | undefined): string {
  const name = asked === undefined ? "utf-8" : encodingName(asked);
  if (asked !== undefined && !name.startsWith("utf-")) return name;
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  return head[0] === 0xfe && head[1] === 0xff ? "utf-16be" : name;
}
