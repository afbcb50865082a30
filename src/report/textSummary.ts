import type { AuditReport, CorpusSummary, InfluenceSummary, TaggerSummary } from "../findings/report.js";
import { headPieces } from "./head.js";
import { flow, type Piece, paragraph, piece } from "./layout.js";
import { counted, short, twoDecimals } from "./numbers.js";
import type { Style } from "./style.js";
import { visible } from "./visible.js";

const NAME_WIDTH = "reference".length;
const INDENT = NAME_WIDTH + 2;

/** What makes the report less reliable, what was read, how good the tagger is, and, if verbose, how exact the influence. */
export function summaryText(report: AuditReport, width: number, look: Style, verbose: boolean): string {
  return [
    ...report.warnings.map((warning) => paragraph(`warning: ${warning}`, width, "warning: ".length, look.warning)),
    corporaText(report, width, look, verbose),
    ...(verbose && report.influence ? [row("influence", influencePieces(report.influence), width, look)] : []),
    ...(report.wrongTags === null ? [] : [row("noise", noisePieces(report.wrongTags), width, look)]),
    ...(report.verdicts === undefined ? [] : [row("verdicts", verdictPieces(report.verdicts), width, look)]),
  ].join("");
}

/** The corpora and the tagger. @param verbose how training went as well */
export function corporaText(
  { train, reference, tagger }: Pick<AuditReport, "train" | "reference" | "tagger">,
  width: number,
  look: Style,
  verbose = true,
): string {
  return [
    row("train", corpusPieces(train, look), width, look),
    ...(reference ? [row("reference", corpusPieces(reference, look), width, look)] : []),
    taggerText(tagger, reference ? "on the reference" : "on held-out folds", verbose, width, look),
    ...(tagger.head ? [row("head", headPieces(tagger.head), width, look)] : []),
  ].join("");
}

/** A name, and what there is to say of it. */
export function row(name: string, pieces: readonly Piece[], width: number, look: Style): string {
  return flow([piece(name.padEnd(NAME_WIDTH), look.heading), ...pieces], width, INDENT);
}

function corpusPieces(corpus: CorpusSummary, look: Style): Piece[] {
  return [
    piece(visible(corpus.file), look.place),
    piece(counted(corpus.sentences, "sentence")),
    piece(counted(corpus.tokens, "token")),
    piece(counted(corpus.segments, "segment")),
    piece(`scheme ${corpus.scheme}`),
    ...(corpus.illFormed > 0 ? [piece(counted(corpus.illFormed, "ill-formed tag"), look.warning)] : []),
  ];
}

/** Nothing where there is no more to say than that it was trained. */
function taggerText(tagger: TaggerSummary, where: string, verbose: boolean, width: number, look: Style): string {
  const pieces = taggerPieces(tagger, where, verbose);
  return pieces.length === 0 ? "" : row("tagger", pieces, width, look);
}

/** @param where the tagger was measured */
function taggerPieces(tagger: TaggerSummary, where: string, verbose: boolean): Piece[] {
  const { precision, recall, f1 } = tagger;
  return [
    ...(precision === null || recall === null || f1 === null
      ? []
      : [
          piece(`precision ${twoDecimals(precision)}`),
          piece(`recall ${twoDecimals(recall)}`),
          piece(`F1 ${twoDecimals(f1)}`),
          piece(where),
        ]),
    ...(tagger.kind === "softmax" ? [piece("softmax, no transitions")] : []),
    ...(tagger.vectors ? [piece(`vectors ${visible(tagger.vectors.name)}`)] : []),
    ...(tagger.clusters ? [piece(`clusters ${visible(tagger.clusters.name)}`)] : []),
    ...(tagger.states ? [piece(`states ${visible(tagger.states.name)}`)] : []),
    ...(verbose
      ? [
          piece(`${tagger.converged ? "converged" : "not converged"} after ${counted(tagger.iterations, "iteration")}`),
          piece(`relative gradient ${short(tagger.relativeGradientNorm)}`),
        ]
      : []),
  ];
}

function influencePieces(influence: InfluenceSummary): Piece[] {
  return [
    piece(`on ${counted(influence.targetSegments, "reference segment")}`),
    piece(`(targets: ${visible(influence.targets)})`),
    piece(`loss ${short(influence.referenceLoss)} nats`),
    piece(`CG residual ${short(influence.relativeResidual)}`),
    piece(`after ${counted(influence.cgIterations, "iteration")}`),
  ];
}

function noisePieces(wrongTags: number): Piece[] {
  return [piece(`about ${(100 * wrongTags).toFixed(1)}% of the training tags look wrong`)];
}

function verdictPieces({ judged, wrong, expectedWrong }: NonNullable<AuditReport["verdicts"]>): Piece[] {
  const were = `${wrong} of ${counted(judged, "judged finding")} ${wrong === 1 ? "was" : "were"} wrong`;
  return [
    piece("scores follow the baseline"),
    piece(were),
    piece(`about ${Math.round(expectedWrong)} by their scores`),
  ];
}
