"""What the pages of themes show: all of them, one by itself, and what is in none; also again, where a form lacks."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from fastapi import HTTPException, Request
from fastapi.responses import HTMLResponse

from voices.errors import InputError
from voices.model import Theme, Themes, Trend
from voices.reporting.blocks import Block, Figure, Table, Text
from voices.reporting.theme_counts import COMPLAINTS, theme_counts
from voices.reporting.theme_pages import PUBLISHED
from voices.review import theming
from voices.review.drafting import Drafts
from voices.review.pages.reviewing import Reviewing
from voices.review.theming import Lack, Wish
from voices.themes import counts_of, trends_of
from voices.web import page

PAGE = 25
"""Themes on one page."""
SHOWN = 5
"""Representative passages shown with a theme."""
LISTED = 100
"""Passages on one sheet of a theme's own page, the most typical first."""
NONE = "none"
"""Stands in addresses for the passages of a part that are in no theme."""
_UNSTORED = 422
"""Status of a page that is shown again because nothing could be stored."""

_LACKS = {
    Lack.NAME: "Write a name for {theme}.",
    Lack.PASSAGES: "Tick the passages first, of {theme}.",
    Lack.PLACEHOLDER: "The name of {theme} has a placeholder in square brackets, which stands for somebody or "
    "something. Write the name without it.",
    Lack.CLEARANCE: "The name of {theme} may name somebody. Change it, or tick “This names nobody” and store it again.",
}


@dataclass(frozen=True)
class Refused:
    """A form that could not be stored, to be shown again as it was sent."""

    wish: Wish = field(repr=False)
    text: str
    """What it lacks, and of which theme."""
    at: str
    """Id of the field that lacks it."""
    meaning: str = field(default="", repr=False)
    """What a code means that a theme was to become."""
    book: str = ""
    """Where that code was to go."""


def refused(wish: Wish, lack: Lack | InputError, name: str) -> Refused:
    """Return what a page says of a wish that lacks something or cannot be; `name` is its theme's, empty for none."""
    theme = f"the theme “{name}”" if name else "those in no theme"
    if isinstance(lack, InputError):
        return Refused(wish, f"Nothing changed for {theme}: {lack}.", "passages")
    if wish.act == "split" and lack is not Lack.PASSAGES:
        theme = f"the theme you split off “{name}”"
    chosen = "split-name" if wish.act == "split" else "move-to"
    at = "passages" if lack is Lack.PASSAGES else chosen if wish.act in theming.CHOSEN else name_box(wish)
    return Refused(wish, f"{_LACKS[lack].format(theme=theme)} Nothing was stored.", at)


def name_box(one: Wish | Theme) -> str:
    """Return the id of the box for a theme's name, the same on every page."""
    theme = one.theme if isinstance(one, Wish) else one.id
    return f"name-{part_mark(one.scope)}-{theme}"


def part_mark(scope: str) -> str:
    """Return a scope as a part of an id that a link can lead to."""
    return scope.replace("/", "-")


@dataclass(frozen=True)
class Counting:
    """The counts of themes as the report would show them, by somebody's sight."""

    desk: Reviewing
    moved: dict[tuple[str, ...], Drafts[dict[str, Trend | None]]] = field(default_factory=dict, repr=False)
    """Trends by scope and the documents left out: each rests on all of the scope."""

    def now(self, who: str, theme: Theme) -> Theme:
        """Return a theme with the trend of what is in it now."""
        if theme.scope != COMPLAINTS:  # nowhere else a change is told
            return theme
        return replace(theme, trend=self._trend(theme, tuple(sorted(self.desk.sight(who).barred))))

    def blocks(self, who: str, theme: Theme) -> list[Block]:
        """Return the counts of one theme, with the trend of what is in it now."""
        said = self.desk.store.theme_circumstances(theme.scope, theme.id, tuple(sorted(self.desk.sight(who).barred)))
        own = Themes(theme.scope, (self.now(who, theme),), ())
        return list(theme_counts(own, counts_of(theme, said), name=f"theme-{theme.id}"))

    def _trend(self, theme: Theme, barred: tuple[str, ...]) -> Trend | None:
        store, scope = self.desk.store, theme.scope
        trends = Drafts(
            lambda: trends_of(store.theme_cases(scope, barred)),
            lambda: f"{store.material_state()}/{len(store.theme_acts(scope))}",
        )
        return self.moved.setdefault((scope, *barred), trends).now().get(theme.id, theme.trend)


@dataclass(frozen=True)
class Sheets:
    """The pages of themes over one study."""

    desk: Reviewing
    counting: Counting

    def every(self, request: Request, who: str, sheet: int, refused: Refused | None = None) -> HTMLResponse:
        """Return one sheet of all themes."""
        sheet, store = max(1, sheet), self.desk.store
        count, found = store.theme_page(PAGE, PAGE * (sheet - 1))
        out = self._out(who)
        wanted = {id for scope in found for theme in scope.themes for id in theme.representative[:SHOWN]}
        return self._page(
            request,
            "review/themes.html",
            refused,
            scopes=found,
            parts=self._parts(),
            dropped=store.dropped_themes(),
            passages={p.id: p for p in store.passages(wanted) if p.id not in out},
            shown=SHOWN,
            version=store.confirmed_version(),
            sheet=sheet,
            sheets_count=-(-count // PAGE),
        )

    def one(
        self, request: Request, who: str, scope: str, theme: str, sheet: int, refused: Refused | None = None
    ) -> HTMLResponse:
        """Return a theme's own page with one sheet of its passages."""
        own, others = self.find(scope, theme)
        blocks = self.counting.blocks(who, own)
        names = {other.id: other.name for other in (own, *others)}
        acts = [act for act in self.desk.store.theme_acts(scope) if theme in (act.theme, act.target)]
        return self._page(
            request,
            "review/theme.html",
            refused,
            scope=scope,
            theme=self.counting.now(who, own),
            gone=(scope, theme) in self.desk.store.dropped_themes(),
            others=others,
            books=self.desk.codebooks if own.confirmed and self.desk.keep is not None else (),
            said=[block.text for block in blocks if isinstance(block, Text)],
            pictures=[block for block in blocks if isinstance(block, Figure)],
            tables=[block for block in blocks if isinstance(block, Table)],
            history=[(act, theming.told(act, names)) for act in acts],
            **self._members(who, scope, theme, sheet),
        )

    def none(self, request: Request, who: str, scope: str, sheet: int, refused: Refused | None = None) -> HTMLResponse:
        """Return one sheet of the passages of a part that are in no theme."""
        found, gone = self.desk.store.themes(scope, dropped=True), self.desk.store.dropped_themes()
        if not found:
            raise HTTPException(404, "This part is not in the study (any more).")
        others = [one for one in found[0].themes if (scope, one.id) not in gone]
        told = {"scope": scope, "others": others, **self._members(who, scope, "", sheet)}
        return self._page(request, "review/theme_none.html", refused, **told)

    def find(self, scope: str, theme: str) -> tuple[Theme, tuple[Theme, ...]]:
        """Return a theme and the others of its scope; raises HTTPException 404 where it is not in the study."""
        found = self.desk.store.theme_by_id(scope, theme)
        if found is None:
            raise HTTPException(404, "This theme is not in the study (any more).")
        return found

    def _members(self, who: str, scope: str, theme: str, sheet: int) -> dict[str, object]:
        sheet, barred = max(1, sheet), self.desk.sight(who).barred
        first = LISTED * (sheet - 1)
        count, shown = self.desk.store.theme_members(scope, theme, barred, LISTED, first)
        return {"passages": shown, "first": first, "sheet": sheet, "sheets_count": -(-count // LISTED), "count": count}

    def _parts(self) -> list[tuple[str, int]]:
        """Return every part of the study with the sheet its themes begin on."""
        parts, before = list[tuple[str, int]](), 0
        for scope, count in self.desk.store.theme_parts():
            parts.append((scope, before // PAGE + 1 if count else 1))
            before += count
        return parts

    def _out(self, who: str) -> set[str]:
        """Return the passages that are not shown: those held, and those of documents kept from this person."""
        return {item.passage for item in self.desk.store.queue("held")} | self.desk.sight(who).hidden

    def _page(self, request: Request, template: str, refused: Refused | None, **told: object) -> HTMLResponse:
        marks = {"name_box": name_box, "part_mark": part_mark, "over_time": theming.over_time, "floor": PUBLISHED}
        return page(request, template, _UNSTORED if refused else 200, refused=refused, no_theme=NONE, **marks, **told)
