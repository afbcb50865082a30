import { fileOf, placeOf } from "../../corpus/files.js";
import type { Corpus } from "../../corpus/types.js";
import type { Pattern } from "../../findings/report.js";
import { logit } from "../../math/logistic.js";
import { candidateAt } from "../candidates/candidates.js";
import type { ScoredCandidates } from "../candidates/table.js";
import { AnchorReader, Anchors } from "../patterns/anchors.js";
import { changeOf, mainOf } from "../patterns/change.js";
import { patternId } from "../patterns/find.js";

/** A candidate that a pattern explains, and the pattern's log odds. */
export interface Explained {
  readonly row: number;
  readonly pattern: Pattern;
  readonly logOdds: number;
}

/**
 * The candidates that are new cases of a systematic error: their suggestion is a pattern's change, at its anchor. What several
 * patterns explain is the likeliest one's.
 */
export function explained(
  { candidates, proposals }: Pick<ScoredCandidates, "candidates" | "proposals">,
  corpus: Corpus,
  patterns: readonly Pattern[],
): Explained[] {
  if (patterns.length === 0) return [];
  const known = new Map(patterns.map((pattern) => [pattern.id, pattern]));
  const anchors = new Anchors();
  const reader = new AnchorReader(corpus, anchors, true);
  return Array.from({ length: candidates.count }, (_, row) => row).flatMap((row): Explained[] => {
    const proposal = proposals.at(row);
    if (proposal === null) return [];
    const candidate = candidateAt(candidates, row);
    const change = changeOf(candidate, proposal.segments);
    const right = change.kind === "split" ? candidate : (mainOf(candidate, proposal.segments) ?? candidate);
    const found = reader
      .of(candidate.sentence, right.start, right.end)
      .map((anchor) => known.get(patternId(change, { kind: anchors.kinds[anchor], value: anchors.values[anchor] })))
      .filter((pattern) => pattern !== undefined)
      .sort((a, b) => b.probability - a.probability);
    return found.slice(0, 1).map((pattern) => ({ row, pattern, logOdds: logit(pattern.probability) }));
  });
}

/** A finding of a pattern. */
export interface Place {
  readonly id: Pattern["id"];
  readonly fingerprint: string;
  /** In the corpus as it is now. */
  readonly token: number;
}

/** Where the findings of patterns stand after a commit, those that are gone left out. @param tokenNow −1 for one that is gone */
export function placesNow(
  patterns: readonly Pattern[],
  before: Corpus,
  tokenNow: (sentence: number, token: number) => number,
): Place[] {
  const tokens = tokensAt(before, patterns, tokenNow);
  return patterns.flatMap(({ id, places, findings }) =>
    places.flatMap(({ file, line }, i) => {
      const token = tokens.get(`${file}\n${line}`) ?? -1;
      return token < 0 ? [] : [{ id, token, fingerprint: findings[i] }];
    }),
  );
}

/** By file and line of the patterns' places: the number that the first token there has now. */
function tokensAt(
  corpus: Corpus,
  patterns: readonly Pattern[],
  tokenNow: (sentence: number, token: number) => number,
): Map<string, number> {
  const lines = new Set(patterns.flatMap(({ places }) => places.map(({ line }) => line)));
  const tokens = new Map<string, number>();
  const { sentenceStart } = corpus;
  for (let k = 0; k + 1 < sentenceStart.length; k++) {
    for (let t = sentenceStart[k]; t < sentenceStart[k + 1]; t++) {
      if (!lines.has(corpus.lines[t])) continue;
      const place = `${fileOf(corpus, t)}\n${corpus.lines[t]}`;
      if (!tokens.has(place)) tokens.set(place, tokenNow(k, t));
    }
  }
  return tokens;
}

/** The patterns with these findings in the place of their own. */
export function withPlaces(patterns: readonly Pattern[], corpus: Corpus, places: readonly Place[]): Pattern[] {
  const sorted = [...places].sort((a, b) => a.token - b.token);
  return patterns.map((pattern) => {
    const own = sorted.filter(({ id }) => id === pattern.id);
    return {
      ...pattern,
      findings: own.map(({ fingerprint }) => fingerprint),
      places: own.map(({ token }) => placeOf(corpus, token)),
    };
  });
}
