import { spawn, spawnSync } from "node:child_process";
import type { AuditReport } from "../../src/findings/report.js";
import type { VerdictFile } from "../../src/findings/verdicts/index.js";
import { Desk, PROGRAM } from "./program.js";
import { PLANTED, reference, trainIllFormed } from "./toy.js";

const desk = new Desk({ "train.conll": trainIllFormed, "reference.conll": reference });
afterAll(() => desk.remove());

const audited = (await desk.run(["audit", "train.conll", "reference.conll", "--format", "json", "-q"])).stdout;
desk.write("findings.json", audited);
const { findings } = JSON.parse(audited) as AuditReport;
const above = findings.filter(({ score }) => score >= 0.5).length;

const review = (answers: string, ...args: string[]) =>
  desk.run(["review", "findings.json", "--min-score", "0.5", ...args], { input: answers });
const verdicts = (name = "verdicts.json") => (JSON.parse(desk.read(name)) as VerdictFile).entries;

it("writes verdicts as they are given, and goes on from them the next time", async () => {
  const first = await review("a\na\nq\n");
  expect({ code: first.code, stdout: first.stdout }).toEqual({ code: 0, stdout: "" });
  expect(first.stderr).toContain(`2 of ${above} findings judged; the verdicts are in verdicts.json\n`);
  expect(verdicts().map(({ verdict, file }) => [verdict, file])).toEqual([
    ["fixed", "train.conll"],
    ["fixed", "train.conll"],
  ]);
  const second = await review("k\no\nPER\n");
  expect(second.stderr).toContain(`${above} findings, 2 of them judged before`);
  expect(
    verdicts()
      .map(({ verdict, suggestion }) => `${verdict} ${suggestion}`)
      .sort(),
  ).toEqual(["fixed B-LOC", "fixed LOC", "fixed PER", "ok LOC"]);
  expect((await review("")).stderr).toContain(`${above} of ${above} findings judged`);
});

it("leads to a corrected corpus", async () => {
  await review("a\na\na\na\n", "-o", "all.json");
  const fixed = await desk.run(["fix", "train.conll", "all.json", "-q"]);
  expect(fixed.stdout).toBe(
    trainIllFormed.replaceAll(`${PLANTED}\tB-ORG`, `${PLANTED}\tB-LOC`).replace("Paris\tI-LOC", "Paris\tB-LOC"),
  );
});

it("undoes, helps, skips, and asks again for what is no answer", async () => {
  const { stderr } = await review("u\na\nu\nx\ns\nl\n", "-o", "undone.json");
  expect(stderr).toContain("there is nothing to undo\n");
  expect(stderr.match(/another label {17}q {2}quit/g)).toHaveLength(2);
  expect(verdicts("undone.json").map(({ verdict }) => verdict)).toEqual(["later"]);
});

it("has an ill-formed tag accepted or kept, not renamed", async () => {
  expect((await review("o\nq\n", "-o", "none.json")).stderr).toContain("such a tag has one right form");
});

it("shows hostile words as escapes", async () => {
  const hostile = findings.map((finding) => ({ ...finding, tokens: ["\x1b[31mred"], file: "\u202etrain" }));
  desk.write("hostile.json", JSON.stringify({ ...JSON.parse(audited), findings: hostile }));
  const { stderr } = await desk.run(["review", "hostile.json", "-o", "h.json"], { input: "q\n" });
  expect(stderr).toContain("[ \\x1b[31mred ]");
  for (const character of ["\x1b", "\u202e"]) expect(stderr).not.toContain(character);
});

it("loses nothing when it is interrupted", async () => {
  const child = spawn(process.execPath, [PROGRAM, "review", "findings.json", "-o", "killed.json"], {
    cwd: desk.directory,
    env: desk.environment(),
  });
  const ended = new Promise((done) => child.on("exit", (_, signal) => done(signal)));
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
    // The second question is asked once the first answer is on the disk.
    if ((said.match(/ › /g) ?? []).length === 2) child.kill("SIGINT");
  });
  child.stdin.write("a\n");
  expect(await ended).toBe("SIGINT");
  expect(verdicts("killed.json")).toHaveLength(1);
});

it("refuses what it cannot ask about", async () => {
  const refused = async (...args: string[]) => {
    const { code, stdout, stderr } = await desk.run(["review", ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    return stderr;
  };
  expect(await refused("-")).toBe("error: standard input is for answers; give the report as a file\n");
  expect(await refused("findings.json", "-o", "findings.json")).toContain(
    "this would overwrite an input of the same run",
  );
  desk.write("broken.json", "{}");
  expect(await refused("findings.json", "-o", "broken.json")).toContain("broken.json:1: not a verdict file");
});

it("keeps the verdicts of another review that writes to the same file", async () => {
  await review("a\nq\n", "-o", "shared.json");
  const start = () =>
    spawn(process.execPath, [PROGRAM, "review", "findings.json", "--min-score", "0.5", "-o", "shared.json"], {
      cwd: desk.directory,
      env: desk.environment(),
    });
  const [one, two] = [start(), start()];
  const asked = (child: typeof one, times: number) =>
    new Promise<void>((done) => {
      let said = "";
      child.stderr.on("data", (text: Buffer) => {
        said += text;
        if ((said.match(/ › /g) ?? []).length >= times) done();
      });
    });
  // Both have read the file by the time that either writes to it.
  await Promise.all([asked(one, 1), asked(two, 1)]);
  one.stdin.write("k\n");
  await asked(one, 1);
  const ended = new Promise((done) => two.on("exit", done));
  two.stdin.end("s\nl\nq\n");
  await ended;
  one.stdin.end("q\n");
  await new Promise((done) => one.on("exit", done));
  expect(
    verdicts("shared.json")
      .map(({ verdict }) => verdict)
      .sort(),
  ).toEqual(["fixed", "later", "ok"]);
});

/**
 * Starts the review on a terminal of its own, types, and sends a signal once the verdicts are written; prints them, the
 * terminal's modes, and the end. What is to happen is waited for, however long it takes; that nothing happens, for a moment.
 */
const PTY = `
import json, os, pty, signal, subprocess, sys, termios, time
node, program, out, name, expected = sys.argv[1:6]
master, slave = pty.openpty()
p = subprocess.Popen([node, program, "review", "findings.json", "--min-score", "0.5", "-o", out], stdin=slave, stdout=slave, stderr=slave, start_new_session=True)
def until(holds):
    for _ in range(3000):
        if holds(): return True
        time.sleep(0.1)
    return False
def verdicts(): return [e["verdict"] for e in json.load(open(out))["entries"]] if os.path.exists(out) else []
def canonical(): return bool(termios.tcgetattr(slave)[3] & termios.ICANON)
seen = b""
while "›".encode() not in seen: seen += os.read(master, 4096)
for keys in sys.argv[6:]:
    os.write(master, bytes(keys, "utf8").decode("unicode_escape").encode()); time.sleep(0.8)
until(lambda: str(verdicts()) == expected)
if name == "SIGTSTP":
    p.send_signal(signal.SIGTSTP)
    stopped = until(canonical)
    p.send_signal(signal.SIGCONT)
    print("stopped", stopped, "continued", not until(lambda: not canonical()))
    p.send_signal(signal.SIGTERM)
elif name != "none": p.send_signal(getattr(signal, name))
p.wait(300)
lflag = termios.tcgetattr(slave)[3]
print(verdicts(), bool(lflag & termios.ICANON), bool(lflag & termios.ECHO), p.returncode)
`;
const hasPython = process.platform !== "win32" && spawnSync("python3", ["-c", "import pty"]).status === 0;
const onTerminal = (out: string, signal: string, expected: string, ...keys: string[]) =>
  spawnSync("python3", ["-c", PTY, process.execPath, PROGRAM, out, signal, expected, ...keys], {
    cwd: desk.directory,
    env: desk.environment(),
    encoding: "utf8",
  }).stdout;

(hasPython ? describe : describe.skip)("on a terminal", () => {
  test("single keys are verdicts, and Ctrl-C ends the review with the terminal as it was", () => {
    expect(onTerminal("keys.json", "none", "['fixed', 'ok']", "a", "k", "\\x03")).toBe("['fixed', 'ok'] True True 0\n");
  });

  test.each([
    [["\\x1b[A"], "[]"],
    [["l\\x1b[A"], "['later']"],
    [["l", "\\x1b[A"], "['later']"],
    [["\\x1b", "[A"], "[]"],
    [["\\x1b"], "[]"],
  ])("what special keys send is no verdict: %j", (keys, expected) => {
    expect(onTerminal(`keys-${keys.join("").length}-${keys.length}.json`, "SIGTERM", expected, ...keys)).toBe(
      `${expected} True True -15\n`,
    );
  });

  test.each([
    ["SIGHUP", 1],
    ["SIGINT", 2],
    ["SIGQUIT", 3],
    ["SIGALRM", 14],
    ["SIGUSR2", 12],
  ])("the terminal is as it was after %s, which ends the review", (signal, number) => {
    expect(onTerminal(`${signal}.json`, signal, "['fixed']", "a")).toBe(`['fixed'] True True -${number}\n`);
  });

  test("the terminal is as it was while the review is stopped, and after", () => {
    expect(onTerminal("stopped.json", "SIGTSTP", "['fixed']", "a")).toBe(
      "stopped True continued False\n['fixed'] True True -15\n",
    );
  });
});
