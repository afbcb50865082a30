import type { Unit } from "../../corpus/units.js";
import type { Carrier, ExplainedPlace } from "../../findings/explanation.js";
import { type Piece, piece } from "../layout.js";
import { signed } from "../numbers.js";
import { bracketed, snippet } from "../snippet.js";
import type { Style } from "../style.js";
import { visible } from "../visible.js";
import { brief } from "../width.js";

/** Places hold at most this many tokens either side, so a full side may go on beyond what is known. */
const CONTEXT_TOKENS = 8;

/** Columns that a predicted segment may take. */
const SEGMENT_WIDTH = 60;

/** "train.conll:12  LOC", and the document's id where it is one. */
export function placePieces(place: ExplainedPlace, unit: Unit, look: Style): Piece[] {
  return [
    piece(`${visible(place.file)}:${place.line}`, look.place),
    ...(unit === "document" && place.documentId !== null ? [piece(brief(place.documentId))] : []),
    ...(place.label === null ? [] : [piece(visible(place.label))]),
  ];
}

/** What the tagger says, where that is not what stands there. */
export function readingPieces(
  { label, predicted, predictedSegments, tokens, start, context }: ExplainedPlace,
  look: Style,
): Piece[] {
  if (predicted === null) return [];
  if (predicted === label) return [piece("predicted alike", look.right)];
  if (predicted !== "O" || predictedSegments.length === 0)
    return [piece(`predicted as ${brief(predicted)}`, look.wrong)];
  // No segment of these bounds, but others there: their words, as far as the context goes.
  const around = [...context.before, ...tokens, ...context.after];
  const first = start - context.before.length;
  const said = predictedSegments.map((segment) => {
    const words = around.slice(Math.max(segment.start - first, 0), segment.end - first);
    return `${brief(segment.label)} ${bracketed(words, SEGMENT_WIDTH)}`;
  });
  return [piece(`predicted as ${said.join(" ")}`, look.wrong)];
}

export function contextText(place: ExplainedPlace, unit: Unit, width: number, look: Style): string {
  const { tokens, context, start } = place;
  const { before, segment, after } = snippet(
    {
      tokens,
      before: context.before,
      after: context.after,
      moreBefore: start > context.before.length,
      moreAfter: unit === "document" || context.after.length >= CONTEXT_TOKENS,
    },
    width,
  );
  return `${before}${look.segment(segment)}${after}`;
}

/** "carried by  w[0]=Leeds (and 6 alike) -0.74  w[-1]=in -0.12" */
export function carriersPieces(carriers: readonly Carrier[], paint?: (text: string) => string): Piece[] {
  if (carriers.length === 0) return [];
  return [piece("carried by", paint), ...carriers.map((carrier) => piece(carrierText(carrier), paint))];
}

/** "w[0]=Leeds (and 6 alike) -0.74" */
export function carrierText({ name, merged, influence }: Carrier): string {
  const alike = merged.length > 0 ? ` (and ${merged.length} alike)` : "";
  return `${brief(name)}${alike} ${signed(influence)}`;
}
