import { isAboutTag } from "../../../findings/kinds.js";
import type { Verdict } from "../../../findings/verdicts/schema.js";
import { shareText, short } from "../../numbers.js";
import { visible } from "../../visible.js";
import type { PageData, PageFinding } from "../data.js";
import { button, type Child, h } from "./dom.js";
import type { Mark, Marks } from "./marks.js";
import { annotated, opposedSentence, respanned } from "./sentence.js";

const KINDS: Readonly<Record<PageFinding["kind"], string>> = {
  label: "another label",
  span: "another span",
  spurious: "no segment there",
  missed: "missed segment",
  "ill-formed": "ill-formed tag",
  foreign: "foreign tag",
  reference: "in the reference",
};

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

export const ACTIONS: readonly { readonly verdict: Verdict; readonly text: string; readonly key: string }[] = [
  { verdict: "fixed", text: "Accept", key: "a" },
  { verdict: "ok", text: "Keep", key: "k" },
  { verdict: "later", text: "Later", key: "l" },
];

/** A finding as a list item; `show` brings its marks up to date. */
export interface FindingView {
  readonly element: HTMLLIElement;
  show(mark: Mark | undefined): void;
}

export function findingView(finding: PageFinding, data: PageData, marks: Marks, askLabel: () => void): FindingView {
  const buttons = ACTIONS.map(({ verdict, text, key }) =>
    button(text, { class: `act ${verdict}`, "aria-keyshortcuts": key, "aria-pressed": "false" }, () =>
      toggle(marks, finding, { verdict }),
    ),
  );
  const other = isAboutTag(finding.kind)
    ? null
    : button("Other…", { class: "act other", "aria-keyshortcuts": "o", "aria-pressed": "false" }, askLabel);
  const verdict = h("p", { class: "verdict", "aria-live": "polite" });
  const element = h(
    "li",
    { class: "finding", tabindex: "-1", id: `finding-${finding.rank}`, "aria-labelledby": `where-${finding.rank}` },
    h("div", { class: "rank" }, h("b", {}, String(finding.rank)), scoreBar(finding, data.threshold)),
    h(
      "div",
      { class: "body" },
      annotated(finding),
      respanned(finding),
      place(finding),
      signals(finding),
      opposed(finding, data),
    ),
    h(
      "div",
      { class: "acts" },
      h("div", { class: "buttons", role: "group", "aria-label": "Verdict" }, buttons[0], buttons[1], other, buttons[2]),
      verdict,
    ),
  );
  return {
    element,
    show(mark) {
      element.dataset.mark = mark?.verdict ?? "";
      ACTIONS.forEach((action, i) => {
        const isOn = mark?.verdict === action.verdict && mark.other === undefined;
        buttons[i].setAttribute("aria-pressed", String(isOn));
      });
      other?.setAttribute("aria-pressed", String(mark?.other !== undefined));
      const note = mark?.entry?.note ?? "";
      const says = [mark?.other === undefined ? "" : `as ${mark.other}`, note].filter(Boolean);
      verdict.textContent = visible(says.join(": "));
    },
  };
}

/** Sets a mark, or takes it away where it is set already. */
export function toggle(marks: Marks, finding: PageFinding, mark: Mark): void {
  const now = marks.of(finding);
  marks.set([finding], now?.verdict === mark.verdict && now.other === mark.other ? undefined : mark);
}

function scoreBar({ score }: PageFinding, threshold: number): HTMLElement {
  const bar = h("span", { class: score >= threshold ? "score above" : "score" });
  bar.append(h("i", { style: `width:${(score * 100).toFixed(1)}%` }));
  return h("span", { class: "scoring", title: "score, from 0 to 1" }, score.toFixed(3), bar);
}

const OUTCOMES: Readonly<Record<NonNullable<PageFinding["outcome"]>, string>> = {
  corrected: "an error, corrected as suggested",
  wrong: "an error, corrected otherwise",
  right: "not in the corrections",
};

function place({ rank, file, line, kind, share, sentenceId, outcome }: PageFinding): HTMLElement {
  return h(
    "p",
    { class: "place" },
    h("code", { id: `where-${rank}` }, `${visible(file)}:${line}`),
    sentenceId === null ? null : h("span", { class: "id" }, visible(sentenceId)),
    h("span", {}, KINDS[kind]),
    outcome === undefined ? null : h("span", { class: `outcome ${outcome}` }, OUTCOMES[outcome]),
    share === null || share === 0 ? null : h("span", {}, shareText(share)),
  );
}

function signals({ signals: figures, kind }: PageFinding): HTMLElement | null {
  if (isAboutTag(kind)) return null;
  const items = SIGNALS.flatMap(([key, name, says]): Child[] => {
    const value = figures[key];
    return typeof value === "number" ? [h("div", { title: says }, h("dt", {}, name), h("dd", {}, short(value)))] : [];
  });
  return h("dl", { class: "signals" }, ...items);
}

function opposed({ opposes }: PageFinding, { opposed: places }: PageData): HTMLElement | null {
  if (opposes.length === 0) return null;
  const noun = opposes.length === 1 ? "reference segment" : "reference segments";
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
  return h(
    "details",
    { class: "opposed" },
    h("summary", {}, `spoils ${opposes.length} ${noun}`),
    h("ol", {}, ...items),
  );
}
