import { isAboutTag } from "../../../findings/kinds.js";
import type { Verdict } from "../../../findings/verdicts/schema.js";
import { count, counted } from "../../numbers.js";
import type { PageData, PageFinding } from "../data.js";
import { askLabel, offerExports, showKeys } from "./dialogs.js";
import { button, byId } from "./dom.js";
import { toggle } from "./finding.js";
import { listen } from "./keys.js";
import { FindingList } from "./list.js";
import { loadVerdicts } from "./loading.js";
import { type Keep, Marks } from "./marks.js";
import { showPatterns } from "./patterns.js";
import { answer, EVERYTHING, type Query } from "./query.js";
import { Toolbar } from "./toolbar.js";

const data = JSON.parse(byId("data").textContent ?? "") as PageData;
const marks = new Marks(kept(`seginf ${data.id}`));
const ofPattern = new Map(data.patterns.map((pattern) => [pattern.id, new Set(pattern.findings)]));

const ask = (finding: PageFinding): void =>
  askLabel(finding, data, (other) => {
    const isSuggested = other === finding.suggestion;
    marks.set(
      [finding],
      isSuggested
        ? { verdict: "fixed" }
        : { verdict: other === finding.label ? "ok" : "fixed", ...(other === finding.label ? {} : { other }) },
    );
  });

const list = new FindingList(data, marks, ask);
const exports = button("Export verdicts…", { class: "act" }, () => offerExports(data, marks));
const load = button("Load…", { class: "quiet", title: "Load verdicts of a file" }, () => loadVerdicts(data, marks));
const undo = button("Undo", { class: "quiet", "aria-keyshortcuts": "u" }, () => marks.undo());
const keys = button("Keys", { class: "quiet", "aria-keyshortcuts": "?" }, showKeys);
const toolbar = new Toolbar(data, show, exports, load, undo, keys);

byId("findings").append(toolbar.element, list.element, list.sentinel);
showPatterns(data, marks, (pattern) => {
  toolbar.set({ ...EVERYTHING, pattern });
  byId("findings").scrollIntoView();
});
for (const cell of document.querySelectorAll<HTMLButtonElement>("table.heat button")) {
  cell.addEventListener("click", () => {
    const { label = "", suggestion = "", score = "" } = cell.dataset;
    toolbar.set({ ...EVERYTHING, label, suggestion, score });
    byId("findings").scrollIntoView();
  });
}
marks.onChange(() => tell());
listen({
  n: () => list.move(1),
  ArrowDown: () => list.move(1),
  p: () => list.move(-1),
  ArrowUp: () => list.move(-1),
  a: () => judge("fixed"),
  k: () => judge("ok"),
  l: () => judge("later"),
  o: () => {
    const finding = list.current();
    if (finding && !isAboutTag(finding.kind)) ask(finding);
  },
  u: () => marks.undo(),
  "/": () => toolbar.search.focus(),
  "?": showKeys,
});
show(EVERYTHING);

function show(query: Query): void {
  list.show(answer(data.findings, query, (finding) => marks.of(finding), ofPattern.get(query.pattern) ?? null));
  tell();
}

/** Says how many are shown and judged. */
function tell(): void {
  const { query } = toolbar;
  const shown = answer(
    data.findings,
    query,
    (finding) => marks.of(finding),
    ofPattern.get(query.pattern) ?? null,
  ).length;
  const all = data.findings.length;
  const judged = data.findings.filter((finding) => marks.of(finding) !== undefined).length;
  const what = shown === all ? counted(all, "finding") : `${count(shown)} of ${counted(all, "finding")}`;
  toolbar.tell(`${what}, ${count(judged)} judged`);
  undo.disabled = !marks.canUndo;
  exports.disabled = judged === 0;
}

/** Marks the finding with the focus and goes on to the next one. */
function judge(verdict: Verdict): void {
  const finding = list.current();
  if (finding === undefined) return;
  const before = marks.of(finding);
  toggle(marks, finding, { verdict });
  if (before === undefined) list.move(1);
}

function kept(name: string): Keep {
  return {
    load: () => attempt(() => localStorage.getItem(name)),
    save: (text) => {
      attempt(() => localStorage.setItem(name, text));
    },
  };
}

/** Browsers may forbid a page its storage; marks then live as long as the page. */
function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}
