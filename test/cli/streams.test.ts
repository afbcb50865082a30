import { existsSync } from "node:fs";
import { FORMATS } from "../../src/report/formats.js";
import { Desk } from "./program.js";
import { reference, train } from "./toy.js";

/** Names that would move a cursor, end a line, turn text around, or be a command, a formula or an element. */
const TRAIN = "t\x1b]0;x\x07\x1b[31m\u009b31m\u202e\u2028\x7f,\"'<b>%&:=@.conll";
const REFERENCE = "r\x1b[32m\n::error::x.conll";
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const DRIVING = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]/;

const desk = new Desk({ "train.conll": train, "reference.conll": reference, [TRAIN]: train, [REFERENCE]: reference });
afterAll(() => desk.remove());

const FULL = "error: <stdout>: the disk is full; free some space or choose another place\n";
const prints: readonly string[] = [
  "--version",
  "-V",
  "--help",
  "audit --help",
  "cache ls --help",
  "help baseline",
  "completions zsh",
  "config",
  "inspect train.conll",
  ...FORMATS.map((format) => `audit train.conll reference.conll -q --format ${format}`),
  "evaluate train.conll train.conll",
  "explain train.conll reference.conll --at train.conll:1 -q",
];

(existsSync("/dev/full") ? describe : describe.skip)("a full device", () => {
  it.each(prints)("is one line, for seginf %s", (line) => {
    const { code, stderr } = desk.shell(
      `seginf ${line} --no-config > /dev/full`.replace(/(--version|-V) --no-config/, "$1"),
    );
    expect(stderr.replace(/^no seginf.config.json.*\n/m, "")).toBe(FULL);
    expect(code).toBe(2);
  });

  it("for files and for what is said changes no exit code and leaves no stack", () => {
    const audit = "seginf audit train.conll reference.conll -q";
    for (const format of FORMATS) {
      const { code, stderr } = desk.shell(`${audit} --format ${format}=/dev/full`);
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: "error: /dev/full: cannot be written: the disk is full; free some space or choose another place\n",
      });
    }
    expect(desk.shell(`${audit} 2> /dev/full`).code).toBe(1);
    for (const mistake of ["", "--nope", "audit nothing", "nothing"]) {
      expect(desk.shell(`seginf ${mistake} 2> /dev/full`).code).toBe(2);
    }
  });
});

it.each(prints)("a reader that has gone ends seginf %s quietly", (line) => {
  const { stderr } = desk.shell(`seginf ${line} | true`);
  expect(stderr.replace(/^no seginf.config.json.*\n/m, "")).toBe("");
});

describe("names that would drive a terminal", () => {
  const shown = async (...args: string[]) => {
    const { code, stdout, stderr } = await desk.run([...args, "--no-config"]);
    for (const line of [...stdout.split("\n"), ...stderr.split("\n")]) {
      expect(line).not.toMatch(DRIVING);
      expect(line).not.toMatch(/^::error::x/);
    }
    return { code, stdout, stderr };
  };

  it.each(FORMATS)("are shown as escapes in %s", async (format) => {
    const { code, stdout } = await shown("audit", TRAIN, REFERENCE, "--format", format, "--limit", "0", "-q");
    expect(code).toBe(1);
    expect(stdout).not.toBe("");
  });

  it("and by every command", async () => {
    const json = await shown("audit", TRAIN, REFERENCE, "--format", "json", "-q");
    desk.write("f\x1b.json", json.stdout);
    const findings = JSON.parse(json.stdout) as { readonly train: { readonly file: string } };
    expect(findings.train.file).toBe(TRAIN);
    await shown("inspect", TRAIN, REFERENCE);
    await shown("train", TRAIN, "-m", "m\x1b[31m");
    await shown("evaluate", TRAIN, TRAIN);
    await shown("explain", TRAIN, REFERENCE, "--at", `${REFERENCE}:1`);
    await shown("explain", TRAIN, REFERENCE, "--at", `${TRAIN}:1`, "--format", "json");
    await shown("validate", TRAIN, REFERENCE, "--pairs", "4", "--design", "random");
    await shown("score", "f\x1b.json", "--gold", REFERENCE, "--train", TRAIN);
    await shown("fix", TRAIN, "f\x1b.json", "--min-score", "0.5", "--patch");
    await shown("report", "f\x1b.json");
    await shown("init", TRAIN, REFERENCE, "-o", "i\x1b.json");
    await shown("baseline", "write", TRAIN, REFERENCE, "--baseline", "b\x1b");
    await shown("baseline", "check", TRAIN, REFERENCE, "--baseline", "b\x1b");
    await shown("cache", "ls");
    await shown("cache", "clear", "--cache", "c\x1b");
  }, 240_000);
});

it.each([
  ["audit", "no\x1b[31m\nx.conll", "reference.conll"],
  ["audit", "train.conll", "--format", "\x1b[31m\nx"],
  ["audit", "train.conll", "--\x1b[31m\nx"],
  ["\x1b[31m\nx"],
  ["audti"],
  ["cache", "lss"],
  ["audit", "train.conll", "--threshold", "\x1b[31m\nx"],
  ["audit", "train.conll", "reference.conll", "--encoding", "\x1b\n"],
  ["audit", "train.conll", "reference.conll", "--label-column", "\x1b\n"],
  ["audit", "train.conll", "reference.conll", "--targets", "\x1b\n"],
  ["completions", "\x1b\n"],
  ["train", "train.conll"],
  ["audit", "a", "b", "c"],
])("an error is one line: %j", async (...args) => {
  const { code, stdout, stderr } = await desk.run(args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatch(/^error: [^\n]+\n$/);
  expect(stderr.trimEnd()).not.toMatch(DRIVING);
});
