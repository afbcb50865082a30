import type { AuditReport } from "../../src/findings/report.js";
import { Desk } from "./program.js";
import { PLANTED, reference, train, trainIllFormed } from "./toy.js";

const desk = new Desk({ "train.conll": train, "dev.conll": reference, "ill.conll": trainIllFormed });
afterAll(() => desk.remove());

const run = (file: string, ...flags: string[]) => desk.run(["audit", file, "dev.conll", ...flags]);
const report = async (file: string, ...flags: string[]) =>
  JSON.parse((await run(file, "--format", "json", ...flags)).stdout) as AuditReport;

describe("comments in the corpus", () => {
  /** Before each sentence about the planted place. */
  const quieted = train
    .split("\n\n")
    .map((rows) => (rows.includes(`${PLANTED}\tB-ORG`) ? `# seginf: ok "${PLANTED}" -- a firm here\n${rows}` : rows))
    .join("\n\n");

  it("hold findings back, and change nothing else", async () => {
    desk.write("quiet.conll", quieted);
    const [before, after] = [await report("train.conll"), await report("quiet.conll")];
    expect(after.setAside.inline).toBeGreaterThan(0);
    expect(after.atOrAboveThreshold + after.setAside.inline).toBe(before.atOrAboveThreshold);
    expect(after.findings.some(({ tokens }) => tokens.join(" ") === PLANTED)).toBe(false);
    expect((await run("quiet.conll")).stderr).not.toContain("warning");
  });

  it("are told of where they are of no use or not understood", async () => {
    desk.write("useless.conll", `# seginf: ok segment/missed\n${train}\n# seginf: fine\nx\tO\n`);
    const { stderr } = await run("useless.conll", "-q");
    const last = `${train}\n`.split("\n").length + 1;
    expect(stderr).toBe(
      `warning: useless.conll:${last}: not understood; write "# seginf: ok"\n` +
        "warning: useless.conll:1: this comment suppresses nothing; remove it\n",
    );
  });
});

describe("what makes a run fail", () => {
  it("--max-findings lets some pass", async () => {
    const { atOrAboveThreshold } = await report("train.conll");
    expect((await run("train.conll", "--max-findings", String(atOrAboveThreshold))).code).toBe(0);
    expect((await run("train.conll", "--max-findings", String(atOrAboveThreshold - 1))).code).toBe(1);
  });

  it("--fail-on counts what is as severe or more", async () => {
    expect((await run("train.conll", "--fail-on", "warning")).code).toBe(1);
    expect((await run("train.conll", "--fail-on", "error")).code).toBe(0);
    expect((await run("ill.conll", "--fail-on", "error")).code).toBe(1);
  });
});

describe("--diff-base", () => {
  const git = (line: string) =>
    expect(desk.shell(`git -c user.name=n -c user.email=e -c commit.gpgsign=false ${line}`)).toMatchObject({ code: 0 });

  // A process of its own, so that git sees no variables of the one that runs the tests: within a hook they name a repository.
  const run = (...flags: string[]) => desk.start(["audit", "train.conll", "dev.conll", ...flags]);
  const report = (...flags: string[]) => JSON.parse(run("--format", "json", ...flags).stdout) as AuditReport;

  it("judges what has changed since a commit", () => {
    git("init -q");
    git("add train.conll dev.conll");
    git("commit -q -m one");
    expect(run("--diff-base", "HEAD")).toMatchObject({ code: 0 });
    const before = report("--diff-base", "HEAD");
    expect(before.setAside.unchanged).toBeGreaterThan(0);
    expect(before.atOrAboveThreshold).toBe(0);
    const flight = (who: string) => `\n${who}\tB-PER\nflew\tO\nto\tO\n${PLANTED}\tB-ORG\n.\tO\n`;
    desk.write("train.conll", train + flight("Anna") + flight("Bruno"));
    const after = report("--diff-base", "HEAD", "--limit", "0");
    const sentences = new Set(after.findings.map(({ sentence }) => sentence));
    const first = train.trimEnd().split("\n\n").length;
    expect(sentences).toEqual(new Set([first, first + 1]));
    expect(run("--diff-base", "HEAD").code).toBe(1);
    desk.write("train.conll", train);
  });

  it("prints the same whether the version before was audited, and with any number of threads", () => {
    desk.write("train.conll", train.replace(/\tB-LOC/, "\tB-PER"));
    const changes = ["--diff-base", "HEAD", "--format", "json", "--limit", "0", "--threshold", "0.2"];
    const cold = run(...changes, "--no-cache");
    expect(cold.code).toBe(1);
    desk.write("train.conll", train);
    expect(run("--limit", "0").code).toBe(1);
    desk.write("train.conll", train.replace(/\tB-LOC/, "\tB-PER"));
    for (const flags of [["--threads", "1"], ["--threads", "2"], []]) {
      const { stdout, stderr } = run(...changes, ...flags);
      expect(stdout).toBe(cold.stdout);
      expect(stderr).toContain("judged by the version before");
    }
    desk.write("train.conll", train);
  });

  it("audits as a whole what the version before does not tell", () => {
    const cases = {
      "a label that is new": `${train}\nAnna\tB-NEW\nflew\tO\n`,
      "much that is new": `${train}\n${train}`,
    };
    for (const content of Object.values(cases)) {
      desk.write("train.conll", content);
      const { stderr, code } = run("--diff-base", "HEAD");
      expect(code).not.toBe(2);
      expect(stderr).not.toContain("judged by the version before");
    }
    desk.write("train.conll", train);
  });

  it("says what is wrong with the commit", () => {
    expect(run("--diff-base", "nothing")).toMatchObject({
      code: 2,
      stdout: "",
    });
  });
});
