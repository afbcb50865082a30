/** The rules' ids; each has its page in docs/rules. */
export const SEGMENT_LABEL = "segment/label";
export const SEGMENT_SPAN = "segment/span";
export const SEGMENT_SPURIOUS = "segment/spurious";
export const SEGMENT_MISSED = "segment/missed";
export const SCHEME_ILL_FORMED = "scheme/ill-formed";
export const SCHEME_FOREIGN_TAG = "scheme/foreign-tag";
export const REFERENCE_LABEL = "reference/label";

/** The rule that each kind of finding breaks. */
const RULE_OF = {
  /** Another label on the same span. */
  label: SEGMENT_LABEL,
  /** Other bounds, a split or a merge. */
  span: SEGMENT_SPAN,
  /** No segment there. */
  spurious: SEGMENT_SPURIOUS,
  /** A segment where there is none. */
  missed: SEGMENT_MISSED,
  /** The tags break their scheme. */
  "ill-formed": SCHEME_ILL_FORMED,
  /** A tag that is not of the scheme. */
  foreign: SCHEME_FOREIGN_TAG,
  /** The reference file's own segment. */
  reference: REFERENCE_LABEL,
} as const;

/** label: another label on the same span; span: other bounds; spurious: no segment there; missed: a segment where there is none; ill-formed: the tags break their scheme; foreign: a tag that is not of the scheme; reference: the reference's own segment. */
export type FindingKind = keyof typeof RULE_OF;
/** The rule that a finding breaks; each has a page in docs/rules. */
export type RuleId = (typeof RULE_OF)[FindingKind];

export const FINDING_KINDS = Object.keys(RULE_OF) as FindingKind[];

/** The rule that a finding of this kind breaks. */
export function ruleOf(kind: FindingKind): RuleId {
  return RULE_OF[kind];
}

/** Every rule that a finding can break, in the order of the documentation. */
export const RULES: readonly RuleId[] = Object.values(RULE_OF);

/** Whether findings of this kind are about a tag rather than a segment: label and suggestion are tags of the file. */
export function isAboutTag(kind: FindingKind): boolean {
  return kind === "ill-formed" || kind === "foreign";
}

/** Whether what the rule is about is a tag. */
export function isTagRule(id: RuleId): boolean {
  return id === SCHEME_ILL_FORMED || id === SCHEME_FOREIGN_TAG;
}
