import { RULE_TABLE, RULES, SEVERITIES } from "../../src/findings/rules.js";
import { read } from "./file.js";

const page = read("docs/rules.md");

it.each(RULE_TABLE.map((rule) => [rule.id, rule] as const))(
  "%s has a section that says what the rule says",
  (id, rule) => {
    const section = page.split(/^## /m).find((one) => one.startsWith(`${id}\n`)) ?? "";
    expect(section).toContain(`${id}\n\n**${rule.title}.** Severity: ${rule.severity}.\n\n${rule.description}\n`);
    expect(section).toContain(`### What to do\n\n${rule.help}\n`);
    expect(section).toContain("### When it is wrong\n");
  },
);

it("every section is a rule's, and the list names them all", () => {
  expect([...page.matchAll(/^## (.*)$/gm)].map(([, id]) => id)).toEqual(RULE_TABLE.map(({ id }) => id));
  for (const { id, severity, title } of RULE_TABLE) {
    expect(page).toContain(`| [${id}](#${id.replace("/", "")}) | ${severity} | ${title} |`);
  }
});

it("the table has every rule that a finding can break, once, and names in one word", () => {
  expect(RULE_TABLE.map(({ id }) => id)).toEqual([...RULES, "pattern/systematic"]);
  expect(new Set(RULE_TABLE.map(({ name }) => name)).size).toBe(RULE_TABLE.length);
  for (const { name, severity } of RULE_TABLE) {
    expect(name).toMatch(/^[A-Z][A-Za-z]+$/);
    expect(SEVERITIES).toContain(severity);
  }
});
