import type { Corpus } from "../../corpus/types.js";
import { SeginfError } from "../../errors.js";
import { sentencesOfFolds } from "./foldSentences.js";
import { StatesHash, type TokenStates, wordsDigest } from "./table.js";

/** The states of one fold's sentences, made by a model that was trained without them. */
export interface FoldStates {
  /** From 0. */
  readonly fold: number;
  readonly states: TokenStates;
}

/** Tokens that follow one another in the corpus and in a fold alike. */
interface Run {
  /** The first one in the corpus, and how many there are. */
  readonly start: number;
  readonly count: number;
  readonly states: TokenStates;
  /** The row of the first one among the fold's. */
  readonly row: number;
}

/** Tokens whose states are read at a time, for the digest. */
const AT_A_TIME = 4096;

/**
 * The states of a corpus from files that hold a fold of it each.
 *
 * @throws SeginfError where folds are missing or of different kinds, and see sentencesOfFolds
 */
export function joinFolds(corpus: Corpus, given: readonly FoldStates[]): TokenStates {
  const folds = inOrder(given, corpus);
  requireOneKind(folds);
  const runs = runsOf(corpus, folds, sentencesOfFolds(corpus, folds));
  const [{ dimension, labels }] = folds;
  const width = dimension + labels.length;
  const rows = (first: number, count: number): Float32Array => {
    const out = new Float32Array(count * width);
    for (let i = runHolding(runs, first); i < runs.length && runs[i].start < first + count; i++) {
      const { start, count: length, states, row } = runs[i];
      const from = Math.max(first, start);
      const to = Math.min(first + count, start + length);
      out.set(states.rows(row + from - start, to - from), (from - first) * width);
    }
    return out;
  };

  const tokens = corpus.words.ids.length;
  const hash = new StatesHash(dimension, labels);
  for (let t = 0; t < tokens; t += AT_A_TIME) hash.add(rows(t, Math.min(AT_A_TIME, tokens - t)));
  const models = new Set(folds.map(({ model }) => model));
  return {
    name: folds.map(({ name }) => name).join(", "),
    ...{ tokens, dimension, labels, corpus: wordsDigest(corpus), digest: hash.digest(), rows },
    // Each fold has a model of its own.
    model: models.size === 1 ? folds[0].model : null,
  };
}

/** @throws SeginfError where numbers are missing or given twice */
function inOrder(given: readonly FoldStates[], { name }: Corpus): readonly [TokenStates, ...TokenStates[]] {
  const byFold = new Map<number, TokenStates>();
  for (const { fold, states } of given) {
    const other = byFold.get(fold);
    if (other !== undefined) {
      throw new SeginfError(`fold ${fold} is ${other.name} as well`, { file: states.name }, "give each fold one file");
    }
    byFold.set(fold, states);
  }
  const folds = Array.from(byFold, (_, fold) => byFold.get(fold));
  const missing = folds.indexOf(undefined);
  const [first, ...others] = folds as TokenStates[];
  if (missing < 0 && first !== undefined && others.length > 0) return [first, ...others];
  const what = missing < 0 ? "fold 0 is the only one" : `there is no fold ${missing}`;
  throw new SeginfError(what, { file: name }, "give a file for each fold: --states fold0=FILE --states fold1=FILE …");
}

function requireOneKind([first, ...others]: readonly [TokenStates, ...TokenStates[]]): void {
  const hint = "make the states of all folds alike";
  for (const { name, dimension, labels } of others) {
    if (dimension !== first.dimension) {
      const what = `states of ${dimension} numbers, where those of ${first.name} have ${first.dimension}`;
      throw new SeginfError(what, { file: name }, hint);
    }
    if (labels.join("\n") !== first.labels.join("\n")) {
      throw new SeginfError(`its logits are of other labels than those of ${first.name}`, { file: name }, hint);
    }
  }
}

function runsOf(
  { sentenceStart }: Corpus,
  folds: readonly TokenStates[],
  sentences: readonly (readonly number[])[],
): readonly Run[] {
  const placed: Run[] = [];
  folds.forEach((states, fold) => {
    let row = 0;
    for (const k of sentences[fold]) {
      const start = sentenceStart[k];
      const count = sentenceStart[k + 1] - start;
      placed.push({ start, count, states, row });
      row += count;
    }
  });
  const runs: Run[] = [];
  for (const next of placed.sort((a, b) => a.start - b.start)) {
    const last = runs.at(-1);
    const follows = last !== undefined && last.states === next.states && last.row + last.count === next.row;
    if (follows) runs[runs.length - 1] = { ...last, count: last.count + next.count };
    else runs.push(next);
  }
  return runs;
}

/** The number of the run with a token. */
function runHolding(runs: readonly Run[], token: number): number {
  let [low, high] = [0, runs.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (runs[middle].start <= token) low = middle;
    else high = middle;
  }
  return low;
}
