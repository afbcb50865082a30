import { running } from "../corpus/running.js";
import type { Finding } from "../findings/finding.js";
import type { Reason, ReasonOf } from "../findings/reason.js";
import { count, counted, percent, shareText } from "./numbers.js";
import { keepsBounds, suggestedSegments } from "./suggested.js";
import { brief, LONGEST_QUOTE } from "./width.js";

/** What the wording of a reason needs of its finding. */
export type Reasoned = Pick<
  Finding,
  "kind" | "label" | "suggestion" | "start" | "end" | "tokens" | "context" | "replacement"
> & {
  readonly reason: Reason;
};

/** A finding's reason in one line of plain text, the same in every format: `"London" is LOC in 12 of 12 other places`. */
export function reasonText(finding: Reasoned): string {
  const { reason } = finding;
  switch (reason.kind) {
    case "sameWords":
      return sameWordsText(reason, finding);
    case "tagger":
      return taggerText(reason, finding);
    case "pattern":
      return patternText(reason);
    case "noiseChannel":
      return `a tagger that allows for annotation errors says ${wrongText(finding)} here (${percent(reason.probability)})`;
    case "neighbours":
      return `${percent(reason.share)} of the most similar words have another label`;
    case "influence":
      return `its label ${shareText(reason.share)}`;
    case "opinions":
      return opinionsText(reason, finding);
    case "several":
      return "no single piece of evidence decides, but several weak ones add up";
    case "loss":
      return `the tagger gives ${labelText(finding.label)} ${percent(Math.exp(-reason.loss))} here`;
    case "scheme":
      return `the tag ${brief(reason.tag)} cannot stand here in the tag scheme`;
    case "foreign":
      return `the tag ${brief(reason.tag)} is not spelled like the other tags of the file`;
  }
}

function sameWordsText(reason: ReasonOf<"sameWords">, finding: Reasoned): string {
  const { words, label, corpus, count, of } = reason;
  const own = finding.kind === "reference" ? "reference" : "training";
  const where = corpus === "training" ? " in the training file" : " in the reference";
  const places = corpus === own ? ["other place", "other places"] : [`place${where}`, `places${where}`];
  // Neither is right in more than half of such places: that the annotation is wrong is all that they agree on.
  const here = label === finding.suggestion ? "" : `; the taggers suggest ${labelText(finding.suggestion)}, unsure`;
  const said = (state: string, many: number) => `${quoted(words)} ${state} in ${manyOf(many, of, places)}${here}`;
  if (label !== "O") return said(`is ${brief(label)}`, count);
  return finding.label === "O" ? said("has a label", of - count) : said("has no label", count);
}

/** "12 of 12 other places", "none of 3 other places", "the only other place". */
function manyOf(some: number, all: number, [one = "", several = ""]: readonly string[]): string {
  if (all === 1 && some === 1) return `the only ${one}`;
  return `${some === 0 ? "none" : count(some)} of ${count(all)} ${all === 1 ? one : several}`;
}

/** A tagger that finds the suggestion less likely than this speaks against the label more than for the suggestion. */
const WORTH_NAMING = 0.1;

function taggerText(reason: ReasonOf<"tagger">, finding: Reasoned): string {
  const { probability, standing } = reason;
  const who = WHO[reason.trainedOn];
  const stands = standingText(finding);
  if (probability === null || probability < WORTH_NAMING) {
    if (standing > 0.5) return `${who} is only ${percent(standing)} sure of ${stands} here`;
    return `${who} finds ${stands} unlikely here (${percent(standing)})`;
  }
  const proposed = proposedText(finding, reason.label);
  if (probability > 0.5) return `${who} reads ${proposed} here (${percent(probability)})`;
  if (probability > standing)
    return `${who} finds ${proposed} more likely (${percent(probability)}) than ${stands} (${percent(standing)})`;
  return `${who} gives ${proposed} ${percent(probability)} here, ${stands} ${percent(standing)}`;
}

/** What the audits without token states and with them say: where they agree, or which of them doubts the annotation. */
function opinionsText({ withoutStates, withStates }: ReasonOf<"opinions">, finding: Reasoned): string {
  const wrong = wrongText(finding);
  const without = percent(withoutStates ?? 0);
  const by = percent(withStates);
  const [doubts, doubt] = [(withoutStates ?? 0) > 0.5, withStates > 0.5];
  if (doubts && doubt) return `both audits say ${wrong} here: without token states ${without}, with them ${by}`;
  if (doubts)
    return `the audit without token states says ${wrong} here (${without}), the one with them does not (${by})`;
  if (doubt) return `the audit with token states says ${wrong} here (${by}), the one without does not (${without})`;
  return `neither audit is sure that ${wrong} here: without token states ${without}, with them ${by}`;
}

const WHO: Readonly<Record<ReasonOf<"tagger">["trainedOn"], string>> = {
  training: "the tagger trained on the training file",
  both: "the tagger trained on both files",
  reference: "the tagger trained on the reference alone",
  otherFolds: "a tagger that has not seen this sentence",
};

/** The label as it stands, with its words where only the bounds tell it from the suggestion. */
function standingText(finding: Reasoned): string {
  const label = labelText(finding.label);
  return finding.kind === "span" ? `${quoted(finding.tokens)} ${label}` : label;
}

const wrongText = (finding: Reasoned): string =>
  finding.label === "O" ? "a label is missing" : `${standingText(finding)} is wrong`;

/** The label, with its words where the bounds change. */
function proposedText(finding: Reasoned, label: string): string {
  if (keepsBounds(finding)) return labelText(label);
  return suggestedSegments(finding)
    .map((one) => `${quoted(one.words)} ${brief(one.label)}`)
    .join(" and ");
}

function patternText({ name, count: many, reference }: ReasonOf<"pattern">): string {
  const found = `one of ${counted(many, "finding")}: ${brief(name, LONGEST_QUOTE)}`;
  if (reference === null) return found;
  const places = manyOf(reference.count, reference.of, ["such place", "such places"]);
  return `${found}; the reference has ${brief(reference.label)} in ${places}`;
}

const labelText = (label: string): string => (label === "O" ? "no label" : brief(label));

const quoted = (words: readonly string[]): string => `"${brief(running(words), LONGEST_QUOTE)}"`;
