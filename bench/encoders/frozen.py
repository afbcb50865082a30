"""python frozen.py DIRECTORY: the pretrained MiniLM as it is, exported to ONNX."""

import sys

from transformers import AutoModel, AutoTokenizer

from exporting import export, minilm

directory = sys.argv[1]
source = minilm()
model = AutoModel.from_pretrained(source, attn_implementation="eager", add_pooling_layer=False)
export(model, AutoTokenizer.from_pretrained(source), "last_hidden_state", directory)
