import { readSegments, requireKnownTags, requireTwoLabels } from "../../corpus/index.js";
import type { Corpus, Scheme } from "../../corpus/types.js";
import type { FlagsOf, ReadingFlags, TrainingFlags } from "../../options/table.js";
import { counted } from "../../report/numbers.js";
import type { Cache } from "../../storage/index.js";
import type { TaggerSource } from "../../tagger/source.js";
import type { Context } from "../context.js";
import { readCorpora, schemeOf, templatesOf } from "./read.js";
import { loadModel, savedTagger, taggerFor } from "./tagger.js";

/** A training corpus and a tagger trained on it, or about to be. */
export interface Opened {
  readonly corpus: Corpus;
  readonly scheme: Scheme;
  readonly tagger: TaggerSource;
  readonly cache: Cache | null;
}

/** The same with a reference beside it. */
export interface Pair extends Opened {
  readonly reference: Corpus;
}

export type PairFlags = ReadingFlags &
  TrainingFlags &
  Pick<FlagsOf<"explain">, "model" | "allowUnseen" | "cache" | "quiet">;

/** Reads and checks both corpora, and says where the tagger is to come from. */
export async function openPair(context: Context, train: string, reference: string, flags: PairFlags): Promise<Pair> {
  const { reference: trusted, ...opened } = await open(context, [train, reference], flags);
  return { ...opened, reference: trusted as Corpus };
}

/** The same without a reference. */
export async function openAlone(context: Context, train: string, flags: PairFlags): Promise<Opened> {
  return open(context, [train], flags);
}

async function open(
  context: Context,
  files: readonly string[],
  flags: PairFlags,
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
  const tagger = model
    ? savedTagger(context, model, flags.model as string, corpus, flags.threads)
    : await taggerFor(context, corpus, scheme, templates, flags, cache);
  return { corpus, reference, scheme, tagger, cache };
}
