import { defineCommand } from "../cli/command.js";
import type { Context } from "../cli/context.js";
import { environmentOf } from "../cli/environment.js";
import { SeginfError } from "../errors.js";
import type { FlagsOf } from "../options/table.js";

export const agreement = defineCommand({
  name: "agreement",
  summary: "agreement per annotator and pattern",
  description: "compare the columns of several annotators with the audited labels, and say who made which pattern",
  arguments: [["<findings>", 'a report of seginf audit --format json, "-" for standard input']],
  examples: ["seginf agreement findings.json --annotators 3,4,5"],
  run: (context, [source], flags) => runAgreement(context, source, flags),
});

async function runAgreement(context: Context, source: string, flags: FlagsOf<"agreement">): Promise<void> {
  const output = context.output(flags.quiet);
  const { annotate } = await import("../corpus/index.js");
  const { readingOf } = await import("../cli/inputs/decisions.js");
  const { agreementOf } = await import("../evaluation/annotators/agreement.js");
  const { patternAnnotators } = await import("../evaluation/annotators/patterns.js");
  const { readJson } = await import("../findings/saved/read.js");
  const { checkedReport } = await import("../findings/saved/report.js");
  const { readCorpora, schemeOf } = await import("../pipeline/reading.js");
  const { annotatorsJson, annotatorsText } = await import("../report/annotators.js");
  const { requireFitting } = await import("../triage/fix/fit.js");
  const columns = flags.annotators.split(",").map((column) => column.trim());
  if (columns.length < 2 || columns.includes("") || new Set(columns).size < columns.length) {
    throw new SeginfError(`--annotators ${flags.annotators}`, {}, "name two columns or more, each once: 3,4,5");
  }
  const { name, value } = await readJson(source, context.host.stdin, "give a report of seginf audit --format json");
  const { train, findings, patterns } = checkedReport(value, name);
  if (train.files || train.file === "<stdin>") {
    throw new SeginfError("the corpus is not one file", { file: name }, "audit one file by its name");
  }
  const read = async (labelColumn?: string) => {
    const options = { ...readingOf(train, {}), ...(labelColumn === undefined ? {} : { labelColumn }) };
    const [corpus] = await readCorpora(environmentOf(context), [train.file], options, []);
    return annotate(corpus, schemeOf(train.scheme, [corpus]));
  };
  const labels = await read();
  const own = findings.filter(({ kind }) => kind !== "reference");
  requireFitting(labels.corpus, labels.scheme, own, train.digest);
  const annotators = [];
  for (const column of columns) annotators.push({ name: column, annotated: await read(column).catch(aboutAnnotators) });
  const report = {
    annotators: agreementOf(labels, annotators),
    patterns: patternAnnotators(patterns, own, annotators),
  };
  await output.write([flags.format === "json" ? annotatorsJson(report) : annotatorsText(report)]);
}

/** Columns are chosen by another option here than where else labels are read. */
function aboutAnnotators(cause: unknown): never {
  if (!(cause instanceof SeginfError)) throw cause;
  const hint = cause.hint.replaceAll("--label-column", "--annotators");
  throw new SeginfError(cause.what, cause.place, hint, { cause, faults: cause.faults });
}
