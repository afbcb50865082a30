import type { Finding, Opposed, RefinedInfluence, Signals } from "../findings/report.js";
import { flow, piece } from "./layout.js";
import { shareText, short } from "./numbers.js";
import { bracketed, snippet } from "./snippet.js";
import type { Style } from "./style.js";
import { keepsBounds, suggestedSegments } from "./suggested.js";
import { visible } from "./visible.js";

const MOST_OPPOSED = 3;

/** Columns that a suggested segment may take. */
const SEGMENT_WIDTH = 60;

/** Findings hold at most this many tokens either side, so a full side may go on beyond what is known. */
const CONTEXT_TOKENS = 8;

/**
 * One ranked finding: where, what stands there and what should, why, and which reference segments it works against.
 *
 * @param pattern the number of the pattern that it is part of
 */
export function findingText(
  finding: Finding,
  rankWidth: number,
  width: number,
  look: Style,
  pattern: number | null = null,
): string {
  const indent = rankWidth + 3;
  const margin = " ".repeat(indent);
  const head = flow(
    [
      piece(`${String(finding.rank).padStart(rankWidth)}.`, look.heading),
      piece(finding.score.toFixed(3)),
      piece(`${visible(finding.file)}:${finding.line}`, look.place),
      piece(
        `${visible(finding.label)} → ${visible(finding.suggestion)}`,
        () => `${look.wrong(visible(finding.label))} → ${look.right(visible(finding.suggestion))}`,
      ),
      piece(`(${advice(finding)})`),
    ],
    width,
    indent,
  );
  const opposed = finding.opposes.slice(0, MOST_OPPOSED).map((other) => opposedText(other, indent, width, look));
  return `${head}${margin}${contextText(finding, width - indent, look)}\n${margin}${reasons(finding, pattern, indent, width, look)}${opposed.join("")}`;
}

/** The kind of a finding as an instruction to the annotator. */
function advice(finding: Finding): string {
  switch (finding.kind) {
    case "label":
      return `label it as ${visible(finding.suggestion)}`;
    case "span":
      return `make it ${segmentsText(finding)}`;
    case "reference":
      return "check the reference";
    case "spurious":
      return "no segment there";
    case "missed":
      return keepsBounds(finding) ? "missed segment" : `missed: ${segmentsText(finding)}`;
    case "ill-formed":
      return "ill-formed tag";
    case "foreign":
      return "foreign tag";
  }
}

/** `[ Bank of England ] ORG and [ London ] LOC`: the segments that should stand there. */
function segmentsText(finding: Finding): string {
  return suggestedSegments(finding)
    .map(({ words, label }) => `${bracketed(words, SEGMENT_WIDTH)} ${visible(label)}`)
    .join(" and ");
}

function contextText({ tokens, context, start }: Finding, width: number, look: Style): string {
  const { before, segment, after } = snippet(
    {
      tokens,
      before: context.before,
      after: context.after,
      moreBefore: start > context.before.length,
      moreAfter: context.after.length >= CONTEXT_TOKENS,
    },
    width,
  );
  return `${before}${look.segment(segment)}${after}`;
}

function reasons(
  { share, signals, refined }: Finding,
  pattern: number | null,
  indent: number,
  width: number,
  look: Style,
): string {
  const parts = [
    ...(pattern === null ? [] : [`pattern ${pattern}`]),
    ...(share === null ? [] : [shareText(share)]),
    ...(signals.influence === null ? [] : [`influence ${short(signals.influence)}`]),
    ...(signals.relabelInfluence === null ? [] : [`if relabelled ${short(signals.relabelInfluence)}`]),
    `loss ${short(signals.loss)}`,
    `probability ${short(signals.marginal)}`,
    ...(refined ? refinedParts(refined) : []),
    ...(signals.influence === null ? aloneReasons(signals) : []),
  ];
  // The first line's margin is already printed, so it has that much less room.
  const [first, ...rest] = flow(
    parts.map((part) => piece(part)),
    width - indent,
    0,
  )
    .trimEnd()
    .split("\n");
  const margin = " ".repeat(indent);
  return [first!, ...rest.map((line) => margin + line)].map((line) => `${look.aside(line)}\n`).join("");
}

function refinedParts({ influence, relabelInfluence }: RefinedInfluence): string[] {
  const without = `retrained without it ${short(influence)}`;
  return relabelInfluence === null ? [without] : [without, `retrained as suggested ${short(relabelInfluence)}`];
}

/** The evidence for a finding where there is no reference. */
function aloneReasons({ variation, selfInfluence }: Signals): string[] {
  return [
    ...(variation === null ? [] : [`same words labelled otherwise ${(100 * variation).toFixed(0)}%`]),
    ...(selfInfluence === null ? [] : [`self-influence ${short(selfInfluence)}`]),
  ];
}

function opposedText(other: Opposed, indent: number, width: number, look: Style): string {
  const inner = width - indent - 2;
  const outcome = `${visible(other.label)} predicted as ${visible(other.predicted)}`;
  const pieces = [
    piece("opposes"),
    piece(`${visible(other.file)}:${other.line}`, look.place),
    piece(bracketed(other.tokens, inner)),
    piece(outcome),
  ];
  const margin = " ".repeat(indent);
  return flow(pieces, width - indent, 2, " ").replace(/^(?=.)/gm, margin);
}
