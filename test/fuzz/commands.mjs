import { mkdirSync, writeFileSync } from "node:fs";
import { COMMANDS } from "../../dist/options/commands.js";
import { optionsOf } from "../../dist/options/table.js";
import { runProgram } from "./program.mjs";

// Command lines from the table of options, with values that fit and values that do not.

const VALUES = [
  "",
  "0",
  "1",
  "-1",
  "0.5",
  "1e9",
  "NaN",
  "9007199254740993",
  "train.conll",
  "none.conll",
  "folder",
  "-",
  "x\n",
  "\u001b[2J",
  "cross-fit",
  "all",
  "json",
  "text=",
  "json=out.json",
  "--",
  "é",
];
const WORDS = [
  ...VALUES,
  "audit",
  "help",
  "--help",
  "-h",
  "--version",
  "--no-config",
  "-q",
  "--",
  "---",
  "--no",
  "-",
  "bash",
];

export function prepare() {
  writeFileSync("train.conll", "Anna\tB-PER\nflew\tO\nto\tO\nParis\tB-LOC\n\n".repeat(3));
  mkdirSync("folder", { recursive: true });
}

export function generate(random) {
  const command = random.pick(COMMANDS);
  const options = optionsOf(command);
  const args = random.several(4, () => {
    if (random.chance(0.4)) return random.pick(WORDS);
    const { flags } = random.pick(options);
    const [, long] = /(--[a-z-]+)/.exec(flags);
    return random.chance(0.5) ? `${long}=${random.pick(VALUES)}` : [long, random.pick(VALUES)];
  });
  const words = random.chance(0.95) ? command.split(" ") : [random.pick(WORDS)];
  const all = [...words, ...(random.chance(0.5) ? ["train.conll"] : []), ...args.flat()];
  // Each input stands alone: nothing may be read from, or written to, a cache or the corpus that the next one reads.
  return { args: all.filter((word) => !/cache|in-place|^--threads/.test(word)), files: {} };
}

export async function check({ args }) {
  prepare();
  const { code } = await runProgram([...args, ...(args[0] === "audit" ? ["--no-cache"] : [])]);
  return code === 2 ? "refused" : "run";
}
