// What the GitHub Action does: makes this checkout ready, audits, and leaves for the steps after it the exit code, the number
// of findings, a page and a summary. Inputs are environment variables, so that none of them is run as shell. A run that fails
// in any way, the installation included, has the exit code 2, never 1.
import { spawnSync } from "node:child_process";
import { appendFileSync, existsSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { shellWords } from "./words.mjs";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const { env } = process;
const input = (name) => env[`INPUT_${name}`] ?? "";
const scratch = (name) => join(env.RUNNER_TEMP ?? ".", name);

const PAGE = input("HTML") || scratch("seginf.html");
const REPORT = scratch("seginf.json");
const SUMMARY = scratch("seginf.md");
const CACHE = scratch("seginf-cache");
/** MB of the cache that are worth saving between runs. */
const KEPT = "500";

const node = (...args) => spawnSync(process.execPath, args, { stdio: "inherit" }).status ?? 2;
const seginf = (...args) => node(join(root, "bin", "seginf.js"), ...args);

/** A line for the log, which GitHub shows on top of the run. */
function report(problem) {
  console.log(`::error title=seginf::${problem.replaceAll("%", "%25").replaceAll("\n", "%0A")}`);
  return 2;
}

function audit() {
  const isReady = node(join(root, ".ci", "ready.mjs"), "--build") === 0;
  if (!isReady) return report("seginf could not be installed or built; the log says why");
  let further;
  try {
    further = shellWords(input("ARGS"));
  } catch (error) {
    return report(`args: ${error.message}`);
  }
  const files = [input("TRAIN"), input("REFERENCE")].filter((file) => file !== "");
  const formats = ["github", `json=${REPORT}`, `markdown=${SUMMARY}`, `html=${PAGE}`];
  if (input("SARIF") !== "") formats.push(`sarif=${input("SARIF")}`);
  const base = input("DIFF_BASE") === "" ? [] : ["--diff-base", input("DIFF_BASE")];
  const code = seginf(
    "audit",
    ...files,
    ...formats.flatMap((format) => ["--format", format]),
    ...base,
    ...["--cache", CACHE],
    ...further,
  );
  if (code !== 2) seginf("cache", "prune", "--cache", CACHE, "--cache-size", KEPT, "--quiet");
  return code;
}

/** @returns {number} findings that count, 0 where there is no report */
function findings() {
  return existsSync(REPORT) ? JSON.parse(readFileSync(REPORT, "utf8")).atOrAboveThreshold : 0;
}

// On machines that are used again, files of an earlier run would pass for this one's.
for (const file of [REPORT, SUMMARY]) rmSync(file, { force: true });
const code = audit();
const outputs = { "exit-code": code, findings: findings(), html: PAGE, summary: SUMMARY };
const lines = Object.entries(outputs).map(([name, value]) => `${name}=${value}\n`);
if (env.GITHUB_OUTPUT) appendFileSync(env.GITHUB_OUTPUT, lines.join(""));
