import type { Reason } from "../../findings/reason.js";

/** A piece of evidence, and what it adds to the log odds that its candidate is wrong, in nats: 0 says nothing either way. */
export interface Evidence {
  readonly reason: Reason;
  readonly weight: number;
}

/** The evidence that weighs most against the annotation as it stands, the first of several that weigh the same. */
export function strongest(evidence: readonly Evidence[]): Reason | null {
  const best = evidence.reduce<Evidence | null>(
    (one, other) => (other.weight > (one?.weight ?? 0) ? other : one),
    null,
  );
  return best?.reason ?? null;
}
