import { between, running } from "../../../corpus/running.js";
import type { Opposed } from "../../../findings/report.js";
import { inFocus } from "../../suggested.js";
import { visible } from "../../visible.js";
import type { PageData, PageFinding } from "../data.js";
import { type Child, h } from "./dom.js";
import { sentenceAt } from "./words.js";

/** Findings hold at most this many tokens either side. */
const CONTEXT = 8;

const words = (tokens: readonly string[]): string => running(tokens.map(visible));

const label = (name: string, className: string): HTMLElement =>
  h("span", { class: `label ${className}` }, visible(name));

/** The finding in its sentence: the segment marked, with its label as it stands and, on the same span, the one suggested. */
export function annotated(given: PageFinding, data: PageData): HTMLElement {
  const finding = inFocus(given);
  const { tokens, context, start, end, file, sentence } = finding;
  const length = sentenceAt(data, file, sentence)?.tokens.length;
  const past = end + context.after.length;
  const isCut = length === undefined ? given.context.after.length >= CONTEXT : past < length;
  const change = isSameSpan(finding) ? [h("span", { class: "arrow" }, "→"), label(finding.suggestion, "right")] : [];
  return h(
    "p",
    { class: "sentence", dir: "auto", lang: "" },
    ...edge(context.before, tokens, start > context.before.length, "before"),
    h(
      "mark",
      {},
      h("span", { class: "words" }, words(tokens)),
      h("span", { class: "change" }, label(finding.label, "wrong"), ...change),
    ),
    ...edge(context.after, tokens, isCut, "after"),
  );
}

/**
 * The words on one side of a segment.
 *
 * @param goesOn whether the sentence has more of them
 */
function edge(
  tokens: readonly string[],
  segment: readonly string[],
  goesOn: boolean,
  side: "before" | "after",
): Child[] {
  const text = words(tokens);
  if (side === "after") return text === "" && !goesOn ? [] : [` ${text}${goesOn ? " …" : ""}`];
  // After its label a segment is followed by a blank in any script; before it only where the script has blanks.
  const blank = text === "" ? "" : between(tokens.at(-1) ?? "", segment[0] ?? "");
  return [`${goesOn ? "… " : ""}${text}${blank}`];
}

/** Whether the suggestion is a label, or none, for the finding's own span. */
function isSameSpan({ replacement, start, end }: PageFinding): boolean {
  if (replacement === null) return true;
  const { segments } = replacement;
  const isSpan = (one: { readonly start: number; readonly end: number }) => one.start === start && one.end === end;
  return isSpan(replacement) && (segments.length === 0 || (segments.length === 1 && isSpan(segments[0])));
}

/** Another span than the finding's own: the words that are replaced, with each segment that should stand in them. */
export function respanned(given: PageFinding): HTMLElement | null {
  const finding = inFocus(given);
  const { replacement } = finding;
  if (replacement === null || isSameSpan(finding)) return null;
  const parts: Child[] = [];
  let at = replacement.start;
  const plain = (to: number) => {
    if (to > at) parts.push(h("span", { class: "outside" }, words(tokensBetween(finding, at, to))), " ");
  };
  for (const segment of replacement.segments) {
    plain(segment.start);
    const inside = words(tokensBetween(finding, segment.start, segment.end));
    parts.push(h("mark", { class: "new" }, h("span", { class: "words" }, inside), label(segment.label, "right")), " ");
    at = segment.end;
  }
  plain(replacement.end);
  return h("p", { class: "respanned", dir: "auto", lang: "" }, h("span", { class: "arrow" }, "→"), " ", ...parts);
}

/** Tokens [from, to) of the sentence, as far as the finding knows them. */
function tokensBetween({ context, tokens, start }: PageFinding, from: number, to: number): string[] {
  const first = start - context.before.length;
  const known = [...context.before, ...tokens, ...context.after];
  const slice = known.slice(Math.max(0, from - first), Math.max(0, to - first));
  const isCut = from < first || to > first + known.length;
  return isCut ? [...slice, "…"] : slice;
}

/** A reference segment in its sentence. */
export function opposedSentence({ tokens, context, label: right }: Omit<Opposed, "influence">): HTMLElement {
  return h(
    "span",
    { class: "sentence small", dir: "auto", lang: "" },
    ...edge(context.before, tokens, context.before.length >= CONTEXT, "before"),
    h("mark", { class: "reference" }, h("span", { class: "words" }, words(tokens)), label(right, "right")),
    ...edge(context.after, tokens, context.after.length >= CONTEXT, "after"),
  );
}
