"""Tunes the published sentence model on questions that ask the same; run by hand, never by the site.

    python tune.py WEIGHTS_FOLDER CLINC_FILE OUT_FOLDER

README.md says where both come from, which packages this needs, and what it was worth. With a graphics card it takes
half a minute, on two cores an hour or two.
"""

import json
import random
import shutil
import sys
from collections import defaultdict
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch.nn.functional import cross_entropy, normalize
from transformers import BertConfig, BertModel

SEED, STEPS, PAIRS, RATE = 3, 300, 256, 3e-5
# Of a batch, from the messages of CLINC_FILE; the rest are the pairs of this folder
FROM_CLINC = 0.2
# Of those: how often a question stands beside its answer, and beside another question
WITH_ANSWER, WITH_EACH_OTHER = 0.1, 0.35
# How often one word gets a slip of the keyboard
SLIPS = 0.15
# Similarities are multiplied by it before they are compared
SHARPNESS = 20.0
# Weight of staying near the vectors that the published model gives
STAYING = 2.0
# Of the tuned weights in the mean with the published ones: alone they forget what is in none of the pairs
SHARE = 0.65
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"
KEYS = "sq vn xv sf wr dg fh gj uo hk jl k n bm ip o wa et ad ry yi cb qe zc tu x"
# Letter -> those beside it on the keyboard
NEIGHBOURS = dict(zip("abcdefghijklmnopqrstuvwxyz", KEYS.split(), strict=True))


class Encoder:
    """The model with averaging and scaling, as `make_model.py` writes it."""

    def __init__(self, folder: Path, weights: dict[str, torch.Tensor]) -> None:
        self.model = BertModel(BertConfig.from_json_file(folder / "config.json"), add_pooling_layer=False).to(DEVICE)
        self.model.load_state_dict(weights, strict=False)
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.enable_truncation(128)
        self.tokenizer.enable_padding(pad_id=0)

    def embed(self, texts: list[str]) -> torch.Tensor:
        pieces = self.tokenizer.encode_batch(texts)
        ids = torch.tensor([each.ids for each in pieces], device=DEVICE)
        mask = torch.tensor([each.attention_mask for each in pieces], device=DEVICE)
        with torch.autocast(DEVICE, torch.bfloat16):
            states = self.model(input_ids=ids, attention_mask=mask).last_hidden_state
        kept = mask.unsqueeze(-1).float()
        return normalize((states.float() * kept).sum(1) / kept.sum(1), dim=-1)


class Pairs:
    """Draws batches. Questions about one subject stand together: what is asked decides, not what it is about."""

    def __init__(self, clinc: Path) -> None:
        self.random = random.Random(SEED)
        self.by_need: dict[str, list[str]] = defaultdict(list)
        for line in clinc.read_text().splitlines():
            message = json.loads(line)
            self.by_need[message["intent"]].append(message["text"])
        self.by_subject: dict[tuple[str, str], list[dict]] = defaultdict(list)
        for file in sorted((Path(__file__).parent / "pairs").glob("*.jsonl")):
            for line in file.read_text().splitlines():
                row = json.loads(line)
                self.by_subject[row["domain"], row["subject"]].append(row)

    def batch(self) -> list[tuple[str, str]]:
        needs = self.random.sample(sorted(self.by_need), int(PAIRS * FROM_CLINC))
        pairs = [tuple(self.random.sample(self.by_need[need], 2)) for need in needs]
        subjects = list(self.by_subject)
        self.random.shuffle(subjects)
        pairs += [self._of(row) for subject in subjects for row in self.by_subject[subject]]
        return [(self._typed(asked), other) for asked, other in pairs[:PAIRS]]

    def _of(self, row: dict) -> tuple[str, str]:
        kind, asked = self.random.random(), self.random.choice(row["alike"])
        if kind < WITH_ANSWER:
            is_titled = self.random.random() < 0.5
            return asked, f"{row['question']}. {row['answer']}" if is_titled else row["answer"]
        if kind < WITH_ANSWER + WITH_EACH_OTHER:
            first, second = self.random.sample(row["alike"], 2)
            return first, second
        return asked, row["question"]

    def _typed(self, text: str) -> str:
        text = self._slip(text) if self.random.random() < SLIPS else text
        return text.lower() if self.random.random() < 0.7 else text

    def _slip(self, text: str) -> str:
        words = text.split()
        long = [at for at, word in enumerate(words) if len(word) > 4 and word.isalpha()]
        if not long:
            return text
        place = self.random.choice(long)
        letters = list(words[place])
        at = self.random.randrange(1, len(letters) - 1)
        beside = self.random.choice(NEIGHBOURS.get(letters[at].lower(), "e"))
        swapped = letters[at] + letters[at - 1]
        slips = [letters[at - 1], letters[at - 1] + letters[at] * 2, letters[at - 1] + beside, swapped]
        letters[at - 1 : at + 1] = self.random.choice(slips)
        return " ".join([*words[:place], "".join(letters), *words[place + 1 :]])


def main(folder: Path, clinc: Path, out: Path) -> None:
    torch.manual_seed(SEED)
    # In 16 bits, as the shipped weights were made
    published = {name: weight.half().float() for name, weight in load_file(folder / "model.safetensors").items()}
    encoder, before, pairs = Encoder(folder, published), Encoder(folder, published), Pairs(clinc)
    _train(encoder, before, pairs)
    tuned = encoder.model.state_dict()
    mean = {
        name: weight + SHARE * (tuned[name].cpu() - weight) if name in tuned else weight
        for name, weight in published.items()
    }
    out.mkdir(parents=True, exist_ok=True)
    save_file({name: weight.contiguous() for name, weight in mean.items()}, out / "model.safetensors")
    shutil.copy(folder / "tokenizer.json", out)


def _train(encoder: Encoder, before: Encoder, pairs: Pairs) -> None:
    """Draw pairs together and everything else of their batch apart, in both directions."""
    encoder.model.train()
    before.model.eval()
    optimiser = torch.optim.AdamW(encoder.model.parameters(), lr=RATE, weight_decay=0.01)
    for step in range(STEPS):
        for group in optimiser.param_groups:
            group["lr"] = RATE * min((step + 1) / (STEPS / 10), (STEPS - step) / (STEPS * 0.9))
        asked, others = zip(*pairs.batch(), strict=True)
        first, second = encoder.embed(list(asked)), encoder.embed(list(others))
        with torch.no_grad():
            as_published = before.embed(list(others))
        similarity, right = SHARPNESS * first @ second.T, torch.arange(len(asked), device=DEVICE)
        loss = (cross_entropy(similarity, right) + cross_entropy(similarity.T, right)) / 2
        loss = loss + STAYING * (1 - (second * as_published).sum(1)).mean()
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(encoder.model.parameters(), 1.0)
        optimiser.step()
        print(f"step {step + 1} of {STEPS}: {loss.item():.3f}", end="\r", flush=True)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
