import { CorpusReader } from "../../dist/corpus/reader.js";
import { SeginfError } from "../../dist/errors.js";
import { Fault } from "./program.mjs";
import { anyFile } from "./texts.mjs";

// Reads bytes as a corpus. What is read keeps the shape of a corpus and does not depend on how the bytes were cut into chunks;
// what is not is refused in one line that names the file.

const NAMES = ["a.conll", "a.conll", "a.conll", "a.conllu", "a.jsonl", "a.json", "a.tsv"];

export function generate(random) {
  return {
    name: random.pick(NAMES),
    cut: 1 + random.below(64),
    ragged: random.chance(0.2),
    files: { input: anyFile(random) },
  };
}

export function check({ name, cut, ragged, files: { input } }) {
  const whole = outcome([input], name, ragged);
  const pieces = [];
  for (let at = 0; at < input.length; at += cut) pieces.push(input.subarray(at, at + cut));
  const parts = outcome(pieces, name, ragged);
  if (whole.text !== parts.text) throw new Fault(`chunks of ${cut} bytes are read differently`);
  return whole.kind;
}

function outcome(chunks, name, allowRagged) {
  try {
    const reader = new CorpusReader(name, { allowRagged });
    for (const chunk of chunks) reader.feed(Buffer.from(chunk));
    const corpus = reader.finish("digest");
    requireShape(corpus);
    return { kind: "read", text: shown(corpus) };
  } catch (error) {
    if (!(error instanceof SeginfError)) throw error instanceof Fault ? error : new Fault(`${error.stack}`);
    if (error.summary.includes("\n") || !error.summary.startsWith(name))
      throw new Fault(`not a line: ${error.summary}`);
    return { kind: "refused", text: error.message };
  }
}

function requireShape({ words, tags, lines, sentenceStart, sentenceIds, documents, columns }) {
  const N = lines.length;
  const require = (holds, what) => {
    if (!holds) throw new Fault(`the corpus has ${what}`);
  };
  require(N > 0, "no token");
  require(sentenceStart[0] === 0 && sentenceStart.at(-1) === N, "sentences that do not cover it");
  require(sentenceIds.length === sentenceStart.length - 1, "ids of other sentences");
  require(documents.length === sentenceIds.length, "documents of other sentences");
  require(sentenceStart.every((start, k) => k === 0 || start > sentenceStart[k - 1]), "an empty sentence");
  require(lines.every((line, t) => t === 0 || line >= lines[t - 1]), "lines that go back");
  for (const { ids, values } of [words, ...(tags ? [tags] : []), ...columns.values()]) {
    require(ids.length === N, "a column of another length");
    require(ids.every((id) => id >= 0 && id < values.length), "an id without a value");
  }
  require(!words.values.includes(""), "an empty word");
}

function shown({ words, tags, lines, sentenceStart, sentenceIds }) {
  const rows = Array.from(lines, (line, t) => [line, words.values[words.ids[t]], tags?.values[tags.ids[t]]]);
  return JSON.stringify([rows, Array.from(sentenceStart), sentenceIds]);
}
