import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { unifiedDiff } from "../../../src/triage/fix/patch.js";

const diff = (before: string, after: string, changed: number[], name = "train.conll") =>
  Buffer.concat([...unifiedDiff(name, Buffer.from(before), Buffer.from(after), changed)]).toString();

test("is laid out as diff -u lays it out", () => {
  const before = "a\nb\nc\nd\ne\nf\ng\n";
  expect(diff(before, before.replace("d", "D").replace("e", "E"), [4, 5])).toBe(
    "--- a/train.conll\n+++ b/train.conll\n@@ -1,7 +1,7 @@\n a\n b\n c\n-d\n-e\n+D\n+E\n f\n g\n",
  );
  expect(diff("a", "b", [1])).toContain("-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n");
  expect(diff(before, before, [])).toBe("");
});

const hasGit = spawnSync("git", ["--version"]).status === 0;
const testWithGit = hasGit ? test : test.skip;
const directory = hasGit ? mkdtempSync(join(tmpdir(), "seginf-patch-")) : "";
afterAll(() => directory && rmSync(directory, { recursive: true }));

testWithGit("git apply makes the new file of the old one", () => {
  const line = fc.constantFrom("a\tO", "b\tO", "é\tO", "", " x", "\\ No newline");
  fc.assert(
    fc.property(
      fc.array(fc.tuple(line, fc.boolean()), { minLength: 1, maxLength: 30 }),
      fc.constantFrom("\n", "\r\n"),
      fc.boolean(),
      fc.constantFrom("plain.conll", "with blank.conll", 'a"b.conll', "naïve.conll", "tab\there.conll"),
      (rows, end, isWhole, name) => {
        const text = (of: (row: (typeof rows)[number]) => string) =>
          `${rows.map(of).join(end)}${isWhole || rows.at(-1)?.[0] === "" ? end : ""}`;
        const before = text(([old]) => old);
        const after = text(([old, isChanged]) => (isChanged && old !== "" ? `${old}!` : old));
        const changed = rows.flatMap(([old, isChanged], i) => (isChanged && old !== "" ? [i + 1] : []));
        writeFileSync(join(directory, name), before);
        const patch = diff(before, after, changed, name);
        const { status, stderr } = spawnSync("git", ["apply", "--allow-empty", "-"], {
          cwd: directory,
          input: patch,
          encoding: "utf8",
          env: { ...process.env, GIT_CEILING_DIRECTORIES: tmpdir(), GIT_CONFIG_NOSYSTEM: "1", HOME: directory },
        });
        expect([status, stderr.replace(/^.*warning.*\n|^.*whitespace.*\n|^.*\t.*\n/gm, "")]).toEqual([
          0,
          expect.any(String),
        ]);
        expect(readFileSync(join(directory, name), "utf8")).toBe(after);
      },
    ),
    { numRuns: 60 },
  );
});
