import type { AuditReport } from "../../src/findings/report.js";
import { deskWithNewswire } from "./console.js";
import { read } from "./file.js";

const WORDS = "no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split(" ");

test("what README.md says of the demo's result holds", async () => {
  const desk = deskWithNewswire();
  const files = ["train", "reference"].map((name) => `fixtures/newswire/${name}.conll`);
  const { stdout, stderr } = await desk.run(["audit", ...files, "--format", "json", "--limit", "0", "--exit-zero"]);
  if (stdout === "") throw new Error(stderr);
  const { findings, patterns } = JSON.parse(stdout) as AuditReport;
  const planted = new Set<number>(
    JSON.parse(read("fixtures/newswire/planted.json")).map(({ line }: { line: number }) => line),
  );
  const isPlanted = ({ line }: { readonly line: number }) => planted.has(line);

  const places = patterns.flatMap((pattern) => pattern.places);
  const ranked = findings.filter(({ rule }) => !rule.startsWith("scheme/"));
  const text = read("README.md").replaceAll(/\s+/g, " ");
  expect(text).toContain(
    `The ${WORDS[patterns.length]} patterns are ${WORDS[patterns.length]} of the clubs. ` +
      `${places.filter(isPlanted).length} of their ${places.length} segments are planted errors`,
  );
  const first = /The first (\w+) findings by score are all planted/.exec(text)?.[1] ?? "";
  expect(WORDS).toContain(first);
  expect(ranked.slice(0, WORDS.indexOf(first)).every(isPlanted)).toBe(true);
});
