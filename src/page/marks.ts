import type { PageFinding } from "../report/html/data.js";
import type { Replacement } from "../report/types.js";
import { entryOf } from "../verdicts/entry.js";
import type { Verdict, VerdictEntry } from "../verdicts/types.js";

/** What someone has decided about a finding; `other` is the label to put there in place of the one suggested. */
export interface Mark {
  readonly verdict: Verdict;
  readonly other?: string;
}

/** Where marks outlive the page: localStorage, or nothing where a browser forbids it. */
export interface Keep {
  load(): string | null;
  save(text: string): void;
}

/** A finding's name among the marks. Equal sentences share it, and so one mark. */
export function markKey({ fingerprint, file }: Pick<PageFinding, "fingerprint" | "file">): string {
  return `${fingerprint} ${file}`;
}

type Listener = (keys: readonly string[]) => void;

/** The marks on findings, with everything that was done to them, to be undone. */
export class Marks {
  private readonly marks = new Map<string, Mark>();
  private readonly history: (readonly (readonly [key: string, before: Mark | undefined])[])[] = [];
  private readonly listeners: Listener[] = [];

  constructor(private readonly keep: Keep) {
    for (const [key, mark] of parsed(keep.load())) this.marks.set(key, mark);
  }

  get size(): number {
    return this.marks.size;
  }

  get canUndo(): boolean {
    return this.history.length > 0;
  }

  of(finding: Pick<PageFinding, "fingerprint" | "file">): Mark | undefined {
    return this.marks.get(markKey(finding));
  }

  /** Is told the keys of marks that have changed. */
  onChange(listener: Listener): void {
    this.listeners.push(listener);
  }

  /** Gives some findings a mark, or takes it away, as one step. */
  set(findings: readonly Pick<PageFinding, "fingerprint" | "file">[], mark: Mark | undefined): void {
    const keys = [...new Set(findings.map(markKey))];
    this.history.push(keys.map((key) => [key, this.marks.get(key)] as const));
    for (const key of keys) this.put(key, mark);
    this.changed(keys);
  }

  /** Takes back the last step; tells the keys that it was about. */
  undo(): readonly string[] {
    const step = this.history.pop() ?? [];
    for (const [key, before] of step) this.put(key, before);
    const keys = step.map(([key]) => key);
    if (keys.length > 0) this.changed(keys);
    return keys;
  }

  /** The marks as entries of a verdict file, one for each finding or group of equal ones. */
  entries(findings: readonly PageFinding[], wanted: readonly Verdict[]): VerdictEntry[] {
    const groups = new Map<string, PageFinding[]>();
    for (const finding of findings) {
      const key = markKey(finding);
      groups.set(key, [...(groups.get(key) ?? []), finding]);
    }
    return [...groups].flatMap(([key, [finding, ...equal]]) => {
      const mark = this.marks.get(key);
      if (mark === undefined || !wanted.includes(mark.verdict)) return [];
      // The opposed segments are no part of an entry.
      const whole = { ...finding, opposes: [] };
      const count = mark.verdict === "later" ? 1 + equal.length : 1;
      const correction = mark.other === undefined ? {} : { correction: relabelled(finding, mark.other) };
      return [entryOf(whole, mark.verdict, { count, ...correction })];
    });
  }

  private put(key: string, mark: Mark | undefined): void {
    if (mark === undefined) this.marks.delete(key);
    else this.marks.set(key, mark);
  }

  private changed(keys: readonly string[]): void {
    this.keep.save(JSON.stringify([...this.marks]));
    for (const listener of this.listeners) listener(keys);
  }
}

/** Another label on the finding's own span, O for no segment there. */
function relabelled({ start, end }: PageFinding, label: string): { suggestion: string; replacement: Replacement } {
  return { suggestion: label, replacement: { start, end, segments: label === "O" ? [] : [{ start, end, label }] } };
}

const VERDICTS: readonly string[] = ["ok", "fixed", "later"] satisfies readonly Verdict[];

/** What was kept; nothing where it is not what this page writes. */
function parsed(text: string | null): [string, Mark][] {
  try {
    const pairs: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(pairs) ? pairs.filter(isPair) : [];
  } catch {
    return [];
  }
}

function isPair(pair: unknown): pair is [string, Mark] {
  if (!Array.isArray(pair) || typeof pair[0] !== "string" || typeof pair[1] !== "object" || pair[1] === null)
    return false;
  const { verdict, other } = pair[1] as Record<string, unknown>;
  return VERDICTS.includes(verdict as string) && (other === undefined || typeof other === "string");
}
