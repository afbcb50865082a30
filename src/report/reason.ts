import type { Finding } from "../findings/finding.js";
import type { Reason, ReasonOf } from "../findings/reason.js";
import { count, counted, shareText } from "./numbers.js";
import { running } from "./running.js";
import { suggestedSegments } from "./suggested.js";
import { visible } from "./visible.js";

/** What the wording of a reason needs of its finding. */
export type Reasoned = Pick<Finding, "kind" | "label" | "start" | "end" | "tokens" | "context" | "replacement"> & {
  readonly reason: Reason;
};

/** A finding's reason in one line of plain text, the same in every format: `"London" is LOC in 12 of 12 other places`. */
export function reasonText(finding: Reasoned): string {
  const { reason } = finding;
  switch (reason.kind) {
    case "sameWords":
      return sameWordsText(reason, finding.kind === "reference" ? "reference" : "training");
    case "tagger":
      return taggerText(reason, finding);
    case "pattern":
      return patternText(reason);
    case "noiseChannel":
      return `a tagger that expects wrong tags takes this for one (${percent(reason.probability)})`;
    case "neighbours":
      return `${percent(reason.share)} of the most similar words have another label`;
    case "influence":
      return `its label ${shareText(reason.share)}`;
    case "loss":
      return `the tagger gives ${labelText(finding.label)} ${percent(Math.exp(-reason.loss))} here`;
    case "scheme":
      return `the tag ${visible(reason.tag)} cannot stand here in the tag scheme`;
    case "foreign":
      return `the tag ${visible(reason.tag)} is not spelled like the other tags of the file`;
  }
}

/** @param own the file that the finding is in */
function sameWordsText(reason: ReasonOf<"sameWords">, own: "training" | "reference"): string {
  const { words, label, corpus } = reason;
  const state = label === "O" ? "has no label" : `is ${visible(label)}`;
  const places =
    corpus === own ? "other places" : `places of the ${corpus === "training" ? "training file" : "reference"}`;
  return `${quoted(words)} ${state} in ${count(reason.count)} of ${count(reason.of)} ${reason.of === 1 ? places.replace("places", "place") : places}`;
}

function taggerText(reason: ReasonOf<"tagger">, finding: Reasoned): string {
  const { probability, standing } = reason;
  const who = WHO[reason.trainedOn];
  if (probability === null) return `${who} gives ${labelText(finding.label)} ${percent(standing)} here`;
  if (probability > 0.5) return `${who} reads ${proposedText(finding, reason.label)} here (${percent(probability)})`;
  return `${who} gives ${proposedText(finding, reason.label)} ${percent(probability)}, ${labelText(finding.label)} ${percent(standing)}`;
}

const WHO: Readonly<Record<ReasonOf<"tagger">["trainedOn"], string>> = {
  training: "the tagger trained on the training file",
  both: "the tagger trained with the reference",
  reference: "the tagger trained on the reference alone",
  otherFolds: "a tagger that has not seen this sentence",
};

/** The label, with its words where the bounds change. */
function proposedText(finding: Reasoned, label: string): string {
  const segments = finding.replacement?.segments ?? [];
  if (segments.every(({ start, end }) => start === finding.start && end === finding.end)) return labelText(label);
  return suggestedSegments(finding)
    .map((one) => `${quoted(one.words)} ${visible(one.label)}`)
    .join(" and ");
}

function patternText({ name, count: many, reference }: ReasonOf<"pattern">): string {
  const found = `one of ${counted(many, "finding")}: ${visible(name)}`;
  if (reference === null) return found;
  const places = reference.of === 1 ? "place" : "places";
  return `${found}; the reference has ${visible(reference.label)} in ${count(reference.count)} of ${count(reference.of)} such ${places}`;
}

const labelText = (label: string): string => (label === "O" ? "no label" : visible(label));

const quoted = (words: readonly string[]): string => `"${running(words.map(visible))}"`;

/** A probability for people: whole, and never certain. */
function percent(p: number): string {
  if (p > 0.99) return "over 99%";
  if (p < 0.01) return "under 1%";
  return `${(100 * p).toFixed(0)}%`;
}
