import { isAboutTag } from "../../../findings/kinds.js";
import { shareText, short } from "../../numbers.js";
import { visible } from "../../visible.js";
import type { PageData, PageFinding } from "../data.js";
import { type Child, h } from "./dom.js";
import { opposedSentence } from "./sentence.js";

/** What the figures of a finding are called, in the order in which they are shown; those that are null are not. */
const SIGNALS: readonly (readonly [key: keyof PageFinding["signals"], name: string, says: string])[] = [
  [
    "influence",
    "influence",
    "change of the reference loss without these labels, in nats; negative: the labels are harmful",
  ],
  ["relabelInfluence", "if relabelled", "change of the reference loss with the suggested label, in nats"],
  ["loss", "loss", "how badly the labels fit the tagger that was trained on them, in nats"],
  ["marginal", "probability", "the tagger's probability of the labels as they stand"],
  ["crossValidatedLoss", "held-out loss", "loss under a tagger that has not seen this part of the corpus, in nats"],
  ["refitLoss", "refit loss", "loss under a tagger trained on the corpus and the weighted reference, in nats"],
  ["referenceTaggerLoss", "reference loss", "loss under a tagger trained on the reference alone, in nats"],
  ["selfInfluence", "self-influence", "influence of the segment on its own loss, in nats"],
  ["variation", "variation", "share of the same words elsewhere that have another label"],
  ["neighbours", "neighbours", "share of the nearest segments by word vectors that have another label"],
  [
    "noiseChannel",
    "noise channel",
    "probability that a tag is wrong, by a tagger that sees tags through a noise channel",
  ],
];

/** The evidence behind a reason, folded away: what the score is made of, and the reference segments that suffer. */
export function evidence(finding: PageFinding, data: PageData): HTMLElement | null {
  const parts = [signals(finding), opposed(finding, data)].filter((part) => part !== null);
  if (parts.length === 0) return null;
  const many = finding.opposes.length;
  const harm = many === 0 ? "" : `, ${many} reference segment${many === 1 ? "" : "s"} made worse`;
  return h("details", { class: "evidence" }, h("summary", {}, `Figures${harm}`), ...parts);
}

/** The scores that a finding's score is made of, where two taggers have judged it. */
const OPINIONS: readonly (readonly [key: keyof NonNullable<PageFinding["opinions"]>, name: string, says: string])[] = [
  ["withoutStates", "score without states", "probability of an error by the taggers that read no token states"],
  ["withStates", "score with states", "probability of an error by the taggers that read token states"],
];

function signals({ signals: figures, opinions, share, kind }: PageFinding): HTMLElement | null {
  if (isAboutTag(kind)) return null;
  const item = (value: number | null | undefined, name: string, says: string): Child[] =>
    typeof value === "number" ? [h("div", { title: says }, h("dt", {}, name), h("dd", {}, short(value)))] : [];
  const items = [
    ...OPINIONS.flatMap(([key, name, says]) => item(opinions?.[key], name, says)),
    ...SIGNALS.flatMap(([key, name, says]) => item(figures[key], name, says)),
  ];
  if (share !== null && share !== 0) items.push(h("div", {}, h("dd", {}, shareText(share))));
  return h("dl", { class: "signals" }, ...items);
}

function opposed({ opposes }: PageFinding, { opposed: places }: PageData): HTMLElement | null {
  if (opposes.length === 0) return null;
  const items = opposes.map(([number, influence]) => {
    const other = places[number];
    return h(
      "li",
      {},
      opposedSentence(other),
      h(
        "span",
        { class: "place" },
        h("code", {}, `${visible(other.file)}:${other.line}`),
        h("span", {}, `predicted as ${visible(other.predicted)}`),
        h("span", {}, `influence ${short(influence)}`),
      ),
    );
  });
  return h("ol", { class: "opposed" }, ...items);
}
