import { readFileSync } from "node:fs";

/** The package's version. */
export const version: string = (
  JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as { version: string }
).version;

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
