import type { Replacement } from "../../../findings/report.js";
import { checkVerdicts } from "../../../findings/verdicts/check.js";
import { correctionOf, type Span } from "../../../findings/verdicts/correction.js";
import { entryOf } from "../../../findings/verdicts/entry.js";
import type { Verdict, VerdictEntry } from "../../../findings/verdicts/schema.js";
import type { PageFinding } from "../data.js";

/**
 * What someone has decided about a finding. `other` is the label to put there in place of the one suggested, `span` where,
 * if not on the finding's own tokens; `entry` is the verdict as it was loaded from a file, with whatever it puts there.
 */
export interface Mark {
  readonly verdict: Verdict;
  readonly other?: string;
  readonly span?: Span;
  readonly note?: string;
  readonly entry?: VerdictEntry;
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

  /** Steps that can be undone. */
  get steps(): number {
    return this.history.length;
  }

  of(finding: Pick<PageFinding, "fingerprint" | "file">): Mark | undefined {
    return this.marks.get(markKey(finding));
  }

  /** The labels that marks put somewhere. */
  get labels(): readonly string[] {
    return [...new Set([...this.marks.values()].flatMap(({ other }) => other ?? []))];
  }

  /** Receives the keys of marks that have changed. */
  onChange(listener: Listener): void {
    this.listeners.push(listener);
  }

  /** Gives some findings a mark, or takes it away, as one step. */
  set(findings: readonly Pick<PageFinding, "fingerprint" | "file">[], mark: Mark | undefined): void {
    this.put(new Map(findings.map((finding) => [markKey(finding), mark])));
  }

  /**
   * Takes over verdicts of a file, as one step.
   *
   * @returns how many of them are about findings that this page has
   */
  load(entries: readonly VerdictEntry[], findings: readonly PageFinding[]): number {
    const byName = new Map<string, PageFinding[]>();
    for (const finding of findings) {
      byName.set(finding.fingerprint, [...(byName.get(finding.fingerprint) ?? []), finding]);
    }
    const loaded = entries.flatMap((entry): [string, Mark][] => {
      const named = byName.get(entry.fingerprint) ?? [];
      // Files name the corpus by a path of their own; where the name fits no finding, the verdict's subject decides.
      const own = named.filter(({ file }) => file === entry.file);
      return (own.length > 0 ? own : named).slice(0, 1).map((finding) => [markKey(finding), markOf(entry, finding)]);
    });
    if (loaded.length > 0) this.put(new Map(loaded));
    return loaded.length;
  }

  /** Undoes the last step; returns the keys that it was about. */
  undo(): readonly string[] {
    const step = this.history.pop() ?? [];
    for (const [key, before] of step) this.replace(key, before);
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
      if (finding === undefined || mark === undefined || !wanted.includes(mark.verdict)) return [];
      const { verdict, other, span, note = "", entry } = mark;
      if (entry !== undefined) return [{ ...entry, file: finding.file, note }];
      const count = verdict === "later" ? 1 + equal.length : 1;
      const correction = other === undefined ? {} : { correction: correctionOf(finding, other, span) };
      return [entryOf(finding, verdict, { count, note, ...correction })];
    });
  }

  private put(marks: ReadonlyMap<string, Mark | undefined>): void {
    const keys = [...marks.keys()];
    this.history.push(keys.map((key) => [key, this.marks.get(key)] as const));
    for (const [key, mark] of marks) this.replace(key, mark);
    this.changed(keys);
  }

  private replace(key: string, mark: Mark | undefined): void {
    if (mark === undefined) this.marks.delete(key);
    else this.marks.set(key, mark);
  }

  private changed(keys: readonly string[]): void {
    this.keep.save(JSON.stringify([...this.marks]));
    for (const listener of this.listeners) listener(keys);
  }
}

/** An entry as a mark; `other` names what it puts there where that is not what the finding suggests now. */
function markOf(entry: VerdictEntry, finding: PageFinding): Mark {
  const { verdict, note } = entry;
  const noted = note === "" ? {} : { note };
  if (verdict !== "fixed" || isEqual(entry.replacement, finding.replacement)) return { verdict, entry, ...noted };
  return { verdict, other: entry.suggestion, entry, ...noted };
}

function isEqual(a: Replacement | null, b: Replacement | null): boolean {
  const parts = (one: Replacement | null) =>
    one && [one.start, one.end, ...one.segments.flatMap(({ start, end, label }) => [start, end, label])];
  return JSON.stringify(parts(a)) === JSON.stringify(parts(b));
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
  const { verdict, other, span, note, entry } = pair[1] as Record<string, unknown>;
  const isText = (value: unknown): boolean => value === undefined || typeof value === "string";
  return VERDICTS.includes(verdict as string) && isText(other) && isText(note) && isSpan(span) && isEntry(entry);
}

function isSpan(span: unknown): boolean {
  if (span === undefined) return true;
  if (typeof span !== "object" || span === null) return false;
  const { start, end } = span as Record<string, unknown>;
  return (
    Number.isInteger(start) && Number.isInteger(end) && (start as number) >= 0 && (start as number) < (end as number)
  );
}

function isEntry(entry: unknown): boolean {
  try {
    return entry === undefined || checkVerdicts({ path: "", value: { schemaVersion: 1, entries: [entry] } }) !== null;
  } catch {
    return false;
  }
}
