"""Sign-in, headers and refusals, on a site with two pages of its own."""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Iterator
from typing import Annotated

import httpx
import pytest
from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse, Response
from fastapi.testclient import TestClient

from voices.errors import EnvironmentNotReady, InputError, KeyMissing, StaleVersion
from voices.web import Posted, Session, Sessions, Site, make_site, notice, page, posted, see_other, serve, signed_in
from voices.web.serving import _listen, _Server

BASE = "http://127.0.0.1:8123"
OURS = {"Origin": BASE}
SECRET = "Jo Bloggs of Harrowmere"


def make(**more: object) -> FastAPI:
    left: list[str] = []
    site = Site("test", "Test pages", people=("C1", "C2"), on_leaving=lambda s: left.append(s.who), **more)  # type: ignore[arg-type]
    app = make_site(site, "the-token")
    app.state.left = left

    @app.get("/")
    def start(request: Request, session: Annotated[Session, Depends(signed_in)]) -> HTMLResponse:
        return page(request, "web/problem.html", heading="Start", text=session.who)

    @app.post("/send")
    def send(form: Annotated[Posted, Depends(posted)]) -> Response:
        notice(form.session, f"got {form.text('a')} {form.texts('b')} {form.number('n')}")
        return see_other("/")

    @app.get("/fail/{kind}")
    def fail(kind: str) -> Response:
        raise {"stale": StaleVersion("p1 changed"), "input": InputError("row 3"), "key": KeyMissing("no key")}.get(
            kind, ValueError(SECRET)
        )

    @app.get("/number/{n}")
    def number(n: int) -> Response:
        return Response(str(n))

    return app


@pytest.fixture
def client() -> Iterator[TestClient]:
    with TestClient(make(), base_url=BASE, follow_redirects=False) as opened:
        yield opened


def enter(client: TestClient, who: str = "C1") -> str:
    answer = client.post("/sign-in", data={"token": "the-token", "who": who}, headers=OURS)
    assert answer.status_code == 303
    return next(iter(client.app.state.sessions._sessions.values())).csrf  # type: ignore[attr-defined]


def test_a_link_signs_in_once_and_only_when_used(client: TestClient) -> None:
    for _ in range(2):
        assert "Continue as C2" in client.get("/?token=the-token").text, "looking at the link does not use it up"
    enter(client, "C2")
    assert "C2" in client.get("/").text
    other = TestClient(client.app, base_url=BASE, follow_redirects=False)
    assert other.get("/?token=the-token").status_code == 401
    assert other.post("/sign-in", data={"token": "the-token", "who": "C1"}, headers=OURS).status_code == 401


@pytest.mark.parametrize(("token", "who"), [("wrong", "C1"), ("", "C1"), ("the-token", "C9"), ("the-token", "")])
def test_no_way_in_without_token_and_code(client: TestClient, token: str, who: str) -> None:
    assert client.post("/sign-in", data={"token": token, "who": who}, headers=OURS).status_code == 401
    assert client.get("/").status_code == 401


def test_the_cookie_holds_nothing_and_nobody_else_gets_it(client: TestClient) -> None:
    answer = client.post("/sign-in", data={"token": "the-token", "who": "C1"}, headers=OURS)
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "secure" not in cookie
    assert "c1" not in cookie.split("=", 1)[1].split(";")[0] or len(cookie) > 60


@pytest.mark.parametrize("path", ["/", "/?token=the-token", "/nowhere", "/fail/other", "/static/web/voices.css"])
def test_every_answer_carries_the_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert "script-src 'self'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == ("private, max-age=3600" if "static" in path else "no-store")
    assert "server" not in headers


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "[::1]:8123", "localhost.evil:8123"])
def test_other_hosts_are_refused(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 403


@pytest.mark.parametrize("host", ["127.0.0.1:8123", "localhost:8123", "127.0.0.1"])
def test_loopback_names_are_answered(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 401


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": BASE}, 303),
        ({"Origin": "null", "Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "http://127.0.0.1:9999"}, 403),
        ({"Origin": BASE, "Sec-Fetch-Site": "cross-site"}, 403),
        ({"Origin": BASE, "Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "http://evil.example", "Sec-Fetch-Site": "same-origin"}, 403),
    ],
)
def test_forms_come_from_our_own_pages(client: TestClient, headers: dict[str, str], status: int) -> None:
    csrf = enter(client)
    assert client.post("/send", data={"csrf": csrf}, headers=headers).status_code == status


@pytest.mark.parametrize("csrf", ["", "wrong", "ü"])
def test_a_form_without_the_sessions_secret_is_refused(client: TestClient, csrf: str) -> None:
    enter(client)
    assert client.post("/send", data={"csrf": csrf}, headers=OURS).status_code == 403


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
def test_only_reading_and_forms(client: TestClient, method: str) -> None:
    assert client.request(method, "/send", headers=OURS).status_code == 403


def test_a_form_is_read_and_its_notice_shown_once(client: TestClient) -> None:
    csrf = enter(client)
    client.post("/send", data={"csrf": csrf, "a": " <b> ", "b": ["1", "2"], "n": "12"}, headers=OURS)
    first = client.get("/").text
    assert "got &lt;b&gt; (&#39;1&#39;, &#39;2&#39;) 12" in first
    assert "got" not in client.get("/").text


def test_a_long_form_is_refused(client: TestClient) -> None:
    csrf = enter(client)
    assert client.post("/send", data={"csrf": csrf, "a": "x" * 300_000}, headers=OURS).status_code == 413


@pytest.mark.parametrize(("kind", "status"), [("stale", 409), ("input", 400), ("key", 503), ("other", 500)])
def test_errors_show_and_log_no_words(
    client: TestClient, kind: str, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    enter(client)
    with caplog.at_level(logging.DEBUG):
        answer = client.get(f"/fail/{kind}?q={SECRET}")
    assert answer.status_code == status
    assert "<h1" in answer.text
    ours = [record for record in caplog.records if record.name.startswith("voices")]
    assert SECRET not in answer.text
    assert all(SECRET not in record.getMessage() and record.exc_info is None for record in ours)
    assert client.get("/number/Jo-Bloggs").status_code == 400
    assert "Jo-Bloggs" not in client.get("/number/Jo-Bloggs").text


def test_no_documentation_pages(client: TestClient) -> None:
    for path in ("/docs", "/redoc", "/openapi.json"):
        assert client.get(path).status_code == 404


def test_another_code_a_further_link_and_leaving(client: TestClient) -> None:
    csrf = enter(client)
    client.post("/you", data={"csrf": csrf, "who": "C9"}, headers=OURS)
    assert "Coding as <strong>C1" in client.get("/you").text
    client.post("/you", data={"csrf": csrf, "who": "C2"}, headers=OURS)
    assert "Coding as <strong>C2" in client.get("/you").text
    client.post("/you/link", data={"csrf": csrf}, headers=OURS)
    shown = client.get("/you").text
    token = shown.split("/?token=")[1].split("<")[0]
    other = TestClient(client.app, base_url=BASE, follow_redirects=False)
    wrong = other.post("/sign-in", data={"token": token, "who": "C1"}, headers=OURS)
    assert wrong.status_code == 401, "a link is for the person who made it"
    assert other.post("/sign-in", data={"token": token, "who": "C2"}, headers=OURS).status_code == 303
    assert token not in client.get("/you").text
    assert "signed out" in client.post("/sign-out", data={"csrf": csrf}, headers=OURS).text
    assert client.get("/").status_code == 401
    assert client.app.state.left == ["C1", "C2"]  # type: ignore[attr-defined]


def test_a_session_ends_after_a_working_day() -> None:
    now = [0.0]
    sessions = Sessions("test", "t", lambda: now[0])
    session = sessions.sign_in("t", "C1")
    assert session is not None
    assert SECRET not in repr(session)
    now[0] = 12 * 3600
    assert sessions.find(session.id) is session
    now[0] = 24 * 3600 + 1
    assert sessions.find(session.id) is None


def test_only_named_vendor_files(client: TestClient) -> None:
    for name in ("htmx.min.js", "govuk-frontend.min.css", "govuk-frontend.min.js"):
        assert client.get(f"/static/vendor/{name}").status_code == 200
    assert client.get("/static/vendor/README.md").status_code == 404
    assert client.get("/static/web/../site.py").status_code == 404


def test_the_server_says_where_it_listens_and_stops_when_idle() -> None:
    said: list[str] = []
    app = make()
    thread = threading.Thread(target=serve, args=(app, 0, said.append), kwargs={"idle_minutes": 3 / 60})
    thread.start()
    end = time.monotonic() + 10
    while not said and time.monotonic() < end:
        time.sleep(0.02)
    assert said[0].startswith("http://127.0.0.1:")
    assert said[0].endswith("/?token=the-token")
    assert httpx.get(said[0]).status_code == 200
    thread.join(10)
    assert not thread.is_alive()


def test_no_part_of_a_page_waits_for_another() -> None:
    with _listen(0) as listening:  # asyncio sends parts at once only of sockets that are named as TCP
        assert listening.proto == socket.IPPROTO_TCP


def test_a_taken_port_is_said_plainly() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(EnvironmentNotReady, match="--port"):
            serve(make(), taken.getsockname()[1], print)


def test_signals_are_left_alone_outside_the_main_thread() -> None:
    def enter_and_leave() -> None:
        with _Server(make(), lambda: None, 1).capture_signals():
            pass

    thread = threading.Thread(target=enter_and_leave)
    thread.start()
    thread.join(5)
    assert not thread.is_alive()
