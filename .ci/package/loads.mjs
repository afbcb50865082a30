// Compares the files of the bundle that are read with those that should be: node loads.mjs PACKAGE.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

const [home] = process.argv.slice(2);
const scratch = mkdtempSync(join(tmpdir(), "seginf-loads-"));
const list = join(scratch, "list");

/** A module that has Node write down each file that it loads. */
const hooks = `import { appendFileSync } from "node:fs";
export function load(url, context, next) { appendFileSync(${JSON.stringify(list)}, url + "\\n"); return next(url, context); }`;
const asUrl = (code) => `data:text/javascript,${encodeURIComponent(code)}`;
const register = asUrl(`import { register } from "node:module"; register(${JSON.stringify(asUrl(hooks))});`);

function loadedBy(...args) {
  rmSync(list, { force: true });
  const env = { ...process.env, XDG_CACHE_HOME: scratch, LOCALAPPDATA: scratch };
  const command = ["--import", register, join(home, "lib/seginf.js"), ...args];
  const { status, stderr } = spawnSync(process.execPath, command, { env, encoding: "utf8" });
  assert.equal(status, 0, stderr);
  const urls = readFileSync(list, "utf8")
    .split("\n")
    .filter((url) => url.includes("/lib/"));
  return [...new Set(urls)].map((url) => basename(url)).sort();
}

try {
  assert.deepEqual(loadedBy("--version"), ["seginf.js"]);
  const corpora = ["train", "reference"].map((name) =>
    fileURLToPath(new URL(`../../fixtures/newswire/${name}.conll`, import.meta.url)),
  );
  const loaded = loadedBy("audit", ...corpora, "--no-config", "--exit-zero");
  console.log(loaded.join("\n"));
  assert.ok(loaded.includes("audit.js"));
  for (const name of ["others.js", "packages.js", "index.js"]) assert.ok(!loaded.includes(name), name);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
