"""Fine-tuning of the MiniLM weights into a token classifier, labels on the first piece of each token."""

import random
import time

import torch
from transformers import AutoModelForTokenClassification, AutoTokenizer

from exporting import minilm

IGNORED = -100
WARM_UP = 0.1


def add_options(parser):
    """What a fine-tuning is run with."""
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rate", type=float, default=2e-4)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--most", type=int, default=96, help="pieces of a sentence; what is beyond is not trained on")
    parser.add_argument("--fast", action="store_true", help="embeddings of pieces as they are, and products in bfloat16 where the processor has them")


def sentences_of(path):
    """[[(token, tag)]]; comment lines before sentences are left out."""
    sentences, current = [], []
    for line in open(path, encoding="utf-8"):
        fields = line.rstrip("\n").split("\t")
        if fields[0] == "" or (not current and fields[0].startswith("# ")):
            if current:
                sentences.append(current)
            current = []
        else:
            current.append((fields[0], fields[-1]))
    return sentences + ([current] if current else [])


def labels_of(sentences):
    return sorted({tag for sentence in sentences for _, tag in sentence})


def examples_of(sentences, tokenizer, labels, most):
    """[(pieces, labels)], the label of each token on its first piece."""
    number = {label: i for i, label in enumerate(labels)}
    for sentence in sentences:
        encoded = tokenizer([word for word, _ in sentence], is_split_into_words=True, truncation=True, max_length=most)
        words = encoded.word_ids()
        targets = [
            IGNORED if word is None or word == before else number[sentence[word][1]]
            for before, word in zip([None, *words], words)
        ]
        yield encoded["input_ids"], targets


def batches_of(examples, size):
    """Batches of sentences of about one length, in random order."""
    keyed = sorted(examples, key=lambda example: (len(example[0]) + random.random() * 8))
    batches = [keyed[i : i + size] for i in range(0, len(keyed), size)]
    random.shuffle(batches)
    return batches


def padded(batch, padding):
    """Pieces and labels of a batch as tensors."""
    length = max(len(pieces) for pieces, _ in batch)
    pieces = torch.full((len(batch), length), padding)
    targets = torch.full((len(batch), length), IGNORED)
    for row, (ids, own) in enumerate(batch):
        pieces[row, : len(ids)] = torch.tensor(ids)
        targets[row, : len(own)] = torch.tensor(own)
    return pieces, targets


def fine_tuned(sentences, labels, options, after_epoch=lambda model, tokenizer: None):
    """A model and its tokenizer. The seed is set here, so that each model is the same whatever was trained before."""
    torch.manual_seed(options.seed)
    random.seed(options.seed)
    torch.set_num_threads(options.threads)
    source = minilm()
    tokenizer = AutoTokenizer.from_pretrained(source)
    model = AutoModelForTokenClassification.from_pretrained(
        source,
        attn_implementation="eager",
        num_labels=len(labels),
        id2label=dict(enumerate(labels)),
        label2id={label: i for i, label in enumerate(labels)},
    )
    if options.fast:
        model.bert.embeddings.requires_grad_(False)
    trained = [weights for weights in model.parameters() if weights.requires_grad]
    examples = list(examples_of(sentences, tokenizer, labels, options.most))
    optimiser = torch.optim.AdamW(trained, lr=options.rate, weight_decay=0.01, fused=True)
    steps = options.epochs * -(-len(examples) // options.batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / (WARM_UP * steps), (steps - step) / ((1 - WARM_UP) * steps))
    )
    # Without instructions for it, bfloat16 is ten times slower than 32 bits.
    halved = options.fast and torch.ops.mkldnn._is_mkldnn_bf16_supported()
    started = time.process_time()
    for epoch in range(options.epochs):
        model.train()
        total = count = 0
        for batch in batches_of(examples, options.batch):
            pieces, targets = padded(batch, tokenizer.pad_token_id)
            mask = (pieces != tokenizer.pad_token_id).long()
            with torch.autocast("cpu", dtype=torch.bfloat16, enabled=halved):
                loss = model(input_ids=pieces, attention_mask=mask, labels=targets).loss
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(trained, 1.0)
            optimiser.step()
            schedule.step()
            total, count = total + loss.item(), count + 1
        print(f"epoch {epoch + 1}: loss {total / count:.4f}, {time.process_time() - started:.0f} CPU s", flush=True)
        after_epoch(model, tokenizer)
    return model.eval(), tokenizer
