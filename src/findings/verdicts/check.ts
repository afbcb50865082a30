import { SeginfError } from "../../errors.js";
import type { Replacement, RuleId } from "../report.js";
import { RULES } from "../rules.js";
import { VERDICTS, type Verdict, type VerdictEntry, type VerdictFile } from "./types.js";

type JsonPath = readonly (string | number)[];

/** A parsed file; with `lineOf` messages name the line of what is wrong. */
export interface Parsed {
  readonly path: string;
  readonly value: unknown;
  lineOf?(path: JsonPath): number;
}

/**
 * What a verdict file holds, docs/verdicts.schema.json. Pure: the HTML report asks the same of files that it loads.
 *
 * @throws SeginfError
 */
export function checkVerdicts(file: Parsed): VerdictFile {
  const check = new Check(file);
  const top = check.object(file.value, []);
  if (top.schemaVersion !== 1) check.fail(["schemaVersion"], "schemaVersion is not 1");
  if (!Array.isArray(top.entries)) check.fail(["entries"], "entries is not an array");
  const entries = (top.entries as unknown[]).map((entry, i) => check.entry(entry, ["entries", i]));
  const seen = new Set<string>();
  entries.forEach(({ file: corpus, fingerprint }, i) => {
    const key = `${fingerprint} ${corpus}`;
    if (seen.has(key)) check.fail(["entries", i], `there are two verdicts on ${fingerprint}`);
    seen.add(key);
  });
  return { schemaVersion: 1, entries };
}

class Check {
  constructor(readonly file: Parsed) {}

  fail(at: JsonPath, what: string): never {
    const place = { file: this.file.path, line: this.file.lineOf?.(at) };
    throw new SeginfError(
      `not a verdict file: ${what}`,
      place,
      "see docs/formats.md, or write it anew with seginf baseline",
    );
  }

  object(value: unknown, at: JsonPath): Readonly<Record<string, unknown>> {
    if (typeof value !== "object" || value === null || Array.isArray(value))
      this.fail(at, "no object where there has to be one");
    return value as Readonly<Record<string, unknown>>;
  }

  entry(value: unknown, at: JsonPath): VerdictEntry {
    const entry = this.object(value, at);
    const text = (key: string, pattern = /(?:)/): string => {
      const given = entry[key];
      if (typeof given !== "string" || !pattern.test(given)) this.fail([...at, key], `${key} is missing or wrong`);
      return given as string;
    };
    const verdict = text("verdict") as Verdict;
    if (!VERDICTS.includes(verdict)) this.fail([...at, "verdict"], `the verdict is none of ${VERDICTS.join(", ")}`);
    const rule = text("rule") as RuleId;
    if (!RULES.includes(rule)) this.fail([...at, "rule"], `no rule is called ${JSON.stringify(rule)}`);
    const replacement =
      (entry.replacement ?? null) === null ? null : this.replacement(entry.replacement, [...at, "replacement"]);
    if (verdict === "fixed" && replacement === null && rule !== "scheme/ill-formed") {
      this.fail(at, 'no replacement, which the verdict "fixed" needs');
    }
    return {
      fingerprint: text("fingerprint", /^[0-9a-f]{16}$/),
      verdict,
      note: entry.note === undefined ? "" : text("note"),
      file: text("file", /./s),
      rule,
      text: text("text"),
      ...this.span(entry, at),
      label: text("label", /./s),
      suggestion: text("suggestion", /./s),
      replacement,
      count: entry.count === undefined ? 1 : this.wholeNumber(entry.count, [...at, "count"], 1),
    };
  }

  replacement(value: unknown, at: JsonPath): Replacement {
    const replacement = this.object(value, at);
    const { segments } = replacement;
    if (!Array.isArray(segments)) this.fail([...at, "segments"], "segments is not an array");
    const span = this.span(replacement, at);
    let last = span.start;
    return {
      ...span,
      segments: (segments as unknown[]).map((one, i) => {
        const place = [...at, "segments", i];
        const segment = this.object(one, place);
        const { start, end } = this.span(segment, place);
        if (start < last || end > span.end) this.fail(place, "a segment overlaps another or leaves the replaced span");
        last = end;
        if (typeof segment.label !== "string" || segment.label === "") this.fail(place, "a segment has no label");
        return { start, end, label: segment.label as string };
      }),
    };
  }

  span(value: Readonly<Record<string, unknown>>, at: JsonPath): { start: number; end: number } {
    const start = this.wholeNumber(value.start, [...at, "start"], 0);
    return { start, end: this.wholeNumber(value.end, [...at, "end"], start + 1) };
  }

  wholeNumber(value: unknown, at: JsonPath, least: number): number {
    if (!Number.isSafeInteger(value) || (value as number) < least) {
      this.fail(at, `${at.at(-1)} is no whole number from ${least} on`);
    }
    return value as number;
  }
}
