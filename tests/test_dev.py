"""dev.py decides what to install from the locks alone; nothing here installs or calls anything."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.typed import ROOT


@pytest.fixture
def dev(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return dev.py as a module that believes `tmp_path` is the checkout."""
    spec = importlib.util.spec_from_file_location("dev", ROOT / "dev.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    (tmp_path / ".venv").mkdir()
    (tmp_path / "locks").mkdir()
    for name in (*module.RUN_LOCKS, *module.TEST_LOCKS):
        (tmp_path / "locks" / name).write_text(f"{name}\n")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    return module


def test_what_was_done_is_done_until_a_file_changes(dev: ModuleType) -> None:
    locks = [dev.ROOT / "locks" / name for name in dev.RUN_LOCKS]
    assert dev.stale("packages", *locks)
    dev.stamp("packages", *locks)
    assert not dev.stale("packages", *locks)
    assert dev.stale("test tools", *locks)
    locks[0].write_text("another\n")
    assert dev.stale("packages", *locks)


def test_a_digest_depends_on_every_byte_and_on_order(dev: ModuleType, tmp_path: Path) -> None:
    one, two = tmp_path / "a", tmp_path / "b"
    one.write_bytes(b"a")
    two.write_bytes(b"b")
    assert dev.digest((one, two)) == dev.digest((one, two)) != dev.digest((two, one))
    two.write_bytes(b"c")
    assert len(dev.digest((one, two))) == 64


def test_packages_come_from_the_locks_with_hashes_and_once(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[str, ...]] = []
    monkeypatch.setattr(dev, "pip", lambda *words: calls.append(words))
    dev.install("packages", dev.RUN_LOCKS)
    dev.install("packages", dev.RUN_LOCKS)
    (words,) = calls
    assert {"--require-hashes", "--no-deps"} <= set(words)
    assert [w for w in words if w.endswith(".lock")] == [str(dev.ROOT / "locks" / name) for name in dev.RUN_LOCKS]


def test_an_installation_that_fails_is_tried_again(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: str) -> None:
        raise subprocess.CalledProcessError(1, "pip")

    monkeypatch.setattr(dev, "pip", fails)
    with pytest.raises(subprocess.CalledProcessError):
        dev.install("packages", dev.RUN_LOCKS)
    assert dev.stale("packages", *(dev.ROOT / "locks" / name for name in dev.RUN_LOCKS))


def test_the_environment_drops_another_pythons_settings(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    monkeypatch.setenv("KEPT", "yes")
    found = dev.environment()
    assert "PYTHONPATH" not in found
    assert (found["KEPT"], found["PYTHONUTF8"]) == ("yes", "1")


def test_a_wrong_command_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "dev.py", "dmeo"], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert done.returncode == 2
    assert "invalid choice" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_another_python_is_refused(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "OLDEST", (4, 0))
    monkeypatch.setattr(dev, "NEWEST", (4, 1))
    monkeypatch.setattr(sys, "argv", ["dev.py", "demo"])
    assert dev.main() == 3
    assert "voices needs Python" in capsys.readouterr().err


def test_the_locks_dev_py_names_are_there(dev: ModuleType) -> None:
    for name in (*dev.RUN_LOCKS, *dev.TEST_LOCKS):
        text = (ROOT / "locks" / name).read_text("utf-8")
        assert "--hash=sha256:" in text
