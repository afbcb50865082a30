import { availableParallelism } from "node:os";
import type { Corpus } from "../corpus/types.js";
import { SeginfError } from "../errors.js";
import type { TokenHead } from "../features/states/head.js";
import type { TokenStates } from "../features/states/table.js";
import { filesDigest } from "./digest.js";
import { type EncoderFiles, findEncoder } from "./directory.js";
import { type EncodeOptions, encodeCorpus } from "./encode.js";
import { headOf, readHead } from "./head.js";
import { type OnnxStates, openOnnx } from "./onnx/session.js";
import { findPeer, type Peer } from "./peers.js";
import { openTokenizer } from "./pieces.js";
import type { Pool } from "./pooling.js";
import { findRuntime, type Session } from "./runtime.js";
import { readSettings } from "./settings.js";
import { openTfjs } from "./tfjs/session.js";

/** How an encoder is used. */
export interface EncoderChoice {
  /** The directory of a model, or a model in it. */
  readonly path: string;
  readonly pool: Pool;
  /** See layerTensor; the last layer where undefined. */
  readonly layer: string | undefined;
  /** The states that feed the last layer of a token classifier, in the place of a layer's. */
  readonly head?: boolean;
}

/** A pretrained encoder that has been found and not loaded. */
export interface Encoder {
  readonly name: string;
  /** All that the states of a text follow from: digests of the files, the choices, and the packages that run it. */
  readonly identity: object;
  /** Names what makes the states, whichever package runs it: a tagger that was trained with them reads no others. */
  readonly model: string;
  /**
   * The last layer of a token classifier, read from its file.
   *
   * @param labels its labels in order; those of config.json where undefined
   * @throws SeginfError where the model ends in something else, or has another number of labels
   */
  head(labels: readonly string[] | undefined): Promise<TokenHead>;
  /**
   * The states of a corpus's tokens. Loads the model, and gives its memory back.
   *
   * @param threads of the runtime, all cores where undefined; states do not depend on it
   * @throws SeginfError for a model that cannot be loaded or run
   */
  encode(corpus: Corpus, options: Running): Promise<TokenStates>;
}

/** How a model is run; results do not depend on it. */
export type Running = Pick<EncodeOptions, "batch" | "onTokens"> & { readonly threads: number | undefined };

/** Hexadecimal digits of the digest that messages name a model by. */
const NAMED = 16;

const TOKENIZERS = "@huggingface/tokenizers";

/**
 * Finds an encoder's files and the packages that it needs.
 *
 * @param directory where the user works
 * @throws SeginfError for a file or a package that is missing
 */
export async function openEncoder(choice: EncoderChoice, directory: string): Promise<Encoder> {
  const files = await findEncoder(choice.path);
  const runtime = findRuntime(files.format, directory);
  const tokenizers = findPeer(TOKENIZERS, directory);
  if (tokenizers === null) {
    throw new SeginfError("--encoder needs a package that is not installed", {}, `run npm i ${TOKENIZERS}`);
  }
  const { pool, head = false } = choice;
  const layer = head ? "head" : choice.layer;
  const digest = await filesDigest(files);
  const model = `${digest.slice(0, NAMED)} (${pool}${layer === undefined ? "" : `, layer ${layer}`})`;
  return {
    name: files.name,
    model,
    identity: {
      ...{ files: digest, pool, layer: layer ?? null },
      packages: [...runtime, tokenizers].map(({ name, version }) => `${name} ${version}`),
    },
    head: async (labels) => readHead(files, (await readSettings(files)).labels, labels),
    encode: (corpus, running) => run(files, { ...choice, model }, { runtime, tokenizers }, corpus, running),
  };
}

async function run(
  files: EncoderFiles,
  { pool, layer, head, model }: EncoderChoice & Pick<Encoder, "model">,
  { runtime, tokenizers }: { readonly runtime: readonly [Peer, ...Peer[]]; readonly tokenizers: Peer },
  corpus: Corpus,
  { threads = availableParallelism(), batch, onTokens }: Running,
): Promise<TokenStates> {
  const settings = await readSettings(files);
  const tokenizer = await openTokenizer(settings, files.tokenizer, tokenizers);
  const session = await openModel(files, head ? { head: await headOf(files) } : { layer }, runtime, threads);
  try {
    return await encodeCorpus(corpus, tokenizer, session, {
      ...{ name: files.name, model, pool, longest: settings.longest },
      ...{ batch, onTokens },
    });
  } finally {
    await session.close();
  }
}

function openModel(
  { format, model }: EncoderFiles,
  states: OnnxStates,
  runtime: readonly [Peer, ...Peer[]],
  threads: number,
): Promise<Session> {
  if (format === "onnx") return openOnnx(model, states, runtime[0], threads);
  return openTfjs(model, "layer" in states ? states.layer : undefined, runtime);
}
