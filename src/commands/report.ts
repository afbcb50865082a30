import { defineCommand } from "./define.js";

export const report = defineCommand({
  name: "report",
  summary: "make a web page of a saved audit",
  description: "make one self-contained HTML page of a report that seginf audit saved as JSON",
  arguments: [["<findings>", 'a report of seginf audit --format json, "-" for standard input']],
  examples: [
    "seginf report findings.json -o report.html",
    "seginf audit train.conll dev.conll --format json | seginf report - > r.html",
  ],
  async run(context, [source], flags) {
    const output = context.output(flags.quiet);
    const { readJson } = await import("../saved/read.js");
    const { checkedReport } = await import("../saved/report.js");
    const { htmlReport } = await import("../report/html/html.js");
    const { requireWritable } = await import("./destination.js");
    const { writeAtomically } = await import("../storage/index.js");
    if (flags.output !== undefined) await requireWritable(flags.output, [source]);
    const { name, value } = await readJson(source, context.host.stdin, "give a report of seginf audit --format json");
    const chunks = htmlReport(await checkedReport(value, name));
    const { output: path } = flags;
    if (path === undefined) await output.write(chunks);
    else await context.writing(() => writeAtomically(path, chunks));
  },
});
