import type { Corpus } from "../corpus/types.js";
import type { Unit } from "../corpus/units.js";
import { SeginfError } from "../errors.js";
import type { Piece } from "../influence/pieces.js";
import { at } from "../math/at.js";

export type Side = "train" | "reference";

/** A place in one of the two files, as `--at` names it. */
export interface Location {
  readonly side: Side;
  readonly line: number;
  /** Last line of a range, null for a line alone. */
  readonly endLine: number | null;
  /** A token's offset in its sentence, from 0, null where the line is enough. */
  readonly token: number | null;
}

/** All that the tagger gets wrong in the reference, as `--at` names it by the file alone. */
export interface WholeReference {
  readonly side: "reference";
  readonly line: null;
}

/**
 * Reads `--at`: FILE for all of the reference, FILE:LINE, FILE:LINE-LINE for exactly these tokens, or FILE:LINE:TOKEN where a line is a whole sentence.
 *
 * @param isFile whether a name as typed in --at is that file; a name that is both is the reference
 */
export function parseLocation(
  text: string,
  files: Readonly<Record<Side, string>>,
  isFile: (typed: string, file: string) => boolean,
): Location | WholeReference {
  if (isFile(text, files.reference)) return { side: "reference", line: null };
  if (isFile(text, files.train)) {
    throw new SeginfError(`--at ${text} names no place in it`, {}, `give ${text}:LINE`);
  }
  const match = /^(.*?):(\d+)(?:-(\d+)|:(\d+))?$/s.exec(text);
  const [line, endLine, token] = [match?.[2], match?.[3], match?.[4]].map((n) => (n === undefined ? null : Number(n)));
  const file = match?.[1];
  if (file === undefined || !line || endLine === 0) {
    throw new SeginfError(
      `--at ${text} is not understood`,
      {},
      "give FILE:LINE, FILE:LINE-LINE for exactly these tokens, FILE:LINE:TOKEN with the token's offset from 0, or the reference's name alone",
    );
  }
  if (endLine !== null && endLine !== undefined && endLine < line) {
    throw new SeginfError(`--at ${text} ends before it begins`, {}, "give the first line first");
  }
  const side = (["reference", "train"] as const).find((one) => isFile(file, files[one]));
  if (side) return { side, line, endLine: endLine ?? null, token: token ?? null };
  throw new SeginfError(
    `--at names ${file}, which is neither the training file nor the reference`,
    {},
    `give ${files.train}:${line} or ${files.reference}:${line}`,
  );
}

/** The tokens that a location names, as [from, to) over the corpus; empty where the lines hold none. */
export function tokensAt(
  { lines, sentenceStart, name }: Corpus,
  { line, endLine, token }: Location,
): readonly [from: number, to: number] {
  const last = endLine ?? line;
  let from = lines.findIndex((one) => one >= line);
  if (from < 0) from = lines.length;
  let to = from;
  while (to < lines.length && at(lines, to) <= last) to++;
  if (token === null || from === to) return [from, to];
  const sentence = sentenceStart.findLastIndex((start) => start <= from);
  const start = at(sentenceStart, sentence);
  const length = at(sentenceStart, sentence + 1) - start;
  if (token < length) return [start + token, start + token + 1];
  throw new SeginfError(
    `no token ${token} in this sentence`,
    { file: name, line },
    `it has the tokens 0 to ${length - 1}`,
  );
}

/** The piece at a location. Of several that overlap, the one that comes first in `pieces` counts. */
export function pieceAt(pieces: readonly Piece[], corpus: Corpus, location: Location, unit: Unit): Piece {
  const [from, to] = tokensAt(corpus, location);
  const here = pieces.filter(({ spans }) => spans.some(({ start, end }) => start < to && from < end));
  const place = { file: corpus.name, line: location.line };
  const [first] = here;
  if (first === undefined) throw nothingThere(pieces, corpus, location, unit);
  const apart = here.filter(({ core }) => core.start >= first.core.end || core.end <= first.core.start);
  if (apart.length === 0) return first;
  const named = [first, ...apart]
    .slice(0, 5)
    .map((piece) => `${location.line}:${offsetOf(corpus, piece)} ${nameOf(corpus, piece)}`);
  throw new SeginfError(
    `${here.length} ${unit}s in this line`,
    place,
    `name one of them by a token: ${named.map((name) => `${corpus.name}:${name}`).join(", ")}`,
  );
}

function nothingThere(pieces: readonly Piece[], corpus: Corpus, { line }: Location, unit: Unit): SeginfError {
  const { lines } = corpus;
  const distance = ({ core }: Piece) => Math.max(at(lines, core.start) - line, line - at(lines, core.end - 1), 0);
  const near = pieces
    .map((piece, i) => ({ piece, i, distance: distance(piece) }))
    .sort((a, b) => a.distance - b.distance || a.i - b.i)
    .slice(0, 3)
    .map(({ piece }) => piece)
    .sort((a, b) => a.core.start - b.core.start);
  const named = near.map((piece) => `${corpus.name}:${corpus.lines[piece.core.start]} ${nameOf(corpus, piece)}`);
  const nearest = named.length === 0 ? `the file has no ${unit}` : `the nearest: ${named.join(", ")}`;
  const token = unit === "segment" ? "; a range of lines names any span, LINE-LINE" : "";
  return new SeginfError(`no ${unit} in this line`, { file: corpus.name, line }, nearest + token);
}

function offsetOf({ sentenceStart }: Corpus, { core }: Piece): number {
  return core.start - at(sentenceStart, core.sentence);
}

/** "[ Bank of England ] ORG": enough of a piece to know it by. */
function nameOf({ words }: Corpus, { core, label }: Piece): string {
  const shown = Array.from(words.ids.subarray(core.start, Math.min(core.end, core.start + 6)), (id) =>
    at(words.values, id),
  );
  const text = `[ ${shown.join(" ")}${core.end > core.start + 6 ? " …" : ""} ]`;
  return label === null ? text : `${text} ${label}`;
}
