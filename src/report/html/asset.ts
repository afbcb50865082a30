import { existsSync, readFileSync } from "node:fs";

/** The page's compiled script and style, which stand inline in every report. */
export interface PageAssets {
  readonly script: string;
  readonly style: string;
}

let assets: PageAssets | undefined;

/** Read once: they are a part of the program, as its code is. */
export function pageAssets(): PageAssets {
  assets ??= { script: built("bundle.js"), style: built("bundle.css") };
  return assets;
}

/** A file of dist/report/html/page, also where this runs from src, as it does under jest. */
function built(name: string): string {
  const inDist = new URL(`./page/${name}`, import.meta.url);
  return readFileSync(
    existsSync(inDist) ? inDist : new URL(`../../../dist/report/html/page/${name}`, import.meta.url),
    "utf8",
  );
}
