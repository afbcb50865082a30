import type { Readable } from "node:stream";
import { sourceName } from "../../corpus/source.js";
import { SeginfError } from "../../errors.js";
import type { Errors } from "../../evaluation/findings/errors.js";
import type { ScoredCandidate } from "../../evaluation/findings/score.js";
import { Judge, type Verdict } from "../../evaluation/findings/verdict.js";
import type { RankedFinding } from "../../findings/ranked.js";
import { type AuditedReading, readFindings } from "../../findings/read.js";
import { counted } from "../../report/numbers.js";

/** A file of findings of which the first has been read. */
export interface OpenFindings {
  readonly file: string;
  readonly first: RankedFinding;
  /** How the corpus was read, where the file says so. */
  readonly reading: AuditedReading | null;
  readonly rest: AsyncGenerator<RankedFinding>;
}

/** @throws SeginfError where the file holds no finding about a training corpus */
export async function openFindings(source: string, stdin: Readable): Promise<OpenFindings> {
  const file = sourceName(source);
  let reading: AuditedReading | null = null;
  const told = (one: AuditedReading) => {
    reading = one;
  };
  const rest = aboutTraining(readFindings(source, stdin, told));
  const { value, done } = await rest.next();
  if (done) throw new SeginfError("no findings", { file }, "audit with --limit 0, which lists every candidate");
  return { file, first: value, reading, rest };
}

/** Findings about the reference are about another file, and its corrected version is not at hand. */
async function* aboutTraining(findings: AsyncGenerator<RankedFinding>): AsyncGenerator<RankedFinding> {
  for await (const finding of findings) if (finding.kind !== "reference") yield finding;
}

/**
 * Compares the findings with the errors.
 *
 * @param by what to rank by
 * @throws SeginfError where findings do not fit the corpus, or have no such signal
 */
export async function judgeAll(
  { file, first, rest }: OpenFindings,
  errors: Errors,
  by: readonly string[],
  warn: (message: string) => void,
): Promise<ScoredCandidate> {
  const judge = new Judge(errors);
  const verdicts: Verdict[] = [judge.judge(first, file)];
  for await (const finding of rest) verdicts.push(judge.judge(finding, file));
  for (const name of by) requireSignal(name, verdicts, file);
  warnOfGaps(verdicts, errors, file, warn);
  return { file, verdicts, by };
}

function requireSignal(name: string, verdicts: readonly Verdict[], file: string): void {
  if (name === "score" || verdicts.some(({ signals }) => typeof signals[name] === "number")) return;
  const known = new Set(verdicts.flatMap(({ signals }) => Object.keys(signals).filter((key) => signals[key] !== null)));
  throw new SeginfError(`no finding has the signal "${name}"`, { file }, `name one of score, ${[...known].join(", ")}`);
}

/** A short list of findings ranks little: what is not in it counts as least suspicious. */
function warnOfGaps(verdicts: readonly Verdict[], errors: Errors, file: string, warn: (message: string) => void): void {
  const { annotated, corpus } = errors;
  const covered = new Uint8Array(corpus.words.ids.length);
  for (const { start, end } of verdicts) covered.fill(1, start, end);
  const without = annotated.start.filter((start, i) => !covered.subarray(start, annotated.end[i]).includes(1)).length;
  if (without === 0) return;
  const segments = `${counted(without, "annotated segment")} of ${annotated.count}`;
  warn(
    `${file}: no finding is about ${segments}, which count as least suspicious; audit with --limit 0 to rank them all`,
  );
}
