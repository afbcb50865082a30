import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { SeginfError } from "../errors.js";

/** A package that is installed next to the program or where the user works. */
export interface Peer {
  readonly name: string;
  readonly version: string;
  /** The file that requiring it runs. */
  readonly entry: string;
}

/**
 * Looks for an optional peer without loading it.
 *
 * @param directory where the user works
 * @returns null where it is not installed
 */
export function findPeer(name: string, directory: string): Peer | null {
  for (const from of [import.meta.url, join(directory, "package.json")]) {
    try {
      const entry = createRequire(from).resolve(name);
      return { name, version: versionOf(name, entry), entry };
    } catch {
      // Not here; perhaps there.
    }
  }
  return null;
}

/** Of the nearest package.json above a file that has the name. */
function versionOf(name: string, entry: string): string {
  for (let folder = dirname(entry); folder !== dirname(folder); folder = dirname(folder)) {
    try {
      const found = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Record<string, unknown>;
      if (found.name === name && typeof found.version === "string") return found.version;
    } catch {
      // A folder within the package.
    }
  }
  return "";
}

/** The peer as its types have it. @throws SeginfError where it cannot be loaded, as without a binary for this machine */
export async function loadPeer<T>({ name, entry }: Peer): Promise<T> {
  try {
    // By a variable: to whoever reads imports, a literal is a dependency that has to be there.
    const module = (await import(pathToFileURL(entry).href)) as T | { readonly default: T };
    // Node does not see all names of a CommonJS module; its default export has them.
    return typeof module === "object" && module !== null && "default" in module ? module.default : module;
  } catch (cause) {
    const [reason = ""] = String(cause instanceof Error ? cause.message : cause).split("\n");
    throw new SeginfError(`the package ${name} cannot be loaded: ${reason}`, {}, "install it again", { cause });
  }
}
