import { overlap } from "../../../corpus/overlap.js";
import { running } from "../../../corpus/running.js";
import { correctionOf, type Span } from "../../../findings/verdicts/correction.js";
import { visible } from "../../visible.js";
import type { PageData, PageFinding } from "../data.js";
import { button, h } from "./dom.js";
import { openDialog } from "./modal.js";
import { type Words, wordsOf } from "./words.js";

/** What somebody wants in place of a finding. */
export interface Wanted {
  /** O for no segment. */
  readonly label: string;
  readonly span: Span;
}

/**
 * The labels to choose from: those of the corpus that the finding is in, and those that were confirmed before; first O, for no
 * segment, where there is such a thing.
 */
export function labelsFor(finding: PageFinding, data: PageData, confirmed: readonly string[]): readonly string[] {
  const own = finding.kind === "reference" ? data.referenceLabels : data.labels;
  return [...new Set([...(data.everyTokenIsSegment ? [] : ["O"]), ...own, ...confirmed])];
}

/** Asks which words should be the segment, and what its label should be. */
export function askCorrection(
  finding: PageFinding,
  data: PageData,
  confirmed: readonly string[],
  answer: (wanted: Wanted) => void,
): void {
  new Correcting(
    finding,
    wordsOf(finding, data),
    data.everyTokenIsSegment,
    labelsFor(finding, data, confirmed),
    answer,
  );
}

/** The dialog: words that bounds are chosen from, labels, and what comes of both. */
class Correcting {
  private span: Span;
  /** Whether the next word that is clicked extends the span. */
  private isOpen = false;
  private label: string | null;
  private readonly words: readonly HTMLButtonElement[];
  private readonly choices: readonly HTMLButtonElement[];
  private readonly outcome = h("p", { class: "outcome-line", "aria-live": "polite" });
  private readonly input = h("input", {
    ...{
      name: "label",
      "aria-label": "Label",
      placeholder: "or its name or number",
      autocomplete: "off",
      spellcheck: "false",
    },
  });
  private readonly sure = h("input", { type: "checkbox", name: "sure" });
  private readonly question = h("span", {});
  private readonly confirmation = h("label", { class: "sure", hidden: true }, this.sure, this.question);
  private readonly go = h("button", { class: "act" }, "Set");
  private readonly dialog: HTMLDialogElement;

  /** @param isFixed whether the bounds stay as they are */
  constructor(
    private readonly finding: PageFinding,
    private readonly sentence: Words,
    isFixed: boolean,
    private readonly labels: readonly string[],
    private readonly answer: (wanted: Wanted) => void,
  ) {
    this.span = { start: finding.start, end: finding.end };
    this.label = labels.includes(finding.suggestion) ? finding.suggestion : null;
    this.words = sentence.tokens.map((token, i) =>
      button(visible(token), { class: "word" }, () => this.choose(sentence.first + i)),
    );
    for (const word of this.words) word.disabled = isFixed;
    this.choices = labels.map((label, i) =>
      button(label === "O" ? "no segment" : visible(label), { class: "act choice", "data-number": i }, () =>
        this.name(label),
      ),
    );
    const form = h(
      "form",
      { method: "dialog" },
      h("p", { class: "hint" }, isFixed ? "" : "Bounds: click the first word, then the last."),
      h("div", { class: "words-row", dir: "auto", lang: "" }, ...this.words),
      h("p", { class: "hint" }, "Label: click it, or press its number."),
      h("div", { class: "choices", role: "group", "aria-label": "Label" }, ...this.choices),
      this.input,
      this.confirmation,
      this.outcome,
      h(
        "div",
        { class: "row" },
        button("Cancel", { class: "quiet" }, () => this.dialog.close()),
        this.go,
      ),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.finish();
    });
    this.input.addEventListener("input", () => this.typed());
    this.sure.addEventListener("change", () => this.show());
    this.dialog = openDialog(running(finding.tokens.map(visible)), form);
    this.dialog.addEventListener("keydown", (event) => this.key(event));
    this.dialog.classList.add("correcting");
    this.show();
    (this.choices.find((_, i) => labels[i] === this.label) ?? this.input).focus();
  }

  private choose(token: number): void {
    const { start, end } = this.span;
    this.span = this.isOpen
      ? { start: Math.min(start, token), end: Math.max(end, token + 1) }
      : { start: token, end: token + 1 };
    this.isOpen = !this.isOpen;
    this.show();
  }

  private name(label: string): void {
    this.input.value = "";
    this.sure.checked = false;
    this.label = label;
    this.show();
  }

  private typed(): void {
    const text = this.input.value.trim();
    this.sure.checked = false;
    // A number that is no label itself names one.
    const numbered = /^\d+$/.test(text) && !this.labels.includes(text) ? this.labels[Number(text)] : undefined;
    this.label = text === "" ? null : (numbered ?? text);
    this.show();
  }

  private key(event: KeyboardEvent): void {
    if (event.target === this.input || event.ctrlKey || event.metaKey || event.altKey) return;
    const label = /^\d$/.test(event.key) ? this.labels[Number(event.key)] : undefined;
    if (label === undefined) return;
    event.preventDefault();
    this.name(label);
    this.go.focus();
  }

  private get isNew(): boolean {
    return this.label !== null && !this.labels.includes(this.label);
  }

  private show(): void {
    const { label, span } = this;
    for (const [i, word] of this.words.entries()) {
      const at = this.sentence.first + i;
      word.setAttribute("aria-pressed", String(at >= span.start && at < span.end));
    }
    for (const [i, choice] of this.choices.entries())
      choice.setAttribute("aria-pressed", String(this.labels[i] === label));
    this.confirmation.hidden = !this.isNew;
    this.question.textContent = `The corpus has no label ${visible(label ?? "")}. Make it a new one: fix then needs --allow-new-labels.`;
    this.go.disabled = label === null || (this.isNew && !this.sure.checked);
    this.outcome.textContent = label === null ? "" : this.says(label);
  }

  private says(label: string): string {
    const { finding, sentence, span } = this;
    const text = (start: number, end: number) =>
      `“${running(sentence.tokens.slice(start - sentence.first, end - sentence.first).map(visible))}”`;
    const { replacement } = correctionOf(finding, label, span);
    const gone = sentence.segments
      .filter((one) => overlap(one, replacement) && !(one.start === finding.start && one.end === finding.end))
      .map((one) => `; ${text(one.start, one.end)} ${visible(one.label)} goes`);
    const place = label === "O" ? "no segment" : `${text(span.start, span.end)} as ${visible(label)}`;
    return `Becomes ${place}${gone.join("")}.`;
  }

  private finish(): void {
    if (this.label === null || this.go.disabled) return;
    this.dialog.close();
    this.answer({ label: this.label, span: this.span });
  }
}
