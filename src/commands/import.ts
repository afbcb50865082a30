import { defineCommand } from "../cli/command.js";

export const importVerdicts = defineCommand({
  name: "import",
  summary: "read verdicts from another tool",
  description: "read what an annotation tool or a spreadsheet says of findings, as verdicts for fix and baseline",
  arguments: [
    ["<answers>", "the tool's export, or a table of seginf audit --format csv with verdicts"],
    ["<findings>", "the report of seginf audit --format json that was exported"],
  ],
  examples: ["seginf import answers.jsonl findings.json", "seginf import findings.csv findings.json -o verdicts.json"],
  async run(context, [answers, source], flags) {
    const output = context.output(flags.quiet);
    const corpus = flags.train;
    const { readFile } = await import("node:fs/promises");
    const { readExchanged } = await import("../cli/inputs/exchange.js");
    const { readVerdicts, verdictText } = await import("../findings/verdicts/index.js");
    const { counted } = await import("../report/numbers.js");
    const { readFailure } = await import("../storage/failure.js");
    const { writeAtomically } = await import("../storage/index.js");
    const { isThere } = await import("../storage/isThere.js");
    const { answersIn, formatOf } = await import("../triage/exchange/formats.js");
    const { matchAnswers } = await import("../triage/exchange/match.js");
    const { spreadsheetVerdicts } = await import("../triage/exchange/spreadsheet.js");
    const { corpusPathFrom } = await import("../triage/verdicts/corpusPath.js");
    const { merged } = await import("../triage/verdicts/merge.js");
    const text = await readFile(answers, "utf8").catch((cause) => {
      throw readFailure(answers, cause, "check the path");
    });
    const { report, tasks, findings, labels } = await readExchanged(context, source, corpus, flags.minScore);
    const file = { name: answers, text };
    const format = formatOf(file);
    const fileOf = (finding: { readonly file: string }) => corpusPathFrom(flags.output, corpus ?? finding.file);
    const setting = { source: answers, labels, fileOf };
    const { entries, changedElsewhere, unanswered } =
      format === "csv"
        ? { entries: spreadsheetVerdicts(file, findings, setting), changedElsewhere: 0, unanswered: 0 }
        : matchAnswers(tasks, answersIn(file, format, tasks, report.seginf), setting);
    const old = (await isThere(flags.output)) ? (await readVerdicts(flags.output)).entries : [];
    await context.writing(() => writeAtomically(flags.output, [verdictText(merged(old, entries))]));
    const many = (verdict: string) => entries.filter((entry) => entry.verdict === verdict).length;
    output.note(
      `${answers} (${format}): ${counted(entries.length, "verdict")}: ${many("fixed")} fixed, ${many("ok")} ok, ${many("later")} later${unanswered > 0 ? `; ${counted(unanswered, "sentence")} not answered` : ""}`,
    );
    if (changedElsewhere > 0) {
      const sentences = counted(changedElsewhere, "sentence");
      output.warn(
        `${sentences} changed where no finding is: these changes are no verdicts and are not in ${flags.output}`,
      );
    }
  },
});
