import { GrowingInts } from "../../corpus/growing.js";
import type { AnnotatedCorpus } from "../../corpus/index.js";
import type { Segments } from "../../corpus/types.js";
import type { Chains } from "../../kernels/types.js";
import { MaxMarginals } from "../../tagger/maxMarginals.js";
import type { Scores } from "../../tagger/scores.js";
import { coefficients } from "../coefficients/coefficients.js";
import { continuations } from "../signals/continuations.js";

const LEAST = Math.log(coefficients.candidates.leastRatio);

/** What a tagger would have stand in a corpus. */
export interface Unlabelled {
  /** Length N: its best tagging. */
  readonly tags: Int32Array;
  readonly spans: Segments;
}

/**
 * For every token that no segment covers, the segment that would: the one of the best tagging y° in which the token is not outside,
 * where that is at least `leastRatio` times as likely as the best tagging ŷ of all,
 *
 *     log p(y°) / p(ŷ) = max_{c ≠ O} m_t(c) − max_c m_t(c) ≥ log leastRatio          m: max-marginals
 *
 * So a name that every tagger has learnt to leave out can be a candidate as well. By start; each once. The best tagging is half of the way there.
 */
export function likeliestUnlabelled(
  { corpus, scheme, segments }: AnnotatedCorpus,
  labels: readonly string[],
  chains: Chains,
  scores: Scores,
): Unlabelled {
  const { sentenceStart } = corpus;
  const tokens = corpus.words.ids.length;
  const covered = new Uint8Array(tokens);
  const tags = new Int32Array(tokens);
  for (let i = 0; i < segments.count; i++) covered.fill(1, segments.start[i], segments.end[i]);
  const goesOn = continuations(labels, scheme);
  const outside = labels.indexOf("O");
  const marginals = new MaxMarginals(chains, scores);
  const [sentence, start, end] = [new GrowingInts(), new GrowingInts(), new GrowingInts()];
  for (let k = 0; k + 1 < sentenceStart.length; k++) {
    const [first, past] = [sentenceStart[k], sentenceStart[k + 1]];
    marginals.load(first, past);
    marginals.best(tags, first);
    for (let t = first, reached = 0; t < past; t++) {
      if (covered[t]) continue;
      const label = likeliestInside(marginals, t - first, labels.length, outside);
      if (label < 0) continue;
      const span = extent(marginals, t - first, label, (a, b) => goesOn[a * labels.length + b] === 1);
      // Tokens of one name find the same one.
      if (first + span.end === reached && start.at(start.length - 1) === first + span.start) continue;
      reached = first + span.end;
      sentence.push(k);
      start.push(first + span.start);
      end.push(reached);
    }
  }
  const label = new Int32Array(start.length);
  const spans = {
    ...{ count: start.length, label, labels: ["?"] },
    ...{ sentence: sentence.trimmed(), start: start.trimmed(), end: end.trimmed() },
  };
  return { tags, spans };
}

/** The likeliest label of a token other than O; −1 where it is not likely enough. */
function likeliestInside(marginals: MaxMarginals, token: number, labels: number, outside: number): number {
  let best = -1;
  for (let c = 0; c < labels; c++) {
    if (c !== outside && (best < 0 || marginals.at(token, c) > marginals.at(token, best))) best = c;
  }
  if (best < 0) return best;
  const most = outside < 0 ? Number.NEGATIVE_INFINITY : marginals.at(token, outside);
  return marginals.at(token, best) - most >= LEAST ? best : -1;
}

/** How far the segment that has this label at this token reaches. */
function extent(
  marginals: MaxMarginals,
  token: number,
  label: number,
  goesOn: (from: number, to: number) => boolean,
): { readonly start: number; readonly end: number } {
  let [start, end] = [token, token + 1];
  for (let at = label; ; start--) {
    const before = marginals.before(start, at);
    if (before < 0 || !goesOn(before, at)) break;
    at = before;
  }
  for (let at = label; ; end++) {
    const after = marginals.after(end - 1, at);
    if (after < 0 || !goesOn(at, after)) break;
    at = after;
  }
  return { start, end };
}
