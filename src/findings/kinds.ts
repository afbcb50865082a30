/** The rule that each kind of finding breaks; each has its page in docs/rules. */
const RULE_OF = {
  /** Another label on the same span. */
  label: "segment/label",
  /** Other bounds, a split or a merge. */
  span: "segment/span",
  /** No segment there. */
  spurious: "segment/spurious",
  /** A segment where there is none. */
  missed: "segment/missed",
  /** The tags break their scheme. */
  "ill-formed": "scheme/ill-formed",
  /** The reference file's own segment. */
  reference: "reference/label",
} as const;

/** label: another label on the same span; span: other bounds; spurious: no segment there; missed: a segment where there is none; ill-formed: the tags break their scheme; reference: the reference's own segment. */
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
