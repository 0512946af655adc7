"""One person one pseudonym, never two people one; the same whatever the order of documents."""

from __future__ import annotations

import itertools

from voices.model import Action, Entity, Mention
from voices.privacy import Detected, Models, Ruling, detect, link
from voices.privacy.linking.mentions import TWO_PEOPLE
from voices.privacy.masking.numbering import numbers

KEY = b"k" * 32
TEXTS = {
    "a": "I met William Hartley on Monday. Mr Hartley was kind.",
    "b": "Then Bill rang, and Hartley's letter came.",
    "c": "Zainab Mirza was there with Zainab Yusuf.",
    "d": "I like Zainab best.",
}


def detected(models: Models, texts: dict[str, str]) -> list[Detected]:
    found = detect(list(texts.values()), models)
    return [Detected(i, t, m) for (i, t), m in zip(texts.items(), found, strict=True)]


def entity(linked_mentions: tuple[Mention, ...], text: str, form: str) -> Mention:
    return next(m for m in linked_mentions if text[m.start : m.end] == form)


def test_forms_of_one_name_share_a_pseudonym(models: Models) -> None:
    linked = link(detected(models, TEXTS), KEY, lists=models.lists)
    whole = entity(linked.mentions["a"], TEXTS["a"], "William Hartley").entity
    assert entity(linked.mentions["a"], TEXTS["a"], "Mr Hartley").entity == whole
    assert entity(linked.mentions["b"], TEXTS["b"], "Bill").entity == whole
    assert entity(linked.mentions["b"], TEXTS["b"], "Hartley").entity == whole


def test_a_first_name_two_people_bear_waits_for_the_custodian(models: Models) -> None:
    linked = link(detected(models, TEXTS), KEY, lists=models.lists)
    fulls = {entity(linked.mentions["c"], TEXTS["c"], n).entity for n in ("Zainab Mirza", "Zainab Yusuf")}
    alone = entity(linked.mentions["d"], TEXTS["d"], "Zainab")
    assert len(fulls) == 2
    assert alone.entity not in fulls
    assert alone.action is Action.REVIEW
    assert TWO_PEOPLE in alone.reasons
    assert alone.entity in linked.ambiguous


def test_order_of_documents_makes_no_difference(models: Models) -> None:
    documents = detected(models, TEXTS)
    results = [link(order, KEY, lists=models.lists) for order in itertools.permutations(documents)]
    assert all(r == results[0] for r in results)


def test_a_name_confirmed_once_is_found_in_lower_case_elsewhere(models: Models) -> None:
    texts = {"a": "Mr Kostadin came.", "b": "and then kostadin's brother rang"}
    linked = link(detected(models, texts), KEY, lists=models.lists)
    assert any(texts["b"][m.start : m.end] == "kostadin" for m in linked.mentions["b"])


def test_known_entities_keep_number_and_id(models: Models) -> None:
    known = [Entity("0123456789abcdef", "PERSON", 555, ("William Hartley",))]
    linked = link(detected(models, TEXTS), KEY, known=known, lists=models.lists)
    bill = entity(linked.mentions["b"], TEXTS["b"], "Bill").entity
    assert bill == "0123456789abcdef"
    assert {e.number for e in linked.entities if e.id == bill} == {555}


def test_numbers_are_keyed_and_unique_and_stay_when_more_come() -> None:
    ids = [f"id{i}" for i in range(400)]
    first = numbers(KEY, "PERSON", ids, {})
    assert len(set(first.values())) == len(ids)
    assert all(100 <= n <= 999 for n in first.values())
    assert numbers(KEY, "PERSON", reversed(ids), {}) == first
    assert numbers(b"other" * 8, "PERSON", ids, {}) != first
    later = numbers(KEY, "PERSON", [*ids, *(f"new{i}" for i in range(900))], first)
    assert {i: later[i] for i in ids} == first
    assert len(set(later.values())) == 1300
    assert max(later.values()) > 999


def test_rulings_release_merge_split_and_always(models: Models) -> None:
    documents = detected(models, TEXTS)
    plain = link(documents, KEY, lists=models.lists)
    mirza = entity(plain.mentions["c"], TEXTS["c"], "Zainab Mirza").entity
    alone = entity(plain.mentions["d"], TEXTS["d"], "Zainab").entity
    rulings = [
        Ruling("merge", entity=alone, into=mirza),
        Ruling("release", form="bill", entity=entity(plain.mentions["b"], TEXTS["b"], "Bill").entity),
        Ruling("always", form="kind", label="PERSON"),
    ]
    ruled = link(documents, KEY, rulings=rulings, lists=models.lists)
    assert entity(ruled.mentions["d"], TEXTS["d"], "Zainab").entity == mirza
    assert entity(ruled.mentions["b"], TEXTS["b"], "Bill").action is Action.KEEP
    assert entity(ruled.mentions["a"], TEXTS["a"], "kind").action is Action.MASK
    split = link(documents, KEY, rulings=[Ruling("split", form="Bill")], lists=models.lists)
    bill = entity(split.mentions["b"], TEXTS["b"], "Bill").entity
    assert bill != entity(split.mentions["a"], TEXTS["a"], "William Hartley").entity
    never = link(documents, KEY, rulings=[Ruling("never", form="Bill")], lists=models.lists)
    assert all(TEXTS["b"][m.start : m.end] != "Bill" for m in never.mentions["b"])


def test_a_merged_or_relabelled_name_is_no_longer_in_doubt(models: Models) -> None:
    documents = detected(models, TEXTS)
    plain = link(documents, KEY, lists=models.lists)
    alone = entity(plain.mentions["d"], TEXTS["d"], "Zainab")
    mirza = entity(plain.mentions["c"], TEXTS["c"], "Zainab Mirza").entity
    assert alone.action is Action.REVIEW
    for ruling in (
        Ruling("merge", entity=alone.entity, into=mirza),
        Ruling("relabel", entity=alone.entity, label="ORGANISATION"),
        Ruling("split", entity=alone.entity, form="Zainab"),
    ):
        ruled = link(documents, KEY, rulings=[ruling], lists=models.lists)
        after = entity(ruled.mentions["d"], TEXTS["d"], "Zainab")
        assert after.action is Action.MASK
        assert after.label == (ruling.label or "PERSON")


def test_a_release_without_an_entity_frees_no_person(models: Models) -> None:
    documents = detected(models, TEXTS)
    ruled = link(documents, KEY, rulings=[Ruling("release", form="Bill")], lists=models.lists)
    assert entity(ruled.mentions["b"], TEXTS["b"], "Bill").action is not Action.KEEP


def test_a_studys_own_terms_stay_where_a_name_is_spread(models: Models) -> None:
    name = Mention(0, 17, "PERSON", 0.97, Action.MASK, ("title",))
    documents = [
        Detected("a", "Kostadin Brellock rang me.", (name,)),
        Detected("b", "We like Brellock very much.", ()),
    ]
    assert link(documents, KEY, lists=models.lists).mentions["b"]
    assert not link(documents, KEY, lists=models.lists, protected=("brellock",)).mentions["b"]


def test_a_pod_is_known_by_its_name_alone(models: Models) -> None:
    texts = {"a": "I am in Plover pod now.", "b": "It was a meeting that Plover won."}
    documents = detected(models, texts)
    linked = link([Detected(d.document, d.text, d.mentions) for d in documents], KEY, lists=models.lists)
    assert any(texts["b"][m.start : m.end] == "Plover" for m in linked.mentions["b"])


NAMESAKES = {
    "a": "My daughter Hope was in Year 4 then.",
    "b": "Our social worker Hope came every week.",
    "c": "I like Hope best of them all.",
    "d": "The worker called Hope rang me back.",
}


def of_hope(texts: dict[str, str]) -> list[Detected]:
    at = {i: text.index("Hope") for i, text in texts.items()}
    return [
        Detected(i, text, (Mention(at[i], at[i] + 4, "PERSON", 0.97, Action.MASK, ("test",)),))
        for i, text in texts.items()
    ]


def test_a_child_and_a_worker_of_one_first_name_are_not_merged_but_asked_about(models: Models) -> None:
    linked = link(of_hope(NAMESAKES), KEY, lists=models.lists)
    found = {i: row[0] for i, row in linked.mentions.items()}
    assert found["b"].entity == found["d"].entity
    assert len({found[i].entity for i in "abc"}) == 3
    assert {m.action for m in found.values()} == {Action.REVIEW}
    assert {m.entity for m in found.values()} == set(linked.ambiguous)
    backwards = link(of_hope(NAMESAKES)[::-1], KEY, lists=models.lists)
    assert backwards == linked
    again = link(of_hope(NAMESAKES), KEY, linked.entities, lists=models.lists)
    assert again.mentions == linked.mentions


def test_a_first_name_that_only_workers_bear_stays_one_person(models: Models) -> None:
    linked = link(of_hope({i: NAMESAKES[i] for i in "bcd"}), KEY, lists=models.lists)
    assert len({row[0].entity for row in linked.mentions.values()}) == 1
    assert linked.ambiguous == ()


def test_the_custodian_can_merge_namesakes_after_all(models: Models) -> None:
    first = link(of_hope(NAMESAKES), KEY, lists=models.lists)
    child, worker = (first.mentions[i][0].entity for i in "ab")
    merged = link(of_hope(NAMESAKES), KEY, first.entities, (Ruling("merge", entity=child, into=worker),), models.lists)
    assert merged.mentions["a"][0].entity == worker
    assert merged.mentions["a"][0].action is Action.MASK


def test_a_child_is_not_merged_with_a_worker_whose_full_name_is_known(models: Models) -> None:
    texts = {
        "a": "Our social worker Corwenna Hartley rang. Corwenna was kind.",
        "b": "My daughter Corwenna is seven and likes school.",
        "c": "My worker Corwenna never calls back.",
        "d": "I saw Corwenna on the bus.",
    }
    linked = link(detected(models, texts), KEY, lists=models.lists)
    worker = entity(linked.mentions["a"], texts["a"], "Corwenna Hartley").entity
    assert entity(linked.mentions["a"], texts["a"], "Corwenna").entity == worker
    assert entity(linked.mentions["c"], texts["c"], "Corwenna").entity == worker
    unsure = [entity(linked.mentions[d], texts[d], "Corwenna") for d in ("b", "d")]
    assert worker not in {m.entity for m in unsure}
    assert len({m.entity for m in unsure}) == 2
    assert all(m.action is Action.REVIEW and TWO_PEOPLE in m.reasons for m in unsure)
    alone = {d: texts[d] for d in ("a", "c", "d")}
    whole = link(detected(models, alone), KEY, lists=models.lists)
    assert len({m.entity for row in whole.mentions.values() for m in row if m.label == "PERSON"}) == 1
