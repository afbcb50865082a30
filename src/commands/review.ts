import { defineCommand } from "../cli/command.js";
import { SeginfError } from "../errors.js";

export const review = defineCommand({
  name: "review",
  summary: "judge findings in the terminal",
  description: "show the findings of a saved audit one by one and record a verdict on each",
  arguments: [["<findings>", "a report of seginf audit --format json"]],
  examples: [
    "seginf review findings.json",
    "seginf review findings.json --min-score 0.5 -o verdicts.json",
    "seginf review findings.json --pattern 0f1e2d3c4b5a6978",
    "seginf fix train.conll verdicts.json --in-place",
  ],
  async run(context, [source], flags) {
    context.output(flags.quiet);
    const { readJson } = await import("../findings/saved/read.js");
    const { checkedReport } = await import("../findings/saved/report.js");
    const { reviewFindings } = await import("../cli/reviewing.js");
    const { chosenFrom } = await import("../triage/fix/choose.js");
    if (source === "-") throw new SeginfError("standard input is for answers", {}, "give the report as a file");
    const { minScore, pattern, output: path } = flags;
    const hint = "give a report of seginf audit --format json";
    const { name, value } = await readJson(source, context.host.stdin, hint);
    const report = checkedReport(value, name);
    await reviewFindings(context, report, chosenFrom(report, { minScore, patterns: pattern }, name), path);
  },
});
