import { lstat, readlink, realpath } from "node:fs/promises";
import { dirname, isAbsolute, join, parse, relative, sep } from "node:path";
import { git, lineOf, topOf } from "./git.js";

/** A name in a working tree: a symbolic link, or the file itself. */
export interface TreePlace {
  readonly top: string;
  /** From the top, with slashes. */
  readonly path: string;
}

const MOST_LINKS = 40;

/**
 * Where the path of a file meets working trees: each symbolic link in one that it leads through, then the file itself. A link
 * is part of what a commit holds: one that led elsewhere then led to other content.
 */
export async function* placesOf(file: string, directory: string): AsyncGenerator<TreePlace> {
  let at = isAbsolute(file) ? parse(file).root : await realpath(directory);
  let rest = partsOf(file);
  for (let links = 0; rest.length > 0 && links < MOST_LINKS; ) {
    const [name = "", ...others] = rest;
    const path = join(at, name);
    rest = others;
    if (name === "..") at = path;
    else if ((await lstat(path).catch(() => null))?.isSymbolicLink()) {
      links++;
      const top = await topOf(at, file);
      if (top !== null) yield placed(top, join(path, ...others));
      const target = await readlink(path);
      if (isAbsolute(target)) at = parse(target).root;
      rest = [...partsOf(target), ...others];
    } else at = path;
  }
  const top = await topOf(dirname(at), file);
  if (top !== null) yield placed(top, at);
}

const SEPARATOR = sep === "/" ? "/" : /[\\/]/;

const partsOf = (path: string): string[] =>
  path
    .slice(parse(path).root.length)
    .split(SEPARATOR)
    .filter((part) => part !== "" && part !== ".");

const placed = (top: string, path: string): TreePlace => ({ top, path: relative(top, path).split(sep).join("/") });

/**
 * The same place in the repository that the user works in: a file of a submodule is compared with the commit of the
 * submodule that the outer repository had, where the user works in the outer one.
 */
export async function inUsersRepository(place: TreePlace, directory: string): Promise<TreePlace> {
  const where = await realpath(directory);
  let { top, path } = place;
  while (!contains(top, where)) {
    const outer = lineOf(await git(top, ["rev-parse", "--show-superproject-working-tree"]));
    if (outer === "") return place;
    path = `${relative(outer, top).split(sep).join("/")}/${path}`;
    top = outer;
  }
  return { top, path };
}

function contains(directory: string, path: string): boolean {
  const way = relative(directory, path);
  return !isAbsolute(way) && way.split(sep)[0] !== "..";
}
