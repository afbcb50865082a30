// Runs the built command line as its users do, and measures whole processes. Needs a build.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const cli = fileURLToPath(new URL("../../bin/seginf.js", import.meta.url));
const usage = new URL("usage.mjs", import.meta.url).href;

/** A directory that is gone when the process ends. */
export function scratch() {
  const directory = mkdtempSync(join(tmpdir(), "seginf-bench-"));
  process.on("exit", () => rmSync(directory, { recursive: true, force: true }));
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));
  return directory;
}

/**
 * Runs a Node script in a process of its own: wall and CPU seconds, peak memory in MB (the process's own account, taken
 * as it exits), exit code, and what it wrote.
 *
 * @param stdout a file descriptor to write standard output to; absent, it is returned as text
 */
export async function measured(script, args, { stdout, directory }) {
  const report = join(directory, `usage-${process.hrtime.bigint()}.json`);
  const start = performance.now();
  const child = spawn(process.execPath, ["--import", usage, script, ...args], {
    stdio: ["ignore", stdout ?? "pipe", "pipe"],
    env: { ...process.env, NO_COLOR: "1", SEGINF_BENCH_USAGE: report },
  });
  const text = { out: "", err: "" };
  child.stdout?.setEncoding("utf8").on("data", (chunk) => (text.out += chunk));
  child.stderr.setEncoding("utf8").on("data", (chunk) => (text.err += chunk));
  const code = await new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
  const seconds = (performance.now() - start) / 1000;
  if (code !== 0 && code !== 1) throw new Error(`${args.join(" ")} ended with ${code}:\n${text.err}`);
  const { maxRSS, cpu } = JSON.parse(readFileSync(report, "utf8"));
  return { seconds, cpuSeconds: cpu, peakMB: maxRSS / 1024, code, ...text };
}

/** `seginf …` through `measured`. */
export function seginf(args, options) {
  return measured(cli, args, options);
}

/** Trains a tagger and returns its objective and how training ended, as `seginf train` tells them. */
export async function trained(args, options) {
  const run = await seginf(["train", ...args], options);
  const told = /([\d,]+) iterations?, objective ([\d.]+), .*relative ([\d.e+-]+)/.exec(run.err);
  return {
    ...run,
    iterations: Number(told[1].replaceAll(",", "")),
    objective: Number(told[2]),
    relativeGradientNorm: Number(told[3]),
    warned: run.err.includes("not reached"),
  };
}

/** The `total` and `accuracy` of `seginf evaluate --format json`. */
export async function evaluated(args, options) {
  const { total, accuracy } = JSON.parse((await seginf(["evaluate", ...args, "--format", "json"], options)).out);
  return { ...total, accuracy };
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

/** A Markdown table of rows of cells; numbers to the right. */
export function table(head, rows) {
  const all = [head, ...rows].map((row) => row.map((cell) => String(cell ?? "")));
  const widths = head.map((_, i) => Math.max(...all.map((row) => [...row[i]].length)));
  const numeric = head.map((_, i) => rows.every((row) => /^[\d.,×%−\-– e+]*$/.test(String(row[i] ?? ""))));
  const line = (cells) =>
    `| ${cells.map((cell, i) => (numeric[i] ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))).join(" | ")} |`;
  const rule = `|${widths.map((width, i) => (numeric[i] ? `${"-".repeat(width + 1)}:` : "-".repeat(width + 2))).join("|")}|`;
  return [line(all[0]), rule, ...all.slice(1).map(line)].join("\n");
}

/** The files of --train and --reference, or of --corpus DIR: train.conll and one of reference, test and dev.conll. */
export function filesOf({ corpus, train, reference }) {
  if (corpus === undefined && !(train && reference)) throw new Error("give --corpus DIR, or --train and --reference");
  const held = ["reference", "test", "dev"].map((name) => join(corpus ?? ".", `${name}.conll`)).find(existsSync);
  return { train: train ?? join(corpus, "train.conll"), reference: reference ?? held };
}

export const corpora = (directory) => ({
  "uner-ewt": {
    train: join(directory, "uner-ewt/train.conll"),
    dev: join(directory, "uner-ewt/dev.conll"),
    test: join(directory, "uner-ewt/test.conll"),
    flags: [],
  },
  wnut17: {
    train: join(directory, "wnut17/train.conll"),
    dev: join(directory, "wnut17/dev.conll"),
    test: join(directory, "wnut17/test.conll"),
    flags: [],
  },
  "ewt-xpos": {
    train: join(directory, "ewt/train.r2.16.conll"),
    old: join(directory, "ewt/train.r2.1.conll"),
    dev: join(directory, "ewt/dev.r2.16.conll"),
    test: join(directory, "ewt/test.r2.16.conll"),
    flags: ["--label-column", "-1"],
  },
});
