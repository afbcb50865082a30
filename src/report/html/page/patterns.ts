import { expectedErrors } from "../../../findings/expected.js";
import type { Pattern } from "../../../findings/report.js";
import { aboutWrong, counted, shareText, short } from "../../numbers.js";
import { visible } from "../../visible.js";
import type { PageData, PageFinding } from "../data.js";
import { button, byId, h } from "./dom.js";
import type { Marks } from "./marks.js";
import { confirm } from "./modal.js";

/** Lays out the patterns, each with a way to see its findings and to accept them all. */
export function showPatterns(data: PageData, marks: Marks, filter: (id: string) => void): void {
  if (data.patterns.length === 0) return;
  const section = byId("patterns");
  section.hidden = false;
  section.append(h("ol", { class: "patterns" }, ...data.patterns.map((pattern) => item(pattern, data, marks, filter))));
}

/** The findings of a pattern that this page has. */
export function findingsOf(pattern: Pattern, data: PageData): PageFinding[] {
  const names = new Set(pattern.findings);
  return data.findings.filter(({ fingerprint }) => names.has(fingerprint));
}

function item(pattern: Pattern, data: PageData, marks: Marks, filter: (id: string) => void): HTMLElement {
  const { id, name, label, suggestion, agree, disagree, share, relabelInfluence, pValue, places } = pattern;
  const own = findingsOf(pattern, data);
  const all = agree + disagree;
  // Where bounds are what is wrong, both sides bear one label.
  const [so, otherwise] =
    label === suggestion
      ? ["with these bounds", "with the others"]
      : [`labelled ${visible(label)}`, `labelled ${visible(suggestion)}`];
  const split = h("span", { class: "split", title: `${agree} ${so}, ${disagree} ${otherwise}` });
  split.append(h("i", { style: `width:${((100 * agree) / Math.max(1, all)).toFixed(1)}%` }));
  const expected = expectedErrors(pattern, own);
  const { isReliable } = expected;
  const expects = `${counted(own.length, "finding")}, ${aboutWrong(expected)}`;
  const bar = h("i", {});
  const says = h("span", {});
  const undo = button("Undo", { class: "quiet" }, () => marks.undo());
  let undoes = -1;
  const judge = (verdict: "fixed" | "ok"): void => {
    marks.set(open(), { verdict });
    undoes = marks.steps;
    show();
  };
  const open = () => own.filter((finding) => marks.of(finding) === undefined);
  const accept = button("", { class: "act fixed" }, () => {
    if (isReliable) return judge("fixed");
    const what = `${expects}: less than four fifths. The others are right as they stand, and would be changed too.`;
    confirm(visible(name), what, "Accept all the same", () => judge("fixed"));
  });
  const keep = button("", { class: "act ok" }, () => judge("ok"));
  function show(): void {
    const left = open().length;
    const judged = own.length - left;
    const which = left === own.length ? "all" : `the other ${left}`;
    accept.textContent = `Accept ${which}`;
    keep.textContent = `Keep ${which}`;
    accept.disabled = keep.disabled = left === 0;
    bar.style.width = `${((100 * judged) / Math.max(1, own.length)).toFixed(1)}%`;
    says.textContent = `${judged} of ${own.length} judged`;
    undo.hidden = undoes !== marks.steps;
  }
  marks.onChange(show);
  show();
  return h(
    "li",
    { class: "pattern" },
    h(
      "div",
      { class: "body" },
      h("h3", {}, visible(name)),
      h(
        "p",
        { class: isReliable ? "reason" : "reason unreliable" },
        own.length === 0 ? "none of its findings are on this page" : expects,
      ),
      h(
        "details",
        { class: "evidence" },
        h("summary", {}, "Figures"),
        h(
          "dl",
          { class: "signals" },
          figure("places", String(places.length)),
          figure(so, String(agree)),
          figure(otherwise, String(disagree), split),
          h("div", {}, h("dd", {}, shareText(share))),
          figure("if relabelled", short(relabelInfluence)),
          figure("p", short(pValue)),
          figure("id", id),
        ),
      ),
    ),
    h(
      "div",
      { class: "acts" },
      h(
        "div",
        { class: "buttons" },
        button(`Show ${counted(own.length, "finding")}`, { class: "act", "data-pattern": id }, () => filter(id)),
        ...(own.length === 0 ? [] : [accept, keep]),
      ),
      own.length === 0 ? null : h("p", { class: "progress" }, h("span", { class: "split bar" }, bar), says, undo),
    ),
  );
}

function figure(name: string, value: string, aside: HTMLElement | null = null): HTMLElement {
  return h("div", {}, h("dt", {}, name), h("dd", {}, value, aside));
}
