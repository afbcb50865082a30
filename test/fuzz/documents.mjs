import { readFileSync, writeFileSync } from "node:fs";
import { runProgram } from "./program.mjs";
import { jsonValue, mutated } from "./texts.mjs";

// JSON documents that people and programs edit: configurations, baselines and verdicts, saved reports. One that is not as its
// schema says is refused, with its name.

const CORPUS = "Anna\tB-PER\nflew\tO\nto\tO\nParis\tB-ORG\n\nParis\tB-LOC\nis\tO\n\n".repeat(4);
const CONFIG =
  '{ "train": "train.conll", "reference": "train.conll", "threshold": 0.4, "format": ["text"], "limit": 3 }';
const COMMENTED = '{\n  // comment\n  "train": "train.conll",\n  /* and another */ "limit": 3,\n}\n';
const READERS = {
  config: ["config", "--config", "document.json"],
  verdicts: ["fix", "train.conll", "document.json", "--no-config", "-q"],
  report: ["report", "document.json", "--no-config", "-q"],
};
/** Valid documents by what reads them; reports and verdicts are the program's own. */
const valid = { config: [CONFIG, COMMENTED], verdicts: [], report: [] };

export async function prepare() {
  writeFileSync("train.conll", CORPUS);
  writeFileSync("reference.conll", CORPUS.replaceAll("B-ORG", "B-LOC"));
  const files = [
    "train.conll",
    "reference.conll",
    "--no-config",
    "--no-cache",
    "-q",
    "--threads",
    "1",
    "--threshold",
    "0.1",
  ];
  valid.report.push((await runProgram(["audit", ...files, "--format", "json"])).stdout);
  await runProgram(["baseline", "write", ...files, "--baseline", "baseline.json"]);
  valid.verdicts.push(readFileSync("baseline.json", "utf8"));
  for (const reader of Object.keys(valid)) {
    for (const text of valid[reader]) {
      const outcome = await check({ reader, files: { "document.json": Buffer.from(text) } });
      if (outcome !== "read") throw new Error(`a valid document is refused by ${READERS[reader].join(" ")}`);
    }
  }
}

export function generate(random) {
  const reader = random.pick(Object.keys(valid));
  const document = random.chance(0.1)
    ? Buffer.from(JSON.stringify(jsonValue(random)))
    : changed(random.pick(valid[reader]), random);
  return { reader, files: { "document.json": document } };
}

function changed(text, random) {
  if (random.chance(0.4)) return mutated(Buffer.from(text), random);
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return mutated(Buffer.from(text), random);
  }
  const places = [];
  const visit = (node) => {
    if (typeof node !== "object" || node === null) return;
    for (const key of Object.keys(node)) {
      places.push([node, key]);
      visit(node[key]);
    }
  };
  visit(value);
  for (let left = 1 + random.below(3); left > 0 && places.length > 0; left--) {
    const [node, key] = random.pick(places);
    if (random.chance(0.3)) delete node[key];
    else if (random.chance(0.2)) node[random.pick(["__proto__", "toString", "x", "", "entries"])] = jsonValue(random);
    else
      node[key] = random.chance(0.5)
        ? jsonValue(random)
        : random.pick([-1, 1e21, 0.5, "", "x".repeat(3000), null, [], {}]);
  }
  return Buffer.from(JSON.stringify(value, null, 2));
}

export async function check({ reader, files }) {
  writeFileSync("document.json", files["document.json"]);
  const { code } = await runProgram(READERS[reader]);
  return code === 2 ? "refused" : "read";
}
