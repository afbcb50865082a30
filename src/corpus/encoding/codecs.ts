import { SeginfError } from "../../errors.js";
import { cesu8Codec } from "./cesu8.js";
import type { Codec } from "./codec.js";
import { multiByteCodec } from "./multi-byte.js";
import { singleByteCodec } from "./single-byte.js";
import { utf16Codec } from "./utf16.js";

const MULTI_BYTE = ["utf-8", "gbk", "gb18030", "big5", "euc-jp", "shift_jis", "iso-2022-jp", "euc-kr"];
const EXAMPLES = "windows-1252, iso-8859-2, utf-16le, gb18030, big5, shift_jis, euc-kr, cesu-8";

/**
 * The name of an encoding as the Encoding Standard has it, for any of its labels: "latin1" is windows-1252 there.
 * @throws SeginfError for a name that stands for none
 */
export function encodingName(label: string): string {
  const asked = label.trim().toLowerCase();
  const alias = ALIASES[asked.replaceAll("_", "-")];
  if (alias === "cesu-8") return alias;
  for (const name of [alias ?? asked, asked.replaceAll("_", "-")]) {
    try {
      return new TextDecoder(name).encoding;
    } catch {
      // Not a label.
    }
  }
  throw new SeginfError(`no encoding is called "${label}"`, {}, `give --encoding a name such as ${EXAMPLES}`);
}

/** Names that are not among the standard's labels; most are Python's. */
const ALIASES: Readonly<Record<string, string>> = {
  "cesu-8": "cesu-8",
  cesu8: "cesu-8",
  "latin-1": "latin1",
  "mac-roman": "macintosh",
  "utf-16-le": "utf-16le",
  "utf-16-be": "utf-16be",
  "utf-8-sig": "utf-8",
  big5hkscs: "big5-hkscs",
  cp874: "windows-874",
  cp932: "shift_jis",
  cp936: "gbk",
  cp949: "euc-kr",
  cp950: "big5",
};

/** @param name of encodingName */
export function codecOf(name: string): Codec {
  if (name === "cesu-8") return cesu8Codec();
  if (name === "utf-16le" || name === "utf-16be") return utf16Codec(name);
  return MULTI_BYTE.includes(name) ? multiByteCodec(name) : singleByteCodec(name);
}
