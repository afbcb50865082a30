import { readFileSync } from "node:fs";
import { COMMANDS } from "../../src/options/commands.js";
import { Desk } from "./program.js";

const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  version: string;
};

const desk = new Desk();
afterAll(() => desk.remove());

it("prints its version", async () => {
  expect(await desk.run(["--version"])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
});

it("prints help and fails where there is no command", async () => {
  const { code, stdout, stderr } = await desk.run([]);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toMatchInlineSnapshot(`
"Usage: seginf <command> [options]

Find the annotation errors that teach your tagger wrong.

Options:
  -V, --version                           output the version number
  -h, --help                              display help for command

Commands:
  audit [options] [train] [reference]     find annotation errors
  batch [options] <plan...>               audit many corpora
  worker [options]                        run the audits of a queue
  explain [options] [train] [reference]   show which segments drive a prediction
  inspect [options] <files...>            show how files are read
  train [options] <file>                  train a tagger and write it to a file
  tag [options] <model> <file>            add predicted tags to a file
  evaluate [options] <gold> [predicted]   precision, recall and F1
  validate [options] [train] [reference]  compare influence with retraining
  score [options] <findings...>           compare findings with corrected labels
  agreement [options] <findings>          agreement per annotator and pattern
  fix [options] <corpus> <findings>       apply suggestions to a corpus
  report [options] <findings>             make an HTML page of a saved audit
  rule [options] [name]                   explain a rule
  baseline                                accept current findings
  review [options] <findings>             judge findings in the terminal
  export [options] <findings>             write findings for an annotation tool
  import [options] <answers> <findings>   read verdicts from another tool
  cache                                   list, limit or clear cached results
  init [options] [train] [reference]      write a settings file for a corpus
  config [options]                        print the effective settings
  completions [options] <shell>           print a shell's completion script
  help [command]                          display help for command

Examples:
  seginf audit train.conll dev.conll
  seginf audit train.conll dev.conll --format html=report.html
  seginf audit train.conll dev.conll --format json -o findings.json
  seginf review findings.json
  seginf fix train.conll verdicts.json --in-place
  seginf init && seginf baseline write

seginf <command> --help shows the options of a command, with examples.
"
`);
});

it("ends quietly where nobody reads the help to its end", () => {
  const { stderr } = desk.shell("(sleep 0.1; seginf audit --help) | true");
  expect(stderr).toBe("");
});

const families = COMMANDS.filter((name) => name.includes(" ")).map((name) => name.split(" ")[0]);

describe.each(["", ...new Set(families), ...COMMANDS])("seginf %s --help", (command) => {
  const help = () => desk.run([...command.split(" "), "--help"].filter(Boolean));

  it("is printed to stdout, and that is success", async () => {
    const { code, stdout, stderr } = await help();
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatchSnapshot();
  });

  it("fits a terminal of 80 columns", async () => {
    for (const line of (await help()).stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });
});

it.each([
  ["an unknown command", "audi", "error: unknown command 'audi' (did you mean audit?); seginf --help"],
  [
    "an unknown option",
    "audit a b --limt 3",
    "error: unknown option '--limt' (did you mean --limit?); seginf audit --help",
  ],
  ["a missing argument", "train -m m", "error: missing required argument 'file'; seginf train --help"],
  ["a missing option", "train a", "error: required option '-m, --model <file>' not specified; seginf train --help"],
  [
    "one argument too many",
    "tag a b c",
    "error: too many arguments for 'tag'. Expected 2 arguments but got 3; seginf tag",
  ],
  ["an unknown subcommand", "cache lss", "error: unknown command 'lss' (did you mean ls?); seginf cache --help"],
  [
    "a negative limit",
    "audit a b --limit -1",
    "error: option '--limit <n>' argument '-1' is invalid. Give a whole number",
  ],
  [
    "a threshold over 1",
    "audit a b --threshold 2",
    "error: option '--threshold <p>' argument '2' is invalid. Give a number from 0 to 1; ",
  ],
  [
    "a λ of nothing",
    "audit a b --lambda 0",
    "error: option '--lambda <x>' argument '0' is invalid. Give a number above 0; ",
  ],
  [
    "an unknown format",
    "audit a b --format xml",
    "error: option '--format <name[=file]>' argument 'xml' is invalid. Give one of text, json",
  ],
  [
    "training options beside a model",
    "audit a b -m m --lambda 2",
    "error: option '-m, --model <file>' cannot be used with option '--lambda <x>'",
  ],
])("refuses %s in one line and a hint", async (_, command, message) => {
  const { code, stdout, stderr } = await desk.run(command.split(" "));
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(message);
  expect(stderr).toMatch(/^error: [^\n]*; seginf .*--help lists the (?:options|commands)\n$/);
});
