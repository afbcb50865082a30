import { readFile } from "node:fs/promises";
import { obtainStates } from "../cached/states.js";
import type { Corpus } from "../corpus/types.js";
import type { Encoder } from "../encoder/encoder.js";
import { SeginfError } from "../errors.js";
import { requireStatesOf, type StateOptions } from "../features/states/columns.js";
import { type FoldStates, joinFolds } from "../features/states/folds.js";
import { readStates } from "../features/states/read.js";
import { type TokenStates, wordsDigest } from "../features/states/table.js";
import { fileOfFold } from "../options/kinds.js";
import type { TrainingFlags } from "../options/table.js";
import { readFailure } from "../storage/failure.js";
import type { Tagger } from "../tagger/model.js";
import type { Environment } from "./environment.js";

/** Where token states come from. */
export type StateFlags = Pick<TrainingFlags, "states"> &
  Partial<Pick<TrainingFlags, "encoder" | "encoderPool" | "encoderLayer" | "encoderHead" | "threads">>;

/**
 * The token states of the corpora that were chosen: read from files, or made by an encoder; empty without a choice.
 *
 * @param corpora the training corpus first: files of folds are of that one
 *
 * @throws SeginfError for whatever is wrong with a file, and where the states are of other text
 */
export async function statesOf(
  flags: StateFlags,
  corpora: readonly [Corpus, ...Corpus[]],
  environment: Pick<Environment, "stage" | "directory" | "cache">,
): Promise<readonly TokenStates[]> {
  const [first] = corpora;
  const states = [
    ...(await readFiles(flags.states ?? [], first, environment)),
    ...(await encode(flags, corpora, environment)),
  ];
  if (states.length > 0) requireStatesOf(corpora, states);
  return states;
}

/**
 * A model with the token states of the corpora that it is to read; unchanged where it reads none.
 *
 * @throws SeginfError, see statesOf
 */
export async function withStatesOf(
  tagger: Tagger,
  flags: StateFlags,
  corpora: readonly [Corpus, ...Corpus[]],
  environment: Pick<Environment, "stage" | "directory" | "cache">,
): Promise<Tagger> {
  if (tagger.states === null) return tagger;
  return { ...tagger, states: { ...tagger.states, files: await statesOf(flags, corpora, environment) } };
}

/** @param folded the corpus that files of folds are of; a reference has none, since no model has been trained on it */
async function readFiles(
  files: readonly string[],
  folded: Corpus,
  { stage }: Pick<Environment, "stage">,
): Promise<readonly TokenStates[]> {
  if (files.length === 0) return [];
  const reading = await stage("token states", files.length);
  const whole: TokenStates[] = [];
  const folds: FoldStates[] = [];
  for (const given of files) {
    const { file, fold } = fileOfFold(given);
    const states = await readStates(file);
    if (fold === null) whole.push(states);
    else folds.push({ fold, states });
    reading.update(whole.length + folds.length, "files");
  }
  const states = folds.length === 0 ? whole : [joinFolds(folded, folds), ...whole];
  reading.done();
  return states;
}

/** The encoder that was chosen; null without a choice. */
async function encoderOf(
  { encoder: path, encoderPool, encoderLayer: layer, encoderHead: head = false }: StateFlags,
  directory: string,
): Promise<Encoder | null> {
  if (path === undefined) return null;
  const { openEncoder } = await import("../encoder/encoder.js");
  // Token classifiers are trained to label the first piece of a word.
  return openEncoder({ path, pool: encoderPool ?? (head ? "first" : "mean"), layer, head }, directory);
}

/** The head that a tagger is to begin with; null without one. */
export async function headFor(
  { encoderHead, encoderLabels, keepHead = false, ...flags }: TrainingFlags,
  { directory }: Pick<Environment, "directory">,
): Promise<StateOptions["head"]> {
  if (!encoderHead) {
    const lonely = keepHead ? "--keep-head" : encoderLabels === undefined ? null : "--encoder-labels";
    if (lonely) throw new SeginfError(`${lonely} without --encoder-head`, {}, "give both, or leave it out");
    return null;
  }
  const encoder = await encoderOf({ ...flags, encoderHead }, directory);
  if (encoder === null) throw new SeginfError("--encoder-head without an encoder", {}, "name it with --encoder");
  const labels = encoderLabels === undefined ? undefined : await readLines(encoderLabels);
  return { layer: await encoder.head(labels), asGiven: keepHead };
}

/** The lines of a file, the last one's end aside. */
async function readLines(file: string): Promise<readonly string[]> {
  const text = await readFile(file, "utf8").catch((cause) => {
    throw readFailure(file, cause);
  });
  return text.replace(/\r?\n$/, "").split(/\r?\n/);
}

async function encode(
  flags: StateFlags,
  corpora: readonly Corpus[],
  { stage, directory, cache }: Pick<Environment, "stage" | "directory" | "cache">,
): Promise<readonly TokenStates[]> {
  const encoder = await encoderOf(flags, directory);
  if (encoder === null) return [];
  const encoding = await stage(
    "token states",
    corpora.reduce((sum, { words }) => sum + words.ids.length, 0),
  );
  const states: TokenStates[] = [];
  let before = 0;
  for (const corpus of corpora) {
    const onTokens = (done: number) => encoding.update(before + done, "tokens");
    // Corpora may be of one text, as two versions of an annotation are.
    if (!states.some((one) => one.corpus === wordsDigest(corpus))) {
      states.push(await obtainStates(encoder, corpus, { threads: flags.threads, onTokens }, cache));
    }
    before += corpus.words.ids.length;
  }
  encoding.done();
  return states;
}
