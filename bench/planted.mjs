// Writes a corpus with the errors of a planted.json put right: node bench/planted.mjs TRAIN PLANTED OUT
// For bench/detection.mjs: TRAIN is then OLD, and OUT is NEW.
import { readFileSync, writeFileSync } from "node:fs";

const [train, planted, out] = process.argv.slice(2);
if (out === undefined) throw new Error("usage: node bench/planted.mjs TRAIN PLANTED OUT");
const lines = readFileSync(train, "utf8").split("\n");
for (const { line, endLine, tokens, tags, goldTags } of JSON.parse(readFileSync(planted, "utf8"))) {
  for (let i = 0; line + i <= endLine; i++) {
    const row = lines[line + i - 1].split("\t");
    if (row[0] !== tokens[i] || row.at(-1) !== tags[i]) throw new Error(`${train}:${line + i}: not what is planted`);
    lines[line + i - 1] = [...row.slice(0, -1), goldTags[i]].join("\t");
  }
}
writeFileSync(out, lines.join("\n"));
