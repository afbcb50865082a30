import { contentDigest } from "../corpus/index.js";
import type { Corpus, Scheme } from "../corpus/types.js";
import type { Finding, InfluenceSummary, Pattern, TaggerSummary } from "../findings/report.js";
import type { Target } from "../influence/targets.js";
import type { Cache } from "../storage/index.js";
import { NUMERICS_VERSION } from "../tagger/obtain.js";
import type { TaggerSource } from "../tagger/source.js";
import { fingerprint } from "../version.js";
import type { JudgedRows } from "./candidates/table.js";
import { packExamination, unpackExamination } from "./resultFile.js";

/** All that an audit finds out before anything is ranked, cut short, set aside or worded. */
export interface Examination {
  readonly tagger: TaggerSummary;
  /** Null where there is none. */
  readonly influence: InfluenceSummary | null;
  readonly judgements: JudgedRows;
  /** The reference segments that make up F; none without a reference. */
  readonly targets: readonly Target[];
  /** All of them, however many are asked for. */
  readonly patterns: readonly Pattern[];
  /** Findings about the reference, unranked. */
  readonly doubtful: readonly Finding[];
}

/** What an examination follows from, beside the program. */
export interface ExaminationKey {
  readonly corpus: Corpus;
  /** Null without one. */
  readonly reference: Corpus | null;
  readonly tagger: TaggerSource;
  readonly scheme: Scheme;
  /** As JSON: every option that changes what is found out. */
  readonly options: object;
}

/**
 * An examination from the cache, or worked out and put there. With it a run on unchanged files needs neither tagger nor
 * features.
 */
export async function examinedCached(
  { corpus, reference, tagger, scheme, options }: ExaminationKey,
  work: () => Promise<Examination>,
  cache: Cache | null,
): Promise<Examination> {
  if (cache === null) return work();
  const key = {
    ...{ numerics: NUMERICS_VERSION, program: fingerprint(), tagger: tagger.identity, scheme, options },
    corpora: [nameOf(corpus), reference && nameOf(reference)],
  };
  const entry = await cache.load("examination", key);
  if (entry) return unpackExamination(entry);
  const examination = await work();
  const { count } = examination.judgements.candidates;
  const description = `${corpus.name}: ${count} candidates${reference ? ` held against ${reference.name}` : ""}`;
  const { header, sections } = packExamination(examination);
  await cache.store("examination", key, { ...header, description }, sections);
  return examination;
}

/** Findings and patterns say where they are, so here names, lines and ids count beside the words. */
function nameOf(corpus: Corpus): object {
  const { name, digest, format, reading } = corpus;
  return { name, digest, format, reading, content: contentDigest(corpus) };
}
