import { SeginfError } from "../errors.js";
import { loadPeer, type Peer } from "./peers.js";
import type { EncoderSettings } from "./settings.js";

/** Words as the numbers of pieces that a model reads. */
export interface WordTokenizer {
  /** The pieces of a word as it is within a sentence; the unknown piece for one that has none, nothing without such. */
  pieces(word: string): readonly number[];
  /** Special pieces around a sentence. */
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** The part of @huggingface/tokenizers that is used. */
interface Tokenizers {
  readonly Tokenizer: new (
    tokenizer: object,
    config: object,
  ) => {
    encode(text: string, options: { readonly add_special_tokens: boolean }): { readonly ids: readonly number[] };
    token_to_id(token: string): number | undefined;
  };
}

/** A word that every tokenizer knows, to see what is put around it. */
const SAMPLE = "a";

/**
 * A tokenizer for single words, so that every piece belongs to one token of the corpus: sentences are never joined to a
 * text and split again, which would leave pieces across tokens.
 *
 * @param file what messages call tokenizer.json
 * @throws SeginfError for a tokenizer that cannot be read
 */
export async function openTokenizer(
  { tokenizer: json, tokenizerConfig }: Pick<EncoderSettings, "tokenizer" | "tokenizerConfig">,
  file: string,
  peer: Peer,
): Promise<WordTokenizer> {
  const { Tokenizer } = await loadPeer<Tokenizers>(peer);
  try {
    const tokenizer = new Tokenizer(json, tokenizerConfig);
    const blank = needsBlank(json) ? " " : "";
    const idsOf = (word: string, special: boolean) =>
      tokenizer.encode(`${blank}${word}`, { add_special_tokens: special }).ids;
    const unknown = unknownPiece(json, tokenizerConfig, (token) => tokenizer.token_to_id(token));
    const known = new Map<string, readonly number[]>();
    return {
      ...around(idsOf(SAMPLE, true), idsOf(SAMPLE, false)),
      pieces(word) {
        let pieces = known.get(word);
        if (pieces === undefined) {
          pieces = idsOf(word, false);
          if (pieces.length === 0 && unknown !== undefined) pieces = [unknown];
          known.set(word, pieces);
        }
        return pieces;
      },
    };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const hint = "save it again with a fast tokenizer, or update @huggingface/tokenizers";
    throw new SeginfError(`the tokenizer cannot be read: ${reason}`, { file }, hint, { cause });
  }
}

/** What stands before and after the pieces of a text. */
function around(whole: readonly number[], inner: readonly number[]): Pick<WordTokenizer, "before" | "after"> {
  const starts = [...whole.keys()].filter((at) => inner.every((id, i) => whole[at + i] === id));
  const [start] = starts;
  if (inner.length === 0 || start === undefined) throw new Error(`it has no pieces for "${SAMPLE}"`);
  return { before: whole.slice(0, start), after: whole.slice(start + inner.length) };
}

interface Part {
  readonly type?: unknown;
  readonly add_prefix_space?: unknown;
  readonly prepend_scheme?: unknown;
  readonly pretokenizers?: unknown;
}

/** Whether the blank before a word belongs to its first piece and is not put there by the tokenizer itself. */
function needsBlank(json: object): boolean {
  const { pre_tokenizer: outer } = json as { readonly pre_tokenizer?: Part | null };
  const parts = Array.isArray(outer?.pretokenizers) ? (outer.pretokenizers as readonly Part[]) : [outer];
  return parts.some((part) => {
    if (part?.type === "ByteLevel") return part.add_prefix_space === false;
    if (part?.type === "Metaspace") return part.prepend_scheme === "never" || part.add_prefix_space === false;
    return false;
  });
}

function unknownPiece(json: object, config: object, idOf: (token: string) => number | undefined): number | undefined {
  const { model } = json as { readonly model?: { readonly unk_id?: unknown; readonly unk_token?: unknown } };
  if (typeof model?.unk_id === "number") return model.unk_id;
  const { unk_token: other } = config as { readonly unk_token?: string | { readonly content: string } | null };
  const token = model?.unk_token ?? (typeof other === "object" ? other?.content : other);
  return typeof token === "string" ? idOf(token) : undefined;
}
