import { defineCommand } from "../cli/command.js";
import type { Context } from "../cli/context.js";
import type { ReadCorpus } from "../corpus/index.js";
import { SeginfError } from "../errors.js";
import type { FlagsOf } from "../options/table.js";
import type { InspectedFile } from "../report/inspection.js";

export const inspect = defineCommand({
  name: "inspect",
  summary: "show how files are read",
  description: "show the columns, tags and sentences of files, and how an audit would read them",
  arguments: [["<files...>", 'corpora, "-" for standard input']],
  examples: [
    "seginf inspect train.conll",
    "seginf inspect train.tsv dev.tsv",
    "seginf inspect ud.conllu --label-column MISC:NER",
    "seginf inspect --tokens train.jsonl > tokens.txt",
  ],
  run: (context, [files], flags) => runInspect(context, files, flags),
});

async function runInspect(context: Context, files: readonly string[], flags: FlagsOf<"inspect">): Promise<void> {
  const output = context.output(flags.quiet);
  const { requireOneStdin } = await import("../pipeline/reading.js");
  const { inspectionText } = await import("../report/inspection.js");
  requireOneStdin(files);
  if (flags.tokens) {
    const [file = "", ...others] = files;
    if (others.length > 0) throw new SeginfError("--tokens of several files", {}, "give one file at a time");
    const { tokenLines } = await import("../features/states/table.js");
    await output.write(tokenLines((await readFile(context, file, flags)).corpus));
    return;
  }
  // Nothing is printed where a later file cannot be read.
  const inspected: InspectedFile[] = [];
  for (const file of files) inspected.push(await inspectFile(context, file, flags));
  await output.write([inspected.map((one) => inspectionText(one, output)).join("\n")]);
}

async function inspectFile(context: Context, file: string, flags: FlagsOf<"inspect">): Promise<InspectedFile> {
  const { inspectCorpus, readingLine } = await import("../corpus/index.js");
  const { corpus, doubt } = await readFile(context, file, flags, (one) => readingLine(one, flags.scheme));
  const described = (reading: string, stops: boolean): InspectedFile => ({
    name: corpus.name,
    format: `${formatOf(corpus)}, ${corpus.encoding}`,
    inspection: inspectCorpus(corpus, flags.scheme),
    reading,
    stops,
    warnings: corpus.warnings ?? [],
  });
  return doubt ? described(stopOf(doubt), true) : described(readingLine(corpus, flags.scheme), false);
}

/** Why an audit would stop; of several lines that cannot be read the first. */
function stopOf({ what, hint, faults }: SeginfError): string {
  const [first, ...others] = faults ?? [];
  if (first === undefined) return `${what}; ${hint}`;
  return `${first}${others.length > 0 ? ", and more lines" : ""}; ${hint}`;
}

/**
 * The corpus as an audit reads it; where it would stop at the labels, without them, and why it stops.
 *
 * @param check throws where an audit would stop
 */
async function readFile(
  context: Context,
  file: string,
  flags: FlagsOf<"inspect">,
  check?: (corpus: ReadCorpus) => unknown,
): Promise<{ readonly corpus: ReadCorpus; readonly doubt: SeginfError | null }> {
  const { readCorpus } = await import("../corpus/index.js");
  const { labelNamesIn, readingOptions } = await import("../pipeline/reading.js");
  const { labelColumn } = flags;
  const options = { ...readingOptions(context.host, flags), labelNames: await labelNamesIn(flags.labels) };
  try {
    const corpus = await readCorpus(file, { ...options, labelColumn });
    check?.(corpus);
    return { corpus, doubt: null };
  } catch (error) {
    // Where only the labels are in doubt, the rest can be shown, and that is what there is to choose from.
    if (!(error instanceof SeginfError) || error.place.line !== undefined || file === "-") throw error;
    const corpus = await readCorpus(file, { ...options, labelColumn: null }).catch(() => {
      throw error;
    });
    return { corpus, doubt: error };
  }
}

function formatOf({ format, plan }: ReadCorpus): string {
  if (format === "jsonl") return "JSON";
  if (format === "conllu") return "CoNLL-U";
  if (plan?.rules.subtokens) return "WebAnno TSV 3";
  const separator = plan?.layout.separator === "tab" ? "tabs" : "blanks";
  return `${plan?.layout.width} columns, parted by ${separator}`;
}
