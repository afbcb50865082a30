import * as v from "valibot";
import type { Corpus } from "../corpus/types.js";
import type { Encoder, Running } from "../encoder/encoder.js";
import { isLittleEndian } from "../features/embeddings/table.js";
import { type TokenStates, wordsDigest } from "../features/states/table.js";
import { count, digest } from "../findings/parts.js";
import { type Cache, type Codec, cachedStep, section } from "../storage/index.js";
import { statesKey } from "./keys.js";

/**
 * What an encoder makes of a corpus's tokens, computed once and from then on taken from the cache without loading what runs
 * the encoder.
 *
 * @throws SeginfError for an encoder that cannot be loaded or run
 */
export async function obtainStates(
  encoder: Encoder,
  corpus: Corpus,
  running: Running,
  cache: Cache | null,
): Promise<TokenStates> {
  const made = () => encoder.encode(corpus, running);
  if (!isLittleEndian) return made();
  return cachedStep(cache, "states", statesKey(encoder.identity, corpus), codecFor(encoder, corpus), made);
}

const headerSchema = v.object({ tokens: count, dimension: count, digest });

function codecFor({ name, model }: Encoder, corpus: Corpus): Codec<TokenStates, typeof headerSchema> {
  return {
    header: headerSchema,
    pack({ tokens, dimension, digest, rows }) {
      const { buffer, byteOffset, byteLength } = rows(0, tokens);
      const description = `${corpus.name}: states of ${name}, ${dimension} numbers for each of ${tokens} tokens`;
      return {
        header: { description, tokens, dimension, digest },
        sections: { values: new Uint8Array(buffer, byteOffset, byteLength) },
      };
    },
    unpack(content) {
      const { tokens, dimension, digest } = content.header;
      const bytes = section(content, "values", Uint8Array, 4 * tokens * dimension);
      const values = new Float32Array(bytes.buffer, bytes.byteOffset, tokens * dimension);
      return {
        ...{ name, tokens, dimension, labels: [], corpus: wordsDigest(corpus), model, digest },
        rows: (first, count) => values.subarray(first * dimension, (first + count) * dimension),
      };
    },
  };
}
