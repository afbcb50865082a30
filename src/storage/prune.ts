import { stat, unlink, utimes } from "node:fs/promises";
import { join } from "node:path";

/** Bytes that a cache may take up where nobody says otherwise. */
export const DEFAULT_CACHE_SIZE = 2e9;

/** Notes that a file was used now, in its time of modification: times of access are off on many systems. */
export async function markUsed(path: string): Promise<void> {
  const now = new Date();
  // A cache that can only be read is used all the same.
  await utimes(path, now, now).catch(() => {});
}

/**
 * Removes the files that were not used for longest, until the rest is within the limit.
 *
 * @param names in the directory; one that is gone by now does not count
 * @param limit bytes of all of them
 * @returns what was removed
 */
export async function pruneFiles(
  directory: string,
  names: readonly string[],
  limit: number,
): Promise<{ count: number; bytes: number }> {
  const removed = { count: 0, bytes: 0 };
  const files: { path: string; size: number; used: number }[] = [];
  for (const name of names) {
    const path = join(directory, name);
    const found = await stat(path).catch(() => undefined);
    if (found?.isFile()) files.push({ path, size: found.size, used: found.mtimeMs });
  }
  let total = files.reduce((sum, { size }) => sum + size, 0);
  if (total <= limit) return removed;
  for (const { path, size } of files.sort((a, b) => a.used - b.used || (a.path < b.path ? -1 : 1))) {
    if (total <= limit) break;
    const isGone = await unlink(path).then(
      () => true,
      () => false,
    );
    if (!isGone) continue;
    total -= size;
    removed.count++;
    removed.bytes += size;
  }
  return removed;
}
