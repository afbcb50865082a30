// An esbuild plugin: what modules of the sources read from files beside them becomes part of the bundle.
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What stands for the digest of the bundle until there is one. */
export const FINGERPRINT = "fingerprint of the bundle";

/** By module: the expressions that read a file, and the file, or the text itself; of JSON, without what nothing computes with. */
const READS = {
  "src/audit/coefficients/coefficients.ts": [
    [
      'readFileSync(new URL("./coefficients.json", import.meta.url), "utf8")',
      { json: "src/audit/coefficients/coefficients.json", without: ["provenance"] },
    ],
  ],
  "src/report/html/asset.ts": [
    ['built("bundle.js")', "dist/report/html/page/bundle.js"],
    ['built("bundle.css")', "dist/report/html/page/bundle.css"],
  ],
  "src/version.ts": [['readFileSync(new URL("./fingerprint", import.meta.url), "utf8")', { text: FINGERPRINT }]],
};

/**
 * @param file the module's path in the checkout
 * @param text its source
 * @returns its source with the files' content in place of what reads them
 */
export function withFiles(root, file, text) {
  return (READS[file] ?? []).reduce((source, [expression, from]) => {
    if (!source.includes(expression)) throw new Error(`${file} has no ${expression}`);
    const content = from.text ?? contentOf(root, from);
    return source.replace(expression, () => JSON.stringify(content));
  }, text);
}

function contentOf(root, from) {
  if (from.json === undefined) return readFileSync(join(root, from), "utf8");
  const entries = Object.entries(JSON.parse(readFileSync(join(root, from.json), "utf8")));
  return JSON.stringify(Object.fromEntries(entries.filter(([key]) => !from.without.includes(key))));
}
