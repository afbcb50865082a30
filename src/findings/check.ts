import { SeginfError } from "../errors.js";
import type { Finding } from "./report.js";

type Check = (value: unknown) => boolean;

const isString: Check = (value) => typeof value === "string";
const isNumber: Check = (value) => typeof value === "number";
const isCount: Check = (value) => Number.isInteger(value) && (value as number) >= 0;
const isObject: Check = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isStrings: Check = (value) => Array.isArray(value) && value.every(isString);

/** A number or nothing: signals that were not worked out are null, or missing from files of older versions. */
const isSignals: Check = (value) =>
  isObject(value) && Object.values(value as object).every((signal) => signal === null || isNumber(signal));

const isSegment = (value: unknown): boolean => {
  const { start, end, label } = (value ?? {}) as Record<string, unknown>;
  return isCount(start) && isCount(end) && (start as number) < (end as number) && isString(label);
};

const isReplacement: Check = (value) => {
  if (value === null || value === undefined) return true;
  const { start, end, segments } = value as Record<string, unknown>;
  return isCount(start) && isCount(end) && Array.isArray(segments) && segments.every(isSegment);
};

/** The fields that readers of findings rely on. */
const FIELDS: Readonly<Record<string, Check>> = {
  rank: isCount,
  score: isNumber,
  kind: isString,
  file: isString,
  line: isCount,
  sentence: isCount,
  start: isCount,
  end: isCount,
  tokens: isStrings,
  label: isString,
  suggestion: isString,
  replacement: isReplacement,
  signals: isSignals,
  fingerprint: isString,
};

/**
 * The value as a finding, once it has what readers rely on.
 *
 * @throws SeginfError naming the first field that is missing or of another type
 */
export function checkedFinding(value: unknown, file: string, line?: number): Finding {
  if (!isObject(value)) throw new SeginfError("not a finding: no JSON object", { file, line }, MEND);
  const record = value as Record<string, unknown>;
  for (const [field, check] of Object.entries(FIELDS)) {
    if (check(record[field])) continue;
    const what = Object.hasOwn(record, field) ? `"${field}" does not hold what it should` : `"${field}" is missing`;
    throw new SeginfError(`not a finding: ${what}`, { file, line }, MEND);
  }
  return record as unknown as Finding;
}

const MEND = "give what seginf audit --format jsonl (or json) wrote";
