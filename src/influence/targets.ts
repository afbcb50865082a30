import { fileOf } from "../corpus/files.js";
import type { Corpus, Segments } from "../corpus/types.js";
import { SeginfError } from "../errors.js";
import { UNKNOWN_LABEL } from "../tagger/model.js";
import { valueError } from "../valueError.js";
import type { Span } from "./spans.js";

/** A reference segment T whose conditional loss is part of F, with what the tagger says there. */
export interface Target extends Span {
  /** The reference's segment label, "O" for a span that it leaves unlabelled. */
  readonly label: string;
  /** The tagger's label for exactly this span, "O" for none. */
  readonly predicted: string;
}

/** Which reference segments F is the loss of: docs/method/influence.md, Targets. Lines count from 1. */
export type TargetChoice =
  | { readonly kind: "errors" }
  | { readonly kind: "all" }
  | { readonly kind: "line"; readonly line: number; readonly file?: string };

/**
 * Reads `--targets`.
 *
 * @param text "errors", "all", FILE:LINE or LINE
 * @param reference the reference file as the user typed it, the only file that may be named
 */
export function parseTargets(text: string, reference: string): TargetChoice {
  if (text === "errors" || text === "all") return { kind: text };
  if (typeof text !== "string") throw valueError("targets", text, 'give "errors", "all", FILE:LINE or LINE');
  const match = /^(?:(.*):)?(\d+)$/s.exec(text);
  if (match && Number(match[2]) > 0) {
    const [, file = reference, line] = match;
    // A pattern stands for its files, any of which may be named.
    if (file === reference) return { kind: "line", line: Number(line) };
    if (/[*?[{(]/.test(reference)) return { kind: "line", line: Number(line), file };
    throw new SeginfError(
      `--targets names ${file}, but the reference is ${reference}`,
      {},
      `give ${reference}:${line}, or the line alone`,
    );
  }
  throw new SeginfError(`--targets ${text} is not understood`, {}, 'give "errors", "all" or FILE:LINE');
}

/**
 * The reference segments that make up F. "errors": gold segments that the tagger does not give with the same bounds and
 * label, and predicted segments that touch no gold segment (spurious). "all": every gold segment, and the spurious ones.
 * Segments with a tag that the tagger has never seen have no loss and are left out.
 *
 * @param gold N label numbers, UNKNOWN_LABEL for unseen tags
 */
export function chooseTargets(
  choice: TargetChoice,
  reference: Corpus,
  annotated: Segments,
  predicted: Segments,
  gold: Int32Array,
): Target[] {
  const candidates = [...annotatedTargets(annotated, predicted), ...spuriousTargets(annotated, predicted)]
    .filter(({ start, end }) => knownAround(gold, start, end, reference))
    .sort((a, b) => a.start - b.start || a.end - b.end);
  if (choice.kind === "all") return candidates;
  if (choice.kind === "errors") return candidates.filter(({ label, predicted }) => label !== predicted);
  const at = candidates.filter(
    ({ start, end }) =>
      reference.lines[start] <= choice.line &&
      choice.line <= reference.lines[end - 1] &&
      (choice.file === undefined || choice.file === fileOf(reference, start)),
  );
  if (at.length > 0) return at;
  const there =
    choice.file === undefined ? candidates : candidates.filter(({ start }) => choice.file === fileOf(reference, start));
  throw noSegment(choice, reference, there);
}

function annotatedTargets(annotated: Segments, predicted: Segments): Target[] {
  const said = new Map<number, number>();
  for (let j = 0; j < predicted.count; j++) said.set(predicted.start[j], j);
  const targets: Target[] = [];
  for (let i = 0; i < annotated.count; i++) {
    const j = said.get(annotated.start[i]);
    const same = j !== undefined && predicted.end[j] === annotated.end[i];
    targets.push({
      sentence: annotated.sentence[i],
      start: annotated.start[i],
      end: annotated.end[i],
      label: annotated.labels[annotated.label[i]],
      predicted: same ? predicted.labels[predicted.label[j]] : "O",
    });
  }
  return targets;
}

function spuriousTargets(annotated: Segments, predicted: Segments): Target[] {
  const targets: Target[] = [];
  let i = 0;
  for (let j = 0; j < predicted.count; j++) {
    while (i < annotated.count && annotated.end[i] <= predicted.start[j]) i++;
    if (i < annotated.count && annotated.start[i] < predicted.end[j]) continue;
    targets.push({
      sentence: predicted.sentence[j],
      start: predicted.start[j],
      end: predicted.end[j],
      label: "O",
      predicted: predicted.labels[predicted.label[j]],
    });
  }
  return targets;
}

/** Whether the span's labels, and those just outside it in its sentence, are all known to the tagger. */
function knownAround(gold: Int32Array, start: number, end: number, { sentenceStart }: Corpus): boolean {
  let low = 0;
  let high = sentenceStart.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (sentenceStart[middle] <= start) low = middle;
    else high = middle;
  }
  const from = Math.max(start - 1, sentenceStart[low]);
  const to = Math.min(end + 1, sentenceStart[low + 1]);
  return !gold.subarray(from, to).includes(UNKNOWN_LABEL);
}

function noSegment(
  { line, file }: { readonly line: number; readonly file?: string },
  reference: Corpus,
  candidates: readonly Target[],
): SeginfError {
  const lineOf = ({ start }: Target) => reference.lines[start];
  const near = [...candidates]
    .sort((a, b) => Math.abs(lineOf(a) - line) - Math.abs(lineOf(b) - line))
    .slice(0, 3)
    .map(lineOf)
    .sort((a, b) => a - b);
  const hint = near.length > 0 ? `the nearest are in the lines ${near.join(", ")}` : "the file has none";
  return new SeginfError("no reference segment in this line", { file: file ?? reference.name, line }, hint);
}
