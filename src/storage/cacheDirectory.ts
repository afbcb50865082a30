import { posix, win32 } from "node:path";

/** Where this user's caches live by the platform's convention, with "seginf" at the end. */
export function cacheDirectory(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
  home: string,
): string {
  if (platform === "win32") return win32.join(env.LOCALAPPDATA || win32.join(home, "AppData", "Local"), "seginf");
  if (platform === "darwin") return posix.join(home, "Library", "Caches", "seginf");
  // The XDG specification has relative paths ignored.
  const xdg = env.XDG_CACHE_HOME;
  return posix.join(xdg !== undefined && posix.isAbsolute(xdg) ? xdg : posix.join(home, ".cache"), "seginf");
}
