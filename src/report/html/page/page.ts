import { isAboutTag } from "../../../findings/kinds.js";
import type { Verdict } from "../../../findings/verdicts/schema.js";
import { count, counted } from "../../numbers.js";
import type { PageData, PageFinding } from "../data.js";
import { askCorrection } from "./correcting.js";
import { offerExports, showKeys } from "./dialogs.js";
import { button, byId } from "./dom.js";
import { type Dialogs, toggle } from "./finding.js";
import { listen } from "./keys.js";
import { FindingList } from "./list.js";
import { loadVerdicts } from "./loading.js";
import { type Keep, type Mark, Marks } from "./marks.js";
import { askText } from "./modal.js";
import { showPatterns } from "./patterns.js";
import { answer, EVERYTHING, firstQuery, type Query } from "./query.js";
import { Toolbar } from "./toolbar.js";

const data = JSON.parse(byId("data").textContent ?? "") as PageData;
const marks = new Marks(kept(`seginf ${data.id}`));
const ofPattern = new Map(data.patterns.map((pattern) => [pattern.id, new Set(pattern.findings)]));

const dialogs: Dialogs = { correct, note };
const list = new FindingList(data, marks, dialogs);
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
    if (finding && !isAboutTag(finding.kind)) correct(finding);
  },
  m: () => {
    const finding = list.current();
    if (finding) note(finding);
  },
  w: () => list.toggleSentence(),
  u: () => marks.undo(),
  "/": () => toolbar.search.focus(),
  "?": showKeys,
});
toolbar.set(firstQuery(data.findings, data.threshold));

/** Asks what should stand there. */
function correct(finding: PageFinding): void {
  askCorrection(finding, data, marks.labels, ({ label: other, span: { start, end } }) => {
    const isSpan = start === finding.start && end === finding.end;
    const isAsItStands = isSpan && other === finding.label;
    const note = noteOf(finding);
    if (isAsItStands) marks.set([finding], { verdict: "ok", ...note });
    else if (isSuggested(finding, other, start, end)) marks.set([finding], { verdict: "fixed", ...note });
    else marks.set([finding], { verdict: "fixed", other, ...(isSpan ? {} : { span: { start, end } }), ...note });
  });
}

/** Whether the finding suggests just this. */
function isSuggested({ replacement, suggestion }: PageFinding, label: string, start: number, end: number): boolean {
  const [segment, ...others] = replacement?.segments ?? [];
  if (segment === undefined) return label === "O" && suggestion === "O";
  return others.length === 0 && segment.label === label && segment.start === start && segment.end === end;
}

/** Asks for a note on a verdict. */
function note(finding: PageFinding): void {
  const mark = marks.of(finding);
  if (mark === undefined) return;
  askText("Note", "Note", mark.note ?? "", (text) => {
    const { note: _, ...rest } = mark;
    marks.set([finding], text === "" ? rest : { ...rest, note: text });
  });
}

const noteOf = (finding: PageFinding): Pick<Mark, "note"> => {
  const text = marks.of(finding)?.note;
  return text === undefined ? {} : { note: text };
};

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
  const above = data.findings.filter(({ score }) => score >= data.threshold).length;
  const below = all - above;
  const everything = `${counted(above, "finding")}${below > 0 ? ` and ${counted(below, "candidate")} below ${data.threshold}` : ""}`;
  const isFindings = JSON.stringify(query) === JSON.stringify(firstQuery(data.findings, data.threshold));
  const what = shown === all ? everything : isFindings ? counted(above, "finding") : `${count(shown)} of ${count(all)}`;
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
