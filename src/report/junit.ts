import { running } from "../corpus/running.js";
import type { AuditReport, Finding } from "../findings/report.js";
import { escaped } from "./escape.js";
import { message, opposedMessage } from "./message.js";

/** JUnit's XML, a failed test a finding; without findings one test, which passes. */
export function* junit({ train, warnings, findings, threshold }: AuditReport): Iterable<string> {
  const tests = Math.max(findings.length, 1);
  yield '<?xml version="1.0" encoding="UTF-8"?>\n';
  yield `<testsuites name="seginf" tests="${tests}" failures="${findings.length}">\n`;
  const file = attribute(train.file);
  yield `  <testsuite name=${file} tests="${tests}" failures="${findings.length}" errors="0">\n`;
  if (warnings.length > 0) yield propertiesOf(warnings);
  if (findings.length === 0) yield `    <testcase name="no finding reaches ${threshold}" classname=${file}/>\n`;
  for (const finding of findings) yield testcase(finding);
  yield "  </testsuite>\n</testsuites>\n";
}

function propertiesOf(warnings: readonly string[]): string {
  const lines = warnings.map((warning) => `      <property name="warning" value=${attribute(warning)}/>\n`);
  return `    <properties>\n${lines.join("")}    </properties>\n`;
}

function testcase(finding: Finding): string {
  const { file, line, rule, context, tokens, opposes } = finding;
  const where = `${file}:${line}`;
  const change = finding.signals.influence;
  const influence = change === null ? [] : [`influence ${change.toPrecision(3)}`];
  const details = [
    where,
    running([...context.before, "[", ...tokens, "]", ...context.after]),
    [`score ${finding.score.toFixed(3)}`, ...influence].join(", "),
    ...opposes.map((other) => `${other.file}:${other.line} ${opposedMessage(other)}`),
  ];
  return [
    `    <testcase name=${attribute(`${where} ${message(finding)}`)} classname=${attribute(rule)} file=${attribute(file)} line="${line}">\n`,
    `      <failure type=${attribute(rule)} message=${attribute(message(finding))}>`,
    `${details.map((detail) => escaped(detail)).join("\n")}</failure>\n    </testcase>\n`,
  ].join("");
}

function attribute(text: string): string {
  return `"${escaped(text)}"`;
}
