import { createHash } from "node:crypto";

/** A safetensors file of tensors of 32-bit numbers, one row a token. */
export function safetensorsOf(
  metadata: Readonly<Record<string, string>>,
  tensors: Readonly<Record<string, readonly (readonly number[])[]>>,
): Buffer {
  const header: Record<string, unknown> = { __metadata__: metadata };
  const parts: Buffer[] = [];
  let end = 0;
  for (const [name, rows] of Object.entries(tensors)) {
    const bytes = Buffer.from(Float32Array.from(rows.flat()).buffer);
    header[name] = {
      dtype: "F32",
      shape: [rows.length, rows[0]?.length ?? 0],
      data_offsets: [end, end + bytes.length],
    };
    parts.push(bytes);
    end += bytes.length;
  }
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, ...parts]);
}

/** States, or where each has no number logits alone, by the recipe of docs/token-states.md: from what `seginf inspect --tokens` printed. */
export function statesFrom(
  tokens: string,
  stateOf: (token: string) => readonly number[],
  more: {
    readonly model?: string;
    readonly logitsOf?: (token: string) => readonly number[];
    readonly labels?: string;
    readonly sentences?: readonly number[];
  } = {},
): Buffer {
  const { model, logitsOf, labels, sentences } = more;
  const words = tokens.split("\n").filter((token) => token !== "");
  const corpus = createHash("sha256").update(tokens).digest("hex");
  return safetensorsOf(
    {
      corpus,
      ...(model && { model }),
      ...(labels && { labels }),
      ...(sentences && { sentences: JSON.stringify(sentences) }),
    },
    {
      ...(stateOf(words[0] ?? "").length > 0 && { states: words.map(stateOf) }),
      ...(logitsOf && { logits: words.map(logitsOf) }),
    },
  );
}
