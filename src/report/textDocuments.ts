import type { DocumentErrors } from "../findings/statistics.js";
import { counted, short } from "./numbers.js";
import { brief } from "./width.js";

/** Documents named in a line. */
const NAMED = 3;

/** "Documents with the most expected errors per sentence: d12 0.9 (3 sentences), …"; nothing without documents. */
export function documentsLine(documents: readonly DocumentErrors[]): string {
  if (documents.length < 2) return "";
  const named = documents.slice(0, NAMED).map(({ id, sentences, perSentence }) => {
    return `${brief(id)} ${short(Number(perSentence.toFixed(2)))} (${counted(sentences, "sentence")})`;
  });
  return `Documents with the most expected errors per sentence: ${named.join(", ")}`;
}
