import { running } from "../../corpus/running.js";
import { type AnchorKind, EDGE } from "./anchors.js";
import type { Change } from "./change.js";

export interface NamedAnchor {
  readonly kind: AnchorKind;
  readonly value: string;
}

/** The rule in a reader's words: `ORG → LOC when the word before it is "at"`, `PER leaves out "dr." before it`. */
export function nameOf(change: Change, { kind, value }: NamedAnchor): string {
  // Words of scripts that have no blanks between them are named as they are written.
  const anchor = { kind, value: kind === "lower" ? running(value.split(" ")) : value };
  const said = saidBy(change, anchor);
  return said ?? `${whatOf(change)} ${whenOf(anchor)}`;
}

/** Where the anchor is the very word that a segment leaves out or takes in, it need not be told twice. */
function saidBy({ kind, label, suggestion }: Change, { kind: side, value }: NamedAnchor): string | null {
  const subject = label === suggestion ? label : `${label} → ${suggestion}, which`;
  if (kind === "before" && side === "first") return `${subject} leaves out "${value}" at its beginning`;
  if (kind === "after" && side === "last") return `${subject} leaves out "${value}" at its end`;
  if (kind === "first" && side === "previous") return `${subject} takes in "${value}" before it`;
  if (kind === "last" && side === "next") return `${subject} takes in "${value}" after it`;
  return null;
}

function whatOf({ kind, label, suggestion }: Change): string {
  const subject = label === suggestion ? label : `${label} → ${suggestion}, which`;
  switch (kind) {
    case "label":
      return `${label} → ${suggestion}`;
    case "missed":
      return `${suggestion} left out`;
    case "spurious":
      return `no ${label}`;
    case "before":
      return `${subject} leaves out a word at its beginning`;
    case "after":
      return `${subject} leaves out a word at its end`;
    case "first":
      return `${subject} takes in a word before it`;
    case "last":
      return `${subject} takes in a word after it`;
    case "split":
      return `${label} runs several segments together`;
    case "bounds":
      return `${subject} has other bounds`;
  }
}

function whenOf({ kind, value }: NamedAnchor): string {
  switch (kind) {
    case "lower":
      return `when it is "${value}"`;
    case "last":
      return `when it ends with "${value}"`;
    case "first":
      return `when it begins with "${value}"`;
    case "previous":
      return value === EDGE ? "at the start of a sentence" : `when the word before it is "${value}"`;
    case "next":
      return value === EDGE ? "at the end of a sentence" : `when the word after it is "${value}"`;
    case "shape":
      return `when it is ${value}`;
    case "suffix":
      return `when it ends in "-${value}"`;
    case "document":
      return `in the document ${value}`;
    case "section":
      return `in the lines ${value}`;
  }
}
