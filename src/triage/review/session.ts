import type { Finding, Replacement } from "../../findings/report.js";
import { isAboutTag } from "../../findings/rules.js";
import { entryOf } from "../../findings/verdicts/entry.js";
import type { Verdict, VerdictEntry } from "../../findings/verdicts/schema.js";

/** What a person decides about the finding that is shown. */
export type Decision =
  | { readonly kind: "verdict"; readonly verdict: Verdict }
  /** Another label on the finding's own span, "O" for no segment there. */
  | { readonly kind: "other"; readonly label: string }
  | { readonly kind: "skip" };

/** A step that can be taken back: where it was taken, and what stood there before it. */
interface Step {
  readonly position: number;
  readonly key: string;
  readonly before: VerdictEntry | undefined;
}

/**
 * A review under way: findings in order, the verdicts so far, and the finding that is shown. Findings that have a verdict are
 * not shown again, nor are those in sentences equal to theirs, which share it.
 */
export class ReviewSession {
  private readonly entries = new Map<string, VerdictEntry>();
  private readonly steps: Step[] = [];
  private readonly counts = new Map<string, number>();
  private position = -1;

  /**
   * @param kept verdicts given before, on whatever findings
   * @param fileOf how a verdict names the file of a finding
   */
  constructor(
    private readonly findings: readonly Finding[],
    kept: readonly VerdictEntry[],
    private readonly fileOf: (finding: Finding) => string,
  ) {
    for (const entry of kept) this.entries.set(keyOf(entry.fingerprint, entry.file), entry);
    for (const finding of findings) this.counts.set(this.key(finding), (this.counts.get(this.key(finding)) ?? 0) + 1);
    this.goOn();
  }

  /** The finding to decide about; undefined once all have been shown. */
  get current(): Finding | undefined {
    return this.findings[this.position];
  }

  /** Findings of this review that have a verdict, and all of them. */
  get progress(): { readonly judged: number; readonly all: number } {
    const judged = this.findings.filter((finding) => this.entries.has(this.key(finding))).length;
    return { judged, all: this.findings.length };
  }

  /** Every verdict, those given before among them. */
  get verdicts(): readonly VerdictEntry[] {
    return [...this.entries.values()];
  }

  /** Labels that occur in the findings, O among them, but for the one that stands at the current one. */
  get labels(): string[] {
    const known = new Set(["O"]);
    for (const { kind, label, suggestion } of this.findings) {
      if (!isAboutTag(kind)) known.add(label).add(suggestion);
    }
    return [...known].filter((label) => label !== this.current?.label).sort((a, b) => (a < b ? -1 : 1));
  }

  /** Decides about the current finding and goes on to the next one without a verdict. */
  decide(decision: Decision): void {
    const finding = this.current;
    if (finding === undefined) return;
    const key = this.key(finding);
    this.steps.push({ position: this.position, key, before: this.entries.get(key) });
    if (decision.kind !== "skip") this.entries.set(key, this.entryOf(finding, decision));
    this.goOn();
  }

  /** Takes back the last decision and shows its finding again; false where there is none. */
  undo(): boolean {
    const step = this.steps.pop();
    if (step === undefined) return false;
    if (step.before === undefined) this.entries.delete(step.key);
    else this.entries.set(step.key, step.before);
    this.position = step.position;
    return true;
  }

  private entryOf(finding: Finding, decision: Exclude<Decision, { kind: "skip" }>): VerdictEntry {
    const file = this.fileOf(finding);
    if (decision.kind === "other")
      return entryOf(finding, "fixed", { file, correction: relabelled(finding, decision.label) });
    const { verdict } = decision;
    const count = verdict === "later" ? (this.counts.get(this.key(finding)) ?? 1) : 1;
    return entryOf(finding, verdict, { file, count });
  }

  private goOn(): void {
    do this.position++;
    while (this.current !== undefined && this.entries.has(this.key(this.current)));
  }

  private key(finding: Finding): string {
    return keyOf(finding.fingerprint, this.fileOf(finding));
  }
}

function keyOf(fingerprint: string, file: string): string {
  return `${fingerprint} ${file}`;
}

function relabelled({ start, end }: Finding, label: string): { suggestion: string; replacement: Replacement } {
  return { suggestion: label, replacement: { start, end, segments: label === "O" ? [] : [{ start, end, label }] } };
}
