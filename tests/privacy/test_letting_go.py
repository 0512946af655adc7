"""The recogniser is there once, however it is asked for, and gone once it was let go of."""

from __future__ import annotations

import weakref

from voices.privacy import detect, let_go, load_models

TEXT = "My mum Bronwen Ashcombe rang from Little Haverleigh on 3 May 2019."


def test_it_is_loaded_once_gone_when_let_go_of_and_finds_the_same_when_loaded_anew() -> None:
    let_go()  # what other tests hold stays theirs
    models = load_models()
    assert load_models(second_opinion=False).nlp is models.nlp
    assert load_models() is models
    lists, fingerprint, found = models.lists, models.fingerprint, detect([TEXT], models, [()])
    gone = weakref.ref(models.nlp)
    del models
    let_go()
    assert gone() is None, "something still holds the recogniser, and its 300 MB"
    again = load_models()
    assert again.lists is lists
    assert (again.fingerprint, detect([TEXT], again, [()])) == (fingerprint, found)
