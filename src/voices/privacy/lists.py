"""Names and words: which word is a name, which is a word of English, and which is both."""

from __future__ import annotations

import csv
import importlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from pathlib import Path

from voices.privacy.romanising import romanised

LOCALES = (
    "en_GB en_IE en_US en_AU en_IN en_PK en_NG en_KE en_BD en_PH ga_IE pl_PL ro_RO pt_PT es_ES it_IT fr_FR de_DE nl_NL "
    "cs_CZ sk_SK hu_HU hr_HR sq_AL lt_LT lv_LV et_EE sv_SE no_NO da_DK fi_FI tr_TR yo_NG ig_NG ha_NG ng_NG tw_GH zu_ZA "
    "sw vi_VN id_ID fr_DZ ar_DZ az_AZ sl_SI uz_UZ"
)
"""Faker's locales whose names are written in Latin letters and borne by families in the United Kingdom."""
FURTHER_LOCALES = (
    "en en_NZ de_AT de_CH de_LU es_AR es_CL es_CO es_MX fr_BE nl_BE pt_BR is_IS en_TH zh_CN zh_TW ja_JP "
    "uk_UA ru_RU bg_BG mk_MK el_GR bn_BD hi_IN ne_NP mr_IN gu_IN"
)
"""Further ones, many romanised from other alphabets; of these, what is also a word of English is left out."""


@lru_cache(maxsize=64)
def words(name: str) -> frozenset[str]:
    """Return the lines of one of the room's own word lists, `words/NAME.txt`."""
    lines = resources.files("voices.privacy").joinpath("words", f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip())


MORE_NAMES = words("first_names")
"""First names and short forms met in British families that the lists above lack."""

WORD_NAMES = words("word_names")
"""First names that are also words; such a name needs context when it stands alone."""

_TOO_COMMON = 5.45
"""Zipf frequency from which a listed name is taken for the word it also is, unless it stands in WORD_NAMES."""


def fold(word: str) -> str:
    """Return a word in lower case without diacritics, typographic apostrophes made plain."""
    if word.isascii():
        return word.lower()
    text = unicodedata.normalize("NFKD", word.replace("’", "'").replace("ł", "l").replace("Ł", "L").replace("ø", "o"))
    return "".join(letter for letter in text if not unicodedata.combining(letter)).casefold().replace("ı", "i")


@lru_cache(maxsize=65536)
def frequency(word: str) -> float:
    """Return the Zipf frequency of a lower-case English word, 0 where it is unknown."""
    from wordfreq import zipf_frequency

    return float(zipf_frequency(word, "en", minimum=0.0))


_COMMON_WORDS = 12000
"""Words of English a slip of the pen may have meant."""
_LONG_ENOUGH = 5
"""Letters from which one slip leaves a word recognisable."""


@lru_cache(maxsize=1)
def _with_one_gap() -> frozenset[str]:
    """Return the common words of English, whole and with each letter left out."""
    from wordfreq import top_n_list

    common = [w for w in top_n_list("en", _COMMON_WORDS) if w.isalpha() and len(w) >= _LONG_ENOUGH]
    return frozenset({*common, *(w[:i] + w[i + 1 :] for w in common for i in range(len(w)))})


@lru_cache(maxsize=65536)
def misspelt(word: str) -> bool:
    """Say whether an unknown word is one slip (a letter too many, too few or another) from a common English word."""
    if len(word) < _LONG_ENOUGH or not word.isalpha():
        return False
    gaps = _with_one_gap()
    return word in gaps or any(word[:i] + word[i + 1 :] in gaps for i in range(len(word)))


@dataclass(frozen=True, eq=False)
class Lists:
    """Closed lists of names and of English words, all folded."""

    first: frozenset[str] = field(repr=False)
    """First names, short forms included."""
    last: frozenset[str] = field(repr=False)
    """Family names."""
    words: frozenset[str] = field(repr=False)
    """Base forms of English nouns, verbs, adjectives and adverbs; proper nouns are among the nouns."""
    lively: frozenset[str] = field(repr=False)
    """Base forms of verbs, adjectives and adverbs alone."""

    def is_first(self, word: str) -> bool:
        """Say whether a word can be a first name; both halves of a double name count."""
        folded = fold(word)
        if folded in self.first:
            return True
        halves = folded.split("-")
        return len(halves) == 2 and all(half in self.first for half in halves)

    def is_last(self, word: str) -> bool:
        """Say whether a word can be a family name; any part of a double name counts."""
        return any(part in self.last for part in (fold(word), *fold(word).split("-")))

    def is_word_name(self, word: str) -> bool:
        """Say whether a first name is also an ordinary word, so that it needs context."""
        folded = fold(word)
        return folded in WORD_NAMES or (folded in self.first and folded in self.lively and frequency(folded) > 3.0)

    def is_plain(self, word: str) -> bool:
        """Say whether a word is an ordinary English word and no name in the first place."""
        return _is_plain(fold(word), self)


@lru_cache(maxsize=65536)
def _is_plain(folded: str, lists: Lists) -> bool:
    if lists.is_first(folded) or _IRISH.match(folded):
        return False
    bare = re.sub(r"'(?:s|t|d|m|re|ll|ve)?\Z", "", folded)
    if frequency(bare) >= 3.6 or bare in lists.lively:
        return True
    return any(form in lists.words and frequency(form) >= 2.2 for form in _base_forms(bare)) or all(
        len(part) > 1 and (frequency(part) >= 3.4) for part in bare.split("-")
    )


_IRISH = re.compile(r"o'(?!clock)[a-z]{3}")
"""Family names that begin so are no words, however often English meets them."""


def _base_forms(word: str) -> Iterable[str]:
    yield word
    for ending, instead in (
        ("s", ""),
        ("es", ""),
        ("ies", "y"),
        ("ed", ""),
        ("ed", "e"),
        ("ing", ""),
        ("ing", "e"),
        ("ly", ""),
    ):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            yield word[: -len(ending)] + instead


def _latin(name: str) -> bool:
    return name.isascii() or all("LATIN" in unicodedata.name(c, "") for c in name if c.isalpha())


def _locale_names(locale: str, prefix: str) -> set[str]:
    """Return a locale's names in Latin letters, folded, whole and in parts; other alphabets romanised."""
    try:
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
    except ImportError:
        return set()
    names: set[str] = set()
    for attribute in dir(provider):
        if attribute.replace("romanized_", "").startswith(prefix):
            value = getattr(provider, attribute)
            if isinstance(value, Iterable):
                names.update(n for n in value if isinstance(n, str) and len(n) > 1)
    spelt = {fold(n) for n in names if _latin(n)}
    spelt |= {form for n in names if not _latin(n) for form in romanised(n, locale) if len(form) > 2}
    return {part for name in spelt for part in (name, *name.split(), *name.split("-"))}


_FURTHER_TOO_COMMON = 4.2
_AS_OFTEN_MANY = 1.0
"""Zipf frequencies by which a plural lies at most under its singular where a noun is a word sooner than a name: of the
names in the lists above 85 in 100 lie further under, of other nouns 65."""


def _also_word(name: str, nouns: frozenset[str], lively: frozenset[str]) -> bool:
    """Say whether a name of the further lists is a word of English in the first place."""
    often = frequency(name)
    counted = name in nouns and often - frequency(f"{name}s") <= _AS_OFTEN_MANY
    return often >= _FURTHER_TOO_COMMON or name in lively or counted


MORE_NICKNAMES = words("nicknames")
"""Pairs "full short" that the nickname list lacks."""


@lru_cache(maxsize=1)
def nickname_pairs() -> frozenset[frozenset[str]]:
    """Return the pairs of first names of which one is short for the other, folded."""
    pairs = {frozenset(fold(n) for n in entry.split()) for entry in MORE_NICKNAMES if len(entry.split()) == 2}
    table = resources.files("nicknames").joinpath("names.csv").read_text(encoding="utf-8")
    for name1, relation, name2 in (row[:3] for row in csv.reader(table.splitlines()) if len(row) >= 3):
        if relation == "has_nickname":
            pairs.add(frozenset({fold(name1), fold(name2)}))
    return frozenset(pairs)


@lru_cache(maxsize=65536)
def nicknames(name: str) -> frozenset[str]:
    """Return what a folded first name is short for and what is short for it."""
    return _nickname_index().get(name, frozenset())


@lru_cache(maxsize=1)
def _nickname_index() -> dict[str, frozenset[str]]:
    index: dict[str, set[str]] = {}
    for pair in nickname_pairs():
        for name in pair:
            index.setdefault(name, set()).update(pair - {name})
    return {name: frozenset(others) for name, others in index.items()}


def load_lists(model_folder: Path) -> Lists:
    """Read names from Faker and the nickname list, and English base forms from the language model's tables."""
    from spacy.lookups import Lookups

    first = {fold(n) for n in MORE_NAMES | WORD_NAMES}
    last: set[str] = set()
    for locale in LOCALES.split():
        first |= _locale_names(locale, "first_name")
        last |= _locale_names(locale, "last_name")
    for pair in nickname_pairs():
        first |= pair
    more_first = {n for locale in FURTHER_LOCALES.split() for n in _locale_names(locale, "first_name")} - first
    more_last = {n for locale in FURTHER_LOCALES.split() for n in _locale_names(locale, "last_name")} - last
    tables = Lookups().from_disk(model_folder / "lemmatizer" / "lookups")
    index = tables.get_table("lemma_index")
    by_class = {name: frozenset(index[name]) for name in ("noun", "verb", "adj", "adv") if name in index}
    lively = by_class["verb"] | by_class["adj"] | by_class.get("adv", frozenset())
    first |= {n for n in more_first if not _also_word(n, by_class["noun"], lively)}
    last |= {n for n in more_last if not _also_word(n, by_class["noun"], lively)}
    usable = {n for n in first if len(n) > 2 and (frequency(n) < _TOO_COMMON or n in WORD_NAMES)}
    usable -= words("not_names")
    kept = {n for n in usable if n in WORD_NAMES or not (n in lively and frequency(n) > 4.6 and n not in WORD_NAMES)}
    return Lists(
        first=frozenset(kept | {"bo", "mo", "jo", "ty", "di", "al", "ed", "cy", "vi"}),
        last=frozenset(n for n in last if len(n) > 2 and frequency(n) < _TOO_COMMON),
        words=frozenset().union(*by_class.values()),
        lively=frozenset(lively),
    )
