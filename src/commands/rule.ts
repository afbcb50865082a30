import { defineCommand } from "../cli/command.js";
import { SeginfError } from "../errors.js";
import { RULE_TABLE } from "../findings/rules.js";

export const rule = defineCommand({
  name: "rule",
  summary: "explain a rule",
  description: "explain a rule: what it finds, what to do about it, and when it is wrong",
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
    const { packageFile } = await import("../version.js");
    const pages = await readFile(packageFile("docs/rules.md"), "utf8");
    await output.write([sectionOf(pages, found.id)]);
  },
});

/** The section of a rule as a page of its own: its heading is of the first level. */
function sectionOf(pages: string, id: string): string {
  const [, ...sections] = pages.split(/^## /m);
  const section = sections.find((one) => one.startsWith(`${id}\n`)) ?? "";
  return `# ${section.replaceAll(/^#(?=#)/gm, "").trimEnd()}\n`;
}
