import { lstat } from "node:fs/promises";
import { join, posix } from "node:path";
import { SeginfError } from "../errors.js";
import { git } from "./git.js";

/** A path in a commit of a repository. */
export interface GitPlace {
  /** The top of the working tree. */
  readonly top: string;
  readonly commit: string;
  /** From the top, with slashes. */
  readonly path: string;
}

/** A file as a commit holds it, at the path where links and submodules lead. */
export interface GitFile extends GitPlace {
  /** The name of its content. */
  readonly object: string;
}

const MOST_LINKS = 40;

/**
 * The file that a path leads to in a commit, through its symbolic links and submodules; null where there is none.
 *
 * @param file what messages name
 * @throws SeginfError where a link leads to what the commit does not hold, or a submodule has not been fetched
 */
export async function fileAt(place: GitPlace, file: string, links = 0): Promise<GitFile | null> {
  const { top, commit, path } = place;
  const parts = path.split("/");
  let tree = `${commit}^{tree}`;
  for (const [i, name] of parts.entries()) {
    const entry = await entryOf(top, tree, name);
    const isLast = i === parts.length - 1;
    const rest = parts.slice(i + 1);
    if (entry === null) return null;
    if (entry.mode === "120000") return throughLink(place, entry.object, parts.slice(0, i), rest, file, links);
    if (entry.mode === "160000")
      return isLast ? null : inSubmodule(place, entry.object, parts.slice(0, i + 1), rest, file);
    if (isLast) return entry.kind === "blob" ? { ...place, object: entry.object } : null;
    if (entry.kind !== "tree") return null;
    tree = entry.object;
  }
  return null;
}

interface TreeEntry {
  readonly mode: string;
  readonly kind: string;
  readonly object: string;
}

async function entryOf(top: string, tree: string, name: string): Promise<TreeEntry | null> {
  const { ok, out, said } = await git(top, ["ls-tree", "-z", "--full-tree", tree, "--", name]);
  if (!ok) throw new SeginfError(`--diff-base: git cannot read the commit: ${said}`, {}, "fetch the whole history");
  const [mode, kind, object] = out.toString().split("\t")[0]?.split(" ") ?? [];
  return mode && kind && object ? { mode, kind, object } : null;
}

async function throughLink(
  place: GitPlace,
  object: string,
  above: readonly string[],
  rest: readonly string[],
  file: string,
  links: number,
): Promise<GitFile> {
  const target = (await content(place.top, ["cat-file", "blob", object])).toString();
  const path = posix.normalize(posix.join(...above, target, ...rest));
  const isOutside = posix.isAbsolute(target) || path.startsWith("../");
  const found = isOutside || links >= MOST_LINKS ? null : await fileAt({ ...place, path }, file, links + 1);
  if (found) return found;
  const what = `--diff-base: a symbolic link leads to ${target}, whose earlier content this repository does not hold`;
  throw new SeginfError(what, { file }, "name the file that it leads to, or leave --diff-base out");
}

async function inSubmodule(
  { top }: GitPlace,
  commit: string,
  path: readonly string[],
  rest: readonly string[],
  file: string,
): Promise<GitFile | null> {
  const inner = join(top, ...path);
  if ((await git(inner, ["cat-file", "-e", `${commit}^{commit}`]).catch(() => null))?.ok) {
    return fileAt({ top: inner, commit, path: rest.join("/") }, file);
  }
  const what = `--diff-base: the submodule ${path.join("/")} does not hold its commit ${commit.slice(0, 12)}`;
  throw new SeginfError(what, { file }, "fetch it: git submodule update --init, with the whole history");
}

/** The content of a file as it would be checked out: through the filters that attributes name, with its line ends. */
export function checkedOut({ top, path, object }: GitFile): Promise<Buffer> {
  return content(top, ["cat-file", "--filters", `--path=${path}`, object]);
}

/** Whether an attribute gives a path a filter, as git-lfs and git-crypt are. */
export async function filterOf({ top, path }: GitFile): Promise<string | null> {
  const answer = await git(top, ["check-attr", "-z", "filter", "--", path]);
  const value = answer.out.toString().split("\0")[2];
  return value === undefined || ["unspecified", "unset", "set"].includes(value) ? null : value;
}

async function content(top: string, args: readonly string[]): Promise<Buffer> {
  const { ok, out, said } = await git(top, args);
  if (ok) return out;
  throw new SeginfError(`--diff-base: git cannot give the earlier content: ${said}`, {}, "fetch it first");
}

/** Files of a commit that are no longer in the working tree, of about a size, the nearest first. */
export async function goneFiles({ top, commit }: GitPlace, size: number): Promise<GitFile[]> {
  const list = (await content(top, ["ls-tree", "-r", "-z", "-l", "--full-tree", commit])).toString().split("\0");
  const near = list.flatMap((line) => {
    const [, object, bytes, path] = /^100\d{3} blob (\S+) +(\d+)\t(.*)$/s.exec(line) ?? [];
    const ratio = Number(bytes) / Math.max(size, 1);
    return object && path && ratio >= 0.5 && ratio <= 2
      ? [{ top, commit, path, object, far: Math.abs(Math.log(ratio)) }]
      : [];
  });
  const gone: GitFile[] = [];
  for (const { far, ...one } of near.sort((a, b) => a.far - b.far)) {
    if (gone.length === MOST_GONE) break;
    if (!(await lstat(join(top, one.path)).catch(() => null))) gone.push(one);
  }
  return gone;
}

/** Files that are compared to find the one that was renamed. */
const MOST_GONE = 20;
