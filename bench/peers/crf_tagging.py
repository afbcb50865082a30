"""A CRF by python-crfsuite: python crf_tagging.py TRAIN TEST OUT LAMBDA

TRAIN and TEST hold a JSON object a line for each sentence, {"tags": [...], "items": [[feature, ...], ...]}. L-BFGS with c2 = LAMBDA / 2 and
the package's defaults otherwise: weights for features and labels that occur together. Writes JSON: the tags of TEST, CPU seconds, peak memory.
"""

import json
import os
import resource
import sys

import pycrfsuite


def cpu_seconds():
    times = os.times()
    return times.user + times.system


def read(path):
    with open(path, encoding="utf8") as lines:
        return [json.loads(line) for line in lines]


def main(train, test, out, penalty):
    sentences = read(train)
    start = cpu_seconds()
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({"c1": 0, "c2": penalty / 2})
    for sentence in sentences:
        trainer.append(sentence["items"], sentence["tags"])
    trainer.train(out + ".model")
    cpu = cpu_seconds() - start
    tagger = pycrfsuite.Tagger()
    tagger.open(out + ".model")
    tags = [tag for sentence in read(test) for tag in tagger.tag(sentence["items"])]
    last = trainer.logparser.last_iteration
    result = {
        "tags": tags,
        "cpu": cpu,
        "iterations": last["num"],
        "peakMB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    with open(out, "w", encoding="utf8") as file:
        json.dump(result, file)


main(sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4]))
