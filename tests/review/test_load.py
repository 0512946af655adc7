"""Five coders at one real server, killed under that load: no decision lost, none doubled; and how long a page takes."""

from __future__ import annotations

import http.client
import re
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from tests.review.serving import CODERS
from voices.model import Verdict
from voices.store import open_store

ROOT = Path(__file__).parents[2]
FIELD = re.compile(r'name="(passage|reading|version|position|csrf)" value="([^"]*)"')


@dataclass
class Worker:
    """One coder who accepts or refuses one passage after the other, as a browser would send it."""

    base: str
    who: str
    key: str
    acknowledged: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    """From sending a decision to having the next passage."""
    refused: int = 0

    def work(self, until: float) -> None:
        """Decide until the time is over or the server is gone."""
        connection = http.client.HTTPConnection(urlsplit(self.base).netloc, timeout=30)
        connection.connect()
        connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # as browsers do
        headers = {"Origin": self.base.rstrip("/"), "Content-Type": "application/x-www-form-urlencoded"}
        try:
            connection.request("POST", "/sign-in", urlencode({"token": self.key, "who": self.who}), headers)
            answer = connection.getresponse()
            answer.read()
            headers["Cookie"] = (answer.getheader("set-cookie") or "").split(";")[0]
            page = self._get(connection, "/code", headers)
            while time.monotonic() < until:
                found = dict(reversed(FIELD.findall(page.split('id="decide"')[1])))
                begun = time.perf_counter()
                offered = 'value="accept"' in page  # a form that accepts nothing is answered, but decides nothing
                form = {**found, "act": "accept" if len(self.seconds) % 2 and offered else "none"}
                connection.request("POST", "/code", urlencode(form), headers)
                answer = connection.getresponse()
                answer.read()
                if answer.status == 303:
                    self.acknowledged.append(found["passage"])
                else:
                    self.refused += 1
                page = self._get(connection, answer.getheader("location") or "/code", headers)
                self.seconds.append(time.perf_counter() - begun)
        except (OSError, http.client.HTTPException, IndexError):
            return  # the server was killed, or nothing waits any more
        finally:
            connection.close()

    def _get(self, connection: http.client.HTTPConnection, path: str, headers: dict[str, str]) -> str:
        connection.request("GET", path, headers=headers)
        return connection.getresponse().read().decode()


def load(database: Path, documents: int, seconds: float) -> list[Worker]:
    """Let five coders work for some seconds, kill the server while they do, and return them."""
    command = [sys.executable, "-m", "tests.review.serving", str(database), str(documents)]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout is not None
        base, *keys = server.stdout.readline().split()
        workers = [Worker(base, who, key) for who, key in zip(CODERS, keys, strict=True)]
        threads = [threading.Thread(target=one.work, args=(time.monotonic() + seconds + 30,)) for one in workers]
        for thread in threads:
            thread.start()
        time.sleep(seconds)
        server.kill()  # SIGKILL: nothing can be tidied up
        for thread in threads:
            thread.join(60)
    finally:
        server.kill()
        server.wait()
        if server.stdout is not None:
            server.stdout.close()
    return workers


def check(database: Path, workers: list[Worker], before: Collection[int] = ()) -> int:
    """Hold what was acknowledged against what is stored since `before`; return how many decisions there are."""
    with open_store(database) as store:
        made = [one for one in store.decisions() if one.id not in before]
        stored = {(d.coder, d.passage) for d in made}
        for one in workers:
            assert one.acknowledged, f"{one.who} got nothing done"
            assert {(one.who, id) for id in one.acknowledged} <= stored, "an acknowledged decision is lost"
        read = Counter(d.passage for d in made)
        twice = {passage for passage, times in read.items() if times > 1 + (store.item(passage, 1) is not None)}
        assert not twice, "nobody decides what somebody else has in hand"
        assert len({(d.passage, d.coder) for d in made}) == len(made), "nobody reads a passage twice"
        assert {d.verdict for d in made} <= {Verdict.CODED, Verdict.NO_CODE}
        said = sum(len(one.acknowledged) for one in workers)
        assert said <= len(made) <= said + len(workers), "at most what was under way at the kill is there unsaid"
        for d in made[-50:]:
            assert d.id in {item.standing for n in (0, 1) if (item := store.item(d.passage, n)) is not None}
        return len(made)


def test_a_kill_under_load_loses_no_acknowledged_decision(tmp_path: Path) -> None:
    database = tmp_path / "study.db"
    workers = load(database, 334, 4.0)
    assert check(database, workers) >= len(CODERS)
    more = load(database, 334, 2.0)
    assert any(one.acknowledged for one in more)
    with open_store(database) as store:
        passages = [d.passage for d in store.decisions()]
        assert len(passages) == len(set(passages)), "after a restart nobody is handed what is decided"


@pytest.mark.soak
def test_five_coders_for_a_minute_on_a_hundred_thousand_passages(tmp_path: Path) -> None:
    database = tmp_path / "study.db"
    workers = load(database, 16_667, 60.0)
    made = check(database, workers)
    took = sorted(second for one in workers for second in one.seconds)
    median, late = statistics.median(took), took[int(0.95 * len(took)) - 1]
    print(f"\n{made} decisions by five coders; next passage after {1000 * median:.0f} ms (p95 {1000 * late:.0f} ms)")
