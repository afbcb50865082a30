import { visible } from "../../visible.js";
import type { PageData, PageFinding } from "../data.js";
import { button, h } from "./dom.js";
import { EVERYTHING, firstQuery, type Query } from "./query.js";

type Choices = readonly (readonly [value: string, text: string])[];

/** The controls above the findings. They hold the query; `set` changes parts of it from elsewhere. */
export class Toolbar {
  readonly element: HTMLFormElement;
  readonly search: HTMLInputElement;
  private readonly selects = new Map<keyof Query, HTMLSelectElement>();
  private readonly count = h("output", { class: "count", "aria-live": "polite" });

  constructor(
    data: PageData,
    private readonly changed: (query: Query) => void,
    ...actions: readonly HTMLElement[]
  ) {
    const { findings, patterns } = data;
    this.search = h("input", {
      type: "search",
      name: "text",
      placeholder: "Words, file:line …",
      "aria-label": "Search",
      "aria-keyshortcuts": "/",
      autocomplete: "off",
      spellcheck: "false",
    });
    const labels = (of: (finding: PageFinding) => string) => distinct(findings.map(of));
    const named = patterns.map(({ id, name }) => [id, visible(name)] as const);
    const controls = [
      this.search,
      this.select("label", "From", [["", "any label"], ...labels(({ label }) => label)]),
      this.select("suggestion", "To", [["", "any suggestion"], ...labels(({ suggestion }) => suggestion)]),
      this.select("rule", "Rule", [["", "any rule"], ...labels(({ rule }) => rule)]),
      this.select("score", "Score", scores(findings, data.threshold)),
      this.select("file", "File", [["", "any file"], ...labels(({ file }) => file)], 3),
      this.select("pattern", "Pattern", [["", "any pattern"], ...named]),
      this.select("state", "Verdict", [
        ["", "any verdict"],
        ["open", "not judged"],
        ["marked", "judged"],
        ["fixed", "accepted"],
        ["ok", "kept"],
        ["later", "later"],
      ]),
    ];
    const fold = button("Filters", { class: "act fold", "aria-expanded": "false" }, () => {
      const isFolded = filters.classList.toggle("folded");
      fold.setAttribute("aria-expanded", String(!isFolded));
    });
    const outcome = this.select("outcome", "Corrected corpus", outcomes(findings));
    const order = this.select("order", "Order", [
      ["score", "by score"],
      ["rank", "by rank"],
      ["place", "by place"],
      ["influence", "by influence"],
      ["loss", "by loss"],
      ["length", "by length"],
    ]);
    this.element = h("form", { class: "toolbar", role: "search", "aria-label": "Findings" });
    const [search, ...selects] = controls.filter((one) => one !== null);
    const filters = h("div", { class: "controls folded" }, search ?? null, fold, ...selects);
    this.element.append(
      filters,
      h(
        "div",
        { class: "standing" },
        this.count,
        outcome,
        order,
        button("Reset", { class: "quiet" }, () => this.set(firstQuery(findings, data.threshold))),
        ...actions,
      ),
    );
    this.element.addEventListener("submit", (event) => event.preventDefault());
    this.element.addEventListener("input", () => this.changed(this.query));
  }

  get query(): Query {
    const chosen = [...this.selects].map(([key, select]) => [key, select.value]);
    return { ...EVERYTHING, ...Object.fromEntries(chosen), text: this.search.value };
  }

  /** Sets some of the controls, and reports the change. */
  set(changes: Partial<Query>): void {
    if (changes.text !== undefined) this.search.value = changes.text;
    for (const [key, select] of this.selects) if (changes[key] !== undefined) select.value = changes[key];
    this.changed(this.query);
  }

  /** What is shown of how much, in words. */
  tell(text: string): void {
    if (this.count.textContent !== text) this.count.textContent = text;
  }

  /** A choice, left out where it would have fewer than `least` options: there is nothing to choose. */
  private select(key: keyof Query, name: string, choices: Choices, least = 2): HTMLSelectElement | null {
    if (choices.length < least) return null;
    const options = choices.map(([value, text]) => h("option", { value }, text));
    const select = h("select", { name: key, "aria-label": name }, ...options);
    this.selects.set(key, select);
    return select;
  }
}

/** Bounds on the score that leave some findings out and some in. */
function scores(findings: readonly PageFinding[], threshold: number): Choices {
  const bounds = [...new Set([threshold, 0.9, 0.99])].sort((a, b) => a - b);
  const parting = bounds.filter((bound) => {
    const above = findings.filter(({ score }) => score >= bound).length;
    return above > 0 && above < findings.length;
  });
  const says = (bound: number) => (bound === threshold ? "findings alone" : `score ≥ ${bound}`);
  return [["", "any score"], ...parting.map((bound) => [String(bound), says(bound)] as const)];
}

/** What the corrected corpus says; nothing to choose where there is none. */
function outcomes(findings: readonly PageFinding[]): Choices {
  if (findings.every(({ outcome }) => outcome === undefined)) return [];
  return [
    ["", "errors or not"],
    ["error", "errors"],
    ["corrected", "suggestion as corrected"],
    ["wrong", "corrected otherwise"],
    ["right", "no errors"],
  ];
}

function distinct(values: readonly string[]): Choices {
  return [...new Set(values)].sort((a, b) => (a < b ? -1 : 1)).map((value) => [value, visible(value)] as const);
}
