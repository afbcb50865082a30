import {
  REFERENCE_LABEL,
  type RuleId,
  SCHEME_FOREIGN_TAG,
  SCHEME_ILL_FORMED,
  SEGMENT_LABEL,
  SEGMENT_MISSED,
  SEGMENT_SPAN,
  SEGMENT_SPURIOUS,
} from "./kinds.js";

export {
  FINDING_KINDS,
  type FindingKind,
  isAboutTag,
  isTagRule,
  REFERENCE_LABEL,
  RULES,
  type RuleId,
  ruleOf,
  SCHEME_FOREIGN_TAG,
  SCHEME_ILL_FORMED,
  SEGMENT_LABEL,
  SEGMENT_MISSED,
  SEGMENT_SPAN,
  SEGMENT_SPURIOUS,
} from "./kinds.js";

/** How bad it is where a rule is broken, the worst first. */
export const SEVERITIES = ["error", "warning", "note"] as const;

export type Severity = (typeof SEVERITIES)[number];

/** Of systematic errors, which are made of findings; no finding has it. */
export const PATTERN_SYSTEMATIC = "pattern/systematic";

/** What a kind of finding is, for reports that list rules and for docs/rules. */
export interface Rule {
  readonly id: RuleId | typeof PATTERN_SYSTEMATIC;
  /** In one word, for programs that show names. */
  readonly name: string;
  readonly severity: Severity;
  /** A heading. */
  readonly title: string;
  /** One or two sentences. */
  readonly description: string;
  /** What to do about it. */
  readonly help: string;
}

const JUDGE =
  "Read the sentence, and the reference segments that the finding opposes. Correct the corpus, or accept the";

/** Every rule with its wording; systematic patterns last, which are made of findings. */
export const RULE_TABLE: readonly Rule[] = [
  {
    id: SEGMENT_LABEL,
    name: "SegmentLabel",
    severity: "warning",
    title: "A segment with the wrong label",
    description:
      "The segment's label makes the tagger worse on the reference, and another label on the same tokens would make it better.",
    help: `${JUDGE} label in the baseline with the verdict "ok" if it is right.`,
  },
  {
    id: SEGMENT_SPAN,
    name: "SegmentSpan",
    severity: "warning",
    title: "A segment with the wrong bounds",
    description:
      "Segments with other bounds in this place, wider, narrower, split or joined, would make the tagger better on the reference.",
    help: `${JUDGE} bounds in the baseline with the verdict "ok" if they are right.`,
  },
  {
    id: SEGMENT_SPURIOUS,
    name: "SegmentSpurious",
    severity: "warning",
    title: "A segment where there should be none",
    description: "The tagger would be better on the reference if these tokens were no segment at all.",
    help: `${JUDGE} segment in the baseline with the verdict "ok" if it is right.`,
  },
  {
    id: SEGMENT_MISSED,
    name: "SegmentMissed",
    severity: "warning",
    title: "A segment that the annotation leaves out",
    description: "These tokens have no label, and the tagger would be better on the reference if they had one.",
    help: `${JUDGE} gap in the baseline with the verdict "ok" if it is right.`,
  },
  {
    id: SCHEME_ILL_FORMED,
    name: "SchemeIllFormed",
    severity: "error",
    title: "A tag that breaks its scheme",
    description: "The tag cannot follow the one before it in the file's tag scheme, as I-LOC after O in BIO.",
    help: "Write the tag that is suggested: it spells the reading that conlleval and seginf give the tags as they stand.",
  },
  {
    id: SCHEME_FOREIGN_TAG,
    name: "SchemeForeignTag",
    severity: "error",
    title: "A tag that is not of its scheme",
    description:
      "The tag is not spelled as the great majority of the file's tags are: it has lost its prefix, has one of another scheme, or its type is misspelt.",
    help: "Write the tag that is suggested, which is what the tag has been read as; or correct it by hand where another is meant.",
  },
  {
    id: REFERENCE_LABEL,
    name: "ReferenceLabel",
    severity: "note",
    title: "A segment of the reference that looks wrong itself",
    description:
      "The training corpus is clear and consistent about these words, and the reference says something else.",
    help: "Look at the reference: a wrong segment there makes right training segments look harmful.",
  },
  {
    id: PATTERN_SYSTEMATIC,
    name: "PatternSystematic",
    severity: "warning",
    title: "A systematic error",
    description: "Many findings that one rule describes: the same label for the same words, context or document.",
    help: "Decide once for all of them: seginf fix --pattern ID corrects them together, if at least four fifths are expected to be wrong; seginf review --pattern ID asks about each.",
  },
];

/** What --select and --ignore take: a rule, or the first word of several. */
export const RULE_NAMES: readonly string[] = [
  ...new Set(RULE_TABLE.map(({ id }) => id.slice(0, id.indexOf("/")))),
  ...RULE_TABLE.map(({ id }) => id),
];

/** Whether findings of a rule are wanted. @param select names; all rules where absent or empty */
export function ruleFilter(
  select: readonly string[] | undefined,
  ignore: readonly string[] | undefined,
): (id: Rule["id"]) => boolean {
  const names = (given: readonly string[], id: string) =>
    given.some((name) => id === name || id.startsWith(`${name}/`));
  return (id) => (!select?.length || names(select, id)) && !names(ignore ?? [], id);
}

/** The wording of a rule. */
export function rule(id: Rule["id"]): Rule {
  return RULE_TABLE.find((one) => one.id === id) as Rule;
}

export function severityOf(id: RuleId): Severity {
  return rule(id).severity;
}
