"""The shared half of a set of pages: sign-in, sign-out, static files, and error pages that show no words."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.staticfiles import StaticFiles

from voices import resources
from voices.errors import InputError, StaleVersion, VoicesError
from voices.web.access import NotSignedIn, notice, see_other, signed_in
from voices.web.forms import Posted, posted
from voices.web.headers import Guard
from voices.web.pages import Site, environment, page
from voices.web.sessions import Session, Sessions

VENDOR = {
    "govuk-frontend.min.css": "govuk-frontend",
    "govuk-frontend.min.js": "govuk-frontend",
    "htmx.min.js": "htmx",
}
"""The vendored files a page may load, and the folder each lies in."""


def make_site(site: Site, token: str = "") -> FastAPI:
    """Return an application with everything the sets of pages share; the caller adds its own routes."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, title=site.title)
    app.state.site = site
    app.state.sessions = Sessions(site.name, token)
    app.state.templates = environment(site)
    _add_static(app, site)
    _add_sign_in(app)
    _add_errors(app)
    return app


class _Static(StaticFiles):
    """Files of ours carry no words and may be kept by the browser."""

    def file_response(self, *args: object, **kwargs: object) -> Response:
        response = super().file_response(*args, **kwargs)  # type: ignore[arg-type]
        response.headers["Cache-Control"] = "private, max-age=3600"
        return response


def _add_static(app: FastAPI, site: Site) -> None:
    from importlib import import_module

    own = Path(str(import_module(site.package).__file__)).parent / "static"
    shared = Path(__file__).parent / "static"
    app.mount("/static/web", _Static(directory=shared))
    if site.package != "voices.web":
        app.mount("/static/site", _Static(directory=own))

    files = {name: _vendored(name) for name in VENDOR}

    @app.get("/static/vendor/{name}")
    def vendored(name: str) -> Response:
        if name not in files:
            raise HTTPException(404)
        kind = "text/css" if name.endswith(".css") else "text/javascript"
        return Response(files[name], media_type=kind, headers={"Cache-Control": "private, max-age=3600"})


def _vendored(name: str) -> bytes:
    """Return a vendored file, a style sheet without the typeface it names: that is not ours to use or to ship."""
    body = (resources.folder("vendor") / VENDOR[name] / name).read_bytes()
    return re.sub(rb"@font-face\{[^}]*\}", b"", body) if name.endswith(".css") else body


def _add_sign_in(app: FastAPI) -> None:
    sessions: Sessions = app.state.sessions
    site: Site = app.state.site

    @app.post("/sign-in")
    async def sign_in(request: Request) -> Response:
        fields = await request.form(max_files=0)
        token, who = str(fields.get("token", "")), str(fields.get("who", ""))
        session = sessions.sign_in(token, who) if who in (site.people or ("",)) else None
        if session is None:
            raise NotSignedIn
        answer = see_other("/")
        answer.set_cookie(sessions.cookie, session.id, httponly=True, samesite="strict", path="/")
        return answer

    @app.get("/you")
    def you(request: Request, session: Annotated[Session, Depends(signed_in)]) -> HTMLResponse:
        others = [who for who in site.people if site.may_become(session.who, who)]
        return page(request, "web/you.html", link=session.kept.pop("link", ""), others=others)

    @app.post("/you")
    def change_person(form: Annotated[Posted, Depends(posted)]) -> Response:
        who = form.text("who")
        if who in site.people and who != form.session.who and site.may_become(form.session.who, who):
            site.on_leaving(form.session)
            form.session.who = who
            notice(form.session, f"You are now coding as {who}.")
        return see_other("/you")

    @app.post("/you/link")
    def further_link(request: Request, form: Annotated[Posted, Depends(posted)]) -> Response:
        host, who = request.headers["host"], form.text("who") or form.session.who
        if who and (who not in site.people or not site.may_become(form.session.who, who)):
            raise HTTPException(403, "This link would give more rights than you have.")
        form.session.kept["link"] = f"http://{host}/?token={sessions.further_token(who)}"
        return see_other("/you")

    @app.post("/sign-out")
    def sign_out(request: Request, form: Annotated[Posted, Depends(posted)]) -> Response:
        site.on_leaving(form.session)
        sessions.end(form.session)
        request.state.session = None
        answer = page(request, "web/signed_out.html")
        answer.delete_cookie(sessions.cookie, path="/", httponly=True, samesite="strict")
        return answer


def _add_errors(app: FastAPI) -> None:
    sessions: Sessions = app.state.sessions
    site: Site = app.state.site

    def failed(request: Request, status: int, heading: str, text: str) -> HTMLResponse:
        if getattr(request.state, "session", None) is None:
            request.state.session = sessions.find(request.cookies.get(sessions.cookie))
        return page(request, "web/problem.html", status, heading=heading, text=text)

    @app.exception_handler(NotSignedIn)
    def not_signed_in(request: Request, _error: Exception) -> Response:
        token = request.query_params.get("token", "")
        if token and sessions.is_unused(token):
            meant = sessions.meant_for(token)
            people = [who for who in site.people if meant in ("", who)]
            return page(request, "web/sign_in.html", token=token, people=people)
        return page(request, "web/no_link.html", 401)

    @app.exception_handler(StaleVersion)
    def stale(request: Request, error: StaleVersion) -> Response:
        return failed(request, 409, "Somebody was quicker", str(error))

    @app.exception_handler(VoicesError)
    def refused(request: Request, error: VoicesError) -> Response:
        return failed(request, 400 if isinstance(error, InputError) else 503, "That did not work", str(error))

    @app.exception_handler(RequestValidationError)
    def malformed(request: Request, _error: RequestValidationError) -> Response:
        return failed(request, 400, "That did not work", "The address or form is not one of these pages'.")

    @app.exception_handler(StarletteHTTPException)
    def http(request: Request, error: StarletteHTTPException) -> Response:
        if error.status_code == 404:
            return failed(request, 404, "Page not found", "There is nothing at this address.")
        return failed(request, error.status_code, "That did not work", str(error.detail))

    def broken(request: Request) -> Response:
        return failed(request, 500, "Something went wrong", "Your earlier work is kept. Go back and try again.")

    app.add_middleware(Guard, broken=broken)
