"""Label errors of tokens as cleanlab finds them: python token_labels.py FEATURES OUT [FOLDS]

FEATURES holds a JSON object a line for each sentence, {"tags": [...], "items": [[feature, ...], ...]}. A CRF (python-crfsuite, L2, c2 = 0.5,
its defaults otherwise) is trained without each fold and gives the fold's marginal probabilities, from which cleanlab computes a
quality of each label. Writes JSON: the quality of each token, in order, and CPU seconds.
"""

import json
import os
import random
import resource
import sys

import numpy as np
import pycrfsuite
from cleanlab.token_classification.filter import find_label_issues
from cleanlab.token_classification.rank import get_label_quality_scores


def cpu_seconds():
    times = os.times()
    return times.user + times.system


def train(sentences, model):
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({"c1": 0, "c2": 0.5, "feature.possible_transitions": True})
    for sentence in sentences:
        trainer.append(sentence["items"], sentence["tags"])
    trainer.train(model)
    tagger = pycrfsuite.Tagger()
    tagger.open(model)
    return tagger


def marginals(tagger, sentence, tags):
    """T x C: p(tag | sentence) of each token; 0 for a tag that the fold's tagger has never seen."""
    known = set(tagger.labels())
    tagger.set(sentence["items"])
    rows = [
        [tagger.marginal(tag, t) if tag in known else 0.0 for tag in tags]
        for t in range(len(sentence["items"]))
    ]
    return np.array(rows)


def main(features, out, folds):
    with open(features, encoding="utf8") as lines:
        sentences = [json.loads(line) for line in lines]
    start = cpu_seconds()
    tags = sorted({tag for sentence in sentences for tag in sentence["tags"]})
    number = {tag: i for i, tag in enumerate(tags)}
    order = list(range(len(sentences)))
    random.Random(1).shuffle(order)
    probabilities = [None] * len(sentences)
    for fold in range(folds):
        held = set(order[fold::folds])
        tagger = train((s for k, s in enumerate(sentences) if k not in held), out + ".model")
        for k in held:
            probabilities[k] = marginals(tagger, sentences[k], tags)
    trained = cpu_seconds()
    labels = [[number[tag] for tag in sentence["tags"]] for sentence in sentences]
    _, quality = get_label_quality_scores(labels, probabilities)
    issues = find_label_issues(labels, probabilities)
    result = {
        "quality": [float(q) for one in quality for q in one],
        "issues": [[int(k), int(t)] for k, t in issues],
        "trainingCpu": trained - start,
        "cleanlabCpu": cpu_seconds() - trained,
        "peakMB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    with open(out, "w", encoding="utf8") as file:
        json.dump(result, file)


main(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 5)
