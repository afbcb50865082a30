import { writeFileSync } from "node:fs";
import { Fault, runProgram } from "./program.mjs";
import { anyStates, writeStates } from "./states.mjs";
import { anyFile, columnFile } from "./texts.mjs";

// Whole audits of small corpora, with any options: findings stand in the file where they say, with the words and labels that
// are there, in every format; everything else is refused.

const FORMATS = ["json", "json", "text", "jsonl", "csv", "tsv", "sarif", "github", "gitlab", "junit", "html"];
const OPTIONS = [
  ["--tagger", "softmax"],
  ["--min-count", "2"],
  ["--lambda", "0.01"],
  ["--max-iterations", "3"],
  ["--targets", "all"],
  ["--trust", "low"],
  ["--trust", "high"],
  ["--folds", "2"],
  ["--refine", "1"],
  ["--signal", "influence"],
  ["--signal", "loss"],
  ["--threshold", "0"],
  ["--threshold", "1"],
  ["--limit", "0"],
  ["--patterns", "0"],
  ["--scheme", "plain"],
  ["--scheme", "IOB1"],
  ["--allow-ragged"],
  ["--label-column", "-1"],
  ["--label-column", "9"],
  ["--token-column", "2"],
  ["--encoding", "latin1"],
  ["--max-labels", "3"],
  ["--max-bytes", "200"],
  ["--opposed", "3"],
  ["--reference", "cross-fit=2"],
];

/** Both corpora from one generator's state, so that they often belong together. */
export function generate(random) {
  const make = () => (random.chance(0.85) ? Buffer.from(plausible(random)) : anyFile(random));
  const files = { "train.conll": make(), "reference.conll": make() };
  const alone = random.chance(0.2);
  const flags = random.several(3, () => random.pick(OPTIONS)).flat();
  return {
    files,
    states: random.chance(0.15) ? anyStates(random) : null,
    args: ["audit", "train.conll", ...(alone ? [] : ["reference.conll"]), "--format", random.pick(FORMATS), ...flags],
  };
}

const NAMES = ["Anna", "Bruno", "Paris", "Oslo", "Acme"];
const TAGS = ["B-PER", "B-PER", "B-LOC", "B-LOC", "B-ORG"];

function plausible(random) {
  if (random.chance(0.1)) return columnFile(random);
  return Array.from({ length: 4 + random.below(12) }, () => {
    const rows = Array.from({ length: 1 + random.below(6) }, () => {
      const i = random.below(NAMES.length);
      if (random.chance(0.4)) return "flew\tO\n";
      return `${NAMES[i]}\t${random.chance(0.1) ? random.pick([...TAGS, "O", "I-PER", "I-LOC"]) : TAGS[i]}\n`;
    });
    return `${rows.join("")}\n`;
  }).join("");
}

export async function check({ files, args, states = null }) {
  for (const [name, bytes] of Object.entries(files)) writeFileSync(name, bytes);
  const named =
    states === null
      ? []
      : await writeStates(
          states,
          Object.keys(files).filter((name) => args.includes(name)),
        );
  const { code, stdout } = await runProgram([
    ...args,
    ...named,
    "--no-cache",
    "--no-config",
    "-q",
    "--threads",
    "1",
    "--allow-unseen",
  ]);
  if (code === 2) return "refused";
  const format = args[args.indexOf("--format") + 1];
  if (format === "json") requireTrue(JSON.parse(stdout), files);
  if (format === "jsonl") for (const line of stdout.split("\n").filter(Boolean)) JSON.parse(line);
  if (format === "sarif" || format === "gitlab") JSON.parse(stdout);
  return "audited";
}

/** @throws Fault where a finding says what is not in its file */
function requireTrue({ findings }, files) {
  for (const { file, line, tokens, score, start, end } of findings) {
    if (!(score >= 0 && score <= 1)) throw new Fault(`a score of ${score}`);
    if (end - start !== tokens.length) throw new Fault("a finding whose bounds are not its words'");
    const text = files[file]?.toString().split("\n")[line - 1];
    // A file in another encoding or format has its words in other bytes.
    if (text === undefined) throw new Fault(`a finding in ${file}:${line}, which is not there`);
    const isPlain = /^[ -~\t]*$/.test(text) && !text.includes("{") && !text.includes("[");
    if (isPlain && /^[!-~]+$/.test(tokens[0]) && !text.includes(tokens[0])) {
      throw new Fault(`a finding on "${tokens[0]}" in ${file}:${line}, which reads "${text}"`);
    }
  }
}
