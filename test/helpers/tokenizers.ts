/** Small tokenizers of each kind, as tokenizer.json holds them. */

const added = (id: number, content: string) => ({
  ...{ id, content, special: true, single_word: false, lstrip: false, rstrip: false, normalized: false },
});

const numbered = (tokens: readonly string[]) => Object.fromEntries(tokens.map((token, id) => [token, id]));

const SURROUNDED = (first: string, last: string) => ({
  type: "TemplateProcessing",
  single: [
    { SpecialToken: { id: first, type_id: 0 } },
    { Sequence: { id: "A", type_id: 0 } },
    { SpecialToken: { id: last, type_id: 0 } },
  ],
  pair: [],
  special_tokens: {
    [first]: { id: first, ids: [1], tokens: [first] },
    [last]: { id: last, ids: [2], tokens: [last] },
  },
});

/** BERT's: [UNK] 0, [CLS] 1, [SEP] 2, then words and their continuations; lower-cased. */
export function wordPiece(tokens: readonly string[]): object {
  const vocabulary = ["[UNK]", "[CLS]", "[SEP]", ...tokens];
  return {
    version: "1.0",
    added_tokens: [added(0, "[UNK]"), added(1, "[CLS]"), added(2, "[SEP]")],
    normalizer: {
      ...{ type: "BertNormalizer", clean_text: true, handle_chinese_chars: true },
      ...{ strip_accents: null, lowercase: true },
    },
    pre_tokenizer: { type: "BertPreTokenizer" },
    post_processor: SURROUNDED("[CLS]", "[SEP]"),
    decoder: { type: "WordPiece", prefix: "##", cleanup: true },
    model: {
      ...{ type: "WordPiece", unk_token: "[UNK]", continuing_subword_prefix: "##" },
      ...{ max_input_chars_per_word: 100, vocab: numbered(vocabulary) },
    },
  };
}

/** GPT-2's and RoBERTa's: <s> 1 and </s> 2; the blank before a word is a part of it, as Ġ. */
export function byteLevel(tokens: readonly string[], merges: readonly (readonly [string, string])[]): object {
  return {
    version: "1.0",
    added_tokens: [added(0, "<unk>"), added(1, "<s>"), added(2, "</s>")],
    normalizer: null,
    pre_tokenizer: { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: true },
    post_processor: SURROUNDED("<s>", "</s>"),
    decoder: { type: "ByteLevel" },
    model: { type: "BPE", unk_token: null, vocab: numbered(["<unk>", "<s>", "</s>", ...tokens]), merges },
  };
}

/** SentencePiece's, without special pieces: the blank before a word is ▁. */
export function unigram(pieces: readonly (readonly [string, number])[], prepend: "always" | "never"): object {
  return {
    version: "1.0",
    added_tokens: [],
    normalizer: null,
    pre_tokenizer: { type: "Metaspace", replacement: "▁", prepend_scheme: prepend, split: true },
    post_processor: null,
    decoder: null,
    model: { type: "Unigram", unk_id: 0, vocab: [["<unk>", 0], ...pieces], byte_fallback: false },
  };
}
