import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Whether the run was asked to renew snapshots (`npm test -- -u`); files that are generated are renewed with them. */
export function renewing(): boolean {
  const { snapshotState } = expect.getState() as unknown as { snapshotState: { _updateSnapshot: string } };
  return snapshotState._updateSnapshot === "all";
}

/** A file of the repository. */
export function pathOf(file: string): string {
  return fileURLToPath(new URL(`../../${file}`, import.meta.url));
}

export function read(file: string): string {
  return readFileSync(pathOf(file), "utf8");
}

export function renew(file: string, content: string): void {
  writeFileSync(pathOf(file), content);
}
