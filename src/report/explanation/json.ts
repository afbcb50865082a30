import { encoded } from "../../findings/encode.js";
import { type Explanation, explanationSchema } from "../../findings/explanation.js";
import { pieceSchema } from "../../findings/piece.js";
import { recordOf } from "../record.js";

/** The explanation (docs/explanation.schema.json) as one JSON document, indented by two. */
export function explanationJson(explanation: Explanation): string {
  return `${encoded(recordOf(explanationSchema, explanation), 2)}\n`;
}

/** Each piece of the other corpus as one line of JSON, those that the explained place supports or is supported by first. */
export function* explanationJsonl({ supports, opposes }: Explanation): Iterable<string> {
  for (const piece of [...supports.pieces, ...opposes.pieces]) {
    yield `${encoded(recordOf(pieceSchema, piece))}\n`;
  }
}
