// Token states of an encoder as files for --states, and what they cost:
//   node bench/encoders/states.mjs MODEL OUT CORPUS… [--head] [--layer N] [--pool mean|first] [--threads N] [--packages DIR]
// OUT/NAME.safetensors for each corpus NAME.conll. The packages that run the model (docs/encoders.md) are looked for in the
// working directory, or in DIR. One JSON line a corpus: sentences and tokens a second, bytes a token, peak memory. Needs
// a build.
import { mkdirSync, writeFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { parseArgs } from "node:util";
import { readCorpus } from "../../dist/corpus/index.js";
import { openEncoder } from "../../dist/encoder/encoder.js";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    head: { type: "boolean", default: false },
    layer: { type: "string" },
    pool: { type: "string" },
    threads: { type: "string", default: "1" },
    packages: { type: "string", default: process.cwd() },
  },
});
const [path, out, ...files] = positionals;
if (files.length === 0) throw new Error("usage: node bench/encoders/states.mjs MODEL OUT CORPUS… [--head] …");
const { head, layer, packages } = options;
const encoder = await openEncoder({ path, head, layer, pool: options.pool ?? (head ? "first" : "mean") }, packages);
mkdirSync(out, { recursive: true });
for (const file of files) {
  const corpus = await readCorpus(file);
  const [start, before] = [performance.now(), process.cpuUsage()];
  const states = await encoder.encode(corpus, { threads: Number(options.threads) });
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  write(join(out, `${basename(file, extname(file))}.safetensors`), states);
  const sentences = corpus.sentenceStart.length - 1;
  const cpuSeconds = (user + system) / 1e6;
  console.log(
    JSON.stringify({
      ...{ corpus: file, sentences, tokens: states.tokens, dimension: states.dimension, seconds, cpuSeconds },
      sentencesPerCpuSecond: Math.round(sentences / cpuSeconds),
      bytesPerToken: 4 * states.dimension,
      peakMB: Math.round(process.resourceUsage().maxRSS / 1024),
    }),
  );
}

function write(target, { tokens, dimension, corpus, model, rows }) {
  const values = rows(0, tokens);
  const states = { dtype: "F32", shape: [tokens, dimension], data_offsets: [0, values.byteLength] };
  const header = Buffer.from(JSON.stringify({ __metadata__: { corpus, model }, states }));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  const data = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  writeFileSync(target, Buffer.concat([length, header, data]));
}
