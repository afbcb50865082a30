import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
// @ts-expect-error A script without types.
import { shellWords } from "../../.ci/action/words.mjs";
import { Desk } from "../cli/program.js";
import { reference, train } from "../cli/toy.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

let desk: Desk;
beforeEach(() => {
  desk = new Desk({ "train.conll": train, "dev.conll": reference });
  mkdirSync(join(desk.directory, "temp"));
});
afterEach(() => desk.remove());

/** What the action's step leaves for the steps after it. */
function act(inputs: Readonly<Record<string, string>>, script = join(root, ".ci/action/run.mjs")) {
  const output = join(desk.directory, "temp", "output");
  writeFileSync(output, "");
  const given = Object.fromEntries(Object.entries(inputs).map(([name, value]) => [`INPUT_${name}`, value]));
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], {
    cwd: desk.directory,
    env: desk.environment({ ...given, RUNNER_TEMP: join(desk.directory, "temp"), GITHUB_OUTPUT: output }),
    encoding: "utf8",
  });
  const lines = readFileSync(output, "utf8").trimEnd().split("\n");
  return { status, stdout, stderr, outputs: Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2))) };
}

const FILES = { TRAIN: "train.conll", REFERENCE: "dev.conll" };

describe("the action", () => {
  it("annotates lines, counts findings, and leaves a summary, a page and a SARIF file", () => {
    const { status, stdout, outputs } = act({ ...FILES, SARIF: "out.sarif", ARGS: "--limit 2\n--patterns '1'" });
    expect(status).toBe(0);
    expect(stdout.match(/^::warning file=train\.conll,/gm)).toHaveLength(2);
    expect(outputs["exit-code"]).toBe("1");
    const findings = Number(outputs.findings);
    expect(JSON.parse(desk.read("out.sarif")).runs[0].results.length).toBeGreaterThanOrEqual(findings);
    expect(findings).toBeGreaterThan(2);
    expect(readFileSync(outputs.summary, "utf8")).toContain(`## seginf: ${findings} findings`);
    expect(readFileSync(outputs.html, "utf8")).toMatch(/^<!doctype html>/i);
    expect(existsSync(join(desk.directory, "temp", "seginf-cache"))).toBe(true);
  });

  it("is 0 where the baseline accepts all, as the configuration file says", async () => {
    await desk.run(["init", "train.conll", "dev.conll", "-q"]);
    await desk.run(["baseline", "write", "-q"]);
    const { stdout, outputs } = act({});
    expect(stdout).toBe("");
    expect(outputs).toMatchObject({ "exit-code": "0", findings: "0" });
  });

  it.each([
    ["a file that is not there", { TRAIN: "none.conll" }],
    ["an option that is none", { ...FILES, ARGS: "--no-such-option" }],
    ["a quote that is not closed", { ...FILES, ARGS: "--limit '2" }],
  ])("is 2 for %s", (_, inputs) => {
    expect(act(inputs).outputs).toMatchObject({ "exit-code": "2", findings: "0" });
  });

  it("runs nothing of its inputs as shell", () => {
    const { outputs } = act({ TRAIN: "$(touch ran)", REFERENCE: "; touch ran", ARGS: "'`touch ran`'" });
    expect(outputs["exit-code"]).toBe("2");
    expect(existsSync(join(desk.directory, "ran"))).toBe(false);
  });

  it("is 2 where it cannot be installed, and says so", () => {
    cpSync(join(root, ".ci"), join(desk.directory, "checkout", ".ci"), { recursive: true });
    const { stdout, outputs } = act(FILES, join(desk.directory, "checkout", ".ci/action/run.mjs"));
    expect(outputs).toMatchObject({ "exit-code": "2", findings: "0" });
    expect(stdout).toContain("::error title=seginf::seginf could not be installed or built");
  });

  it("uses inputs and steps that it has", () => {
    const text = readFileSync(join(root, "action.yml"), "utf8");
    const inputs = text.slice(text.indexOf("inputs:"), text.indexOf("outputs:"));
    const declared = [...inputs.matchAll(/^ {2}([a-z-]+):$/gm)].map(([, name]) => name);
    const used = [...text.matchAll(/inputs\.([a-z-]+)/g)].map(([, name]) => name);
    expect([...new Set(used)].sort()).toEqual([...declared].sort());
    const steps = [...text.matchAll(/- id: (\w+)/g)].map(([, name]) => name);
    expect([...new Set([...text.matchAll(/steps\.(\w+)/g)].map(([, name]) => name))].sort()).toEqual(steps.sort());
    expect(text).not.toMatch(/run: [^\n]*\$\{\{/);
  });
});

describe("shellWords", () => {
  it.each<[string, string[]]>([
    ["", []],
    ["  a\tb\n c ", ["a", "b", "c"]],
    [`'a b' "c d" e\\ f`, ["a b", "c d", "e f"]],
    [`--note="it's \\"so\\""`, [`--note=it's "so"`]],
    [`'' ""`, ["", ""]],
    ["a # b 'c\nd#e", ["a", "d#e"]],
    ["$HOME * `x` ; rm", ["$HOME", "*", "`x`", ";", "rm"]],
    ["a \\\nb", ["a", "b"]],
  ])("%j", (text, words) => {
    expect(shellWords(text)).toEqual(words);
  });

  it("splits as sh does, whatever is quoted", () => {
    const quoted = (word: string) => `'${word.replaceAll("'", "'\\''")}'`;
    const word = fc.string({ unit: fc.constantFrom(..."ab '\"\\#$`\t*") });
    fc.assert(
      fc.property(fc.array(word), (words) => {
        expect(shellWords(words.map(quoted).join(" "))).toEqual(words);
        expect(shellWords(words.map((one) => JSON.stringify(one).replace(/[$`]/g, "\\$&")).join("\n"))).toEqual(
          words.map((one) => one.replaceAll("\t", "\\t")),
        );
      }),
    );
  });
});
