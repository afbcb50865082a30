"""What scripts that write states of tokens have in common: sentences in batches, and the digest that names a corpus."""

import hashlib

BATCH = 32


def encoded_batches(tokenizer, sentences):
    """(numbers of the sentences, their pieces as tensors), sentences of about one length together."""
    order = sorted(range(len(sentences)), key=lambda k: len(sentences[k]))
    for first in range(0, len(order), BATCH):
        own = order[first : first + BATCH]
        words = [[word for word, _ in sentences[k]] for k in own]
        yield own, tokenizer(words, is_split_into_words=True, truncation=True, padding=True, return_tensors="pt")


def words_digest(sentences):
    """Of a corpus's words, as docs/token-states.md has it."""
    text = "".join("".join(word + "\n" for word, _ in sentence) + "\n" for sentence in sentences)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
