import type { InspectedColumn, Inspection, SentenceFigures, WrongTag } from "../corpus/profile/inspect.js";
import { flow, paragraph, piece } from "./layout.js";
import { count, counted } from "./numbers.js";
import { type Style, style } from "./style.js";
import { visible } from "./visible.js";
import { brief } from "./width.js";

/** What `seginf inspect` says about one file. */
export interface InspectedFile {
  readonly name: string;
  readonly format: string;
  readonly inspection: Inspection;
  /** How audit reads it; or, where it would stop, why. */
  readonly reading: string;
  readonly stops: boolean;
  readonly warnings: readonly string[];
}

/** What the kinds of columns are called. */
const KINDS: Readonly<Record<InspectedColumn["kind"], string>> = {
  chunk: "tags of segments",
  types: "types or prefixes, and O",
  outside: "O alone",
  plain: "words or labels",
  words: "many values",
  counter: "counts the tokens",
  group: "the same in a sentence",
  number: "numbers",
  sign: "no letters",
  sparse: "mostly empty",
  constant: "always the same",
  link: "ids of entities",
  id: "an id for each token",
};

const INDENT = 14;
const MOST_LABELS = 40;
const MOST_WRONG = 10;
const MOST_LINES = 8;
const LONGEST_SAMPLE = 24;

/** The whole profile of a file, for people. */
export function inspectionText(file: InspectedFile, { color, width }: { color: boolean; width: number }): string {
  const look = style(color);
  const { inspection } = file;
  const parts = [
    `${look.heading(visible(file.name))}  ${file.format}\n`,
    ...inspection.columns.map((column) => columnText(column, width)),
    row("sentences", sentencesText(inspection.sentences, inspection.tokens), width),
    ...(inspection.documents > 0 ? [row("documents", count(inspection.documents), width)] : []),
    ...labelRows(inspection, width, look),
    ...file.warnings.map((warning) => row("warning", warning, width, look.warning)),
    row(file.stops ? "audit stops" : "audit reads", file.reading, width, file.stops ? look.warning : undefined),
  ];
  return parts.join("");
}

function row(head: string, text: string, width: number, paint?: (text: string) => string): string {
  return paragraph(head.padEnd(INDENT - 1) + (text === "" ? "" : ` ${visible(text)}`), width, INDENT, paint);
}

function columnText({ number, name, kind, values, samples }: InspectedColumn, width: number): string {
  const head = `column ${number}`.padEnd(INDENT);
  const title = `${name === null ? "" : `${brief(name)}: `}${KINDS[kind]}, ${counted(values, "value")}:`;
  const shown = samples.map((sample) => piece(shortened(sample)));
  return (
    head + flow([piece(title), ...shown, ...(values > samples.length ? [piece("…")] : [])], width - INDENT, INDENT, " ")
  );
}

function shortened(text: string): string {
  return text === "" ? '""' : brief(text, LONGEST_SAMPLE);
}

function sentencesText(
  { count: all, shortest, median, longest, repeated, otherwise }: SentenceFigures,
  tokens: number,
) {
  const lengths = `${count(shortest)} to ${count(longest)} tokens, median ${count(median)}`;
  const again =
    repeated === 0 ? "none repeated" : `${count(repeated)} repeated, ${count(otherwise)} of them labelled otherwise`;
  return `${count(all)} of ${lengths}; ${counted(tokens, "token")}; ${again}`;
}

function labelRows({ labels }: Inspection, width: number, look: Style): string[] {
  if (!labels) return [];
  const shown = labels.counts.slice(0, MOST_LABELS).map(([label, many]) => piece(`${brief(label)} ${count(many)}`));
  const more = labels.counts.length - shown.length;
  const all = [...shown, ...(more > 0 ? [piece(`and ${count(more)} more`)] : [])];
  const wrong = (kind: WrongTag["kind"], head: string) => {
    const some = labels.wrong.filter((one) => one.kind === kind);
    if (some.length === 0) return [];
    const total = some.reduce((sum, { lines }) => sum + lines.length, 0);
    const named = some.slice(0, MOST_WRONG).map(wrongText).join("; ");
    return [row(head, `${count(total)}: ${named}${some.length > MOST_WRONG ? "; …" : ""}`, width, look.warning)];
  };
  return [
    "labels".padEnd(INDENT) + flow(all, width - INDENT, INDENT),
    ...wrong("ill-formed", "ill-formed"),
    ...wrong("foreign", "foreign tags"),
  ];
}

function wrongText({ tag, suggestion, lines }: WrongTag): string {
  const shown = lines.slice(0, MOST_LINES).join(", ");
  return `${brief(tag)} → ${brief(suggestion)} (line ${shown}${lines.length > MOST_LINES ? ", …" : ""})`;
}
