import { readFileSync } from "node:fs";

/** A file of the package by its path there: what is compiled and what is bundled both stand one folder below. */
export const packageFile = (path: string): URL => new URL(`../${path}`, import.meta.url);

/** The package's version. */
export const version: string = (JSON.parse(readFileSync(packageFile("package.json"), "utf8")) as { version: string })
  .version;

/**
 * Names this build: results that follow from more of the program than its numerics (which findings there are, what a
 * pattern is called) are kept under it. Code that runs without having been built has its version alone.
 */
export function fingerprint(): string {
  try {
    return readFileSync(new URL("./fingerprint", import.meta.url), "utf8").trim();
  } catch {
    return version;
  }
}
