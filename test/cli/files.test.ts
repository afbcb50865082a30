import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { AuditReport } from "../../src/findings/report.js";
import { Desk } from "./program.js";
import { PLANTED, reference, train } from "./toy.js";

// The training corpus cut in two, each half a file of its own.
const sentences = train.trimEnd().split("\n\n");
const half = Math.ceil(sentences.length / 2);
const [first, second] = [sentences.slice(0, half), sentences.slice(half)].map((part) => `${part.join("\n\n")}\n\n`);
const desk = new Desk({ "train.conll": train, "reference.conll": reference });
mkdirSync(join(desk.directory, "parts"));
desk.write("parts/a.conll", first);
desk.write("parts/b.conll", second);
afterAll(() => desk.remove());

const audit = async (files: string, ...args: string[]) => {
  const { stdout, stderr } = await desk.run(["audit", files, "reference.conll", "--format", "json", "-q", ...args]);
  expect(stderr).toBe("");
  return JSON.parse(stdout) as AuditReport;
};

it("audits several files as one corpus, with findings in their own files and lines", async () => {
  const [whole, parts] = [await audit("train.conll"), await audit("parts/*.conll")];
  const offset = first.split("\n").length - 1;
  const places = parts.findings.map(({ file, line, endLine, sentence, score }) => {
    const isSecond = file === "parts/b.conll";
    const [lines, before] = isSecond ? [offset, half] : [0, 0];
    return { line: line + lines, endLine: endLine + lines, sentence: sentence + before, score };
  });
  expect(places).toEqual(
    whole.findings.map(({ line, endLine, sentence, score }) => ({ line, endLine, sentence, score })),
  );
  expect(new Set(parts.findings.map(({ file }) => file))).toEqual(new Set(["parts/a.conll", "parts/b.conll"]));
  expect(parts.train).toMatchObject({
    file: "parts/*.conll",
    files: [{ file: "parts/a.conll" }, { file: "parts/b.conll" }],
  });
  expect(whole.train).not.toHaveProperty("files");
});

it("writes what is fixed into the files that it is about", async () => {
  const report = await audit("parts/*.conll");
  desk.write("findings.json", JSON.stringify(report));
  const fix = (...args: string[]) => desk.run(["fix", "parts/*.conll", "findings.json", "--min-score", "0.5", ...args]);
  expect((await fix()).stderr).toBe("error: parts/*.conll: 2 files match the pattern; give --in-place or --patch\n");
  const { stdout } = await fix("--patch", "-q");
  expect(stdout.match(/^--- .*$/gm)?.length).toBeGreaterThan(0);
  const { code, stderr } = await fix("--in-place");
  expect({ code, lines: stderr.trim().split("\n").length }).toEqual({ code: 0, lines: 2 });
  const fixed = desk.read("parts/a.conll") + desk.read("parts/b.conll");
  expect(fixed).toBe(`${train.trimEnd()}\n\n`.replaceAll(`${PLANTED}\tB-ORG`, `${PLANTED}\tB-LOC`));
  desk.write("parts/a.conll", first);
  desk.write("parts/b.conll", second);
});

it("suppresses in the file of the comment alone", async () => {
  const before = await audit("parts/*.conll");
  const { file, sentence } = before.findings[0];
  const text = file === "parts/a.conll" ? first : second;
  const own = text.trimEnd().split("\n\n");
  desk.write(file, `${own.with(sentence, `# seginf: ok\n${own[sentence]}`).join("\n\n")}\n\n`);
  const after = await audit("parts/*.conll");
  expect(after.setAside.inline).toBeGreaterThan(0);
  expect(after.findings.filter((one) => one.file === file && one.sentence === sentence)).toEqual([]);
  desk.write(file, text);
});

it.each([
  [
    ["audit", "none/*.conll", "reference.conll"],
    "none/*.conll: no file matches the pattern; check it, and quote it against the shell",
  ],
  [
    ["explain", "parts/*.conll", "reference.conll", "--at", "reference.conll:1"],
    "parts/*.conll: 2 files match the pattern; name the one that --at is about",
  ],
])("%j is an error", async (args, message) => {
  expect(await desk.run([...args, "-q"])).toMatchObject({ code: 2, stdout: "", stderr: `error: ${message}\n` });
});
