import { SeginfError } from "../errors.js";
import type { AuditReport } from "../findings/report.js";
import type { ReadingFlags } from "../options/table.js";
import type { ReportContext } from "../report/context.js";
import { BARE, COMPLETE, type Destination, parseDestination } from "../report/formats.js";
import { loadReporter } from "../report/lazy.js";
import { counted } from "../report/numbers.js";
import { type Extent, viewFor } from "../report/view.js";
import { writeAtomically } from "../storage/index.js";
import type { Context } from "./context.js";
import { lineChangesOf } from "./inputs/lineChanges.js";

/**
 * What --format and --output ask for: at most one format for standard output.
 *
 * @param formats NAME or NAME=FILE each
 * @param output where the one format without a file goes in place of standard output
 * @throws SeginfError
 */
export function destinationsOf(formats: readonly string[], output: string | undefined): readonly Destination[] {
  const asked = formats.map((given) => parseDestination(given) as Destination);
  const bare = asked.filter(({ file }) => file === null);
  if (bare.length > 1) {
    const names = bare.map(({ format }) => format).join(" and ");
    throw new SeginfError(`${names} cannot both go to ${output ?? "standard output"}`, {}, "give --format NAME=FILE");
  }
  if (output !== undefined && bare.length === 0) {
    throw new SeginfError("every --format has a file, so nothing is left for --output", {}, "leave one of them out");
  }
  return asked.map(({ format, file }) => ({ format, file: file ?? output ?? null }));
}

/** Whether a format takes every finding, whatever --limit says. */
export function needsEveryFinding(destinations: readonly Destination[]): boolean {
  return destinations.some(({ format }) => COMPLETE.includes(format));
}

/** Writes the report in each format: files first, so that a reader who leaves early does not cost them. */
export async function publish(
  context: Context,
  report: AuditReport,
  destinations: readonly Destination[],
  extent: Extent,
  flags: ReadingFlags & Pick<ReportContext, "verbose" | "groupBy">,
): Promise<void> {
  const output = context.output();
  const hasFixes = destinations.some(({ format }) => format === "sarif");
  const lineChanges = hasFixes ? await lineChangesOf(context, report, flags) : undefined;
  const wording = { verbose: flags.verbose, groupBy: flags.groupBy, lineChanges };
  for (const { format, file } of destinations) {
    if (file === null) continue;
    const reporter = await loadReporter(format);
    const chunks = reporter(viewFor(format, report, extent), { color: false, width: 80, ...wording });
    await context.writing(() => writeAtomically(file, chunks));
  }
  for (const { format, file } of destinations) {
    if (file !== null) continue;
    const { color, width } = output;
    const reporter = await loadReporter(format);
    await output.write(reporter(viewFor(format, report, extent), { color, width, ...wording }));
  }
  for (const { format, file } of destinations) {
    const { more } = viewFor(format, report, extent);
    const where = file === null ? format : file;
    if (more > 0 && BARE.includes(format))
      output.note(`${where}: ${counted(more, "more finding")}; --limit 0 lists all`);
  }
}
