import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { runProgram } from "./program.mjs";
import { jsonValue, mutated } from "./texts.mjs";

// Model files: damaged bytes are found by the seal; a file that is sealed again over other contents, by shapes and ranges.

const CORPUS = "Anna\tB-PER\nflew\tO\nto\tO\nParis\tB-LOC\n\n".repeat(3);
/** Digits of the lengths in a preamble; bytes of the line with the digest. */
const DIGITS = 15;
const SEAL = 72;
let model;

export async function prepare() {
  writeFileSync("train.conll", CORPUS);
  await runProgram(["train", "train.conll", "-m", "good.model", "--no-config", "-q", "--threads", "1"]);
  model = readFileSync("good.model");
  for (const bytes of [model, resealed(null)]) {
    if ((await check({ files: { "input.model": bytes } })) !== "read") throw new Error("a good model is refused");
  }
}

export function generate(random) {
  const bytes = random.chance(0.3) ? mutated(model, random) : resealed(random);
  return { files: { "input.model": bytes } };
}

/** The model with another header or other arrays, and a seal that fits; without `random`, the same contents. */
function resealed(random) {
  const text = model.toString("latin1");
  const [, kind, length] = /^([^\n]*\n)sha256 [^\n]*\nbytes \d+ header (\d+)\n/.exec(text);
  const start = /^[^\n]*\n[^\n]*\n[^\n]*\n/.exec(text)[0].length;
  let header = model.subarray(start, start + Number(length));
  let sections = model.subarray(start + Number(length));
  if (random?.chance(0.7)) header = otherHeader(header, random);
  else if (random) sections = mutated(sections, random);
  // Arrays begin at multiples of 8 bytes: blanks keep them there.
  const shift = (((Number(length) - header.length) % 8) + 8) % 8;
  header = Buffer.concat([header, Buffer.from(" ".repeat(shift))]);
  const figure = (value) => String(value).padStart(DIGITS, "0");
  const sizes = (total) => `bytes ${figure(total)} header ${figure(header.length)}\n`;
  const before = kind.length + SEAL + sizes(0).length;
  const counted = sizes(before + header.length + sections.length);
  const digest = createHash("sha256")
    .update(`${kind}sha256 \n${counted}`)
    .update(header)
    .update(sections)
    .digest("hex");
  return Buffer.concat([Buffer.from(`${kind}sha256 ${digest}\n${counted}`), header, sections]);
}

function otherHeader(header, random) {
  const value = JSON.parse(header.toString());
  const places = [];
  const visit = (node) => {
    if (typeof node !== "object" || node === null) return;
    for (const key of Object.keys(node)) {
      places.push([node, key]);
      visit(node[key]);
    }
  };
  visit(value);
  const [node, key] = random.pick(places);
  const old = node[key];
  if (typeof old === "number" && random.chance(0.7)) node[key] = random.pick([0, -1, old + 1, old * 2, 0.5, 1e15]);
  else if (random.chance(0.3)) delete node[key];
  else node[key] = jsonValue(random);
  return Buffer.from(JSON.stringify(value));
}

export async function check({ files }) {
  writeFileSync("input.model", files["input.model"]);
  const { code } = await runProgram(["tag", "input.model", "train.conll", "--no-config", "-q"]);
  return code === 2 ? "refused" : "read";
}
