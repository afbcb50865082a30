import type { Log, Result } from "sarif";
import { Desk } from "./program.js";
import { reference, train, trainIllFormed } from "./toy.js";

const desk = new Desk({ "dev.conll": reference });
afterAll(() => desk.remove());

/** The text with a result's replacements made, as a reader of SARIF would. */
function corrected(text: string, { fixes = [] }: Result): string {
  const lines = text.split("\n");
  for (const { artifactChanges } of fixes)
    for (const { replacements } of artifactChanges)
      for (const { deletedRegion, insertedContent } of replacements) {
        const { startLine = 0, startColumn = 1, endLine, endColumn = 0 } = deletedRegion;
        expect(endLine).toBe(startLine);
        const line = lines[startLine - 1];
        lines[startLine - 1] =
          line.slice(0, startColumn - 1) + (insertedContent?.text ?? "") + line.slice(endColumn - 1);
      }
  return lines.join("\n");
}

const brackets = (text: string) =>
  text
    .replace(/\t([BI])-(\w+)$/gm, (_, letter, type) => `\t${letter === "B" ? "(" : ""}${type}*)`)
    .replace(/\tO$/gm, "\t*");

it.each([
  ["columns", train],
  ["a tag that breaks the scheme", trainIllFormed],
  ["lines that end in CR LF, and a byte order mark", `\uFEFF${trainIllFormed.replaceAll("\n", "\r\n")}`],
  ["brackets", brackets(train)],
])("%s: the fixes of all results together are those of seginf fix", async (_, text) => {
  desk.write("train.conll", text);
  const formats = ["--format", "sarif=out.sarif", "--format", "json=findings.json"];
  await desk.run(["audit", "train.conll", "dev.conll", "-q", "--limit", "0", ...formats]);
  const { results = [] } = (JSON.parse(desk.read("out.sarif")) as Log).runs[0];
  const own = results.filter(({ ruleId }) => ruleId !== "pattern/systematic");
  expect(own.length).toBeGreaterThan(2);
  expect(own.every(({ fixes }) => fixes?.length === 1)).toBe(true);
  const { stdout } = await desk.run(["fix", "train.conll", "findings.json", "--min-score", "0.5", "-q"]);
  expect(stdout).not.toBe(text);
  expect(own.reduce(corrected, text)).toBe(stdout);
});

it("offers no fix for what comes over standard input", async () => {
  const { stdout } = await desk.run(["audit", "-", "dev.conll", "-q", "--format", "sarif"], { input: train });
  const { results = [] } = (JSON.parse(stdout) as Log).runs[0];
  expect(results.length).toBeGreaterThan(2);
  expect(results.some(({ fixes }) => fixes)).toBe(false);
});
