"""Templates: the base page, GOV.UK Design System components, and what every page is told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import BaseLoader, ChoiceLoader, Environment, PackageLoader, TemplateNotFound

from voices import __version__
from voices.web.sessions import Session


@dataclass(frozen=True)
class Section:
    """Pages that belong together: one entry of the navigation, and a line of their own below it."""

    words: str
    pages: tuple[tuple[str, str], ...]
    """(path, words), in order; the entry leads to the first."""

    def holds(self, path: str) -> bool:
        """Return whether a path is one of these pages or lies below one."""
        return any(path == own or (own != "/" and path.startswith(f"{own}/")) for own, _ in self.pages)


@dataclass(frozen=True)
class Site:
    """One of the two sets of pages: what differs between them."""

    name: str
    """Short, for the cookie: review, desk."""
    title: str
    """As the header shows it."""
    people: tuple[str, ...] = ()
    """Codes somebody signs in as; one or none means there is nothing to choose."""
    navigation: tuple[tuple[str, str], ...] = ()
    """(path, words), in order."""
    sections: tuple[Section, ...] = ()
    """Takes the place of `navigation` where there are more pages than a line holds."""
    package: str = "voices.web"
    """Package whose `templates` and `static` folders hold the site's own pages."""
    script: str = ""
    """File name of the site's own script in its `static` folder."""
    style: str = ""
    """File name of the site's own style sheet."""
    footer: str = "These pages run on this computer only. Nothing is sent anywhere."
    footer_part: str = ""
    """Template included above the footer on every page, also on the shared ones; it is told what `told` returns."""
    told: Callable[[Session], Mapping[str, Any]] = field(default=lambda _session: {}, repr=False)
    """What every page of this site is told beside its own content."""
    may_become: Callable[[str, str], bool] = field(default=lambda _who, _other: True, repr=False)
    """Whether a browser signed in as one person may go on as another, or make a link for them."""
    on_leaving: Callable[[Session], None] = field(default=lambda _session: None, repr=False)
    """Called when somebody signs out or takes another code."""

    @property
    def menu(self) -> tuple[Section, ...]:
        """The navigation as sections; one of a single page has no line of its own."""
        return self.sections or tuple(Section(words, ((path, words),)) for path, words in self.navigation)


class _Prefixed(BaseLoader):
    """Loads templates that refer to each other by their package's name."""

    def __init__(self, package: str) -> None:
        self._prefix, self._loader = f"{package}/", PackageLoader(package)

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        if not template.startswith(self._prefix):
            raise TemplateNotFound(template)
        return self._loader.get_source(environment, template.removeprefix(self._prefix))


def environment(site: Site) -> Environment:
    """Return the template environment of a site: its own pages, the shared ones, and the components."""
    loaders: list[BaseLoader] = [PackageLoader("voices.web"), _Prefixed("govuk_frontend_jinja")]
    if site.package != "voices.web":
        loaders.insert(0, PackageLoader(site.package))
    made = Environment(
        loader=ChoiceLoader(loaders), autoescape=True, trim_blocks=True, lstrip_blocks=True, auto_reload=False
    )
    made.globals["version"] = __version__
    return made


def page(request: Request, template: str, status: int = 200, **told: Any) -> HTMLResponse:
    """Return a rendered page; the notices waiting for this session are shown on it once."""
    site: Site = request.app.state.site
    session: Session | None = getattr(request.state, "session", None)
    notices: list[tuple[str, str]] = []
    if session is not None:
        notices, session.notices = session.notices, []
        told = {**site.told(session), **told}
    html = request.app.state.templates.get_template(template).render(
        site=site, session=session, path=request.url.path, notices=notices, **told
    )
    return HTMLResponse(html, status)
