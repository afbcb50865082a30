import { createHash } from "node:crypto";
import type { Finding } from "./report.js";

/** What a finding is about, free of where in the file it stands. */
export interface FingerprintSource extends Pick<Finding, "tokens" | "label"> {
  /** A segment of the training file, one of its tags, or a segment of the reference. */
  readonly about: "segment" | "tag" | "reference";
  /** All tokens of the sentence before and after the segment (so the span is fixed too). */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/**
 * A name for a finding that outlives edits elsewhere in the file: 16 hex digits of a SHA-256 over the sentence's
 * tokens, the span, its label and what kind of thing it is about. What is suggested in its place does not count, so a
 * verdict outlives a tagger that changes its mind. Equal sentences with equal labels share it. The encoding is JSON, whose
 * brackets and quotes keep one field from running into the next.
 */
export function fingerprint({ tokens, label, about, before, after }: FingerprintSource): string {
  const content = JSON.stringify([about, label, before, tokens, after]);
  return createHash("sha256").update(content).digest("hex").slice(0, 16);
}
