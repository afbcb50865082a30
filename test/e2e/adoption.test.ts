import { execFileSync, spawnSync } from "node:child_process";
import { Desk } from "../cli/program.js";
import { reference, train } from "../cli/toy.js";

/**
 * A corpus repository adopts seginf: settings, an audit, a baseline, a commit that labels a name wrongly, a pipeline that
 * fails and names it, the fix, and a pipeline that passes.
 */
const desk = new Desk({ "train.conll": train, "dev.conll": reference });
afterAll(() => desk.remove());

const hasGit = spawnSync("git", ["--version"]).status === 0;
const identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
const git = (...args: string[]) =>
  execFileSync("git", [...identity, ...args], {
    cwd: desk.directory,
    env: desk.environment({ GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null" }),
    encoding: "utf8",
  });
const commit = (message: string) => {
  git("add", "train.conll", "dev.conll", "seginf.config.json", ...(baselined ? ["seginf.baseline.json"] : []));
  git("commit", "-q", "-m", message);
};
let baselined = false;

/** What a pipeline runs: the shell stops at the first command that fails, and its code is the pipeline's. */
const pipeline = () =>
  desk.shell(
    "set -eu; seginf audit --quiet --baseline seginf.baseline.json --format github --format json=findings.json",
  );

/** Berlin as a firm, which no annotator of this corpus has ever made of it. */
const WRONG = { line: 0, from: "Berlin\tB-LOC", to: "Berlin\tB-ORG" };

(hasGit ? describe : describe.skip)("from init to a green pipeline", () => {
  it("begins with settings that hold", async () => {
    const made = await desk.run(["init", "train.conll", "dev.conll"]);
    expect(made.code).toBe(0);
    expect(desk.read("seginf.config.json")).toContain("train.conll");
    git("init", "-q");
    commit("Adopt seginf");
  });

  it("finds what is there already, and accepts it into a baseline", async () => {
    const first = await desk.run(["audit", "-q"]);
    expect(first.code).toBe(1);
    expect(first.stdout).toContain("[ Lisbon ]");
    expect((await desk.run(["baseline", "write", "-q"])).code).toBe(0);
    baselined = true;
    commit("Accept what is known");
    expect(pipeline()).toMatchObject({ code: 0, stdout: "" });
  });

  it("fails on a commit with one wrong label, and names its line", () => {
    WRONG.line = desk.read("train.conll").split("\n").indexOf(WRONG.from) + 1;
    expect(WRONG.line).toBeGreaterThan(0);
    desk.write("train.conll", desk.read("train.conll").replace(WRONG.from, WRONG.to));
    commit("Annotate a little more");
    const { code, stdout } = pipeline();
    expect(code).toBe(1);
    expect(stdout).toMatch(new RegExp(`^::\\w+ file=train\\.conll,line=${WRONG.line}[,:].*ORG.*LOC.*\\n$`));
  });

  it("is fixed by the fix, which changes that label and nothing else", async () => {
    const args = ["fix", "train.conll", "findings.json", "--min-score", "0.5"];
    const patch = (await desk.run([...args, "--patch", "-q"])).stdout;
    expect(patch.match(/^[-+](?![-+]).*$/gm)).toContain(`-${WRONG.to}`);
    expect((await desk.run([...args, "--in-place", "-q"])).code).toBe(0);
    expect(desk.read("train.conll")).toBe(train);
    expect(git("diff", "--stat", "HEAD~1", "--", "train.conll")).toBe("");
    commit("Correct it");
  });

  it("passes again", async () => {
    expect(pipeline()).toMatchObject({ code: 0, stdout: "" });
    expect((await desk.run(["baseline", "check", "-q"])).code).toBe(0);
  });
});
