"""What models that have not seen a sentence make of it, as files for --states.

    python folds.py train.conll OUT [--folds 3] [--block 1] [--others reference.conll …] [--logits] [--epochs 3] …

Fine-tunes one model for each fold of train.conll, on the sentences of all other folds. Blocks of sentences go to the folds in turn:
sentence k is of fold ⌊k / block⌋ mod folds. A block should be as long as documents are: a model that has read half of a document
knows the names of the other. OUT/fold<f>.safetensors hold the folds. Of every other corpus, OUT/NAME.safetensors holds the mean of the
models' logits. Without --logits, the files hold states as well, of other corpora the mean of the models', which start from the same weights.
With --folds 1 the one model is trained on all sentences and reads the other corpora alone.
"""

import argparse
import json
import os

import torch
from safetensors.torch import save_file

from reading import encoded_batches, words_digest
from tuning import add_options, fine_tuned, labels_of, sentences_of

parser = argparse.ArgumentParser()
parser.add_argument("train")
parser.add_argument("out")
parser.add_argument("--folds", type=int, default=3)
parser.add_argument("--block", type=int, default=1, help="sentences that follow one another and stay together")
parser.add_argument("--others", nargs="*", default=[])
parser.add_argument("--logits", action="store_true", help="leave the states out")
add_options(parser)
options = parser.parse_args()


def read(model, tokenizer, sentences):
    """(states, logits) of the first piece of each token, tokens × numbers; zeros where a token is beyond the model's length."""
    states = [None] * len(sentences)
    for own, encoded in encoded_batches(tokenizer, sentences):
        with torch.inference_mode():
            hidden = model.bert(**encoded).last_hidden_state
        for row, k in enumerate(own):
            of = encoded.word_ids(row)
            rows = [hidden[row, of.index(w)] if w in of else torch.zeros(hidden.shape[2]) for w in range(len(sentences[k]))]
            states[k] = torch.stack(rows)
    together = torch.cat(states)
    with torch.inference_mode():
        return together, model.classifier(together)


def fold_of(k):
    return k // options.block % options.folds


def save(name, sentences, labels, tensors, held=None):
    """A file as docs/token-states.md has it."""
    metadata = {"corpus": words_digest(sentences), "labels": json.dumps(labels)}
    if held is not None:
        metadata["sentences"] = json.dumps(held)
    kept = {key: value.float().contiguous() for key, value in tensors.items() if key == "logits" or not options.logits}
    save_file(kept, os.path.join(options.out, f"{name}.safetensors"), metadata=metadata)


os.makedirs(options.out, exist_ok=True)
sentences = sentences_of(options.train)
labels = labels_of(sentences)
others = [(os.path.splitext(os.path.basename(path))[0], sentences_of(path)) for path in options.others]
sums = {}
for fold in range(options.folds):
    held = [k for k in range(len(sentences)) if options.folds > 1 and fold_of(k) == fold]
    seen = [sentence for k, sentence in enumerate(sentences) if options.folds == 1 or fold_of(k) != fold]
    model, tokenizer = fine_tuned(seen, labels, options)
    if held:
        own = [sentences[k] for k in held]
        states, logits = read(model, tokenizer, own)
        save(f"fold{fold}", own, labels, {"states": states, "logits": logits}, held)
    for name, corpus in others:
        states, logits = read(model, tokenizer, corpus)
        before, total = sums.get(name, (0, 0))
        sums[name] = (before + states, total + logits)
for name, corpus in others:
    states, total = sums[name]
    save(name, corpus, labels, {"states": states / options.folds, "logits": total / options.folds})
