"""Fine-tunes a token classifier on a corpus, and exports it to ONNX with its labels.

    python finetune.py train.conll DIRECTORY [--epochs 3] [--seed 1] [--threads 2] [--most 96] [--fast]

A corpus has a token and a tag a line, tab in between, and a blank line after each sentence. The model is exported after each
epoch, so that a run that is cut leaves one.
"""

import argparse

from exporting import export
from tuning import add_options, fine_tuned, labels_of, sentences_of

parser = argparse.ArgumentParser()
parser.add_argument("train")
parser.add_argument("directory")
add_options(parser)
options = parser.parse_args()

sentences = sentences_of(options.train)
fine_tuned(
    sentences,
    labels_of(sentences),
    options,
    lambda model, tokenizer: export(model, tokenizer, "logits", options.directory),
)
