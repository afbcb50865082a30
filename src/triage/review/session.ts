import type { Finding } from "../../findings/report.js";
import { correctionOf, entryOf, type Span } from "../../findings/verdicts/index.js";
import type { Verdict, VerdictEntry } from "../../findings/verdicts/schema.js";

/** What a person decides about the finding that is shown. */
export type Decision =
  | { readonly kind: "verdict"; readonly verdict: Verdict }
  /** Another label, "O" for no segment, on the finding's own span or on another of its sentence. */
  | { readonly kind: "other"; readonly label: string; readonly span?: Span }
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
  private entries = new Map<string, VerdictEntry>();
  /** The keys of what this session has decided, or has taken back. */
  private readonly own = new Set<string>();
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
    this.entries = byKey(kept);
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

  /** The verdicts on findings of this review. */
  get verdictsHere(): readonly VerdictEntry[] {
    const keys = new Set(this.findings.map((finding) => this.key(finding)));
    return [...keys].flatMap((key) => this.entries.get(key) ?? []);
  }

  /** Decides about the current finding and goes on to the next one without a verdict. */
  decide(decision: Decision): void {
    const finding = this.current;
    if (finding === undefined) return;
    const key = this.key(finding);
    this.steps.push({ position: this.position, key, before: this.entries.get(key) });
    if (decision.kind !== "skip") {
      this.entries.set(key, this.entryOf(finding, decision));
      this.own.add(key);
    }
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

  /**
   * Takes over the verdicts that the file has by now: those of another review that writes to it stay, except on findings
   * that this one has decided about.
   */
  merge(saved: readonly VerdictEntry[]): void {
    const merged = byKey(saved);
    for (const key of this.own) {
      const entry = this.entries.get(key);
      if (entry) merged.set(key, entry);
      else merged.delete(key);
    }
    this.entries = merged;
    if (this.current !== undefined && merged.has(this.key(this.current))) this.goOn();
  }

  private entryOf(finding: Finding, decision: Exclude<Decision, { kind: "skip" }>): VerdictEntry {
    const file = this.fileOf(finding);
    if (decision.kind === "other") {
      const correction = correctionOf(finding, decision.label, decision.span);
      return entryOf(finding, "fixed", { file, correction });
    }
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

function byKey(entries: readonly VerdictEntry[]): Map<string, VerdictEntry> {
  return new Map(entries.map((entry) => [keyOf(entry.fingerprint, entry.file), entry]));
}

function keyOf(fingerprint: string, file: string): string {
  return `${fingerprint} ${file}`;
}
