"""What people wrote beside decisions, released for a report: theories, the framework matrix, practice examples."""

from __future__ import annotations

from collections.abc import Sequence

from flows.published import citations, cited_sources
from voices import codebook, framework, quotes, realist
from voices.codebook import CodeKind
from voices.model import CodedPassage, Kind, Passage, Verdict
from voices.model.assembled import FrameworkRow
from voices.model.realist import Theory, TheoryFinding
from voices.store import Store
from voices.study import Study


def release(study: Study, store: Store, passages: Sequence[Passage] | None = None) -> quotes.Desk:
    """Return what lets words that people chose be printed, by the rules of every quote.

    `passages` are all of the study's, where somebody has read them already; else each is read when it is asked for.
    """
    population, k = dict(study.population) or None, study.settings.disclosure_k
    people, withheld = store.participants(), store.quote_choices().withheld()
    if passages is not None:
        cited = citations(study.sources, store, passages)
        return quotes.desk(passages, store.standing(), people, population, k, cited, withheld)
    cited = citations(study.sources, store, store.passages_from(cited_sources(study.sources)))
    held = store.standing(item.passage for item in store.queue("held"))
    looked = quotes.Looked(store.passages)
    return quotes.desk_over(looked, store.unlisted(), held, people, population, k, cited, withheld)


def given_theories(study: Study) -> tuple[Theory, ...]:
    """Return the theories as the study's files have them."""
    return realist.find(study.folder, (use.name for use in study.codebooks))


def theories(study: Study, store: Store, coded: Sequence[CodedPassage], desk: quotes.Desk) -> tuple[TheoryFinding, ...]:
    """Return the study's theories with what people linked to them."""
    given = given_theories(study)
    first = {theory.id: theory for theory in given}
    now = store.theories(given)
    for theory in now:
        versions = store.theory_versions(theory.id)
        if theory.id not in first and versions:
            first[theory.id] = versions[0]
    return quotes.findings(now, first, store.links(), coded, desk)


def principles(study: Study) -> tuple[tuple[str, str], ...]:
    """Return (id, name) of the study's principles, or of its main codes where it has none."""
    books = [codebook.find(use.name, study.folder) for use in study.codebooks if Kind.COMPLAINT not in use.kinds]
    tops = [code for book in books for code in book.main()]
    kept = [code for code in tops if code.kind is CodeKind.PRINCIPLE] or tops
    return tuple(dict.fromkeys((code.id, code.name) for code in kept))


def coded_passages(store: Store) -> list[CodedPassage]:
    """Return the passages that carry codes of people."""
    by_id = {passage.id: passage for passage in store.passages()}
    standing = store.standing()
    return [
        CodedPassage(by_id[id], decision)
        for id, decision in sorted(standing.items())
        if id in by_id and decision.verdict is Verdict.CODED
    ]


def matrix(study: Study, store: Store, coded: Sequence[CodedPassage], desk: quotes.Desk) -> tuple[FrameworkRow, ...]:
    """Return the framework matrix by group: cells somebody wrote, each with the quotes it points at."""
    cells = {(cell.case, cell.code): cell for cell in store.cells() if cell.text}
    if not cells:
        return ()
    named = principles(study)
    rows = []
    for case in framework.groups(coded, [id for id, _ in named], desk):
        own = [(id, cells[case.key, id]) for id, _ in named if (case.key, id) in cells]
        printed = tuple(
            (
                id,
                framework.bare(cell.text),
                tuple(
                    desk.quote(f"framework:{id}", q.passage, q.start, q.end, "Its writer points at it.")
                    for q in cell.quotes
                    if not desk.refusal(q.passage)
                ),
            )
            for id, cell in own
        )
        if printed:
            rows.append(FrameworkRow(case.label, printed))
    return tuple(rows)
