// Token states of given width without an encoder: a random projection, by a seed, of each word, its affixes and its
// neighbours. For measuring time and memory, and for trying --states out.
//
//   seginf inspect --tokens train.conll > train.tokens
//   node bench/states/random.mjs train.tokens train.safetensors --dimension 384
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { dimension: { type: "string", default: "384" }, seed: { type: "string", default: "1" } },
});
const [source, target] = positionals;
const D = Number(options.dimension);

/** A vector for a text: the same wherever it stands. */
const vectors = new Map();
function vectorOf(text) {
  let vector = vectors.get(text);
  if (vector === undefined) {
    let state = createHash("sha256").update(`${options.seed} ${text}`).digest().readUInt32LE(0);
    vector = Float32Array.from({ length: D }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2 ** 31 - 1;
    });
    vectors.set(text, vector);
  }
  return vector;
}

const bytes = readFileSync(source);
const sentences = bytes
  .toString("utf8")
  .split("\n\n")
  .filter((text) => text !== "")
  .map((text) => text.split("\n"));
const N = sentences.reduce((sum, tokens) => sum + tokens.length, 0);
const states = new Float32Array(N * D);
let at = 0;
for (const tokens of sentences) {
  tokens.forEach((token, t) => {
    const parts = [
      [1, `w ${token.toLowerCase()}`],
      [0.7, `s ${token.slice(-3)}`],
      [
        0.7,
        `c ${token
          .replace(/\p{Lu}+/gu, "A")
          .replace(/\p{Ll}+/gu, "a")
          .replace(/\d+/g, "0")}`,
      ],
      [0.5, `w ${(tokens[t - 1] ?? "").toLowerCase()}`],
      [0.5, `w ${(tokens[t + 1] ?? "").toLowerCase()}`],
    ];
    for (const [weight, text] of parts) {
      const vector = vectorOf(text);
      for (let d = 0; d < D; d++) states[at + d] += weight * vector[d];
    }
    at += D;
  });
}

const corpus = createHash("sha256").update(bytes).digest("hex");
const header = Buffer.from(
  JSON.stringify({
    __metadata__: { corpus, model: `random ${options.seed}` },
    states: { dtype: "F32", shape: [N, D], data_offsets: [0, states.byteLength] },
  }),
);
const length = Buffer.alloc(8);
length.writeBigUInt64LE(BigInt(header.length));
writeFileSync(target, Buffer.concat([length, header, Buffer.from(states.buffer)]));
