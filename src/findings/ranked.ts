import * as v from "valibot";
import { findingSchema } from "./finding.js";
import { count, number } from "./parts.js";

const { kind, file, line, sentence, start, end, tokens, label, suggestion, replacement } = findingSchema.entries;

/**
 * What an evaluation needs of a finding. Files of older versions know fewer signals, and other tools' have scores of their
 * own and nothing more to say (docs/commands/score.md); what is there besides is nobody's business.
 */
export const rankedFindingSchema = v.pipe(
  v.object({
    rank: count,
    score: number,
    ...{ kind, file, line, sentence, start, end, tokens, label, suggestion },
    replacement: v.optional(replacement, null),
    signals: v.record(v.string(), v.nullable(number)),
    fingerprint: v.string(),
  }),
  v.readonly(),
);
export type RankedFinding = v.InferOutput<typeof rankedFindingSchema>;
