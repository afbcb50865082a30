import { defineCommand } from "../cli/command.js";
import type { Context } from "../cli/context.js";
import { environmentOf } from "../cli/environment.js";
import type { OpenFindings } from "../cli/inputs/evaluation.js";
import { SeginfError } from "../errors.js";
import type { ScoreReport } from "../findings/evaluation.js";
import { at } from "../math/at.js";
import type { FlagsOf } from "../options/table.js";

type ScoreFlags = FlagsOf<"score">;

export const score = defineCommand({
  name: "score",
  summary: "compare findings with corrected labels",
  description: "evaluate the findings of an audit against a corrected version of the corpus",
  arguments: [["<findings...>", "what seginf audit --format jsonl --limit 0 wrote, or its JSON document"]],
  examples: [
    "seginf score findings.jsonl --gold gold.conll",
    "seginf score new.jsonl old.jsonl --gold gold.conll --compare",
    "seginf score findings.jsonl --gold gold.conll --compare --by score --by loss",
    "seginf score findings.jsonl --gold gold.conll --format svg -o recall.svg",
  ],
  run: (context, [files], flags) => runScore(context, files, flags),
});

async function runScore(context: Context, files: readonly string[], flags: ScoreFlags): Promise<void> {
  const output = context.output(flags.quiet);
  const { requireOneStdin, readCorpora, schemeOf } = await import("../pipeline/reading.js");
  const { readingOf } = await import("../cli/inputs/decisions.js");
  const { requireSeparate } = await import("../cli/separate.js");
  const { openFindings, judgeAll } = await import("../cli/inputs/evaluation.js");
  const { requireSameTokens } = await import("../tagger/evaluation.js");
  const { errorsBetween } = await import("../evaluation/findings/errors.js");
  const { scoreRankings } = await import("../evaluation/findings/score.js");

  requireOneRanking(files, flags);
  requireOneStdin([...files, flags.gold, flags.train ?? ""]);
  const opened = [];
  for (const file of files) opened.push(await openFindings(file, context.host.stdin));
  const first = at(opened, 0);
  const train = flags.train ?? auditedFile(first);
  await requireSeparate(flags.output, [train], context.host);
  // The findings are about segments as the audit read them.
  const reading = first.reading ? readingOf(first.reading, flags) : flags;
  const [corpus, gold] = await readCorpora(environmentOf(context), [train, flags.gold], reading, []);
  requireSameTokens(corpus, gold);
  const errors = errorsBetween(corpus, gold, schemeOf(reading.scheme, [corpus, gold]));
  if (!errors.ofToken.some((family) => family !== 0)) {
    const what = `it has the same labels as ${corpus.name}, so there is no error to find`;
    throw new SeginfError(what, { file: gold.name }, "give the corrected version of the corpus that was audited");
  }
  const scored = [];
  for (const findings of opened) scored.push(await judgeAll(findings, errors, flags.by, context.output().warn));
  const text = await printed(scoreRankings(errors, scored, flags), flags, output.color && flags.output === undefined);
  if (flags.output === undefined) await output.write([text]);
  else {
    const { writeAtomically } = await import("../storage/index.js");
    await context.writing(() => writeAtomically(flags.output as string, [text]));
  }
}

/** Without --compare, one ranking; a second file by mistake (a shell's pattern) would change what is printed. */
function requireOneRanking(files: readonly string[], { by, compare }: ScoreFlags): void {
  if (compare || files.length * by.length === 1) return;
  const what = files.length > 1 ? `${files.length} files of findings` : `${by.length} signals to rank by`;
  throw new SeginfError(what, {}, "pass --compare to compare them");
}

function auditedFile({ file, first }: OpenFindings): string {
  if (first.file !== "<stdin>") return first.file;
  throw new SeginfError("the corpus was audited from standard input", { file }, "give it with --train");
}

async function printed(report: ScoreReport, { format, level }: ScoreFlags, color: boolean): Promise<string> {
  if (format === "json") return (await import("../report/score/json.js")).scoreJson(report);
  if (format === "text") return (await import("../report/score/text.js")).scoreText(report, { color });
  if (!at(report.rankings, 0).levels.some((one) => one.level === level)) {
    throw new SeginfError(`${level}s are not marked in the corpus`, { file: report.train }, "choose another --level");
  }
  return (await import("../report/score/svg.js")).scoreSvg(report, level);
}
