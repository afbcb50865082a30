import { spawnSync } from "node:child_process";
import { Desk, PROGRAM } from "./program.js";
import { PLANTED, reference, train } from "./toy.js";

const desk = new Desk({ "train.conll": train, "test.conll": reference });
afterAll(() => desk.remove());

const has = (program: string) => spawnSync(program, ["--version"]).status === 0;
const withJq = has("jq") ? it : it.skip;

/** A script of bash, strict, in which seginf is the program. */
function strict(script: string, env: Record<string, string> = {}) {
  const seginf = `seginf() { '${process.execPath}' '${PROGRAM}' "$@"; }`;
  const { status, stdout, stderr } = spawnSync("bash", ["-c", `set -e -o pipefail\n${seginf}\n${script}`], {
    cwd: desk.directory,
    env: desk.environment(env),
    encoding: "utf8",
  });
  return { code: status, stdout, stderr };
}

describe("pipelines", () => {
  withJq("jq reads JSON Lines", () => {
    const { code, stdout } = strict(
      "seginf audit train.conll test.conll --format jsonl --exit-zero -q | jq -r 'select(.score > 0.5) | .tokens[0]' | sort -u",
    );
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${PLANTED}\n` });
  });

  withJq("jq reads SARIF", () => {
    const { stdout } = strict(
      "seginf audit train.conll test.conll --format sarif --exit-zero -q | jq -r '.runs[0].results[0].level'",
    );
    expect(stdout).toBe("warning\n");
  });

  it("standard input is a corpus", () => {
    const { code, stdout } = strict("cat train.conll | seginf audit - test.conll --exit-zero -q --limit 1");
    expect(code).toBe(0);
    expect(stdout).toContain(`[ ${PLANTED} ]`);
  });

  it("findings fail a strict script, and what comes after does not run", () => {
    const { code, stdout } = strict("seginf audit train.conll test.conll -q >found.txt; echo after");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(strict("seginf audit train.conll test.conll -q | cat >found.txt; echo after").code).toBe(1);
  });

  it("a failure is code 2, through a pipe too", () => {
    const { code, stdout, stderr } = strict("seginf audit nothing.conll test.conll | cat");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^error: nothing\.conll: no such file; check the path\n$/);
  });

  it.each(["text", "json", "jsonl", "csv", "sarif", "github"])("head ends a run of %s quietly", (format) => {
    // Without pipefail: a reader that leaves is none of the run's failures, but findings still are.
    const { stdout, stderr } = strict(
      `set +o pipefail; seginf audit train.conll test.conll --threshold 0 --limit 0 -q --format ${format} | head -n 1`,
    );
    expect(stdout.split("\n").length).toBe(2);
    expect(stderr).toBe("");
  });

  it("a model made in one command tags and scores in the next", () => {
    const { code, stdout } = strict(
      "seginf train train.conll -m m.seginf -q; seginf tag m.seginf test.conll | seginf evaluate test.conll - --format json",
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout).total.gold).toBeGreaterThan(10);
  });
});
