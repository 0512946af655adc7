"""What holds for every study: exact restoring, no form left, the order of files and later files without effect."""

from __future__ import annotations

import itertools

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from voices import placeholders
from voices.model import Action, Entity, Mention
from voices.privacy import Detected, Linked, Models, Ruling, link, place, restore

KEY = b"k" * 32
GIVEN = ("Ilinca", "Kostadin", "Fearghal", "Bogdan", "William", "Bill")
FAMILY = ("Brellock", "Quarmby", "Okonjo-Vale", "Hartnoll", "Szymanska")
FORMS = ("{g} {f}", "{g}", "Mr {f}", "{f}, {g}", "{l}", "{g} {i}", "{i}. {f}")
SENTENCES = ("Then {} came.", "I like {} best of all.", "We asked {}'s worker.", "and {} rang us")


@st.composite
def documents(draw: st.DrawFn) -> list[Detected]:
    found = []
    for number in range(draw(st.integers(1, 4))):
        text, mentions = "", []
        for _ in range(draw(st.integers(1, 4))):
            given_name, family = draw(st.sampled_from(GIVEN)), draw(st.sampled_from(FAMILY))
            form = draw(st.sampled_from(FORMS))
            name = form.format(g=given_name, f=family, l=given_name.lower(), i=family[0])
            before, after = draw(st.sampled_from(SENTENCES)).split("{}")
            start = len(text) + len(before)
            mentions.append(Mention(start, start + len(name), "PERSON", 0.97, Action.MASK, ("given",)))
            text += f"{before}{name}{after} "
        found.append(Detected(f"d{number}", text, tuple(mentions)))
    return found


FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def placed(study: list[Detected], linked: Linked) -> dict[str, str]:
    known = {e.id: e for e in linked.entities}
    return {d.document: place(d.text, linked.mentions[d.document], known).text for d in study}


@given(documents())
@FEW
def test_masking_and_restoring_gives_the_raw_text_and_leaves_no_form(models: Models, study: list[Detected]) -> None:
    linked = link(study, KEY, lists=models.lists)
    known = {e.id: e for e in linked.entities}
    for d in study:
        done = place(d.text, linked.mentions[d.document], known)
        assert restore(done.text, done.slots) == d.text
        ends = [0, *(slot.end for slot in done.slots)]
        assert all(end <= slot.start for end, slot in zip(ends, done.slots, strict=False))
        rest = placeholders.PATTERN.sub("", done.text).casefold()
        forms = {word.strip(".,").casefold() for m in d.mentions for word in d.text[m.start : m.end].split()}
        assert not any(len(form) > 1 and form in rest for form in forms - {"mr"})


@given(documents())
@FEW
def test_the_order_of_documents_has_no_effect(models: Models, study: list[Detected]) -> None:
    first = link(study, KEY, lists=models.lists)
    assert all(link(list(order), KEY, lists=models.lists) == first for order in itertools.permutations(study))


@given(documents())
@FEW
def test_a_later_document_changes_no_number(models: Models, study: list[Detected]) -> None:
    before = link(study[:-1], KEY, lists=models.lists).entities
    after = {e.id: e.number for e in link(study, KEY, before, lists=models.lists).entities}
    assert {e.id: after.get(e.id) for e in before} == {e.id: e.number for e in before}
    assert len({*after.values()}) == len(after)


@given(documents())
@FEW
def test_splitting_then_merging_returns_to_the_same(models: Models, study: list[Detected]) -> None:
    plain = link(study, KEY, lists=models.lists)
    d = study[0]
    m = plain.mentions[d.document][0]
    split = Ruling("split", form=d.text[m.start : m.end], entity=m.entity)
    apart = link(study, KEY, plain.entities, [split], models.lists)
    moved = apart.mentions[d.document][0].entity
    assert moved != m.entity
    back = link(study, KEY, apart.entities, [split, Ruling("merge", entity=moved, into=m.entity)], models.lists)
    assert placed(study, back) == placed(study, plain)


def test_whoever_a_split_made_takes_no_other_bearer_of_the_name_along(models: Models) -> None:
    texts = {"d0": "William and Bill Brellock came.", "d1": "Ilinca Brellock came.", "d3": "William came."}
    places = {"d0": ((0, 7), (12, 25)), "d1": ((0, 15),), "d3": ((0, 7),)}
    study = [
        Detected(i, t, tuple(Mention(start, end, "PERSON", 0.97, Action.MASK) for start, end in places[i]))
        for i, t in texts.items()
    ]
    plain = link(study, KEY, lists=models.lists)
    entity, other = plain.mentions["d0"][0].entity, plain.mentions["d3"][0].entity
    assert entity != other
    split = Ruling("split", "William", entity)
    apart = link(study, KEY, plain.entities, [split], models.lists)
    again = link(study, KEY, apart.entities, [split], models.lists)
    assert (again.mentions, again.entities) == (apart.mentions, apart.entities)
    merged = Ruling("merge", entity=apart.mentions["d0"][0].entity, into=entity)
    back = link(study, KEY, apart.entities, [split, merged], models.lists)
    assert back.mentions["d3"][0].entity == other


def test_a_ruling_for_one_document_leaves_the_others_alone(models: Models) -> None:
    texts = {"a": "Ilinca came.", "b": "Ilinca went."}
    study = [Detected(i, t, (Mention(0, 6, "PERSON", 0.97, Action.MASK),)) for i, t in texts.items()]
    entity = link(study, KEY, lists=models.lists).mentions["a"][0].entity
    ruled = link(study, KEY, (), [Ruling("release", "Ilinca", entity, document="a")], models.lists)
    assert [ruled.mentions[i][0].action for i in texts] == [Action.KEEP, Action.MASK]
    other = Entity("e" * 16, "PERSON", 555, ("Somebody Else",))
    merged = link(study, KEY, (other,), [Ruling("merge", "Ilinca", entity, into=other.id, document="b")], models.lists)
    assert [merged.mentions[i][0].entity for i in texts] == [entity, other.id]
