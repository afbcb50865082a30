import { spawn } from "node:child_process";
import { env as inherited } from "node:process";
import { SeginfError } from "../errors.js";
import { codeOf } from "../storage/failure.js";

/** What git prints, and the first line that it says where it fails. */
export interface GitAnswer {
  readonly ok: boolean;
  readonly out: Buffer;
  readonly said: string;
}

/** What names another repository than that of the directory: a hook's git has them set. */
const ELSEWHERE = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_PREFIX", "GIT_NAMESPACE"];

/** Commands of the repository's settings are not run, but for the filters of its attributes. */
const SETTINGS = ["-c", "core.fsmonitor=false", "--literal-pathspecs"];

/**
 * Runs git in a directory.
 *
 * @throws SeginfError where there is no git
 */
export async function git(directory: string, args: readonly string[]): Promise<GitAnswer> {
  const env = { ...inherited, LC_ALL: "C", GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0" };
  for (const name of ELSEWHERE) delete env[name as keyof typeof env];
  const child = spawn("git", [...SETTINGS, ...args], { cwd: directory, env, stdio: ["ignore", "pipe", "pipe"] });
  const [out, said]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => said.push(chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  }).catch((cause: unknown) => {
    const what = codeOf(cause) === "ENOENT" ? "git, which is not installed" : `git, which does not start (${cause})`;
    throw new SeginfError(`--diff-base needs ${what}`, {}, "install it, or leave --diff-base out", { cause });
  });
  return { ok: code === 0, out: Buffer.concat(out), said: firstLine(Buffer.concat(said).toString()) };
}

/** The one line that git prints. */
export function lineOf({ out }: GitAnswer): string {
  return out.toString().replace(/\r?\n$/, "");
}

/** The first line that says why, without "fatal: ". */
function firstLine(text: string): string {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return (lines.find((line) => line.startsWith("fatal: ")) ?? lines[0] ?? "no reason given").replace(/^fatal: /, "");
}

/**
 * The top of the working tree that a directory is in; null outside of every repository.
 *
 * @param file what messages name
 * @throws SeginfError where there is a repository that git does not read, or has no working tree
 */
export async function topOf(directory: string, file: string): Promise<string | null> {
  const answer = await git(directory, ["rev-parse", "--show-toplevel"]);
  if (answer.ok) return lineOf(answer);
  if (answer.said.startsWith("not a git repository")) return null;
  const why = /must be run in a work tree/.test(answer.said)
    ? "this is in a repository without a working tree"
    : `git refuses the repository: ${answer.said}`;
  throw new SeginfError(`--diff-base: ${why}`, { file }, "audit a file of a checked-out working tree");
}

/**
 * The commit to compare a repository's working tree with: the one that is named, or the place where the branch left it.
 *
 * Of HEAD before the first commit, the empty tree.
 *
 * @throws SeginfError where there is none
 */
export async function baseOf(top: string, reference: string): Promise<string> {
  const named = await git(top, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${reference}^{commit}`]);
  if (!named.ok) {
    // Before the first commit every file is new as a whole: git knows the empty tree everywhere.
    if (reference === "HEAD") return lineOf(await git(top, ["hash-object", "-t", "tree", "--stdin"]));
    const hint = "fetch it first (in CI: check out with the whole history), or name another";
    throw new SeginfError(`--diff-base: git has no commit ${reference}`, {}, hint);
  }
  const commit = lineOf(named);
  const base = await git(top, ["merge-base", commit, "HEAD"]);
  if (base.ok) return lineOf(base);
  const isShallow = lineOf(await git(top, ["rev-parse", "--is-shallow-repository"])) === "true";
  if (!isShallow) return commit;
  const what = `--diff-base: the clone is shallow, and does not reach the commit where HEAD left ${reference}`;
  throw new SeginfError(what, {}, "fetch the whole history: git fetch --unshallow");
}
