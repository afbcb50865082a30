"""Token states from any layers of a frozen encoder, as files for --states.

    python layers.py MODEL HIDDEN OUT CORPUS… --layers 2,4 [--mean] [--pool mean|first] [--white K] [--around]

MODEL is minilm, or a directory as Hugging Face lays it out. HIDDEN keeps what all layers make of each token (2 bytes a number), so that the
model reads a corpus once. OUT/NAME.safetensors holds the layers of NAME.conll side by side, 0 the embeddings. Several models: MODEL, HIDDEN and
--layers are separated by "+" each (minilm+DIR, --layers 2,4+7).

--mean: the mean of the layers in the place of them all. --white K: K principal components of the first corpus, each divided by its
standard deviation. --around: the states of the tokens before and after as well.
"""

import argparse
import hashlib
import json
import os
import time

import numpy as np
import torch
from safetensors.numpy import save_file
from transformers import AutoModel, AutoTokenizer

from exporting import minilm
from tuning import sentences_of

parser = argparse.ArgumentParser()
parser.add_argument("model")
parser.add_argument("hidden")
parser.add_argument("out")
parser.add_argument("corpora", nargs="+")
parser.add_argument("--layers", required=True)
parser.add_argument("--mean", action="store_true")
parser.add_argument("--pool", choices=["mean", "first"], default="mean")
parser.add_argument("--white", type=int)
parser.add_argument("--around", action="store_true")
parser.add_argument("--threads", type=int, default=1)
options = parser.parse_args()
torch.set_num_threads(options.threads)

BATCH = 32


def read(model, tokenizer, sentences, target):
    """Writes layers × tokens × numbers; zeros where a token has no piece or is beyond the model's length."""
    starts = np.cumsum([0] + [len(sentence) for sentence in sentences])
    order = sorted(range(len(sentences)), key=lambda k: len(sentences[k]))
    shape = (model.config.num_hidden_layers + 1, int(starts[-1]), model.config.hidden_size)
    states = np.lib.format.open_memmap(target + ".part", mode="w+", dtype=np.float16, shape=shape)
    for first in range(0, len(order), BATCH):
        own = order[first : first + BATCH]
        words = [[word for word, _ in sentences[k]] for k in own]
        encoded = tokenizer(words, is_split_into_words=True, truncation=True, padding=True, return_tensors="pt")
        with torch.inference_mode():
            hidden = torch.stack(model(**encoded, output_hidden_states=True).hidden_states).numpy()
        for row, k in enumerate(own):
            of = np.array([-1 if word is None else word for word in encoded.word_ids(row)])
            for w in range(len(words[row])):
                pieces = np.flatnonzero(of == w)
                if len(pieces):
                    pieces = pieces[:1] if options.pool == "first" else pieces
                    states[:, starts[k] + w] = hidden[:, row, pieces].mean(1)
    states.flush()
    os.rename(target + ".part", target)


def hidden_of(source, directory, path):
    """What all layers of a model make of a corpus's tokens, read from its file where that is there."""
    name = os.path.splitext(os.path.basename(path))[0]
    target = os.path.join(directory, f"{name}.{options.pool}.npy")
    if not os.path.exists(target):
        os.makedirs(directory, exist_ok=True)
        own = minilm() if source == "minilm" else source
        started = time.process_time()
        model = AutoModel.from_pretrained(own, add_pooling_layer=False).eval()
        read(model, AutoTokenizer.from_pretrained(own), sentences_of(path), target)
        print(f"{name}: read in {time.process_time() - started:.0f} CPU s", flush=True)
    return np.load(target, mmap_mode="r")


def states_of(path):
    """tokens × numbers, float32."""
    parts = []
    chosen = zip(options.model.split("+"), options.hidden.split("+"), options.layers.split("+"), strict=True)
    for source, directory, layers in chosen:
        hidden = hidden_of(source, directory, path)
        own = [hidden[int(layer)].astype(np.float32) for layer in layers.split(",")]
        parts += [sum(own) / len(own)] if options.mean else own
    states = np.concatenate(parts, axis=1)
    if not options.around:
        return states
    # The tokens before and after, in the same sentence.
    before, after = np.zeros_like(states), np.zeros_like(states)
    start = 0
    for sentence in sentences_of(path):
        end = start + len(sentence)
        before[start + 1 : end] = states[start : end - 1]
        after[start : end - 1] = states[start + 1 : end]
        start = end
    return np.concatenate([states, before, after], axis=1)


def axes_of(states):
    """(mean, components divided by their standard deviations)."""
    mean = states.mean(0)
    values, vectors = np.linalg.eigh(np.cov(states - mean, rowvar=False))
    kept = slice(None, -options.white - 1, -1)
    return mean, (vectors[:, kept] / np.sqrt(values[kept])).astype(np.float32)


os.makedirs(options.out, exist_ok=True)
fitted = None
for path in options.corpora:
    states = states_of(path)
    if options.white:
        fitted = fitted or axes_of(states)
        states = (states - fitted[0]) @ fitted[1]
    text = "".join("".join(word + "\n" for word, _ in sentence) + "\n" for sentence in sentences_of(path))
    metadata = {"corpus": hashlib.sha256(text.encode("utf-8")).hexdigest()}
    name = os.path.splitext(os.path.basename(path))[0]
    save_file({"states": np.ascontiguousarray(states, dtype=np.float32)}, os.path.join(options.out, f"{name}.safetensors"), metadata=metadata)
    print(json.dumps({"corpus": path, "tokens": len(states), "dimension": states.shape[1]}), flush=True)
