import type { AuditReport } from "../findings/report.js";
import { rule } from "../findings/rules.js";
import { message } from "./message.js";
import { counted } from "./numbers.js";
import { visible } from "./visible.js";

const COMMANDS = { error: "error", warning: "warning", note: "notice" } as const;

/** GitHub's workflow commands: one a finding, which annotate the lines of a pull request; warnings on top, and how many more at the end. */
export function* github({ warnings, findings, more }: AuditReport): Iterable<string> {
  for (const warning of warnings) yield `::warning title=seginf::${data(warning)}\n`;
  for (const finding of findings) {
    const { severity, title } = rule(finding.rule);
    const properties = [
      ["file", visible(finding.file)],
      ["line", String(finding.line)],
      ["endLine", String(finding.endLine)],
      ["title", `${finding.rule}: ${title}`],
    ] as const;
    const shown = properties.map(([key, value]) => `${key}=${property(value)}`).join(",");
    yield `::${COMMANDS[severity]} ${shown}::${data(`${message(finding)} (score ${finding.score.toFixed(3)})`)}\n`;
  }
  if (more > 0) yield `::notice title=seginf::${counted(more, "more finding")}, which --limit leaves out\n`;
}

/** What follows the second pair of colons: a line end would end the command. */
function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

/** Properties end at commas and colons as well. */
function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
