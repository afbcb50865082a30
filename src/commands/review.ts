import { defineCommand } from "../cli/command.js";
import { SeginfError } from "../errors.js";
import type { VerdictEntry } from "../findings/verdicts/index.js";

export const review = defineCommand({
  name: "review",
  summary: "judge findings in the terminal",
  description: "show the findings of a saved audit one by one and record a verdict on each",
  arguments: [["<findings>", "a report of seginf audit --format json"]],
  examples: [
    "seginf review findings.json",
    "seginf review findings.json --min-score 0.5 -o verdicts.json",
    "seginf fix train.conll verdicts.json --in-place",
  ],
  async run(context, [source], flags) {
    const { host } = context;
    const output = context.output(flags.quiet);
    const { readJson } = await import("../findings/saved/read.js");
    const { checkedReport } = await import("../findings/saved/report.js");
    const { corpusPathFrom } = await import("../triage/verdicts/corpusPath.js");
    const { openKeyboard } = await import("../triage/review/keyboard.js");
    const { review } = await import("../triage/review/review.js");
    const { ReviewSession } = await import("../triage/review/session.js");
    const { verdictText } = await import("../findings/verdicts/index.js");
    const { writeAtomically } = await import("../storage/index.js");
    const { style } = await import("../report/style.js");
    const { takesColor } = await import("../cli/output.js");
    if (source === "-") throw new SeginfError("standard input is for answers", {}, "give the report as a file");
    const path = flags.output;
    const { name, value } = await readJson(source, host.stdin, "give a report of seginf audit --format json");
    const report = checkedReport(value, name);
    const findings = report.findings.filter(({ score }) => score >= (flags.minScore ?? 0));
    const fileOf = ({ file }: { readonly file: string }): string => corpusPathFrom(path, file);
    const session = new ReviewSession(findings, await keptVerdicts(path), fileOf);
    const keyboard = openKeyboard(host.stdin, host.stderr);
    try {
      await review(session, {
        keyboard,
        show: (text) => host.stderr.write(text),
        save: () => context.writing(() => writeAtomically(path, [verdictText(session.verdicts)])),
        width: host.stderr.isTTY && host.stderr.columns ? host.stderr.columns : 80,
        look: style(takesColor(host.stderr, host.env)),
      });
    } finally {
      keyboard.close();
    }
    const { judged, all } = session.progress;
    output.note(`${judged} of ${all} findings judged${judged > 0 ? `; the verdicts are in ${path}` : ""}`);
  },
});

/** The verdicts of earlier sittings; none where there is no such file yet. */
async function keptVerdicts(path: string): Promise<readonly VerdictEntry[]> {
  const { readVerdicts } = await import("../findings/verdicts/index.js");
  const { isThere } = await import("../storage/isThere.js");
  return (await isThere(path)) ? (await readVerdicts(path)).entries : [];
}
