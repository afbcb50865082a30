import type { Influence, InfluenceSide } from "../findings/explanation.js";
import type { Piece } from "../influence/pieces.js";
import type { F64 } from "../kernels/types.js";
import { at } from "../math/at.js";
import type { Carriers, Whole } from "./carriers.js";
import type { Places } from "./places.js";
import type { ExplainOptions } from "./setting.js";

/** The other corpus: its pieces, and how they are described. */
export interface Others {
  readonly pieces: readonly Piece[];
  readonly places: Places;
  readonly carriers: Carriers;
  /** What carries the influence between the explained piece and all of this corpus; needed to order by it. */
  readonly whole: Whole | null;
  /** v · g of every piece. */
  readonly project: (v: F64) => Float64Array;
  /** h of the training pieces: of these, or of the explained one; influence/leverage.ts. */
  readonly leverages: (pieces: readonly Piece[]) => Float64Array;
  /** ‖g‖ of pieces, each that of its own loss. */
  readonly norms: (pieces: readonly Piece[]) => Float64Array;
  /** What the influence on each is to be a share of, nats: the loss of the reference piece in question. */
  readonly loss: (piece: Piece) => number;
}

/**
 * Parts the pieces by the sign of their influence, the strongest first: by what retraining is expected to do, by Δ, by Δ
 * relative to the size of their own gradients, or through the feature that carries most of the influence of the whole corpus; docs/method/influence.md, Influence.
 *
 * @param v what they were projected on, H⁻¹ of the explained piece's gradient, in θ's layout
 */
export function bothSides(
  others: Others,
  v: F64,
  { limit, rank }: Pick<ExplainOptions, "limit" | "rank">,
): { readonly supports: InfluenceSide; readonly opposes: InfluenceSide } {
  const influence = others.project(v);
  const norms = rank === "relative" ? others.norms(others.pieces) : null;
  const h = rank === "removal" ? others.leverages(others.pieces) : null;
  const expected = h && influence.map((x, i) => x * (1 + at(h, i)));
  const side = (role: Influence["role"], sign: number): InfluenceSide => {
    const indices = [...influence.keys()].filter((i) => sign * at(influence, i) > 0);
    const all = indices.flatMap((i) => at(others.pieces, i).spans);
    const leading = rank === "carrier" ? (others.whole?.leading(sign) ?? null) : null;
    const through = leading ? others.project(leading.v) : null;
    const strength = norms ? influence.map((x, i) => relative(x, at(norms, i))) : (through ?? expected ?? influence);
    indices.sort((a, b) => sign * (at(strength, b) - at(strength, a)) || a - b);
    const shown = indices.slice(0, limit);
    const shownPieces = shown.map((i) => at(others.pieces, i));
    const shownNorms = norms ? shown.map((i) => at(norms, i)) : others.norms(shownPieces);
    const shownLeverages = others.leverages(shownPieces);
    const one = (i: number, place: number): Influence => {
      const piece = at(others.pieces, i);
      const own = at(influence, i);
      const loss = others.loss(piece);
      return {
        role,
        influence: own,
        expected: own * (1 + at(shownLeverages, place)),
        relativeInfluence: relative(own, at(shownNorms, place)),
        leadingInfluence: through?.[i] ?? null,
        // + 0 turns −0 into 0
        share: loss > 0 ? -own / loss + 0 : 0,
        ...others.places.of(piece),
        carriedBy: others.carriers.of(v, piece.spans),
      };
    };
    return {
      count: indices.length,
      influence: indices.reduce((sum, i) => sum + at(influence, i), 0),
      carriedBy: others.carriers.of(v, all),
      leading: leading?.carrier ?? null,
      pieces: shown.map(one),
    };
  };
  return { supports: side("supports", 1), opposes: side("opposes", -1) };
}

/** Δ / ‖g‖; 0 where the labels are fitted to the last digit and the gradient is 0. */
const relative = (influence: number, norm: number): number => (norm > 0 ? influence / norm : 0);
