import { existsSync } from "node:fs";

/** The first file of a thread: next to this one in dist; there too when this one runs from src, as it does under jest. */
export function threadFile(): URL {
  const inDist = new URL("./auditWorker.js", import.meta.url);
  return existsSync(inDist) ? inDist : new URL("../../dist/pipeline/auditWorker.js", import.meta.url);
}
