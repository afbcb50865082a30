import { readFileSync, statSync } from "node:fs";
import { dirname, join, parse, resolve } from "node:path";

export const CONFIG_NAME = "seginf.config.json";

/** The key of package.json under which settings may stand. */
export const PACKAGE_KEY = "seginf";

/** A file with settings, and whether they are a part of it. */
export interface Found {
  readonly path: string;
  readonly key: string | null;
}

/**
 * The nearest seginf.config.json, or package.json with a "seginf" key, in the directory or above it; in one directory
 * the former goes first. Runs before every command, so it loads nothing and opens few files.
 */
export function findConfig(directory: string): Found | null {
  const { root } = parse(resolve(directory));
  for (let at = resolve(directory); ; at = dirname(at)) {
    const own = join(at, CONFIG_NAME);
    if (isFile(own)) return { path: own, key: null };
    const shared = join(at, "package.json");
    if (isFile(shared) && holdsSettings(shared)) return { path: shared, key: PACKAGE_KEY };
    if (at === root) return null;
  }
}

function isFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  } catch {
    // A directory that may not be looked into.
    return false;
  }
}

/** Whether the package.json has a "seginf" key; one that cannot be read is somebody else's trouble. */
function holdsSettings(path: string): boolean {
  try {
    return Object.hasOwn(JSON.parse(readFileSync(path, "utf8")), PACKAGE_KEY);
  } catch {
    return false;
  }
}
