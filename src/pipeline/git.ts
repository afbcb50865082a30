import { execFile } from "node:child_process";
import { basename, dirname, resolve } from "node:path";
import { promisify } from "node:util";
import { SeginfError } from "../errors.js";

const MOST_BYTES = 1 << 28;

/**
 * What has changed in a file since a commit, as a unified diff without context: since the place where the branch left it,
 * where it is another branch. Null where git does not know the file, which is new as a whole then.
 *
 * @throws SeginfError where there is no git, no repository, or no such commit
 */
export async function diffSince(reference: string, file: string): Promise<string | null> {
  if (file === "-" || /\.(?:gz|bz2|xz|zst)$/i.test(file)) {
    const what = "--diff-base needs a plain file, which git can compare";
    throw new SeginfError(what, { file: file === "-" ? "<stdin>" : file }, "name one, or leave --diff-base out");
  }
  const directory = dirname(resolve(file));
  const name = `./${basename(file)}`;
  const inside = await git(directory, ["rev-parse", "--is-inside-work-tree"]);
  if (inside === null) {
    throw new SeginfError("--diff-base needs a git repository", { file }, "leave it out where there is none");
  }
  const commit = await git(directory, [
    "rev-parse",
    "--verify",
    "--quiet",
    "--end-of-options",
    `${reference}^{commit}`,
  ]);
  if (commit === null) {
    const hint = "fetch it first (in CI: check out with the whole history), or name another";
    throw new SeginfError(`--diff-base: git has no commit ${reference}`, {}, hint);
  }
  const base = (await git(directory, ["merge-base", commit.trim(), "HEAD"])) ?? commit;
  if ((await git(directory, ["ls-files", "--error-unmatch", "--", name])) === null) return null;
  const how = ["--no-color", "--no-ext-diff", "--no-textconv", "--ignore-cr-at-eol", "--text", "-U0"];
  return await git(directory, ["diff", ...how, base.trim(), "--", name]);
}

/** What git prints; null where it fails. */
async function git(directory: string, args: readonly string[]): Promise<string | null> {
  try {
    const options = { cwd: directory, maxBuffer: MOST_BYTES, encoding: "utf8" } as const;
    return (await promisify(execFile)("git", [...args], options)).stdout;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      throw new SeginfError(
        "--diff-base needs git, which is not installed",
        {},
        "install it, or leave --diff-base out",
      );
    }
    return null;
  }
}
