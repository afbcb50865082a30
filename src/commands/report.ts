import { defineCommand } from "../cli/command.js";
import type { Context } from "../cli/context.js";
import { environmentOf } from "../cli/environment.js";
import { SeginfError } from "../errors.js";
import type { GoldComparison } from "../findings/comparison.js";
import type { AuditReport } from "../findings/report.js";
import type { FlagsOf } from "../options/table.js";

export const report = defineCommand({
  name: "report",
  summary: "make an HTML page of a saved audit",
  description: "make a self-contained HTML page of a saved JSON report",
  arguments: [["<findings>", 'a report of seginf audit --format json, "-" for standard input']],
  examples: [
    "seginf report findings.json -o report.html",
    "seginf report findings.json --gold corrected.conll -o report.html",
    "seginf audit train.conll dev.conll --format json | seginf report - > r.html",
  ],
  async run(context, [source], flags) {
    const output = context.output(flags.quiet);
    const { readJson } = await import("../findings/saved/read.js");
    const { checkedReport } = await import("../findings/saved/report.js");
    const { htmlReport } = await import("../report/html/html.js");
    const { writeAtomically } = await import("../storage/index.js");
    const { gold, train, output: path } = flags;
    if (train !== undefined && gold === undefined) {
      throw new SeginfError("--train without --gold", {}, "give the corrected corpus as well");
    }
    const { name, value } = await readJson(source, context.host.stdin, "give a report of seginf audit --format json");
    const saved = checkedReport(value, name);
    const chunks = htmlReport(saved, gold === undefined ? {} : { gold: await compared(context, saved, name, flags) });
    if (path === undefined) await output.write(chunks);
    else await context.writing(() => writeAtomically(path, chunks));
  },
});

/** The report's findings compared with --gold. Both corpora are read as the audited one was. */
async function compared(
  context: Context,
  { train, findings }: AuditReport,
  name: string,
  flags: FlagsOf<"report">,
): Promise<GoldComparison> {
  const { readCorpora, requireOneStdin, schemeOf } = await import("../pipeline/reading.js");
  const { readingOf } = await import("../cli/inputs/decisions.js");
  const { requireFitting } = await import("../triage/fix/fit.js");
  const { errorsBetween } = await import("../evaluation/findings/errors.js");
  const { compareFindings } = await import("../evaluation/findings/byFinding.js");
  const { requireSameTokens } = await import("../tagger/evaluation.js");
  const { requireSeparate } = await import("../cli/separate.js");
  const files = [flags.train ?? train.file, flags.gold as string] as const;
  if (files[0] === "<stdin>") {
    throw new SeginfError("the corpus was audited from standard input", { file: name }, "give it with --train");
  }
  requireOneStdin([name === "<stdin>" ? "-" : name, ...files]);
  await requireSeparate(flags.output, files, context.host);
  const [corpus, gold] = await readCorpora(environmentOf(context), files, readingOf(train, {}), []);
  requireSameTokens(corpus, gold);
  const scheme = schemeOf(train.scheme, [corpus, gold]);
  // Once corrected in place, it would have no errors left.
  const own = findings.filter(({ kind }) => kind !== "reference");
  requireFitting(corpus, scheme, own, train.digest);
  return compareFindings(findings, errorsBetween(corpus, gold, scheme), name);
}
