import { readFileSync } from "node:fs";
import { CorpusRepository, hasGit } from "./adopting.js";

const page = readFileSync(new URL("../../docs/ci.md", import.meta.url), "utf8");
const section = page.slice(page.indexOf("## A plain git hook"));
const hook = /```sh\n([\s\S]*?)```/.exec(section)?.[1] as string;

const isWindows = process.platform === "win32";

(hasGit && !isWindows ? describe : describe.skip)("the plain git hook of docs/ci.md", () => {
  const repository = new CorpusRepository();
  afterAll(() => repository.desk.remove());
  const commit = (...args: string[]) => repository.try("git", ["commit", "-q", "-m", "a change", ...args]);

  it("lets the first commit pass, with settings and a baseline", async () => {
    await repository.adopt();
    repository.script(".git/hooks/pre-commit", hook);
    repository.git("add", "data", "seginf.config.json", "seginf.baseline.json");
    expect(commit()).toEqual({ code: 0, stdout: "", stderr: expect.stringContaining("No new findings") });
  });

  it("refuses a commit with one wrong label, and names it", () => {
    repository.mislabel();
    const { code, stderr } = commit("-a");
    expect(code).toBe(1);
    expect(stderr).toMatch(/data\/train\.conll:\d+ .*ORG → LOC/);
    expect(stderr).toContain("[ Berlin ]");
  });

  it("takes it once it is corrected, and other changes", () => {
    repository.correct();
    repository.desk.write(
      "data/train.conll",
      `${repository.desk.read("data/train.conll")}\nAnna\tB-PER\nslept\tO\n.\tO\n`,
    );
    expect(commit("-a").code).toBe(0);
    expect(repository.git("log", "--oneline").trim().split("\n")).toHaveLength(2);
  });

  it("judges the changed sentences in a linked work tree too", () => {
    repository.git("worktree", "add", "-q", "linked");
    const elsewhere = (...args: string[]) =>
      repository.try("git", ["commit", "-q", "-m", "more", ...args], repository.environment(), "linked");
    repository.mislabel("linked/data/train.conll");
    const refused = elsewhere("-a");
    expect(refused.code).toBe(1);
    expect(refused.stderr.match(/^\d\.\d{3} /gm)).toHaveLength(1);
    repository.correct("linked/data/train.conll");
    repository.desk.write("linked/notes.txt", "new");
    repository.try("git", ["add", "notes.txt"], repository.environment(), "linked");
    expect(elsewhere().code).toBe(0);
  });
});
