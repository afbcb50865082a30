import * as v from "valibot";
import { type Codec, section } from "../storage/index.js";

/**
 * Of a vector alone.
 *
 * @param name its section's
 */
export function vectorCodec(name: string, description: string, length: number): Codec<Float64Array> {
  return {
    header: v.object({}),
    pack: (vector) => ({ header: { description }, sections: { [name]: vector } }),
    unpack: (content) => section(content, name, Float64Array, length),
  };
}
