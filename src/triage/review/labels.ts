import type { AuditReport, Finding } from "../../findings/report.js";

/** The label of no segment. */
export const NO_SEGMENT = "O";

/** The labels that a person may choose from, by numbers that stay the same through a review. */
export class LabelChoice {
  private readonly added: string[] = [];

  constructor(private readonly corpora: Pick<AuditReport, "train" | "reference">) {}

  /**
   * The labels of the finding's corpus, by number, and those confirmed since. "O", for no segment, is number 0, but where
   * every token is a segment.
   */
  of(finding: Finding): readonly string[] {
    const { train, reference } = this.corpora;
    const { labels } = finding.kind === "reference" && reference !== null ? reference : train;
    const known = [...labels, ...this.added];
    return this.everyTokenIsSegment ? known : [NO_SEGMENT, ...known.filter((label) => label !== NO_SEGMENT)];
  }

  /** Whether bounds cannot change, and no token is without a label. */
  get everyTokenIsSegment(): boolean {
    return this.corpora.train.scheme === "plain";
  }

  /** The label that an answer names, by itself or by its number; null for none. */
  find(finding: Finding, answer: string): string | null {
    const labels = this.of(finding);
    if (labels.includes(answer)) return answer;
    return /^\d+$/.test(answer) ? (labels[Number(answer)] ?? null) : null;
  }

  /** Adds a label that somebody has confirmed. */
  add(label: string): void {
    this.added.push(label);
  }
}
