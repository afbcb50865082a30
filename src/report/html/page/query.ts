import type { PageFinding } from "../data.js";
import type { Mark } from "./marks.js";

/** What the toolbar asks for; "" is everything. */
export interface Query {
  readonly text: string;
  readonly label: string;
  readonly suggestion: string;
  readonly rule: string;
  /** The least score, as a number in words. */
  readonly score: string;
  readonly file: string;
  /** Id of a pattern. */
  readonly pattern: string;
  /** open: not marked. marked: marked somehow; or a verdict. */
  readonly state: string;
  /** error: the corrected corpus has something else there; or an outcome. */
  readonly outcome: string;
  readonly order: Order;
}

/** Orders by their names in the address and in the toolbar. */
export type Order = "score" | "rank" | "place" | "influence" | "loss" | "length";

export const EVERYTHING: Query = {
  text: "",
  label: "",
  suggestion: "",
  rule: "",
  score: "",
  file: "",
  pattern: "",
  state: "",
  outcome: "",
  order: "score",
};

/** What is shown at first: the findings alone, where there are some and the page has candidates below the threshold too. */
export function firstQuery(findings: readonly PageFinding[], threshold: number): Query {
  const above = findings.filter(({ score }) => score >= threshold).length;
  return above > 0 && above < findings.length ? { ...EVERYTHING, score: String(threshold) } : EVERYTHING;
}

/** The findings that a query asks for, in its order. Words of the text must all occur, in any order and case. */
export function answer(
  findings: readonly PageFinding[],
  query: Query,
  markOf: (finding: PageFinding) => Mark | undefined,
  ofPattern: ReadonlySet<string> | null,
): PageFinding[] {
  const words = query.text.toLowerCase().split(/\s+/).filter(Boolean);
  const asked = (wanted: string, value: string) => wanted === "" || wanted === value;
  const found = findings.filter(
    (finding) =>
      asked(query.label, finding.label) &&
      asked(query.suggestion, finding.suggestion) &&
      asked(query.rule, finding.rule) &&
      finding.score >= Number(query.score) &&
      asked(query.file, finding.file) &&
      (ofPattern === null || ofPattern.has(finding.fingerprint)) &&
      isInState(query.state, markOf(finding)) &&
      hasOutcome(query.outcome, finding.outcome) &&
      (words.length === 0 || words.every((word) => textOf(finding).includes(word))),
  );
  return found.sort((a, b) => compare[query.order](a, b) || a.rank - b.rank);
}

const compare: Readonly<Record<Order, (a: PageFinding, b: PageFinding) => number>> = {
  score: (a, b) => b.score - a.score,
  rank: () => 0,
  place: (a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line),
  influence: (a, b) => (a.signals.influence ?? 0) - (b.signals.influence ?? 0),
  loss: (a, b) => b.signals.loss - a.signals.loss,
  length: (a, b) => b.tokens.length - a.tokens.length,
};

function isInState(state: string, mark: Mark | undefined): boolean {
  if (state === "") return true;
  if (state === "open") return mark === undefined;
  return state === "marked" ? mark !== undefined : mark?.verdict === state;
}

function hasOutcome(wanted: string, outcome: PageFinding["outcome"]): boolean {
  if (wanted === "error") return outcome === "corrected" || outcome === "wrong";
  return wanted === "" || outcome === wanted;
}

const texts = new WeakMap<PageFinding, string>();

/** Everything of a finding that a person may search for, in lower case. */
function textOf(finding: PageFinding): string {
  let text = texts.get(finding);
  if (text === undefined) {
    const { context, tokens, file, line, label, suggestion, sentenceId } = finding;
    const place = `${file}:${line} ${label} ${suggestion} ${sentenceId ?? ""}`;
    text = [...context.before, ...tokens, ...context.after, place].join(" ").toLowerCase();
    texts.set(finding, text);
  }
  return text;
}
