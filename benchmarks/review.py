"""How fast the coders' pages are in a large study: `python -m benchmarks.review [--passages 100000] [--save]`.

Builds a study of invented passages, a fifth of them decided, and measures: the next passage after a decision and each
long page (time in the server, and processor time), five coders at once until the server is killed (every decision it
acknowledged has to be there afterwards, none twice), and a key press to the next passage in a real Chromium.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import platform
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.review.conftest import Coder, app_of
from tests.review.serving import CODERS
from tests.review.test_load import FIELD, check, load
from tests.store.study import document, passages, suggestions
from voices.coding.calibration import Promise
from voices.coding.standards import Learnt, Standard
from voices.embeddings import DIMENSIONS, cache_key
from voices.model import Coded, Decision, Verdict
from voices.store import LEARNT_KEY, Store, open_store

RESULTS = Path(__file__).resolve().parent / "results" / "review.json"
ROOT = Path(__file__).resolve().parents[1]
OF_DOCUMENT = 6
"""Passages of one document."""
DECIDED = 0.2
CODES = ("continuity", "consistency", "collaboration", "culture", "change_agent", "learning")
PAGES = (
    ("start", "/"),
    ("documents", "/documents"),
    ("log of decisions", "/decisions"),
    ("log, last sheet", "/decisions?sheet={last}"),
    ("tables", "/tables"),
    ("passages of a code", "/passages?code=continuity"),
    ("codebook", "/codebook"),
    ("held", "/held"),
    ("one document", "/documents/{document}"),
    ("memos", "/memos"),
    ("people", "/people"),
    ("themes", "/themes"),
)
"""Pages whose time is taken, by name."""
STEPS = 200
PAUSE = 0.5
"""Seconds between two decisions: a person takes more."""
PRESSES = 40


def build(database: Path, count: int) -> None:
    """Make a study of `count` passages, a fifth of them decided by two coders, a hundredth marked for the lead."""
    with open_store(database, create=True) as store:
        for first in range(0, count // OF_DOCUMENT, 2000):
            made = [document(number) for number in range(first, min(first + 2000, count // OF_DOCUMENT))]
            store.put_documents([(one, one.id) for one in made], [], "v")
            cut = {one.id: passages(one) for one in made}
            store.put_passages([(id, id, some) for id, some in cut.items()], "v")
            listed = [one for some in cut.values() for one in some]
            store.put_suggestions([(one.id, one.hash, suggestions(one)) for one in listed], "v")
            marked = [(one.id, one.hash, place % 100 == 0) for place, one in enumerate(listed)]
            store.put_concerns(marked, "v")
        decided = [item.passage for item in store.queue("open")][:: int(1 / DECIDED)]
        drafts = (
            Decision(0, id, f"C{1 + n % 2}", Verdict.CODED, (Coded(CODES[n % 6]), Coded(CODES[n % 5])), "2025-03-01")
            for n, id in enumerate(decided)
        )
        store.decide_many(drafts)
        _as_a_run_leaves_it(store)


def _as_a_run_leaves_it(store: Store) -> None:
    """Keep a vector for every passage and what a run learnt, so that the pages have something to learn from."""
    import numpy as np

    draw = np.random.default_rng(5)
    made = store.passages()
    for first in range(0, len(made), 5000):
        some = made[first : first + 5000]
        rows = draw.normal(size=(len(some), DIMENSIONS)).astype("<f4")
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        cached = zip(some, rows, strict=True)
        store.vector_cache().put({cache_key(key=one.hash): row.tobytes() for one, row in cached})
    upto = max(one.id for one in store.standing().values())
    codes = {code: Standard(0.5, (Promise(0.9, 0.4, 58, 60),), "book", True, 0) for code in CODES}
    store.set(LEARNT_KEY, Learnt("run", upto, codes).to_json())


def timed(coder: Coder, path: str) -> tuple[float, float]:
    """Return milliseconds until a page is there, and milliseconds of processor time."""
    wall, cpu = time.perf_counter(), time.process_time()
    coder.get(path)
    return 1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - cpu)


def next_passage(database: Path, pause: float) -> dict[str, float]:
    """Return milliseconds from sending a decision to having the next screen, as the page's script sends it.

    A server of its own learns every twenty decisions meanwhile; `pause` seconds lie between two decisions.
    """
    with serving(database) as (base, key, *_):
        line = http.client.HTTPConnection(urlsplit(base).netloc, timeout=30)
        line.connect()
        line.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # as browsers do
        headers = {"Origin": base.rstrip("/"), "Content-Type": "application/x-www-form-urlencoded"}
        line.request("POST", "/sign-in", urlencode({"token": key, "who": "C1"}), headers)
        answer = line.getresponse()
        answer.read()
        headers["Cookie"] = (answer.getheader("set-cookie") or "").split(";")[0]
        line.request("GET", "/code", headers=headers)
        screen = line.getresponse().read().decode()
        known = re.search(r'data-list="([^"]+)"', screen)
        headers |= {"HX-Request": "true", "X-Has-Codes": known[1] if known else ""}
        took = []
        for _ in range(STEPS):
            time.sleep(pause)
            form = {**dict(reversed(FIELD.findall(screen.split('id="decide"')[1]))), "act": "none"}
            begun = time.perf_counter()
            line.request("POST", "/code", urlencode(form), headers)
            screen = line.getresponse().read().decode()
            took.append(1000 * (time.perf_counter() - begun))
        line.close()
    return figures(took)


@contextmanager
def serving(database: Path) -> Iterator[list[str]]:
    """Serve a study in a process of its own; give the address and a key for each coder."""
    command = [sys.executable, "-m", "tests.review.serving", str(database), "0"]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        yield server.stdout.readline().split()
    finally:
        server.kill()
        server.wait()
        if server.stdout is not None:
            server.stdout.close()


def in_the_server(store: Store) -> dict[str, Any]:
    """Return the times of each page, without a network between."""
    coder = Coder(app_of(store, coders=CODERS, blind_share=0.1))
    coder.get("/code")
    found: dict[str, Any] = {}
    last = -(-store.log(coder_view(), 1, 0)[0] // 50)
    known = store.queue("open")[0].passage
    where = {"last": last, "document": store.passages([known])[0].document}
    for name, path in PAGES:
        times = [timed(coder, path.format(**where)) for _ in range(3)]
        found[name] = {"milliseconds": min(one for one, _ in times), "processor": min(cpu for _, cpu in times)}
    for name, words, code in (("search, words", "nobody rang", ""), ("search, a code", "", "continuity")):
        coder.post("/search", words=words, code=code, role="", source="", coder="", state="")
        times = [timed(coder, "/search") for _ in range(3)]
        found[name] = {"milliseconds": min(one for one, _ in times), "processor": min(cpu for _, cpu in times)}
    return found


def coder_view() -> Any:
    """Return what a coder of the benchmark sees."""
    from voices.store import View

    return View("C1", (), True)


def in_a_browser(database: Path) -> dict[str, Any] | None:
    """Return milliseconds from a key press to the next passage, as the browser's own clock has it; None without one."""
    browser_path = next((found for name in ("chromium", "google-chrome") if (found := shutil.which(name))), None)
    if browser_path is None:
        return None
    from playwright.sync_api import sync_playwright

    with serving(database) as (base, key, *_), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"{base}?token={key}")
        page.get_by_role("button", name="Continue as C1").click()
        page.goto(f"{base}code")
        session = page.context.new_cdp_session(page)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        before = _metrics(session)
        took = [page.evaluate(_PRESS, "r") for _ in range(PRESSES)]
        spent = {name: (value - before[name]) * 1000 / PRESSES for name, value in _metrics(session).items()}
        browser.close()
    return figures(took) | {"processor time of the page": spent}


_PRESS = """key => new Promise((done, failed) => {
  const value = () => document.querySelector('#decide input[name=passage]')?.value;
  const before = value(), begun = performance.now();
  const look = () => {
    if (value() && value() !== before) done(performance.now() - begun);
    else if (performance.now() - begun > 10000) failed('no next passage');
    else requestAnimationFrame(look);
  };
  document.querySelector('h1').dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}));
  look();
})"""
"""Presses a key and waits until the next passage has been drawn up to the following frame."""


def _metrics(session: Any) -> dict[str, float]:
    wanted = {"ScriptDuration": "script", "LayoutDuration": "layout", "RecalcStyleDuration": "style"}
    wanted["TaskDuration"] = "all"
    found = session.send("Performance.getMetrics")["metrics"]
    return {wanted[one["name"]]: one["value"] for one in found if one["name"] in wanted}


def figures(milliseconds: Sequence[float]) -> dict[str, float]:
    """Return median, 95th percentile and number."""
    ordered = sorted(milliseconds)
    late = ordered[max(0, -(-len(ordered) * 95 // 100) - 1)]
    return {"median": statistics.median(ordered), "p95": late, "n": len(ordered)}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and write the figures where asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=60.0, help="of five coders at once")
    parser.add_argument("--study", type=Path, help="database to build, or to use again where it is there")
    parser.add_argument("--save", action="store_true")
    options = parser.parse_args(arguments)
    busy = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, load {busy:.1f} when it began"
    found: dict[str, Any] = {"passages": options.passages, "machine": machine}
    with tempfile.TemporaryDirectory() as scratch:
        database = options.study or Path(scratch) / "study.db"
        if not database.exists():
            build(database, options.passages)
        with open_store(database) as store:
            found["server"] = in_the_server(store)
        found["next passage"] = {f"a decision every {PAUSE} s": next_passage(database, PAUSE)}
        found["next passage"]["without a pause"] = next_passage(database, 0.0)
        found["browser"] = in_a_browser(database)
        print(json.dumps(_rounded(found), indent=1), flush=True)
        found["five coders"] = _five(database, options.seconds)
    print(json.dumps(_rounded(found["five coders"]), indent=1))
    if options.save:
        RESULTS.write_text(json.dumps(_rounded(found), indent=1) + "\n", encoding="utf-8")
    return 0


def _five(database: Path, seconds: float) -> dict[str, Any]:
    with open_store(database) as store:
        before = {one.id for one in store.decisions()}
    workers = load(database, 0, seconds)
    check(database, workers, before)
    acknowledged = sum(len(one.acknowledged) for one in workers)
    took = figures([1000 * second for one in workers for second in one.seconds])
    return {"seconds": seconds, "acknowledged": acknowledged, "lost": 0, "doubled": 0, "next passage": took}


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _rounded(one) for name, one in value.items()}
    return round(value, 1) if isinstance(value, float) else value


if __name__ == "__main__":
    sys.exit(main())
