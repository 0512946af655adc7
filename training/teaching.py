"""What the larger model, all-mpnet-base-v2, says of texts: where it places them, and what a regression on that answers.

For `training.tuning`, from which the small model learns it. Needs torch and transformers.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from voices.coding.valence import ORDER

BATCH = 32
UNKNOWN = -100
"""Marks a valence nobody gave."""


def teach(folder: Path, texts: Sequence[str]) -> np.ndarray:
    """Return the teacher's vectors, shape (texts, 768)."""
    from transformers import AutoModel, AutoTokenizer

    tokenizer, model = AutoTokenizer.from_pretrained(folder), AutoModel.from_pretrained(folder).eval()
    out = np.zeros((len(texts), 768), np.float32)
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    with torch.inference_mode():
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            read = tokenizer(
                [texts[i] for i in rows], padding=True, truncation=True, max_length=256, return_tensors="pt"
            )
            mask = read["attention_mask"][..., None].float()
            out[rows] = functional.normalize(
                (model(**read).last_hidden_state * mask).sum(1) / mask.sum(1), dim=1
            ).numpy()
    return out


def answers(vectors: np.ndarray, first: np.ndarray, further: np.ndarray) -> np.ndarray:
    """Return what a regression on the teacher's vectors answers, to exemplars by folds, shape (texts, codes + 1)."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import cross_val_predict

    plain = LogisticRegression(C=3, max_iter=500, class_weight="balanced")
    own = cross_val_predict(plain, vectors, first, cv=5, method="predict_proba")
    return np.vstack([own, plain.fit(vectors, first).predict_proba(further)]) if len(further) else own


def mood_answers(vectors: np.ndarray, given: np.ndarray, further: np.ndarray) -> np.ndarray:
    """Return what a regression on the teacher's vectors answers about valence, by folds, shape (texts, 4).

    `given` is the valence of each exemplar, `UNKNOWN` where nobody gave one; those get zeros.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import cross_val_predict

    rows = np.flatnonzero(given != UNKNOWN)
    rare = {mood: (len(rows) / int((given == mood).sum())) ** 0.5 for mood in set(given[rows].tolist())}
    plain = LogisticRegression(C=4, max_iter=500, class_weight=rare)
    own = np.zeros((len(given), len(ORDER)))
    own[rows] = cross_val_predict(plain, vectors[rows], given[rows], cv=5, method="predict_proba")
    return np.vstack([own, plain.fit(vectors[rows], given[rows]).predict_proba(further)]) if len(further) else own
