import { basename } from "node:path";
import { obtainVectors } from "../../features/embeddings/obtain.js";
import { VECTOR_OFFSETS, type VectorFeatures } from "../../features/vectors.js";
import type { Cache } from "../../storage/index.js";
import type { Context } from "../context.js";

/** The word vectors that --vectors names; null without it. */
export async function vectorsOf(
  context: Context,
  choice: string | undefined,
  cache: Cache | null,
): Promise<VectorFeatures | null> {
  if (choice === undefined) return null;
  const stage = await context.progress().stage("word vectors", null);
  const table = await obtainVectors(choice, context.host.cwd(), cache);
  stage.done();
  return { table, name: choice === "glove" ? choice : basename(choice), offsets: VECTOR_OFFSETS };
}
