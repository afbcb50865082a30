import * as v from "valibot";
import type { Corpus } from "../corpus/types.js";
import { findingSchema, signalsSchema } from "../findings/finding.js";
import { count } from "../findings/parts.js";
import { patternSchema } from "../findings/pattern.js";
import { influenceSchema, taggerSchema } from "../findings/summary.js";
import { type Codec, type SealedContent, type ShapedContent, section } from "../storage/index.js";
import { type SignalColumns, TAGGERS } from "./candidates/table.js";
import type { Readings } from "./reason/readings.js";
import type { AuditResult } from "./result.js";
import { requireIndices } from "./resultIndices.js";
import type { Opinions } from "./score/opinions.js";
import { PROPOSAL_COLUMNS, Proposals } from "./suggestions/store.js";

const SIGNAL_NAMES = Object.keys(signalsSchema.entries) as (keyof SignalColumns)[];
const CANDIDATE_COLUMNS = ["sentence", "start", "end", "label", "previous", "next"] as const;

const targetSchema = v.object({ sentence: count, start: count, end: count, label: v.string(), predicted: v.string() });

/** What of a result is no column. */
const headerSchema = v.object({
  tagger: taggerSchema,
  influence: v.nullable(influenceSchema),
  targets: v.array(targetSchema),
  patterns: v.array(patternSchema),
  referenceErrors: v.array(findingSchema),
  labels: v.array(v.string()),
  proposalLabels: v.array(v.string()),
  /** Whether each signal has been computed. */
  signals: v.record(v.picklist(SIGNAL_NAMES), v.boolean()),
  /** Whether scores are two taggers'. */
  hasOpinions: v.boolean(),
  /** The taggers that there are readings of. */
  readers: v.array(v.picklist(TAGGERS)),
});

/** What is known of the candidates as columns, the rest as JSON. */
export function resultCodec(train: Corpus, reference: Corpus | null): Codec<AuditResult, typeof headerSchema> {
  return {
    header: headerSchema,
    pack(result) {
      const compared = reference ? ` compared with ${reference.name}` : "";
      const description = `${train.name}: ${result.table.candidates.count} candidates${compared}`;
      return pack(result, description);
    },
    unpack: (content) => unpack(content, train, reference),
  };
}

function pack({ table, single, opinions, readings, ...rest }: AuditResult, description: string): SealedContent {
  const { candidates, logOdds, signals } = table;
  const proposals = table.proposals.packed();
  const header = {
    ...rest,
    labels: candidates.labels,
    proposalLabels: proposals.labels,
    signals: mapped(signals, (column) => column !== null),
    hasOpinions: opinions !== null,
    readers: TAGGERS.filter((name) => readings[name] !== undefined),
  };
  const sections: [string, Float64Array | Int32Array][] = [
    ["logOdds", logOdds],
    ["single", single],
  ];
  for (const [name, column] of Object.entries(opinions ?? {})) sections.push([`opinion.${name}`, column]);
  for (const name of CANDIDATE_COLUMNS) sections.push([name, candidates[name]]);
  for (const name of PROPOSAL_COLUMNS) sections.push([`proposal.${name}`, proposals.columns[name]]);
  for (const [name, column] of Object.entries(signals)) if (column !== null) sections.push([`signal.${name}`, column]);
  for (const name of header.readers) {
    const { suggested, standing } = readings[name] ?? {};
    if (suggested && standing) sections.push([`suggested.${name}`, suggested], [`standing.${name}`, standing]);
  }
  return { header: { ...header, description }, sections: Object.fromEntries(sections) };
}

function unpack(content: ShapedContent<typeof headerSchema>, train: Corpus, reference: Corpus | null): AuditResult {
  const {
    tagger,
    influence,
    targets,
    patterns,
    referenceErrors,
    labels,
    proposalLabels,
    signals,
    hasOpinions,
    readers,
  } = content.header;
  const logOdds = section(content, "logOdds", Float64Array);
  const count = logOdds.length;
  const columns = <K extends string>(names: readonly K[], prefix = "", length?: number) =>
    Object.fromEntries(names.map((name) => [name, section(content, prefix + name, Int32Array, length)])) as Record<
      K,
      Int32Array
    >;
  const signalOf = (known: boolean, name: string) =>
    known ? section(content, `signal.${name}`, Float64Array, count) : null;
  const opinionOf = (name: keyof Opinions) => section(content, `opinion.${name}`, Float64Array, count);
  const readings: Readings = Object.fromEntries(
    readers.map((name) => [
      name,
      {
        suggested: section(content, `suggested.${name}`, Float64Array, count),
        standing: section(content, `standing.${name}`, Float64Array, count),
      },
    ]),
  );
  const proposals = { columns: columns(PROPOSAL_COLUMNS, "proposal."), labels: proposalLabels };
  const candidates = { count, labels, ...columns(CANDIDATE_COLUMNS, "", count) };
  requireIndices({ candidates, proposals, targets }, train, reference);
  return {
    tagger,
    influence,
    targets,
    patterns,
    referenceErrors,
    readings,
    single: section(content, "single", Float64Array, count),
    opinions: hasOpinions ? { withoutStates: opinionOf("withoutStates"), withStates: opinionOf("withStates") } : null,
    table: {
      candidates,
      proposals: new Proposals(proposals),
      logOdds,
      signals: mapped(signals, signalOf) as SignalColumns,
    },
  };
}

/** The same keys with other values. */
function mapped<K extends string, V, W>(from: Readonly<Record<K, V>>, to: (value: V, key: K) => W): Record<K, W> {
  const entries = Object.entries(from) as [K, V][];
  return Object.fromEntries(entries.map(([key, value]) => [key, to(value, key)])) as Record<K, W>;
}
