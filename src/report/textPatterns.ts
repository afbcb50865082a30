import type { Pattern } from "../findings/report.js";
import { flow, type Piece, piece } from "./layout.js";
import { aboutWrong, count, counted, shareText, short } from "./numbers.js";
import type { Style } from "./style.js";
import { visible } from "./visible.js";
import { brief } from "./width.js";

const MOST_LINES = 12;
const INDENT = 5;

/** A pattern, and its number in the report. */
export type Numbered = readonly [number: number, pattern: Pattern];

/**
 * Systematic errors: each rule with what it takes in, what correcting it would change, and where its segments are.
 *
 * @param heading what these are: "Patterns"
 */
export function patternsText(
  heading: string,
  patterns: readonly Numbered[],
  width: number,
  look: Style,
  verbose: boolean,
): string {
  const segments = patterns.reduce((sum, [, { places }]) => sum + places.length, 0);
  const head = look.heading(`${heading}: ${counted(patterns.length, "rule")} behind ${counted(segments, "candidate")}`);
  return `${head}\n${patterns.map(([number, pattern]) => patternText(pattern, number, width, look, verbose)).join("")}`;
}

function patternText(pattern: Pattern, number: number, width: number, look: Style, verbose: boolean): string {
  const { name, id, places, agree, disagree, probability, label, suggestion, share, relabelInfluence, pValue } =
    pattern;
  const words = name.split(" ");
  const title = flow(
    [
      piece(`${String(number).padStart(3)}.`, look.heading),
      ...words.map((word) => piece(brief(word), look.segment)),
      piece(`(${id})`, look.aside),
    ],
    width,
    INDENT,
    " ",
  );
  const counts =
    `${count(places.length)} of ${counted(agree, "segment")}, ${aboutWrong({ wrong: probability * places.length, findings: places.length })}, ` +
    `${counted(disagree, "other")} ${othersText(label, suggestion)}`;
  const figures = verbose
    ? `${counts}; ${shareText(share)}; if relabelled ${short(relabelInfluence)}; p ${short(pValue)}`
    : counts;
  return `${title}${block(
    figures.split(" ").map((word) => piece(word, look.aside)),
    width,
  )}${block(linesOf(places, look), width)}`;
}

/** How those are annotated that the rule does not fit. */
function othersText(label: string, suggestion: string): string {
  if (label === suggestion) return "annotated the other way";
  return suggestion === "O" ? "without a label" : `annotated as ${brief(suggestion)}`;
}

/** Pieces in lines that are all indented. */
function block(pieces: readonly Piece[], width: number): string {
  return flow(pieces, width - INDENT, 0, " ").replace(/^(?=.)/gm, " ".repeat(INDENT));
}

function linesOf(places: Pattern["places"], look: Style): Piece[] {
  const shown = places.slice(0, MOST_LINES);
  const pieces: Piece[] = shown.map(({ file, line }, i) => {
    const comma = i < places.length - 1 ? "," : "";
    return piece(i === 0 ? `${visible(file)}:${line}${comma}` : `${line}${comma}`, look.place);
  });
  if (places.length > shown.length) pieces.push(piece(`and ${count(places.length - shown.length)} more`));
  return pieces;
}
