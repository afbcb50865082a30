import { running } from "../corpus/running.js";
import type { AuditReport, Finding, Pattern } from "../findings/report.js";
import { isAboutTag, severityOf } from "../findings/rules.js";
import { changeMessage } from "./message.js";
import { aboutWrong, count, counted } from "./numbers.js";
import { reasonText } from "./reason.js";
import { visible } from "./visible.js";

/** Markdown with tables as GitHub has them, for job summaries and comments: patterns, then findings. */
export function* markdown(report: AuditReport): Iterable<string> {
  const { train, reference, warnings, patterns, findings, candidates, threshold, atOrAboveThreshold } = report;
  const corpora = reference === null ? code(train.file) : `${code(train.file)} with ${code(reference.file)}`;
  yield `## seginf: ${counted(atOrAboveThreshold, "finding")}\n\n`;
  yield `${corpora}: ${count(atOrAboveThreshold)} of ${counted(candidates, "candidate")} at or above ${threshold}.\n`;
  for (const warning of warnings) yield `\n> **Warning:** ${escaped(warning)}\n`;
  if (patterns.length > 0) yield "\n| pattern | findings | expected |\n| --- | ---: | --- |\n";
  for (const pattern of patterns) yield patternRow(pattern);
  if (findings.length > 0)
    yield "\n| score | place | finding | reason | sentence |\n| ---: | --- | --- | --- | --- |\n";
  for (const finding of findings) yield findingRow(finding);
  const shown = findings.filter(({ score }) => score >= threshold).length;
  if (shown < atOrAboveThreshold) yield `\nShown: ${count(shown)} of ${counted(atOrAboveThreshold, "finding")}.\n`;
}

function patternRow({ name, findings, probability }: Pattern): string {
  return `| ${escaped(name)} | ${findings.length} | ${aboutWrong({ wrong: probability * findings.length, findings: findings.length })} |\n`;
}

function findingRow(finding: Finding): string {
  const { kind, rule, score, file, line, context, tokens } = finding;
  const shown = isAboutTag(kind) ? severityOf(rule) : score.toFixed(3);
  const [before, segment, after] = [context.before, tokens, context.after].map((some) => escaped(running(some)));
  const sentence = [before, `**${segment}**`, after].filter((part) => part !== "").join(" ");
  return `| ${shown} | ${code(`${file}:${line}`)} | ${escaped(changeMessage(finding))} | ${escaped(reasonText(finding))} | ${sentence} |\n`;
}

/** What Markdown or GitHub gives a meaning to, links, mentions and HTML among it. */
const SPECIAL = /[&<>|`*_~[\]\\!#@:$^=+]/g;

/** Text that shows as it is, within a line and within a cell. */
function escaped(text: string): string {
  return visible(text).replace(SPECIAL, (character) => `&#${character.charCodeAt(0)};`);
}

function code(text: string): string {
  return `<code>${escaped(text)}</code>`;
}
