import type { TaggerSource } from "../cached/tagger.js";
import { filesOf, joinCorpora } from "../corpus/files.js";
import { type AnnotatedCorpus, annotate } from "../corpus/index.js";
import type { Corpus } from "../corpus/types.js";
import { SeginfError } from "../errors.js";
import { columnsOf } from "../features/templates.js";
import { type Changes, changedSentencesOf } from "./changes.js";
import type { AuditChoices } from "./choices.js";
import type { Environment } from "./environment.js";
import { type Inputs, taggerToTrain } from "./inputs.js";
import { readAgain, templatesOf } from "./reading.js";
import type { AuditRequest } from "./request.js";

/** Of the sentences, the most that a commit changes: what changes more of a corpus is another corpus. */
const MOST_CHANGED = 0.1;

/** A training corpus as it was before a commit. */
export interface EarlierInputs {
  readonly train: AnnotatedCorpus;
  /** To be trained on it. */
  readonly tagger: TaggerSource;
  /** Sentences of the corpus as it is now, by number. */
  readonly changed: ReadonlySet<number>;
}

/**
 * The version before a commit, to judge the commit by. Null where the corpus has to be audited as a whole: nothing or much has changed; the
 * version before cannot be read as it is now, or lacks a label; the user names the tagger; or what is asked for are
 * held-out folds, word vectors or token states.
 */
export async function earlierInputs(
  { train, reference }: Inputs,
  changes: Changes,
  choices: AuditChoices,
  request: AuditRequest,
  environment: Environment,
): Promise<EarlierInputs | null> {
  const { model, states, encoder, vectors } = request;
  if ([model, states, encoder, vectors].some((flag) => flag !== undefined)) return null;
  if (choices.crossFit > 0 || choices.lossFolds > 0) return null;
  const { corpus, scheme } = train;
  const changed = changedSentencesOf(corpus, changes);
  if (changed.size === 0 || changed.size > MOST_CHANGED * (corpus.sentenceStart.length - 1)) return null;
  const templates = request.templates ?? (await templatesOf(request.template));
  const before = await readBefore(corpus, changes, request, columnsOf(templates), environment);
  if (before === null || !hasLabelsOf(before, corpus)) return null;
  const tagger = await taggerToTrain(before, scheme, templates, request, environment, reference?.corpus ?? null);
  return { train: annotate(before, scheme), tagger, changed };
}

/** The files of a corpus as they were; null where they cannot be read as they are now. */
async function readBefore(
  corpus: Corpus,
  changes: Changes,
  request: AuditRequest,
  columns: readonly number[],
  environment: Environment,
): Promise<Corpus | null> {
  const parts: Corpus[] = [];
  for (const { name, reading } of filesOf(corpus)) {
    const own = changes.get(name);
    if (own === undefined) continue;
    try {
      const part = await readAgain(environment, name, own.before, { ...request, columns, like: corpus });
      if (JSON.stringify(part.reading) !== JSON.stringify(reading)) return null;
      parts.push(part);
    } catch (error) {
      if (!(error instanceof SeginfError)) throw error;
      return null;
    }
  }
  return parts.length > 1 ? joinCorpora(corpus.name, parts) : (parts[0] ?? null);
}

function hasLabelsOf(before: Corpus, { tags }: Corpus): boolean {
  const known = new Set(before.tags?.values);
  return tags?.values.every((tag) => known.has(tag)) ?? true;
}
