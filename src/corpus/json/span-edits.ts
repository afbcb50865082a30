import { createHash } from "node:crypto";
import type { AnnotatedText, PlacedSpan } from "./annotated-text.js";
import { isObject } from "./class-names.js";
import { edited, setValue, type TextEdit, withoutKey, written } from "./edits.js";
import { fault } from "./fault.js";
import type { TextRange } from "./offsets.js";
import { Locator, type Path } from "./scan.js";
import { type GivenSpan, readSpan } from "./span.js";
import { segmentsIn, type TokenSpan } from "./token-spans.js";

/**
 * What makes the list of spans say what the tags do. Spans that stay keep their bytes; one that only changes its bounds or
 * label is changed in place; others go, and new ones take the form of those that are there.
 */
export function retagSpans(record: AnnotatedText, root: Locator, tags: ReadonlyMap<number, string>): TextEdit[] {
  const wanted = segmentsIn((record.tags ?? []).map((tag, token) => tags.get(token) ?? tag));
  const isSame = (span: PlacedSpan, { first, past, label }: TokenSpan) =>
    span.first === first && span.past === past && span.label === label;
  let fresh = wanted.filter((segment) => !record.spans.some((span) => isSame(span, segment)));
  let gone = record.spans.filter((span) => !wanted.some((segment) => isSame(span, segment)));
  const edits: TextEdit[] = [];
  for (const span of gone) {
    const segment = fresh.find(({ first, past }) => first < span.past && span.first < past);
    if (!segment) continue;
    edits.push(...inPlace(record, root.within([...record.spansAt, span.element]), span, segment));
    fresh = fresh.filter((one) => one !== segment);
    gone = gone.filter((one) => one !== span);
  }
  if (gone.length + fresh.length === 0) return edits;
  return [listEdit(record, root, new Set(gone.map(({ element }) => element)), fresh, edits)];
}

function rangeOf({ ranges }: AnnotatedText, { first, past }: TokenSpan): TextRange {
  return { start: ranges[first].start, end: ranges[past - 1].end };
}

function inPlace(record: AnnotatedText, element: Locator, span: GivenSpan & TokenSpan, segment: TokenSpan): TextEdit[] {
  const edits: TextEdit[] = [];
  if (span.label !== segment.label) edits.push(setValue(element, span.labelAt, segment.label));
  if (span.first === segment.first && span.past === segment.past) return edits;
  const range = rangeOf(record, segment);
  const { start, end } = record.given(range);
  if (start !== span.start) edits.push(setValue(element, span.startAt, start));
  const [old, past] = [endOf(span, span), endOf(span, { start, end })];
  if (past !== old) edits.push(setValue(element, span.endAt, past));
  if (span.wordsAt) edits.push(setValue(element, span.wordsAt, record.wordsIn(range)));
  return [...edits, ...ownTokens(record, element, range)];
}

/** What stands for the end: itself, or the length. */
function endOf({ isLength }: Pick<GivenSpan, "isLength">, { start, end }: TextRange): number {
  return isLength ? end - start : end;
}

function wholeOf({ ranges }: AnnotatedText): TextRange {
  return { start: 0, end: ranges.at(-1)?.end ?? 0 };
}

/** Prodigy's numbers of the first and the last token. */
function ownTokens({ own = [] }: AnnotatedText, element: Locator, range: TextRange): TextEdit[] {
  const found = [
    ["token_start", own.findIndex(({ start }) => start === range.start)],
    ["token_end", own.findIndex(({ end }) => end === range.end)],
  ] as const;
  return found.flatMap(([key, token]) => {
    if (!element.at([key])) return [];
    if (token >= 0) return [setValue(element, [key], token)];
    throw fault("a span would begin or end within one of the record's own tokens", "change its tokens first");
  });
}

/** Writes the list once more: what stays as it stands, changed or not, without what goes, with what is new. */
function listEdit(
  record: AnnotatedText,
  root: Locator,
  gone: ReadonlySet<number>,
  fresh: readonly TokenSpan[],
  changes: readonly TextEdit[],
): TextEdit {
  const { text } = root;
  const { spansAt } = record;
  const list = root.at(spansAt);
  if (!list) return missingList(record, root, fresh);
  const nodes = root.elements(list.start);
  const start = (element: number) => record.spans.find((span) => span.element === element)?.range.start;
  const items = nodes.flatMap((node, i) => {
    const own = changes.filter((edit) => edit.start >= node.start && edit.end <= node.end);
    const shifted = own.map((edit) => ({ ...edit, start: edit.start - node.start, end: edit.end - node.start }));
    return gone.has(i) ? [] : [{ json: edited(text.slice(node.start, node.end), shifted), at: start(i), before: i }];
  });
  for (const segment of fresh) {
    const range = rangeOf(record, segment);
    const next = items.findIndex(({ at }) => at !== undefined && at > range.start);
    const item = {
      json: elementFor(record, root, segment, nodes[record.spans[0]?.element ?? -1]),
      at: range.start,
      before: -1,
    };
    items.splice(next < 0 ? items.length : next, 0, item);
  }
  const opening = text.slice(list.start + 1, nodes[0]?.start ?? list.start + 1);
  const closing = text.slice(nodes.at(-1)?.end ?? list.start + 1, list.end - 1);
  const usual = nodes.length > 1 ? text.slice(nodes[0].end, nodes[1].start) : `,${opening || spaceIn(text)}`;
  let json = "";
  for (const [i, item] of items.entries()) {
    const isNext = i > 0 && item.before > 0 && items[i - 1].before === item.before - 1;
    const separator = isNext ? text.slice(nodes[item.before - 1].end, nodes[item.before].start) : usual;
    json += (i === 0 ? "" : separator) + item.json;
  }
  const isEmpty = items.length === 0 || nodes.length === 0;
  return { start: list.start, end: list.end, text: isEmpty ? `[${json}]` : `[${opening}${json}${closing}]` };
}

/** The blank that the file puts after commas and colons, if any. */
function spaceIn(text: string): string {
  return /^[^\n]{0,2000}?"\s*:\s/.test(text) ? " " : "";
}

/** The list, where the record has none, as the last field of the object that is to hold it. */
function missingList(record: AnnotatedText, root: Locator, fresh: readonly TokenSpan[]): TextEdit {
  const { spansAt } = record;
  const object = root.at(spansAt.slice(0, -1));
  if (!object) throw new RangeError("nothing holds the list of spans");
  const last = [...root.members(object.start).values()].reduce(
    (end, node) => Math.max(end, node.end),
    object.start + 1,
  );
  const space = spaceIn(root.text);
  const json = fresh.map((segment) => elementFor(record, root, segment, undefined)).join(`,${space}`);
  const comma = last > object.start + 1 ? `,${space}` : "";
  return { start: last, end: last, text: `${comma}${JSON.stringify(spansAt.at(-1))}:${space}[${json}]` };
}

/**
 * A new element of the list, like those of other records.
 *
 * @param model one of this record's, to be like that
 */
function elementFor(
  record: AnnotatedText,
  root: Locator,
  segment: TokenSpan,
  model: { readonly start: number; readonly end: number } | undefined,
): string {
  const known = record.options.template?.value ?? usualElement(record.spansAt);
  let json = model ? root.text.slice(model.start, model.end) : spaced(known, spaceIn(root.text));
  const old = JSON.parse(json) as unknown;
  const identity = isObject(old) ? old.id : undefined;
  if (identity !== undefined && typeof identity !== "string") json = withoutKey(json, 0, "id");
  if (isObject(old) && record.own === undefined)
    for (const key of ["token_start", "token_end"]) json = withoutKey(json, 0, key);
  const element = new Locator(json, 0);
  const span = readSpan(JSON.parse(json)) as GivenSpan;
  const range = rangeOf(record, segment);
  const { start, end } = record.given(range);
  const set = (path: Path, value: string | number): TextEdit => {
    const node = element.at(path) as { start: number; end: number };
    return { start: node.start, end: node.end, text: written(value, root.text) };
  };
  return edited(json, [
    ...[set(span.startAt, start), set(span.endAt, endOf(span, { start, end })), set(span.labelAt, segment.label)],
    ...(span.wordsAt ? [set(span.wordsAt, record.wordsIn(range))] : []),
    ...(typeof identity === "string"
      ? [set(["id"], newIdentity([record.wordsIn(wholeOf(record)), start, end, segment.label]))]
      : []),
    ...ownTokens(record, element, range),
  ]);
}

/** As long as label-studio's, and the same for the same span of the same text. */
function newIdentity(parts: readonly unknown[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("base64url").slice(0, 10);
}

/** What the first span of a file looks like, by the name of the list. */
function usualElement(spansAt: Path): unknown {
  const field = spansAt.at(-1);
  if (field === "result")
    return {
      id: "",
      from_name: "label",
      to_name: "text",
      type: "labels",
      value: { start: 0, end: 0, text: "", labels: ["x"] },
    };
  return field === "spans" || field === "ents" ? { start: 0, end: 0, label: "x" } : [0, 0, "x"];
}

/** JSON with a blank after commas and colons, or without. */
function spaced(value: unknown, space: string): string {
  if (Array.isArray(value)) return `[${value.map((one) => spaced(one, space)).join(`,${space}`)}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const fields = Object.entries(value).map(([key, one]) => `${JSON.stringify(key)}:${space}${spaced(one, space)}`);
  return `{${fields.join(`,${space}`)}}`;
}
