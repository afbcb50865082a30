import { between, running } from "../../../corpus/running.js";
import { visible } from "../../visible.js";
import type { PageData, PageFinding } from "../data.js";
import { button, type Child, h } from "./dom.js";
import { sentenceAt, type Words } from "./words.js";

/** The whole sentence of a finding between its neighbours, made when it is first asked for. */
export interface Surroundings {
  /** What shows it and hides it. */
  readonly toggle: HTMLButtonElement;
  readonly element: HTMLElement;
  readonly flip: () => void;
}

export function surroundings(finding: PageFinding, data: PageData): Surroundings {
  const element = h("div", { class: "whole", hidden: true, lang: "" });
  const toggle = button(
    "Whole sentence",
    { class: "quiet inline", "aria-expanded": "false", "aria-keyshortcuts": "w" },
    flip,
  );
  toggle.hidden = sentenceAt(data, finding.file, finding.sentence) === undefined;
  function flip(): void {
    if (toggle.hidden) return;
    if (element.childElementCount === 0) element.append(...sentences(finding, data));
    element.hidden = !element.hidden;
    toggle.setAttribute("aria-expanded", String(!element.hidden));
  }
  return { toggle, element, flip };
}

function sentences(finding: PageFinding, data: PageData): HTMLElement[] {
  return [-1, 0, 1].flatMap((offset) => {
    const words = sentenceAt(data, finding.file, finding.sentence + offset);
    if (words === undefined) return [];
    const own = offset === 0 ? finding : null;
    return [h("p", { class: own ? "own" : "near", dir: "auto" }, ...annotatedWords(words, own))];
  });
}

/** The words with every segment marked by its label; those of the finding stand out. */
function annotatedWords({ tokens, segments }: Words, own: PageFinding | null): Child[] {
  const text = (from: number, to: number) => running(tokens.slice(from, to).map(visible));
  const stretches = [...segments];
  if (own && !segments.some(({ start, end }) => start < own.end && own.start < end))
    stretches.push({ start: own.start, end: own.end, label: "" });
  stretches.sort((a, b) => a.start - b.start);
  const parts: Child[] = [];
  let at = 0;
  for (const { start, end, label } of stretches) {
    if (start > at) parts.push(text(at, start) + between(tokens[start - 1] ?? "", tokens[start] ?? ""));
    const isOwn = own !== null && start < own.end && own.start < end;
    const name = label === "" ? [] : [h("span", { class: "label plain" }, visible(label))];
    parts.push(
      h("mark", { class: isOwn ? "own" : "other" }, h("span", { class: "words" }, text(start, end)), ...name),
      " ",
    );
    at = end;
  }
  if (at < tokens.length) parts.push(text(at, tokens.length));
  return parts;
}
