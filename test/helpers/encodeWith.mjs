// Encodes a corpus with the built program in a process of its own: native code makes arrays of the process, which tests do
// not take for theirs. node encodeWith.mjs '{"directory", "runtime", "layer", "corpus", "threads", "batch"}'
import { findEncoder } from "../../dist/encoder/directory.js";
import { encodeCorpus } from "../../dist/encoder/encode.js";
import { openOnnx } from "../../dist/encoder/onnx/session.js";
import { findPeer } from "../../dist/encoder/peers.js";
import { openTokenizer } from "../../dist/encoder/pieces.js";
import { readSettings } from "../../dist/encoder/settings.js";
import { openTfjs } from "../../dist/encoder/tfjs/session.js";
import { readCorpus } from "../../dist/index.js";

const { directory, runtime, layer, corpus, threads = 1, batch, pool = "mean" } = JSON.parse(process.argv[2]);
const files = await findEncoder(directory);
const settings = await readSettings(files);
const peer = (name) => findPeer(name, process.cwd());
const tokenizer = await openTokenizer(settings, files.tokenizer, peer("@huggingface/tokenizers"));
const peers = runtime.map(peer);
const session =
  files.format === "onnx"
    ? await openOnnx(files.model, { layer }, peers[0], threads)
    : await openTfjs(files.model, layer, peers);
const states = await encodeCorpus(await readCorpus(corpus), tokenizer, session, {
  ...{ name: files.name, pool, longest: settings.longest, batch },
});
await session.close();
const { tokens, dimension, digest } = states;
process.stdout.write(
  JSON.stringify({ tokens, dimension, digest, first: [...states.rows(0, tokens).subarray(0, 5000)] }),
);
