import type {
  Agreement,
  Direction,
  DirectionSummary,
  ValidationPair,
  ValidationReport,
} from "../../findings/validation.js";
import type { ReportContext } from "../context.js";
import { headPieces, headWarning } from "../head.js";
import { flow, paragraph, piece } from "../layout.js";
import { count, counted, short } from "../numbers.js";
import { tableLines } from "../score/table.js";
import { bracketed } from "../snippet.js";
import { type Style, style } from "../style.js";
import { visible } from "../visible.js";
import { brief } from "../width.js";

/** Pairs of each direction that are shown for how far the refined prediction is off. */
const WORST = 3;

const WHAT: Readonly<Record<Direction, string>> = {
  removal: "labels taken out",
  relabelling: "labels replaced",
};

/** What was compared, how well it agrees, how exact the retraining is, and where prediction and truth differ most. */
export function validationText(report: ValidationReport, { color, width }: ReportContext): string {
  const look = style(color);
  const parts = [
    ...head(report, width, look),
    "\n",
    ...table(report.directions, look),
    "\n",
    ...report.directions.map((summary) => noiseText(summary, width)),
    ...warnings(report).map((warning) => paragraph(`warning: ${warning}`, width, 9, look.warning)),
  ];
  for (const { direction, pairs } of report.directions) {
    if (pairs === 0) continue;
    parts.push(`\n${look.heading(`Farthest from the truth, ${WHAT[direction]}:`)}\n`);
    for (const pair of worst(report.pairs, direction)) parts.push(pairText(pair, width, look));
  }
  return parts.join("");
}

function head({ train, reference, tagger, ...report }: ValidationReport, width: number, look: Style): string[] {
  const row = (name: string, pieces: readonly string[]) =>
    flow([piece(name.padEnd(9), look.heading), ...pieces.map((text) => piece(text))], width, 11);
  const corpus = ({ file, sentences, tokens, segments }: typeof train) => [
    look.place(visible(file)),
    counted(sentences, "sentence"),
    counted(tokens, "token"),
    counted(segments, "segment"),
  ];
  return [
    row("train", corpus(train)),
    row("reference", corpus(reference)),
    row("tagger", [`λ ${short(tagger.lambda)}`, `relative gradient ${short(tagger.relativeGradientNorm)}`]),
    ...(tagger.head ? [flow([piece("head".padEnd(9), look.heading), ...headPieces(tagger.head)], width, 11)] : []),
    row("design", [
      `${report.design}, seed ${report.seed}`,
      `${counted(report.referenceSegments, "reference segment")} (targets: ${visible(report.targets)})`,
      counted(report.trainingSegments, "training segment"),
    ]),
  ];
}

function table(directions: readonly DirectionSummary[], look: Style): string[] {
  const rows = directions.flatMap(({ direction, pairs, firstOrder, oneStep, refined }) => [
    [WHAT[direction], "first order (influence)", ...cells(firstOrder), count(pairs)],
    ["", "one Newton step", ...cells(oneStep), ""],
    ["", "refined", ...cells(refined), ""],
  ]);
  const [first, ...rest] = tableLines(
    ["", "prediction", "Pearson", "Spearman", "slope", "same sign", "pairs"],
    rows,
    2,
  );
  return [`${look.heading(first)}\n`, ...rest.map((line) => `${line}\n`)];
}

function cells({ pearson, spearman, slope, sign }: Agreement): string[] {
  const figure = (value: number | null) => (value === null ? "–" : value.toFixed(3));
  return [figure(pearson), figure(spearman), figure(slope), sign === null ? "–" : `${(100 * sign).toFixed(1)}%`];
}

function noiseText(summary: DirectionSummary, width: number): string {
  const { direction, noise, retrainings, products } = summary;
  return paragraph(
    `${WHAT[direction]}: ${counted(retrainings, "retraining")}, exact to ${share(noise.median)} of the change ` +
      `(median) and ${share(noise.largest)} (worst), ${short(products.retrained)} Hessian products each; ` +
      `one Newton step takes ${short(products.oneStep)}, a refined prediction ${short(products.refined)}`,
    width,
    2,
  );
}

const share = (value: number): string => `${Number((100 * value).toPrecision(2))}%`;

function warnings({ train, reference, tagger, directions }: ValidationReport): string[] {
  const ofHead = headWarning(tagger.head, train, reference);
  const found = ofHead === null ? [] : [ofHead];
  if (!tagger.converged) found.push("the tagger has not reached its optimum, which retraining is measured from");
  for (const { direction, noise, nonconvex } of directions) {
    if (noise.unresolved > 0) {
      const pairs = `${counted(noise.unresolved, "change")} (${WHAT[direction]})`;
      found.push(`${pairs} too small for retraining to resolve within 1%; signs are compared without them`);
    }
    if (nonconvex > 0) {
      found.push(
        `${counted(nonconvex, "retraining")} (${WHAT[direction]}) passed a point where the loss is not convex`,
      );
    }
  }
  return found;
}

function worst(pairs: readonly ValidationPair[], direction: Direction): ValidationPair[] {
  const off = ({ refined, retrained }: ValidationPair) => Math.abs(refined - retrained);
  return pairs
    .filter((pair) => pair.direction === direction)
    .sort((a, b) => off(b) - off(a))
    .slice(0, WORST);
}

function pairText(pair: ValidationPair, width: number, look: Style): string {
  const { segment, reference } = pair;
  const to = pair.relabelled === null ? "" : ` → ${brief(pair.relabelled)}`;
  const line = (place: string, tokens: readonly string[], what: string) =>
    flow([piece(place, look.place), piece(bracketed(tokens, width - 30)), piece(what)], width, 4, " ");
  return [
    `  ${line(`${visible(segment.file)}:${segment.line}`, segment.tokens, `${brief(segment.label)}${to}`)}`,
    `    ${line(
      `${visible(reference.file)}:${reference.line}`,
      reference.tokens,
      `${brief(reference.label)} predicted as ${brief(reference.predicted)}`,
    )}`,
    `    first order ${short(pair.firstOrder)}  one Newton step ${short(pair.oneStep)}  refined ${short(pair.refined)}  retrained ${short(pair.retrained)}\n`,
  ].join("");
}
