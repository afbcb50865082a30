// Type-checks with noUncheckedIndexedAccess, which tsconfig.json leaves off for the sake of the hot loops: an element of
// an array may be undefined. Prints what is found in the parts below, as tsc does, and exits with 1 if there is any.
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Folders end in "/"; whatever lies in the source directory itself, and at the top level of src/audit, counts too. */
const STRICT = [
  "src/audit/coefficients/",
  "src/cached/",
  "src/cli/",
  "src/commands/",
  "src/evaluation/",
  "src/explain/",
  "src/findings/",
  "src/options/",
  "src/pipeline/",
  "src/report/",
  "src/storage/",
  "src/triage/",
];
const FILES_OF = /^src\/(audit\/)?[^/]+\.ts\(/;

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const tsc = join(root, "node_modules/typescript/bin/tsc");
const args = [tsc, "--noEmit", "--noUncheckedIndexedAccess", "--pretty", "false"];
const { stdout, stderr, error } = spawnSync(process.execPath, args, {
  cwd: root,
  encoding: "utf8",
  maxBuffer: 1 << 28,
});
if (error) throw error;

/** A diagnostic with the lines that belong to it, which are indented. */
const diagnostics = stdout.split(/\n(?=\S)/);
const isStrict = (diagnostic) => FILES_OF.test(diagnostic) || STRICT.some((path) => diagnostic.startsWith(path));
// What is of no file, such as a bad option, counts too: else the check would pass without having checked anything.
const isPlaced = (diagnostic) => /^\S+\(\d+,\d+\): /.test(diagnostic);
const found = diagnostics.filter((one) => one.trim() !== "" && (isStrict(one) || !isPlaced(one)));
if (stderr !== "" || found.length > 0) {
  process.stderr.write(stderr);
  process.stdout.write(`${found.map((one) => one.trimEnd()).join("\n")}\n`);
  process.exit(1);
}
