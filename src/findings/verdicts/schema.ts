import * as v from "valibot";
import { isTagRule, RULES } from "../kinds.js";
import { count, described, fraction, listOf, name, object, position, ruled, shortDigest } from "../parts.js";
import { EMPTY_SPAN, holdsToken, SEGMENTS_MISFIT, segmentsFit } from "../segment.js";

export const VERDICTS = ["ok", "fixed", "later"] as const;

const segment = ruled(object({ start: count, end: position, label: name }), holdsToken, EMPTY_SPAN);

const replacement = ruled(
  object({ start: count, end: position, segments: listOf(segment) }),
  segmentsFit,
  SEGMENTS_MISFIT,
);

/** The keys of an entry in the order in which files have them; those with a default are left out where they equal it. */
const entry = object({
  fingerprint: described(shortDigest, "Name of the finding."),
  verdict: described(
    v.picklist(VERDICTS),
    "ok: the annotation is right. fixed: it is wrong, and the replacement is right. later: accepted for now.",
  ),
  note: v.optional(described(v.string(), "Why, in free words; left out where there is nothing to say."), ""),
  file: described(name, "The corpus, as a path from the directory of this file."),
  rule: v.picklist(RULES),
  text: described(v.string(), "The segment between brackets, with a few tokens around it."),
  start: described(count, "First token, counted from 0 in the sentence."),
  end: described(position, "One past the last token."),
  label: described(name, "The label as it stands; O for no segment."),
  suggestion: described(name, "The label that is suggested, or was given."),
  score: v.exactOptional(
    described(
      fraction,
      "The finding's score, before other verdicts moved it. Scores of later audits follow the verdicts ok and fixed that have one.",
    ),
  ),
  replacement: v.optional(
    described(
      v.nullable(replacement),
      "What should stand there: segments that overlap [start, end) go, and these come. Only with fixed.",
    ),
    null,
  ),
  count: v.optional(
    described(
      position,
      "How many equal findings the verdict speaks of (equal sentences share a fingerprint); 1 where left out.",
    ),
    1,
  ),
});

export const entrySchema = ruled(
  ruled(entry, holdsToken, EMPTY_SPAN),
  ({ verdict, rule, replacement }) => verdict !== "fixed" || replacement !== null || isTagRule(rule),
  'has no replacement, which the verdict "fixed" needs',
);

export const verdictsSchema = v.pipe(
  object({
    schemaVersion: v.literal(1),
    entries: described(
      v.pipe(listOf(entrySchema), v.rawCheck<readonly VerdictEntry[]>(onePerFinding)),
      "Sorted by file, text, start and fingerprint.",
    ),
  }),
  v.title("seginf verdicts"),
  v.description(
    "What people have decided about findings: a baseline, the answers of a review, an export of the HTML report.",
  ),
);

function onePerFinding({ dataset, addIssue }: v.RawCheckContext<readonly VerdictEntry[]>): void {
  if (!dataset.typed) return;
  const seen = new Set<string>();
  for (const [key, value] of dataset.value.entries()) {
    const { file, fingerprint } = value;
    const finding = JSON.stringify([file, fingerprint]);
    if (seen.has(finding)) {
      const input = [...dataset.value];
      addIssue({
        message: `is a second verdict on ${fingerprint}`,
        path: [{ type: "array", origin: "value", input, key, value }],
      });
    }
    seen.add(finding);
  }
}

/**
 * What someone has decided about a finding. ok: the annotation is right as it stands. fixed: it is wrong, and `replacement`
 * is right; the finding is expected to go once the corpus is corrected. later: accepted for now, to be looked at.
 */
export type Verdict = (typeof VERDICTS)[number];

/**
 * One verdict, with enough of its finding to be found again in a file that has been edited, and to be read by people. Label
 * and suggestion are tags under scheme/ill-formed. Equal sentences share a fingerprint: `count` is how many of them the verdict
 * "later" speaks of.
 */
export type VerdictEntry = v.InferOutput<typeof entrySchema>;

/** A baseline, the answers of a review, what the HTML report exports: all of them are this. */
export type VerdictFile = v.InferOutput<typeof verdictsSchema>;
