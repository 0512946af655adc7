"""Tune the sentence model on the exemplars of the six principles and write `codebooks/six_principles/tuned.npz`.

`python -m training.tuning --student FOLDER --teacher FOLDER [--others FILE] [--further FILE]`, after exemplars were
added. FOLDER are all-MiniLM-L6-v2 and all-mpnet-base-v2 as safetensors. `--others` are passages coded by somebody else,
as JSON lines with `text` and `codes`; `--further` are texts without codes, one a line. It needs torch and transformers,
which nothing else here does, in an environment of its own, and about half an hour on one core.

The upper four layers of the student learn three things at once: the codes and valences of the exemplars, what a
regression on the teacher's vectors answers (Hinton, Vinyals and Dean 2015), and where the teacher places a text. Three
more students, each without a third of the coded texts, give the answers to those they have not seen. Of the others'
passages no word is kept, only a hash and that answer, so that figures on them stay as honest as on new texts.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from training.teaching import UNKNOWN, answers, mood_answers, teach
from training.tuned_weights import pack
from voices import codebook, resources
from voices.coding.examples import Example, Origin, from_codebook
from voices.coding.tuned import FILE, text_key
from voices.coding.valence import ORDER
from voices.embeddings import neutral
from voices.model import Valence

BOOK = "six_principles"
FROZEN = 2
"""Lower layers that stay as they are."""
LONGEST, BATCH, EPOCHS, RATE, HEAD_RATE = 160, 32, 4, 1.5e-4, 3e-3
SCALE = 8.0
"""Vectors have length 1; this keeps the head's weights small."""
PLACE_SHARE, ANSWER_SHARE, MOOD_SHARE, MOOD_ANSWER_SHARE, SMOOTHING = 4.0, 0.5, 0.5, 0.7, 0.05
OTHERS_TIMES = 3
"""How often a passage coded by somebody else counts: they are few, and not in our own manner of writing."""
FOLDS = 3


@dataclass(frozen=True)
class Lesson:
    """What the student is to learn; the first `len(first)` texts are exemplars, the others carry no codes."""

    lower: list[Tensor]
    """What the frozen layers make of each text, shape (tokens, 384)."""
    first: Tensor
    """The first code of each exemplar, the last number for none."""
    codes: Tensor
    """Shape (exemplars, codes), 0 or 1."""
    moods: Tensor
    """Shape (exemplars, codes), a valence or `UNKNOWN`."""
    answers: Tensor
    """The teacher's, shape (texts, codes + 1)."""
    mood_answers: Tensor
    """The teacher's on the valence of each text, shape (texts, 4); zeros where it is about no code."""
    toward: Tensor
    """The code that valence is toward: an exemplar's first, or the one the teacher would choose."""
    places: Tensor
    """Of the teacher, of length 1, shape (texts, 768)."""


class Student:
    """MiniLM with frozen lower layers, a head for codes and valences and a projection to the teacher's space."""

    def __init__(self, folder: Path, codes: int) -> None:
        """Load the model afresh."""
        from transformers import AutoModel, AutoTokenizer

        torch.manual_seed(0)
        self.tokenizer = AutoTokenizer.from_pretrained(folder)
        self.model = AutoModel.from_pretrained(folder, attn_implementation="eager")
        self.upper = self.model.encoder.layer[FROZEN:]
        self.codes = codes
        self.head = nn.Linear(384, codes + 1 + codes + codes * len(ORDER))
        self.project = nn.Linear(384, 768)

    def lower(self, texts: Sequence[str]) -> list[Tensor]:
        """Return what the frozen layers make of texts."""
        self.model.eval()
        out: list[Tensor] = [torch.zeros(0)] * len(texts)
        order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
        with torch.no_grad():
            for start in range(0, len(order), BATCH):
                rows = order[start : start + BATCH]
                read = self.tokenizer(
                    [texts[i] for i in rows], padding=True, truncation=True, max_length=LONGEST, return_tensors="pt"
                )
                mask = read["attention_mask"]
                hidden = self.model.embeddings(input_ids=read["input_ids"], token_type_ids=read["token_type_ids"])
                hidden = _through(self.model.encoder.layer[:FROZEN], hidden, mask.float())
                for place, i in enumerate(rows):
                    out[i] = hidden[place, : int(mask[place].sum())].clone()
        return out

    def vectors(self, lower: Sequence[Tensor]) -> Tensor:
        """Return vectors of length 1, shape (texts, 384)."""
        longest = max(len(one) for one in lower)
        hidden, mask = torch.zeros(len(lower), longest, 384), torch.zeros(len(lower), longest)
        for row, one in enumerate(lower):
            hidden[row, : len(one)] = one
            mask[row, : len(one)] = 1.0
        hidden = _through(self.upper, hidden, mask)
        return functional.normalize((hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True), dim=1)

    def odds(self, lower: Sequence[Tensor]) -> np.ndarray:
        """Return odds per code, then per valence of each code, shape (texts, codes + 4 * codes)."""
        self.model.eval()
        with torch.no_grad():
            found = [
                SCALE * self.head(self.vectors(lower[start : start + BATCH])) for start in range(0, len(lower), BATCH)
            ]
        return torch.cat(found)[:, self.codes + 1 :].numpy()

    def learn(self, lesson: Lesson, rows: Sequence[int]) -> None:
        """Learn from some of the texts."""
        self.model.train()
        params = list(self.upper.parameters())
        plain = list(self.head.parameters()) + list(self.project.parameters())
        groups = [{"params": params, "lr": RATE}, {"params": plain, "lr": HEAD_RATE}]
        optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
        steps = EPOCHS * -(-len(rows) // BATCH)
        warm = torch.optim.lr_scheduler.LambdaLR(
            optimiser, lambda step: min(1.0, (step + 1) / (0.1 * steps)) * max(0.03, 1 - step / steps)
        )
        chance = np.random.default_rng(0)
        for epoch in range(EPOCHS):
            total = 0.0
            for batch in _batches([rows[i] for i in chance.permutation(len(rows))], lesson.lower, chance):
                loss = self._loss(lesson, batch)
                optimiser.zero_grad()
                loss.backward()
                nn.utils.clip_grad_norm_(params, 1.0)
                optimiser.step()
                warm.step()
                total += float(loss.detach()) * len(batch)
            print(f"  round {epoch + 1} of {EPOCHS}: {total / len(rows):.3f}", flush=True)

    def _loss(self, lesson: Lesson, batch: Sequence[int]) -> Tensor:
        vectors = self.vectors([lesson.lower[i] for i in batch])
        odds = SCALE * self.head(functional.dropout(vectors, 0.1))
        choice, codes, moods = odds.split([self.codes + 1, self.codes, self.codes * len(ORDER)], dim=1)
        away = 1 - (functional.normalize(self.project(vectors), dim=1) * lesson.places[batch]).sum(1).mean()
        loss = PLACE_SHARE * away + ANSWER_SHARE * functional.cross_entropy(choice, lesson.answers[batch])
        toward = moods.reshape(len(batch), -1, len(ORDER))[torch.arange(len(batch)), lesson.toward[batch]]
        told = lesson.mood_answers[batch]
        missed = -(told * functional.log_softmax(toward, dim=1)).sum() / told.sum().clamp(min=1.0)
        loss = loss + MOOD_ANSWER_SHARE * missed
        known = [place for place, row in enumerate(batch) if row < len(lesson.first)]
        if known:
            rows = [batch[place] for place in known]
            loss = loss + functional.cross_entropy(choice[known], lesson.first[rows], label_smoothing=SMOOTHING)
            loss = loss + functional.binary_cross_entropy_with_logits(codes[known], lesson.codes[rows])
            given = lesson.moods[rows].reshape(-1)
            if (given >= 0).any():
                shaped = moods[known].reshape(-1, len(ORDER))
                loss = loss + MOOD_SHARE * functional.cross_entropy(shaped, given, ignore_index=UNKNOWN)
        return loss


def _through(layers: Any, hidden: Tensor, mask: Tensor) -> Tensor:
    barred = (1.0 - mask[:, None, None, :]) * -1e9
    for layer in layers:
        made = layer(hidden, barred)
        hidden = made[0] if isinstance(made, tuple) else made
    return hidden


def _batches(rows: Sequence[int], lower: Sequence[Tensor], chance: np.random.Generator) -> list[list[int]]:
    """Group rows of like length, in an order by chance."""
    out = []
    for start in range(0, len(rows), 8 * BATCH):
        near = sorted(rows[start : start + 8 * BATCH], key=lambda i: len(lower[i]))
        out += [near[i : i + BATCH] for i in range(0, len(near), BATCH)]
    return [out[i] for i in chance.permutation(len(out))]


def lesson_of(
    student: Student, teacher: Path, own: Sequence[Example], main: Sequence[str], further: list[str]
) -> Lesson:
    """Return what is to be learnt from exemplars and further texts."""
    texts = [*(one.text for one in own), *further]
    vectors = teach(teacher, texts)
    first = np.array([next((main.index(code) for code in one.codes if code in main), len(main)) for one in own])
    moods = torch.full((len(own), len(main)), UNKNOWN)
    for row, one in enumerate(own):
        for code, mood in one.valences:
            if code in main:
                moods[row, main.index(code)] = ORDER.index(mood)
    told = answers(vectors[: len(own)], first, vectors[len(own) :])
    given = np.array([moods[row, code] if code < len(main) else UNKNOWN for row, code in enumerate(first)])
    felt = mood_answers(vectors[: len(own)], given, vectors[len(own) :])
    felt[len(own) :] *= 1.0 - told[len(own) :, -1:]
    chosen = np.concatenate([first % len(main), told[len(own) :, :-1].argmax(axis=1)])
    return Lesson(
        student.lower(texts),
        torch.tensor(first),
        torch.tensor([[float(code in one.codes) for code in main] for one in own]),
        moods,
        torch.tensor(told).float(),
        torch.tensor(felt).float(),
        torch.tensor(chosen),
        functional.normalize(torch.tensor(vectors - vectors.mean(0)), dim=1),
    )


def others(path: Path, main: Sequence[str]) -> list[Example]:
    """Return passages coded by somebody else that carry main codes, or none at all."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        given = tuple((one["code"], Valence(one["valence"])) for one in row["codes"])
        if all(code.split("/")[0] in main for code, _ in given):
            codes = tuple(dict.fromkeys(code.split("/")[0] for code, _ in given))
            found.append(Example(neutral(row["text"]), codes, Origin.DECIDED, given))
    return found


def main(given: Sequence[str] | None = None) -> int:
    """Train the student and its three doubles, and write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--student", type=Path, required=True)
    parser.add_argument("--teacher", type=Path, required=True)
    parser.add_argument("--others", type=Path)
    parser.add_argument("--further", type=Path)
    chosen = parser.parse_args(given)
    torch.set_num_threads(1)
    book = codebook.find(BOOK)
    codes = [code.id for code in book.main()]
    examples = from_codebook(book)
    own = [one for one in examples if one.origin is Origin.EXEMPLAR and (not one.codes or set(one.codes) & set(codes))]
    exemplars = len(own)
    own += others(chosen.others, codes) if chosen.others else []
    further = chosen.further.read_text(encoding="utf-8").splitlines() if chosen.further else []
    student = Student(chosen.student, len(codes))
    lesson = lesson_of(student, chosen.teacher, own, codes, further)
    everything = [*range(len(lesson.lower)), *(OTHERS_TIMES - 1) * list(range(exemplars, len(own)))]
    student.learn(lesson, everything)
    fold = np.random.default_rng(7).permutation(len(own)) % FOLDS
    odds = np.zeros((len(own), 5 * len(codes)), np.float32)
    for number in range(FOLDS):
        print(f"without part {number + 1} of {FOLDS}")
        double, held = Student(chosen.student, len(codes)), np.flatnonzero(fold == number)
        double.learn(lesson, [i for i in everything if i >= len(own) or fold[i] != number])
        odds[held] = double.odds([lesson.lower[i] for i in held])
    lines = [one.text for one in examples if text_key(one.text) not in {text_key(e.text) for e in own}]
    texts = [text_key(text) for text in (*(one.text for one in own), *lines)]
    known = np.vstack([odds, student.odds(student.lower(lines))])
    head = {"coef": SCALE * student.head.weight.detach().numpy().T[:, len(codes) + 1 :]}
    head["intercept"] = SCALE * student.head.bias.detach().numpy()[len(codes) + 1 :]
    path = resources.folder("codebooks") / BOOK / FILE
    size = pack(path, student.model.state_dict(), FROZEN, codes, head, texts, known)
    print(f"{path.name}: {exemplars:,} exemplars and {len(own) - exemplars:,} others, {size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
