import { defineCommand } from "../cli/command.js";
import { SeginfError } from "../errors.js";
import { RULE_TABLE } from "../findings/rules.js";

export const rule = defineCommand({
  name: "rule",
  summary: "explain a rule",
  description: "print the page of a rule: what it finds, what to do about it, and when it is wrong",
  arguments: [["[name]", "a rule, such as segment/label; none: list the rules"]],
  examples: ["seginf rule", "seginf rule segment/label"],
  async run(context, [name]) {
    const output = context.output();
    if (name === undefined) {
      const width = Math.max(...RULE_TABLE.map(({ id }) => id.length));
      await output.write(
        RULE_TABLE.map(({ id, severity, title }) => `${id.padEnd(width)}  ${severity.padEnd(7)}  ${title}\n`),
      );
      return;
    }
    const found = RULE_TABLE.find(({ id }) => id === name);
    if (found === undefined) {
      throw new SeginfError(
        `there is no rule "${name}"`,
        {},
        `give one of ${RULE_TABLE.map(({ id }) => id).join(", ")}`,
      );
    }
    const { readFile } = await import("node:fs/promises");
    const page = new URL(`../../docs/rules/${found.id.replace("/", "-")}.md`, import.meta.url);
    await output.write([await readFile(page, "utf8")]);
  },
});
