import type { Finding, FindingOpinions, RefinedInfluence, Signals } from "../findings/report.js";
import { isAboutTag } from "../findings/rules.js";
import { flow, type Piece, paragraph, piece } from "./layout.js";
import { shareText, short } from "./numbers.js";
import { reasonText } from "./reason.js";
import { bracketed, snippet } from "./snippet.js";
import type { Style } from "./style.js";
import { inFocus, keepsBounds, type Suggested, suggestedSegments } from "./suggested.js";
import { visible } from "./visible.js";
import { brief, displayWidth } from "./width.js";

/** Columns that the words of a suggested segment may take, where the line has them. */
const SEGMENT_WIDTH = 60;

/** Findings hold at most this many tokens either side, so a full side may go on where nothing says how long the sentence is. */
const CONTEXT_TOKENS = 8;

/** Reference segments listed for one finding. */
const MOST_OPPOSED = 3;

/** The sentence and the reason begin below the place. */
const INDENT = "0.999  ".length;

/**
 * One finding in three lines: score, place, label and suggestion; the sentence with the segment marked; the reason.
 *
 * @param options.verbose the figures and the reference segments that it works against as well
 * @param options.pattern the number of the report's pattern that it is part of
 * @param options.length tokens of its sentence
 */
export function findingText(
  given: Finding,
  width: number,
  look: Style,
  {
    verbose = false,
    pattern = null,
    length,
  }: { readonly verbose?: boolean; readonly pattern?: number | null; readonly length?: number | undefined } = {},
): string {
  const finding = inFocus(given);
  const margin = " ".repeat(INDENT);
  const head = flow(
    [
      piece(finding.score.toFixed(3), look.heading),
      piece(`${visible(finding.file)}:${finding.line}`, look.place),
      ...changePieces(finding, width - INDENT, look),
      ...(pattern === null ? [] : [piece(`(pattern ${pattern})`, look.aside)]),
    ],
    width,
    INDENT,
  );
  const { after } = given.context;
  const goesOn = after.length >= CONTEXT_TOKENS && given.end + after.length !== length;
  const sentence = `${margin}${contextText(finding, goesOn, width - INDENT, look)}\n`;
  const reason = indented(paragraph(reasonText(finding), width - INDENT, 0));
  if (!verbose) return head + sentence + reason;
  return head + sentence + reason + figures(finding, width, look) + opposedText(finding, width, look);
}

/** "LOC → ORG", the segments that should stand there where the bounds change, and whose label it is. */
function changePieces(finding: Finding, width: number, look: Style): Piece[] {
  const { kind } = finding;
  const label = brief(finding.label);
  const suggestion = brief(finding.suggestion);
  const change = keepsBounds(finding)
    ? [piece(`${label} → ${suggestion}`, () => `${look.wrong(label)} → ${look.right(suggestion)}`)]
    : suggestedSegments(finding).map((segment, i) => {
        if (i > 0) return piece(segmentText(segment, width), look.right);
        const text = segmentText(segment, width - displayWidth(`${label} → `));
        return piece(`${label} → ${text}`, () => `${look.wrong(label)} → ${look.right(text)}`);
      });
  return [
    ...change,
    ...(kind === "reference" ? [piece("(in the reference)")] : []),
    ...(isAboutTag(kind) ? [piece("(tag)")] : []),
  ];
}

/** `ORG [ Bank of England ]`: a segment that should stand there, its words cut to what is left of `width` columns. */
function segmentText({ words, label }: Suggested, width: number): string {
  const name = `${brief(label)} `;
  return name + bracketed(words, Math.min(SEGMENT_WIDTH, width - displayWidth(name)));
}

function contextText({ tokens, context, start }: Finding, goesOn: boolean, width: number, look: Style): string {
  const { before, segment, after } = snippet(
    {
      tokens,
      before: context.before,
      after: context.after,
      moreBefore: start > context.before.length,
      moreAfter: goesOn,
    },
    width,
  );
  return `${before}${look.segment(segment)}${after}`;
}

function figures({ share, signals, refined, opinions }: Finding, width: number, look: Style): string {
  const parts = [
    ...(share === null ? [] : [shareText(share)]),
    ...(signals.influence === null ? [] : [`influence ${short(signals.influence)}`]),
    ...(signals.relabelInfluence === null ? [] : [`if relabelled ${short(signals.relabelInfluence)}`]),
    `loss ${short(signals.loss)}`,
    `probability ${short(signals.marginal)}`,
    ...(refined ? refinedParts(refined) : []),
    ...(opinions ? opinionParts(opinions) : []),
    ...signalParts(signals),
  ];
  const lines = flow(
    parts.map((part) => piece(part, look.aside)),
    width - INDENT,
    0,
  );
  return indented(lines);
}

function refinedParts({ influence, relabelInfluence }: RefinedInfluence): string[] {
  const without = `retrained without it ${short(influence)}`;
  return relabelInfluence === null ? [without] : [without, `retrained as suggested ${short(relabelInfluence)}`];
}

function opinionParts({ withoutStates, withStates }: FindingOpinions): string[] {
  const without = withoutStates === null ? [] : [`score without states ${withoutStates.toFixed(3)}`];
  return [...without, `score with states ${withStates.toFixed(3)}`];
}

/** Signals by the names that --signal has for them. */
function signalParts(signals: Signals): string[] {
  const { crossValidatedLoss, selfInfluence, refitLoss, referenceTaggerLoss, variation, neighbours, noiseChannel } =
    signals;
  const named = {
    refitLoss,
    referenceTaggerLoss,
    crossValidatedLoss,
    selfInfluence,
    variation,
    neighbours,
    noiseChannel,
  };
  return Object.entries(named).flatMap(([name, value]) => (value === null ? [] : [`${name} ${short(value)}`]));
}

function opposedText({ opposes }: Finding, width: number, look: Style): string {
  const inner = width - INDENT;
  return opposes
    .slice(0, MOST_OPPOSED)
    .map((other) => {
      const pieces = [
        piece("opposes"),
        piece(`${visible(other.file)}:${other.line}`, look.place),
        piece(bracketed(other.tokens, inner - 2)),
        piece(`${brief(other.label)} predicted as ${brief(other.predicted)}`),
      ];
      return indented(flow(pieces, inner, 2, " "));
    })
    .join("");
}

/** Every line below the place. */
const indented = (text: string): string => text.replace(/^(?=.)/gm, " ".repeat(INDENT));
