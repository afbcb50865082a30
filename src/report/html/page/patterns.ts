import type { Pattern } from "../../../findings/report.js";
import { counted, shareText, short } from "../../numbers.js";
import { visible } from "../../visible.js";
import type { PageData, PageFinding } from "../data.js";
import { button, byId, h } from "./dom.js";
import type { Marks } from "./marks.js";

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
  const { id, name, label, suggestion, agree, disagree, probability, share, relabelInfluence, pValue, places } =
    pattern;
  const own = findingsOf(pattern, data);
  const all = agree + disagree;
  // Where bounds are what is wrong, both sides bear one label.
  const [so, otherwise] =
    label === suggestion
      ? ["with these bounds", "with the others"]
      : [`labelled ${visible(label)}`, `labelled ${visible(suggestion)}`];
  const split = h("span", { class: "split", title: `${agree} ${so}, ${disagree} ${otherwise}` });
  split.append(h("i", { style: `width:${((100 * agree) / Math.max(1, all)).toFixed(1)}%` }));
  return h(
    "li",
    { class: "pattern" },
    h(
      "div",
      { class: "body" },
      h("h3", {}, visible(name)),
      h(
        "dl",
        { class: "signals" },
        figure("places", String(places.length)),
        figure("likely wrong", `${Math.round(100 * probability)} %`),
        figure(so, String(agree)),
        figure(otherwise, String(disagree), split),
        h("div", {}, h("dd", {}, shareText(share))),
        figure("if relabelled", short(relabelInfluence)),
        figure("p", short(pValue)),
        figure("id", id),
      ),
    ),
    h(
      "div",
      { class: "acts" },
      h(
        "div",
        { class: "buttons" },
        button(`Show ${counted(own.length, "finding")}`, { class: "act", "data-pattern": id }, () => filter(id)),
        own.length === 0
          ? null
          : button("Accept all", { class: "act fixed" }, () => marks.set(own, { verdict: "fixed" })),
      ),
    ),
  );
}

function figure(name: string, value: string, aside: HTMLElement | null = null): HTMLElement {
  return h("div", {}, h("dt", {}, name), h("dd", {}, value, aside));
}
