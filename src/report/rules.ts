import type { FindingKind, RuleId } from "./types.js";

const RULE_OF: Readonly<Record<FindingKind, RuleId>> = {
  label: "segment/label",
  span: "segment/span",
  spurious: "segment/spurious",
  missed: "segment/missed",
  "ill-formed": "scheme/ill-formed",
  reference: "reference/label",
};

/** The rule that a finding of this kind breaks. */
export function ruleOf(kind: FindingKind): RuleId {
  return RULE_OF[kind];
}

/** Every rule, in the order of the documentation. */
export const RULES: readonly RuleId[] = Object.values(RULE_OF);
