import { readdirSync } from "node:fs";
import { RULE_TABLE, RULES, SEVERITIES } from "../../src/findings/rules.js";
import { pathOf, read } from "./file.js";

const pageOf = (id: string) => `${id.replace("/", "-")}.md`;

it.each(RULE_TABLE.map((rule) => [rule.id, rule] as const))(
  "%s has a page that says what the rule says",
  (id, rule) => {
    const page = read(`docs/rules/${pageOf(id)}`);
    expect(page.startsWith(`# ${id}\n\n**${rule.title}.** Severity: ${rule.severity}.\n\n${rule.description}\n`)).toBe(
      true,
    );
    expect(page).toContain(`## What to do\n\n${rule.help}\n`);
    expect(page).toContain("## When it is wrong\n");
  },
);

it("every page is a rule's, and the list names them all", () => {
  const pages = RULE_TABLE.map(({ id }) => pageOf(id));
  expect(readdirSync(pathOf("docs/rules")).sort()).toEqual(["README.md", ...pages].sort());
  for (const { id, severity, title } of RULE_TABLE) {
    expect(read("docs/rules/README.md")).toContain(`| [${id}](${pageOf(id)}) | ${severity} | ${title} |`);
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
