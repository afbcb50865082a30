"""Token states from any layers of MiniLM frozen, as files for --states.

    python layers.py HIDDEN OUT CORPUS… --layers 4,5,6 [--mean]

HIDDEN keeps what all layers make of each token (2 bytes a number), the mean over its pieces, so that the model reads a corpus once. OUT/NAME.safetensors
holds the layers of NAME.conll side by side, 0 the embeddings; with --mean their mean.
"""

import argparse
import json
import os

import numpy as np
import torch
from safetensors.numpy import save_file
from transformers import AutoModel, AutoTokenizer

from exporting import minilm
from reading import encoded_batches, words_digest
from tuning import sentences_of

parser = argparse.ArgumentParser()
parser.add_argument("hidden")
parser.add_argument("out")
parser.add_argument("corpora", nargs="+")
parser.add_argument("--layers", required=True)
parser.add_argument("--mean", action="store_true")
parser.add_argument("--threads", type=int, default=1)
options = parser.parse_args()
torch.set_num_threads(options.threads)


def read(model, tokenizer, sentences, target):
    """Writes layers × tokens × numbers; zeros where a token has no piece or is beyond the model's length."""
    starts = np.cumsum([0] + [len(sentence) for sentence in sentences])
    shape = (model.config.num_hidden_layers + 1, int(starts[-1]), model.config.hidden_size)
    states = np.lib.format.open_memmap(target + ".part", mode="w+", dtype=np.float16, shape=shape)
    for own, encoded in encoded_batches(tokenizer, sentences):
        with torch.inference_mode():
            hidden = torch.stack(model(**encoded, output_hidden_states=True).hidden_states).numpy()
        for row, k in enumerate(own):
            of = np.array([-1 if word is None else word for word in encoded.word_ids(row)])
            for w in range(len(sentences[k])):
                pieces = np.flatnonzero(of == w)
                if len(pieces):
                    states[:, starts[k] + w] = hidden[:, row, pieces].mean(1)
    states.flush()
    os.rename(target + ".part", target)


def hidden_of(sentences, name):
    """What all layers make of a corpus's tokens, read from its file where that is there."""
    target = os.path.join(options.hidden, f"{name}.mean.npy")
    if not os.path.exists(target):
        source = minilm()
        model = AutoModel.from_pretrained(source, add_pooling_layer=False).eval()
        read(model, AutoTokenizer.from_pretrained(source), sentences, target)
    return np.load(target, mmap_mode="r")


os.makedirs(options.hidden, exist_ok=True)
os.makedirs(options.out, exist_ok=True)
for path in options.corpora:
    name = os.path.splitext(os.path.basename(path))[0]
    sentences = sentences_of(path)
    hidden = hidden_of(sentences, name)
    layers = [hidden[int(layer)].astype(np.float32) for layer in options.layers.split(",")]
    states = sum(layers) / len(layers) if options.mean else np.concatenate(layers, axis=1)
    target = os.path.join(options.out, f"{name}.safetensors")
    save_file({"states": np.ascontiguousarray(states)}, target, metadata={"corpus": words_digest(sentences)})
    print(json.dumps({"corpus": path, "tokens": len(states), "dimension": states.shape[1]}), flush=True)
