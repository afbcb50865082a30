import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { Desk, PROGRAM } from "../cli/program.js";
import type { Run } from "../cli/run.js";
import { reference, train } from "../cli/toy.js";

export const hasGit = spawnSync("git", ["--version"]).status === 0;

/** Berlin as a firm, which no annotator of this corpus has ever made of it. */
export const WRONG = { from: "Berlin\tB-LOC", to: "Berlin\tB-ORG" };

/** A corpus repository in a directory of its own, with `data/train.conll` and `data/dev.conll`. */
export class CorpusRepository {
  readonly desk = new Desk();

  constructor() {
    for (const folder of ["data", "bin"]) mkdirSync(join(this.desk.directory, folder));
    this.desk.write("data/train.conll", train);
    this.desk.write("data/dev.conll", reference);
    this.script("bin/npx", `[ "$1" = --no-install ] && shift\nshift\nexec '${process.execPath}' '${PROGRAM}' "$@"`);
    this.git("init", "-q");
    this.git("config", "user.name", "A");
    this.git("config", "user.email", "a@example.org");
    this.git("config", "commit.gpgsign", "false");
  }

  script(name: string, body: string): void {
    this.desk.write(name, body.startsWith("#!") ? body : `#!/bin/sh\n${body}\n`);
    chmodSync(join(this.desk.directory, name), 0o755);
  }

  /** What `npx seginf` is here is the built program. */
  environment(): Record<string, string> {
    const { PATH, ...rest } = this.desk.environment({ GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null" });
    return { ...rest, PATH: `${join(this.desk.directory, "bin")}${delimiter}${PATH}` };
  }

  git(...args: string[]): string {
    return execFileSync("git", args, { cwd: this.desk.directory, env: this.environment(), encoding: "utf8" });
  }

  /** Runs a command in the repository, or in a directory of it. */
  try(command: string, args: readonly string[], environment = this.environment(), cwd = "."): Run {
    const directory = join(this.desk.directory, cwd);
    const { status, stdout, stderr } = spawnSync(command, args, { cwd: directory, env: environment, encoding: "utf8" });
    return { code: status, stdout, stderr };
  }

  /** Settings and a baseline, as docs/ci.md says. */
  async adopt(): Promise<void> {
    for (const args of [["init"], ["baseline", "write"]]) {
      const { code, stderr } = await this.desk.run([...args, "-q"]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    }
  }

  mislabel(file = "data/train.conll"): void {
    this.desk.write(file, this.desk.read(file).replace(WRONG.from, WRONG.to));
  }

  correct(file = "data/train.conll"): void {
    this.desk.write(file, this.desk.read(file).replace(WRONG.to, WRONG.from));
  }
}
