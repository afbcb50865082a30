import { SeginfError } from "../../errors.js";
import { expectedErrors } from "../../findings/expected.js";
import type { AuditReport } from "../../findings/report.js";
import type { VerdictEntry } from "../../findings/verdicts/index.js";
import type { FlagsOf } from "../../options/table.js";
import { aboutWrong, counted } from "../../report/numbers.js";
import { chosenFrom } from "../../triage/fix/choose.js";
import type { Context } from "../context.js";

type FixFlags = Pick<FlagsOf<"fix">, "minScore" | "pattern" | "verdicts" | "allowUnreliable">;

/**
 * The verdicts on the findings that the flags choose, judged at the terminal.
 *
 * @throws SeginfError where the review was broken off
 */
export async function reviewed(
  context: Context,
  report: AuditReport,
  name: string,
  flags: FixFlags,
): Promise<readonly VerdictEntry[]> {
  const { minScore, pattern: patterns, verdicts: path } = flags;
  const { reviewFindings } = await import("../reviewing.js");
  const { ending, verdicts } = await reviewFindings(
    context,
    report,
    chosenFrom(report, { minScore, patterns }, name),
    path,
  );
  if (ending !== "interrupted") return verdicts;
  const hint = `run this again to go on, or apply the verdicts there are: seginf fix CORPUS ${path}`;
  throw new SeginfError("the review was broken off, and nothing has been applied", {}, hint);
}

/**
 * Says of each pattern how many of its findings are expected to be wrong.
 *
 * @throws SeginfError where these are less than four fifths, and nobody has allowed for that
 */
export function requireReliable(context: Context, report: AuditReport, name: string, flags: FixFlags): void {
  for (const id of flags.pattern ?? []) {
    const own = chosenFrom(report, { minScore: flags.minScore, patterns: [id] }, name);
    const all = chosenFrom(report, { patterns: [id] }, name);
    const pattern = report.patterns.find((one) => one.id === id);
    if (pattern === undefined) continue;
    const expected = expectedErrors(pattern, all, own);
    const says = `${pattern.name}: ${counted(own.length, "finding")}, ${aboutWrong(expected)}`;
    if (expected.isReliable || flags.allowUnreliable) {
      context.output().note(says);
      continue;
    }
    const hint = `judge them with seginf review --pattern ${id}, take the likely ones with --min-score, or give --allow-unreliable`;
    throw new SeginfError(`${says}, less than four fifths`, { file: name }, hint);
  }
}
