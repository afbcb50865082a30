import type { Place } from "../errors.js";
import type { AuditReport } from "../findings/report.js";
import type { AuditSettings, AuditStep } from "./options.js";

/** What the thread of an audit is started with. */
export interface AuditJob {
  readonly train: string;
  readonly reference: string | null;
  readonly settings: AuditSettings;
  /** Where the caller works. */
  readonly directory: string;
  /** Directory of the cache; null for none. */
  readonly cache: string | null;
  /** FLAGS words of 32 bits, shared. */
  readonly flags: Int32Array<SharedArrayBuffer>;
}

/** Words of the flags: the caller has ended the audit; the audit is writing to the cache. */
export const ENDED = 0;
export const WRITING = 1;
export const FLAGS = 2;

/** To the audit: standard input, a piece at a time; null is its end. */
export type ToAudit = { readonly stdin: Uint8Array | null } | { readonly stdinFailed: string };

/** From the audit. The last message is a report or a failure. */
export type FromAudit =
  | { readonly kind: "step"; readonly step: AuditStep }
  /** What the cache has to say. */
  | { readonly kind: "note"; readonly text: string }
  | { readonly kind: "warning"; readonly text: string }
  | { readonly kind: "written" }
  | { readonly kind: "report"; readonly report: AuditReport }
  /** A SeginfError: the class does not survive the way between threads. */
  | {
      readonly kind: "refused";
      readonly what: string;
      readonly place: Place;
      readonly hint: string;
      readonly faults: readonly string[];
    }
  | { readonly kind: "failed"; readonly error: unknown };
