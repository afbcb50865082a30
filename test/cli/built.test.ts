import { existsSync, readdirSync } from "node:fs";
import { COMMANDS } from "../../src/options/commands.js";
import { Desk } from "./program.js";
import type { Run } from "./run.js";
import { PLANTED, reference, train } from "./toy.js";

/**
 * The built program, started as a process, against the sources run in this one: what is built is whole, reads and writes
 * the process's own streams, and ends by itself with the right code. All other tests of commands may run in process.
 */
const files = {
  "train.conll": train,
  "reference.conll": reference,
  "gold.conll": train.replaceAll(`${PLANTED}\tB-ORG`, `${PLANTED}\tB-LOC`),
};
const [built, inProcess] = [new Desk(files), new Desk(files)];
afterAll(() => {
  built.remove();
  inProcess.remove();
});

interface Step {
  readonly line: string;
  readonly code: number;
  readonly input?: string;
  readonly env?: Record<string, string>;
}

/** One run of each command at least; those of all exit codes, and of what the runs before have written. */
const STEPS: readonly Step[] = [
  { line: "init train.conll reference.conll", code: 0 },
  { line: "inspect train.conll", code: 0 },
  { line: "config", code: 0 },
  { line: "audit --format json=findings.json --format html=page.html --format csv=table.csv --limit 0", code: 1 },
  { line: "audit - reference.conll --limit 1", code: 1, input: train },
  { line: "audit --no-cache --threads 2 --exit-zero", code: 0 },
  { line: "audit --no-cache -q --limit 1", code: 1, env: { SEGINF_KERNEL_MEMORY: "0.4" } },
  { line: "audit nothing.conll reference.conll", code: 2 },
  { line: "audit --limt 1", code: 2 },
  { line: "batch train.conll --pair train=reference --no-cache -q", code: 1 },
  { line: "worker --queue redis://127.0.0.1:1", code: 2 },
  { line: "explain --at train.conll:1", code: 0 },
  { line: "train train.conll -m ner.model", code: 0 },
  { line: "tag ner.model reference.conll -o tagged.conll", code: 0 },
  { line: "evaluate reference.conll tagged.conll", code: 0 },
  { line: "validate --pairs 4 --design random", code: 0 },
  { line: "score findings.json --gold gold.conll --resamples 5", code: 0 },
  { line: "agreement findings.json --annotators 2,-1", code: 0 },
  { line: "export findings.json --format doccano -o tasks.jsonl", code: 0 },
  { line: "import table.csv findings.json -o imported.json", code: 0 },
  { line: "report findings.json -o report.html", code: 0 },
  { line: "rule segment/label", code: 0 },
  { line: "review findings.json -o verdicts.json", code: 0, input: "o\nq\n" },
  { line: "fix train.conll findings.json --min-score 0.5 -o fixed.conll", code: 0 },
  { line: "baseline write", code: 0 },
  { line: "baseline update", code: 0 },
  { line: "baseline check", code: 0 },
  { line: "cache ls", code: 0 },
  { line: "cache prune --cache-size 0", code: 0 },
  { line: "cache clear", code: 0 },
  { line: "completions bash", code: 0 },
  { line: "--version", code: 0 },
];

/** Times, and sizes of what is cached: under a digest of the build, or where nothing is built, under the version. */
const tame = ({ code, stdout, stderr }: Run): Run => ({
  code,
  stdout: stdout.replace(/(?<=^\w+\t)\d+(?=\t)/gm, "#"),
  stderr: stderr.replace(/\d+\.\d s|[\d,]+ bytes/g, "#"),
});

it("is started with each command", () => {
  expect(COMMANDS.filter((name) => !STEPS.some(({ line }) => `${line} `.startsWith(`${name} `)))).toEqual([]);
});

it.each(STEPS)(
  "seginf $line ends with $code, and says and writes what it does in process",
  async ({ line, code, ...given }) => {
    const [started, run] = [built.start(line.split(" "), given), await inProcess.run(line.split(" "), given)];
    expect(tame(started)).toEqual(tame(run));
    expect(started.code).toBe(code);
    expect(readdirSync(built.directory)).toEqual(readdirSync(inProcess.directory));
    for (const file of readdirSync(built.directory).filter((name) => name.includes("."))) {
      if (!file.startsWith(".")) expect({ file, text: built.read(file) }).toEqual({ file, text: inProcess.read(file) });
    }
  },
);

(existsSync("/dev/full") ? it : it.skip)("says that standard output takes nothing more, with code 2", () => {
  expect(built.shell("seginf audit -q --no-cache >/dev/full")).toEqual({
    code: 2,
    stdout: "",
    stderr: "error: <stdout>: the disk is full; free some space or choose another place\n",
  });
});
