import type { ChangedReading, Explanation, Outcome } from "../../findings/explanation.js";
import { flow, piece } from "../layout.js";
import { count, signed, twoDecimals } from "../numbers.js";
import { bracketed } from "../snippet.js";
import type { Style } from "../style.js";
import { visible } from "../visible.js";
import { brief } from "../width.js";
import { readingPieces } from "./textPieces.js";

/** Changed readings shown in each direction. */
const SHOWN = 3;

/** What the tagger would do without the piece's labels, and with the suggested one. */
export function outcomesText(explanation: Explanation, width: number, look: Style): string {
  return explanation.outcomes.map((outcome) => outcomeText(explanation, outcome, width, look)).join("");
}

function outcomeText({ at, tagger }: Explanation, outcome: Outcome, width: number, look: Style): string {
  const { relabelledAs, predicted, predictedSegments, converged, f1, referenceLossChange, fixed, broken } = outcome;
  const name = relabelledAs === null ? "Trained without its labels" : `Trained with it as ${brief(relabelledAs)}`;
  const inPlace = at === null ? [] : readingPieces({ ...at, label: null, predicted, predictedSegments }, look);
  const head = flow(
    [
      piece(name, look.heading),
      ...inPlace,
      piece(`reference loss ${signed(referenceLossChange)} nats`),
      piece(`F1 ${twoDecimals(tagger.f1 ?? 0)} → ${twoDecimals(f1)}`),
      piece(`${count(fixed.length)} fixed, ${count(broken.length)} broken`),
      ...(converged ? [] : [piece("retraining stopped early", look.warning)]),
    ],
    width,
    2,
  );
  return `${head}${readingsText("fixes", fixed, width, look)}${readingsText("breaks", broken, width, look)}`;
}

function readingsText(verb: string, readings: readonly ChangedReading[], width: number, look: Style): string {
  const shown = readings.slice(0, SHOWN).map(({ file, line, tokens, label, before, after }) => {
    const change = `${brief(label)}: ${brief(before)} → ${brief(after)}`;
    const pieces = [
      piece(verb),
      piece(`${visible(file)}:${line}`, look.place),
      piece(bracketed(tokens, width - 4)),
      piece(change),
    ];
    return `  ${flow(pieces, width - 2, 4, " ")}`;
  });
  return shown.join("");
}
