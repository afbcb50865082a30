import { defineCommand } from "../cli/command.js";
import { SeginfError } from "../errors.js";

export const exportTasks = defineCommand({
  name: "export",
  summary: "write findings for an annotation tool",
  description: "write the sentences of findings for an annotation tool, with suggestions and reasons",
  arguments: [["<findings>", 'a report of seginf audit --format json, "-" for standard input']],
  examples: [
    "seginf export findings.json --format doccano -o tasks.jsonl",
    "seginf export findings.json --format prodigy --min-score 0.8",
  ],
  async run(context, [source], flags) {
    const output = context.output(flags.quiet);
    const { readExchanged } = await import("../cli/inputs/exchange.js");
    const { exchanges } = await import("../triage/exchange/formats.js");
    const { counted } = await import("../report/numbers.js");
    const { writeAtomically } = await import("../storage/index.js");
    const { format, minScore, train: corpus, output: path } = flags;
    const { report, tasks, labels } = await readExchanged(context, source, corpus, minScore);
    if (tasks.length === 0) {
      const hint = `the report has ${counted(report.findings.length, "finding")}; lower --min-score`;
      throw new SeginfError("no finding to export", { file: source }, hint);
    }
    const chunks = exchanges[format].write(tasks, report.seginf);
    if (path === undefined) await output.write(chunks);
    else await context.writing(() => writeAtomically(path, chunks));
    const findings = tasks.reduce((sum, task) => sum + task.findings.length, 0);
    output.note(
      `${counted(tasks.length, "sentence")} with ${counted(findings, "finding")}; labels: ${[...labels].join(", ")}`,
    );
  },
});
