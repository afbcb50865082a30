// Makes a checkout ready: installs the dependencies where they are missing or older than the lock file, and with
// --build compiles the sources where dist is missing or older than them; with --package it makes lib, which is published,
// as well. Everything it says goes to stderr.
import { spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const time = (path) => statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? 0;

function newest(folder) {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((latest, entry) => Math.max(latest, statSync(join(entry.parentPath ?? entry.path, entry.name)).mtimeMs), 0);
}

function run(...args) {
  const { status, error } = spawnSync("npm", args, {
    cwd: root,
    stdio: ["ignore", 2, 2],
    // Where the package is installed globally from its repository, as pre-commit does, this one is not.
    env: { ...process.env, npm_config_global: "false" },
    shell: process.platform === "win32",
  });
  if (status !== 0) {
    console.error(`npm ${args.join(" ")} failed${error ? `: ${error.message}` : ""}`);
    process.exit(status ?? 1);
  }
}

if (time("node_modules/.package-lock.json") < time("package-lock.json")) {
  console.error("Installing the dependencies (once) …");
  // "ci": what the lock file says, and nothing of what may lie there from before. Without scripts: none is needed, and
  // this package's own "prepare" is what may have brought us here.
  run("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
}
const packaging = process.argv.includes("--package");
const sources = Math.max(newest("src"), time("tsconfig.build.json"));
if ((packaging || process.argv.includes("--build")) && time("dist/index.js") < sources) run("run", "--silent", "build");
if (packaging && time("lib/index.d.ts") < Math.max(sources, newest(".ci/package"), time("package.json"))) {
  run("run", "--silent", "package");
}
