import { readSegments, requireKnownTags, requireTwoLabels } from "../corpus/index.js";
import type { Corpus, Scheme } from "../corpus/types.js";
import type { FlagsOf, ReadingFlags, TrainingFlags } from "../options/table.js";
import { counted } from "../report/numbers.js";
import type { Cache } from "../storage/index.js";
import type { Trained } from "../tagger/train.js";
import type { Context } from "./context.js";
import { readCorpora, schemeOf, templatesOf } from "./read.js";
import { loadModel, obtainTagger, rebuild } from "./tagger.js";

/** A training corpus and a tagger trained on it. */
export interface Opened {
  readonly corpus: Corpus;
  readonly scheme: Scheme;
  readonly trained: Trained;
  readonly cache: Cache | null;
}

/** The same with a reference beside it. */
export interface Pair extends Opened {
  readonly reference: Corpus;
}

export type PairFlags = ReadingFlags &
  TrainingFlags &
  Pick<FlagsOf<"explain">, "model" | "allowUnseen" | "cache" | "quiet">;

type Step = (name: "reading" | "tagger") => void;

/**
 * Reads and checks both corpora, and trains the tagger or takes it from where it is.
 *
 * @param step told after each of the two
 */
export async function openPair(
  context: Context,
  train: string,
  reference: string,
  flags: PairFlags,
  step: Step = () => {},
): Promise<Pair> {
  const { reference: trusted, ...opened } = await open(context, [train, reference], flags, step);
  return { ...opened, reference: trusted as Corpus };
}

/** The same without a reference. */
export async function openAlone(context: Context, train: string, flags: PairFlags, step: Step): Promise<Opened> {
  return open(context, [train], flags, step);
}

async function open(
  context: Context,
  files: readonly string[],
  flags: PairFlags,
  step: Step,
): Promise<Opened & { readonly reference: Corpus | null }> {
  const output = context.output(flags.quiet);
  const cache = context.cache(flags.cache);
  const model = flags.model === undefined ? null : await loadModel(context, flags.model, flags, cache);
  const templates = model ? model.space.templates : await templatesOf(flags.template);
  const corpora = await readCorpora(context, files, flags, templates);
  for (const corpus of corpora) requireTwoLabels(corpus);
  const [corpus, reference = null] = corpora;
  const unseen = reference ? requireKnownTags(corpus, reference, flags.allowUnseen ?? false) : [];
  if (unseen.length > 0) {
    const named = unseen.map(({ tag, count }) => `${tag} (${count}×)`).join(", ");
    output.note(`left out of the targets, with the segments beside them: ${named}`);
  }
  const scheme = schemeOf(flags.scheme ?? model?.scheme, corpora);
  output.note(`${corpus.name}: ${counted(readSegments(corpus, scheme).segments.count, "segment")}, scheme ${scheme}`);
  step("reading");
  const trained = model
    ? await rebuild(context, model, flags.model as string, corpus, flags.threads)
    : await obtainTagger(context, corpus, scheme, templates, flags, cache);
  step("tagger");
  return { corpus, reference, scheme, trained, cache };
}
