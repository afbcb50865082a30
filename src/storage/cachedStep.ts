import type { Cache, ShapedContent } from "./cache.js";
import type { HeaderSchema } from "./headerSchema.js";
import { type SealedContent, ShapeError } from "./sealed.js";

/** How a result is kept: figures in a header of JSON (with a `description` for listings), arrays as sections. */
export interface Codec<T, S extends HeaderSchema = HeaderSchema> {
  /** The header's shape: an entry with another one counts as absent. */
  readonly header: S;
  pack(value: T): SealedContent;
  unpack(content: ShapedContent<S>): T;
}

/**
 * A result from the cache, or computed and stored there. The one place where cached results are loaded and stored.
 *
 * @param key everything that the result follows from, as JSON (src/cached/keys.ts)
 * @param work computes it; called only where the cache does not have it
 */
export async function cachedStep<T, S extends HeaderSchema>(
  cache: Cache | null,
  kind: string,
  key: object,
  codec: Codec<T, S>,
  work: () => T | Promise<T>,
): Promise<T> {
  const entry = await cache?.load(kind, key, codec.header);
  if (cache && entry) {
    try {
      return codec.unpack(entry);
    } catch (error) {
      if (!(error instanceof ShapeError)) throw error;
      await cache.reject(kind, key, error.message);
    }
  }
  const value = await work();
  if (cache) {
    const { header, sections } = codec.pack(value);
    await cache.store(kind, key, header, sections);
  }
  return value;
}
