import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bash } from "../../../src/cli/completions/bash.js";
import { fish } from "../../../src/cli/completions/fish.js";
import { completedFrom } from "../../../src/cli/completions/model.js";
import { zsh } from "../../../src/cli/completions/zsh.js";
import { commands, families } from "../../../src/commands/index.js";
import { longName } from "../../../src/options/row.js";
import { OPTIONS, optionsOf } from "../../../src/options/table.js";

const model = completedFrom(commands, families);
const scripts = { bash: bash(model), zsh: zsh(model), fish: fish(model) };

const has = (shell: string) => spawnSync(shell, ["-c", "exit 0"]).status === 0;
const only = (shell: string) => (has(shell) ? it : it.skip);

/** What bash would offer at the end of a command line. */
function offered(line: string): string[] {
  const words = line.split(" ");
  const program = `${scripts.bash}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length - 1}
_seginf; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync("bash", ["-c", program], { encoding: "utf8", cwd: "/" });
  expect(stderr).toBe("");
  return stdout.split("\n").filter((word) => word !== "");
}

describe("bash", () => {
  only("bash").each([
    ["seginf au", ["audit"]],
    ["seginf baseline ", ["write", "update", "check"]],
    ["seginf cache c", ["clear"]],
    ["seginf audit --scheme BI", ["BIO", "BIOES", "BILOU"].filter((word) => word.startsWith("BI"))],
    ["seginf audit --format sa", ["sarif"]],
    ["seginf audit --thre", ["--threshold", "--threads"].filter((name) => name.startsWith("--thre"))],
    ["seginf baseline update --pr", ["--prune"]],
    ["seginf cache ls --th", []],
    ["seginf audit --lambda ", []],
    ["seginf train -m tm", ["tmp"]],
    ["seginf audit tm", ["tmp"]],
  ])("%j offers %j", (line, expected) => expect(offered(line).sort()).toEqual([...expected].sort()));
});

it.each(["bash", "zsh", "fish"] as const)("the script of %s names every command and option", (shell) => {
  for (const { name } of commands) for (const word of name.split(" ")) expect(scripts[shell]).toContain(word);
  for (const { flags } of OPTIONS) {
    expect(scripts[shell]).toContain(shell === "fish" ? `-l ${longName(flags)}` : `--${longName(flags)}`);
  }
  expect(optionsOf("audit").length).toBeGreaterThan(20);
});

only("zsh")("zsh reads its script", () => {
  expect(spawnSync("zsh", ["-n"], { input: scripts.zsh, encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
});

only("fish").each([
  ["seginf audit --sch", ["--scheme"]],
  ["seginf cache ", ["clear", "ls"]],
  ["seginf baseline update --pr", ["--prune"]],
])("fish: %j offers %j", (line, expected) => {
  // By a file: fish's source reads pipes, but not the socket that Node gives a child for its standard input.
  const directory = mkdtempSync(join(tmpdir(), "seginf-fish-"));
  writeFileSync(join(directory, "seginf.fish"), scripts.fish);
  const program = `source '${directory}/seginf.fish'; complete -C '${line}'`;
  const { stdout, status } = spawnSync("fish", ["-c", program], { encoding: "utf8" });
  rmSync(directory, { recursive: true });
  expect(status).toBe(0);
  expect(
    stdout
      .trimEnd()
      .split("\n")
      .map((row) => row.split("\t")[0]),
  ).toEqual(expected);
});
