import type { ExplainedPlace, Explanation, Influence, InfluenceSide } from "../../findings/explanation.js";
import type { ReportContext } from "../context.js";
import { flow, type Piece, paragraph, piece } from "../layout.js";
import { count, counted, shareText, short, signed } from "../numbers.js";
import { type Style, style } from "../style.js";
import { corporaText } from "../textSummary.js";
import { visible } from "../visible.js";
import { brief } from "../width.js";
import { outcomesText } from "./textOutcome.js";
import { carriersPieces, carrierText, contextText, placePieces, readingPieces } from "./textPieces.js";

/** Below this many columns nothing reads well, so a narrower terminal wraps by itself. */
const NARROWEST = 40;
/** Features shown with each piece; the JSON document holds them all. */
const PIECE_CARRIERS = 3;

/** The explanation for people: both corpora, the place, what works for and against it, and what would change it. */
export function* explanationText(explanation: Explanation, context: ReportContext): Iterable<string> {
  const look = style(context.color);
  const width = Math.max(context.width, NARROWEST);
  yield corporaText(explanation, width, look);
  yield `\n${headText(explanation, width, look)}${ofTrainingText(explanation, width)}`;
  // What speaks against the labels as they stand is what people come for.
  yield `\n${sideText(explanation, "opposes", width, look)}`;
  yield `\n${sideText(explanation, "supports", width, look)}`;
  if (explanation.outcomes.length > 0) yield `\n${outcomesText(explanation, width, look)}`;
  if (!explanation.solve.converged) yield `\n${unsolved(explanation, width, look)}`;
}

function ofTrainingText({ ofTraining }: Explanation, width: number): string {
  if (ofTraining === null || ofTraining.carriedBy.length === 0) return "";
  const head = [piece(`all of training ${signed(ofTraining.influence)} nats`), ...carriersPieces(ofTraining.carriedBy)];
  return `  ${flow(head, width - 2, 4)}`;
}

function headText(explanation: Explanation, width: number, look: Style): string {
  const { at, targets, reference } = explanation;
  if (at !== null) return atText(at, explanation, width, look);
  const many = counted(targets?.segments ?? 0, "segment");
  const head = [piece("reference", look.heading), piece(visible(reference.file), look.place)];
  const what = [piece(`${many} that the tagger gets wrong`), piece(`loss ${short(targets?.loss ?? 0)} nats`)];
  return flow([...head, ...what], width, 2);
}

function atText(
  at: ExplainedPlace,
  { side, unit, referenceUnit, contextTokens, onReference }: Explanation,
  width: number,
  look: Style,
) {
  const what = side === "train" ? unit : referenceUnit;
  const widened = side === "train" && contextTokens > 0 ? ` with ${counted(contextTokens, "token")} either side` : "";
  const head = flow(
    [piece(`${what}${widened}`, look.heading), ...placePieces(at, what, look), ...readingPieces(at, look)],
    width,
    2,
  );
  const loss = flow([piece(`loss ${short(at.loss)} nats`)], width, 2);
  if (onReference === null) return `${head}  ${contextText(at, what, width - 2, look)}\n  ${loss}`;
  const { influence, share, targetSegments, referenceLoss, suggestion, relabelInfluence, carriedBy } = onReference;
  const whole = [
    piece(`loss ${short(at.loss)} nats`),
    piece(`influence ${signed(influence)}`),
    piece(
      shareText(share, `the ${short(referenceLoss)} nats on ${counted(targetSegments, "wrong reference segment")}`),
    ),
    ...(suggestion === null || relabelInfluence === null
      ? []
      : [piece(`as ${brief(suggestion)} ${signed(relabelInfluence)}`)]),
  ];
  const carried = carriedBy.length > 0 ? `  ${flow(carriersPieces(carriedBy), width - 2, 4)}` : "";
  return `${head}  ${contextText(at, what, width - 2, look)}\n  ${flow(whole, width - 2, 4)}${carried}`;
}

function sideText(explanation: Explanation, role: Influence["role"], width: number, look: Style): string {
  const side = explanation[role];
  const fromReference = explanation.side === "reference";
  const unit = fromReference ? explanation.unit : explanation.referenceUnit;
  const others = `${fromReference ? "training" : "reference"} ${unit}`;
  const verb = { supports: ["Supported by", "Supports"], opposes: ["Opposed by", "Opposes"] }[role][
    fromReference ? 0 : 1
  ];
  if (side.count === 0) return `${look.heading(`${verb} no ${others}`)}\n`;
  const head: Piece[] = [
    piece(`${verb} ${counted(side.count, others)}`, look.heading),
    piece(`${signed(side.influence)} nats`),
    ...(explanation.rank === "relative" ? [piece("by relative influence")] : []),
    ...(side.leading === null ? [] : [piece(`through ${carrierText(side.leading)}`)]),
    ...(side.pieces.length < side.count ? [piece(`shown: ${count(side.pieces.length)}`)] : []),
  ];
  const carried = side.carriedBy.length > 0 ? `  ${flow(carriersPieces(side.carriedBy), width - 2, 4)}` : "";
  return `${flow(head, width, 2)}${carried}${piecesText(explanation, side, unit, width, look)}`;
}

function piecesText(
  { side: at, rank }: Explanation,
  side: InfluenceSide,
  unit: Explanation["unit"],
  width: number,
  look: Style,
) {
  const inTraining = at === "reference";
  const rankWidth = String(side.pieces.length).length;
  const indent = rankWidth + 4;
  return side.pieces
    .map((one, i) => {
      const head = flow(
        [
          piece(`  ${String(i + 1).padStart(rankWidth)}.`, look.heading),
          piece(`${signed(one.influence)} (retrained ≈ ${signed(one.expected)})`),
          ...(rank === "relative" ? [piece(`relative ${signed(one.relativeInfluence)}`)] : []),
          ...(one.leadingInfluence === null ? [] : [piece(`through it ${signed(one.leadingInfluence)}`)]),
          ...placePieces(one, unit, look),
          ...(inTraining && unit === "segment" ? [] : readingPieces(one, look)),
          piece(shareText(one.share, "the loss"), look.aside),
        ],
        width,
        indent,
      );
      const margin = " ".repeat(indent);
      const carriers = carriersPieces(one.carriedBy.slice(0, PIECE_CARRIERS), look.aside);
      const carried = carriers.length > 1 ? `${margin}${flow(carriers, width - indent, indent + 2)}` : "";
      return `${head}${margin}${contextText(one, unit, width - indent, look)}\n${carried}`;
    })
    .join("");
}

function unsolved({ solve }: Explanation, width: number, look: Style): string {
  const warning =
    `warning: conjugate gradients stopped at a relative residual of ${short(solve.relativeResidual)} after ` +
    `${count(solve.cgIterations)} iterations; the influence figures are approximate`;
  return paragraph(warning, width, "warning: ".length, look.warning);
}
