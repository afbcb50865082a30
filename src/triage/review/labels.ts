import type { AuditReport, Finding } from "../../findings/report.js";

/** The label of no segment. */
export const NO_SEGMENT = "O";

/** The labels that a person may choose from, by numbers that stay the same through a review. */
export class LabelChoice {
  private readonly added: string[] = [];

  constructor(private readonly corpora: Pick<AuditReport, "train" | "reference">) {}

  /** The labels of the finding's corpus, numbered from 1, and those confirmed since; "O", for no segment, is 0. */
  of(finding: Finding): readonly string[] {
    const { train, reference } = this.corpora;
    const { labels } = finding.kind === "reference" && reference !== null ? reference : train;
    return [NO_SEGMENT, ...labels.filter((label) => label !== NO_SEGMENT), ...this.added];
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
