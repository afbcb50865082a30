"""Influence of training sentences on reference sentences by pyDVL: python influence.py PROBLEM OUT

PROBLEM is a JSON file that bench/peers/influence.mjs writes: a CRF at its optimum, and the sentences. pyDVL's CgInfluence solves
(H + reg) u = grad by conjugate gradients with products from automatic differentiation (PyTorch, float64, one thread), one solve
for each reference sentence. Writes JSON: the influence of each training sentence, CPU seconds and peak memory.
"""

import json
import os
import resource
import sys

import torch
from pydvl.influence.torch import CgInfluence
from torch.utils.data import DataLoader, TensorDataset


def cpu_seconds():
    times = os.times()
    return times.user + times.system


class Crf(torch.nn.Module):
    """Logits of each token, T x C, and below them the transitions, C x C: all that the loss takes."""

    def __init__(self, problem):
        super().__init__()
        padding = [[0.0] * len(problem["transitions"])]
        self.weights = torch.nn.Parameter(torch.tensor(problem["weights"] + padding))
        self.transitions = torch.nn.Parameter(torch.tensor(problem["transitions"]))

    def forward(self, features):
        rows = self.weights[features[..., 0].long()]
        logits = (rows * features[..., 1:]).sum(dim=2)
        transitions = self.transitions.expand(len(features), -1, -1)
        return torch.cat([logits, transitions], dim=1)


def loss(output, gold):
    """Mean of -log p(gold | sentence); gold is B x T x C, one-hot, 0 beyond a sentence's end."""
    labels = gold.shape[2]
    logits, transitions = output[:, :-labels], output[:, -labels:]
    present = gold.sum(dim=2)
    score = (logits * gold).sum(dim=(1, 2))
    score = score + torch.einsum("btc,bcd,btd->b", gold[:, :-1], transitions, gold[:, 1:])
    alpha = logits[:, 0]
    for t in range(1, gold.shape[1]):
        ahead = torch.logsumexp(alpha[:, :, None] + transitions, dim=1) + logits[:, t]
        alpha = torch.where(present[:, t, None] > 0, ahead, alpha)
    return (torch.logsumexp(alpha, dim=1) - score).mean()


def tensors(sentences, scale, labels):
    """Feature numbers with what each counts for, B x T x G x 2, padded with a feature that counts for nothing; one-hot labels."""
    T = max(len(one["gold"]) for one in sentences)
    G = max(len(token) for one in sentences for token in one["features"])
    x = torch.zeros(len(sentences), T, G, 2)
    x[..., 0] = len(scale)
    y = torch.zeros(len(sentences), T, labels)
    for k, one in enumerate(sentences):
        for t, (token, label) in enumerate(zip(one["features"], one["gold"])):
            x[k, t, : len(token)] = torch.tensor([[float(f), scale[f]] for f in token])
            y[k, t, label] = 1
    return x, y


def main(path, out):
    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    with open(path, encoding="utf8") as file:
        problem = json.load(file)
    model = Crf(problem)
    labels = len(problem["transitions"])
    train, reference = [
        tensors(problem[name]["sentences"], problem[name]["scale"], labels) for name in ("train", "reference")
    ]
    loader = DataLoader(TensorDataset(*train), batch_size=problem["batch"])
    start = cpu_seconds()
    # The loss is a mean over sentences, so its regulariser is lambda / K.
    influence = CgInfluence(
        model,
        loss,
        regularization=problem["lambda"] / len(train[0]),
        rtol=problem["tolerance"],
        maxiter=problem["maxIterations"],
    )
    influence = influence.fit(loader)
    factors = influence.influence_factors(*reference)
    solved = cpu_seconds()
    total = torch.zeros(len(train[0]))
    size = problem["batch"]
    for at in range(0, len(total), size):
        batch = (train[0][at : at + size], train[1][at : at + size])
        total[at : at + size] = influence.influences_from_factors(factors, *batch).sum(dim=0)
    result = {
        "influence": total.tolist(),
        "solveCpu": solved - start,
        "scoringCpu": cpu_seconds() - solved,
        "peakMB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    with open(out, "w", encoding="utf8") as file:
        json.dump(result, file)


main(sys.argv[1], sys.argv[2])
