import { running } from "../../../corpus/running.js";
import { isAboutTag } from "../../../findings/kinds.js";
import type { Verdict } from "../../../findings/verdicts/schema.js";
import { visible } from "../../visible.js";
import type { PageData, PageFinding } from "../data.js";
import { button, h } from "./dom.js";
import { evidence } from "./figures.js";
import type { Mark, Marks } from "./marks.js";
import { annotated, respanned } from "./sentence.js";
import { surroundings } from "./surroundings.js";
import { wordsOf } from "./words.js";

const KINDS: Readonly<Record<PageFinding["kind"], string>> = {
  label: "another label",
  span: "another span",
  spurious: "no segment there",
  missed: "missed segment",
  "ill-formed": "ill-formed tag",
  foreign: "foreign tag",
  reference: "in the reference",
};

export const ACTIONS: readonly { readonly verdict: Verdict; readonly text: string; readonly key: string }[] = [
  { verdict: "fixed", text: "Accept", key: "a" },
  { verdict: "ok", text: "Keep", key: "k" },
  { verdict: "later", text: "Later", key: "l" },
];

/** A finding as a list item; `show` brings its marks up to date. */
export interface FindingView {
  readonly element: HTMLLIElement;
  show(mark: Mark | undefined): void;
  /** Shows the whole sentence with its neighbours, or hides it. */
  toggleSentence(): void;
}

/** What is done to a finding in dialogs. */
export interface Dialogs {
  correct(finding: PageFinding): void;
  note(finding: PageFinding): void;
}

export function findingView(finding: PageFinding, data: PageData, marks: Marks, does: Dialogs): FindingView {
  const buttons = ACTIONS.map(({ verdict, text, key }) =>
    button(text, { class: `act ${verdict}`, "aria-keyshortcuts": key, "aria-pressed": "false" }, () =>
      toggle(marks, finding, { verdict }),
    ),
  );
  const other = isAboutTag(finding.kind)
    ? null
    : button("Other…", { class: "act other", "aria-keyshortcuts": "o", "aria-pressed": "false" }, () =>
        does.correct(finding),
      );
  const verdict = h("span", { "aria-live": "polite" });
  const note = button("Note…", { class: "quiet", "aria-keyshortcuts": "m" }, () => does.note(finding));
  const whole = surroundings(finding, data);
  const element = h(
    "li",
    { class: "finding", tabindex: "-1", id: `finding-${finding.rank}`, "aria-labelledby": `where-${finding.rank}` },
    h("div", { class: "rank" }, h("b", {}, String(finding.rank)), scoreBar(finding, data.threshold)),
    h(
      "div",
      { class: "body" },
      annotated(finding, data),
      respanned(finding),
      h("p", { class: "reason" }, finding.reason),
      place(finding, whole.toggle),
      whole.element,
      evidence(finding, data),
    ),
    h(
      "div",
      { class: "acts" },
      h("div", { class: "buttons", role: "group", "aria-label": "Verdict" }, buttons[0], buttons[1], other, buttons[2]),
      h("p", { class: "verdict" }, verdict, note),
    ),
  );
  return {
    element,
    toggleSentence: whole.flip,
    show(mark) {
      element.dataset.mark = mark?.verdict ?? "";
      ACTIONS.forEach((action, i) => {
        const isOn = mark?.verdict === action.verdict && mark.other === undefined;
        buttons[i].setAttribute("aria-pressed", String(isOn));
      });
      other?.setAttribute("aria-pressed", String(mark?.other !== undefined));
      const says = [mark?.other === undefined ? "" : correctionText(finding, mark, data), mark?.note ?? ""];
      verdict.textContent = visible(says.filter(Boolean).join(": "));
      note.hidden = mark === undefined;
      note.textContent = mark?.note ? "Edit note…" : "Note…";
    },
  };
}

/** "as ORG", and the words where they are others than the finding's. */
function correctionText(finding: PageFinding, { other = "", span, entry }: Mark, data: PageData): string {
  const [segment] = entry?.replacement?.segments ?? [];
  const { start, end } = span ?? segment ?? finding;
  if (other === "O") return "no segment";
  if (start === finding.start && end === finding.end) return `as ${other}`;
  const { first, tokens } = wordsOf(finding, data);
  return `“${running(tokens.slice(start - first, end - first))}” as ${other}`;
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

function place({ rank, file, line, kind, sentenceId, outcome }: PageFinding, sentence: HTMLElement): HTMLElement {
  return h(
    "p",
    { class: "place" },
    h("code", { id: `where-${rank}` }, `${visible(file)}:${line}`),
    sentenceId === null ? null : h("span", { class: "id" }, visible(sentenceId)),
    h("span", {}, KINDS[kind]),
    outcome === undefined ? null : h("span", { class: `outcome ${outcome}` }, OUTCOMES[outcome]),
    sentence,
  );
}
