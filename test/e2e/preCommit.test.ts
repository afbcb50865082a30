import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { CorpusRepository, hasGit } from "./adopting.js";

/** That of Debian 12, and the newest. */
const VERSIONS = ["pre-commit==3.0.4", "pre-commit"] as const;

const root = fileURLToPath(new URL("../..", import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "seginf-hook-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** The program in a Python environment of its own; null where there is no Python, or no registry to install it from. */
function installed(version: string): string | null {
  const environment = join(scratch, version);
  const quietly = (command: string, args: string[]) => spawnSync(command, args, { timeout: 120_000 }).status === 0;
  const isThere =
    process.platform !== "win32" &&
    quietly("python3", ["-m", "venv", environment]) &&
    quietly(join(environment, "bin", "pip"), ["install", "--quiet", version]);
  return isThere ? join(environment, "bin", "pre-commit") : null;
}

/** A repository of the hook, as it would be tagged from what this checkout holds now. */
function hookRepository(): string | null {
  const listed = spawnSync("git", ["ls-files", "-co", "--exclude-standard"], { cwd: root, encoding: "utf8" });
  if (listed.status !== 0) return null;
  const copy = join(scratch, "hook");
  for (const file of listed.stdout.split("\n").filter(Boolean)) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(root, file), join(copy, file), { force: true });
  }
  const git = (...args: string[]) => execFileSync("git", args, { cwd: copy });
  git("init", "-q");
  git("add", "-A");
  git("-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-q", "-m", "The hook");
  git("tag", "v0.1.0");
  return copy;
}

const hook = hasGit ? hookRepository() : null;

describe.each(VERSIONS)("%s", (version) => {
  const program = hook === null ? null : installed(version);

  (program === null ? it.skip : it)(
    "installs the hook, refuses a wrong label and takes the correction",
    async () => {
      const repository = new CorpusRepository();
      // The registry is the one of this machine's npm; its settings are in the home directory and the environment.
      const { HOME = homedir(), ...own } = process.env as Record<string, string>;
      const environment = {
        ...own,
        ...repository.environment(),
        HOME,
        PRE_COMMIT_HOME: join(scratch, `home of ${version}`),
      };
      const commit = () => repository.try("git", ["commit", "-a", "-q", "-m", "a change"], environment);
      await repository.adopt();
      repository.desk.write(
        ".pre-commit-config.yaml",
        `repos:\n  - repo: ${hook}\n    rev: v0.1.0\n    hooks:\n      - id: seginf\n`,
      );
      repository.git("add", "data", "seginf.config.json", "seginf.baseline.json", ".pre-commit-config.yaml");
      const install = () => repository.try(program as string, ["install", "--install-hooks"], environment);
      // It downloads what the hook depends on, and a registry may be short of breath.
      expect([install, install, install].some((run) => run().code === 0)).toBe(true);

      const first = commit();
      expect(first.stderr).toMatch(/seginf\.+Passed/);
      expect(first.code).toBe(0);

      repository.mislabel();
      const refused = commit();
      expect(refused.code).toBe(1);
      expect(refused.stderr).toMatch(/seginf\.+Failed/);
      expect(refused.stderr).toMatch(/data\/train\.conll:\d+ .*ORG → LOC/);

      repository.correct();
      repository.desk.write("data/train.conll", `${repository.desk.read("data/train.conll")}\nAnna\tB-PER\nslept\tO\n`);
      const corrected = commit();
      expect(corrected.stderr).toMatch(/seginf\.+Passed/);
      expect(corrected.code).toBe(0);
      repository.desk.remove();
    },
    600_000,
  );
});
