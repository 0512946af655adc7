"""Names of other alphabets as families in Britain write them: Cyrillic, Greek and the scripts of India and Bangladesh.

Only what lists of names need: one plain spelling or two a name, folded. The tables follow the spellings of passports
(Ukraine's of 2010, ELOT 743) and, for Indian scripts, common use: no marks of length, no silent vowel at the end.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator, Mapping

_CYRILLIC: Mapping[str, str] = dict(
    zip(
        "абвгґѓдђеєёжзѕиіїйјкќлљмнњопрстћуўфхцчџшщъыьэюя",
        "a b v g g g d d e ye yo zh z z i i yi y j k k l l m n n o p r s t c u w f kh ts ch dz sh shch - y - e yu ya".split(),  # noqa: E501, SIM905 - one line reads best beside the letters
        strict=True,
    )
)
_UKRAINIAN = {"г": "h", "и": "y"}
_INSIDE = {"є": "ie", "ї": "i", "й": "i", "ю": "iu", "я": "ia"}
"""What Ukraine's table writes where the letter does not begin the word."""
_GREEK: Mapping[str, str] = dict(
    zip("αβγδεζηθικλμνξοπρσςτυφχψω", "a v g d e z i th i k l m n x o p r s s t y f ch ps o".split(), strict=True)  # noqa: SIM905
) | {"ου": "ou", "αυ": "av", "ευ": "ev", "γγ": "ng", "γκ": "gk", "μπ": "b", "ντ": "nt"}
_INDIC = (0x0900, 0x0980, 0x0A00, 0x0A80, 0x0B00, 0x0B80)
"""First code points of the scripts that share one order: Devanagari, Bengali, Gurmukhi, Gujarati, Odia, Tamil."""
_BLOCK = 0x80
_VOWELS: Mapping[int, str] = dict(
    zip(
        range(0x05, 0x15),
        ("a", "a", "i", "i", "u", "u", "ri", "li", "e", "e", "e", "ai", "o", "o", "o", "au"),
        strict=True,
    )
)
_CONSONANTS: Mapping[int, str] = dict(
    zip(
        range(0x15, 0x3A),
        "k kh g gh n ch chh j jh n t th d dh n t th d dh n n p ph b bh m y r r l l l v sh sh s h".split(),  # noqa: SIM905
        strict=True,
    )
)
_SIGNS: Mapping[int, str] = dict(
    zip(range(0x3E, 0x4D), ("a", "i", "i", "u", "u", "ri", "ri", "e", "e", "e", "ai", "o", "o", "o", "au"), strict=True)
)
_DOTTED: Mapping[int, str] = dict(
    zip((0x15, 0x16, 0x17, 0x1C, 0x21, 0x22, 0x2B, 0x2F), ("q", "kh", "gh", "z", "r", "rh", "f", "y"), strict=True)
)
"""Consonants with a dot below."""
_NASAL = {0x01: "", 0x02: "n", 0x03: "h"}
_DOT, _SILENT = 0x3C, 0x4D
_BENGALI, _AS_BENGALI = 0x0980, {"v": "b", "y": "j", "ph": "f"}
_JOINERS = str.maketrans("", "", "\u200c\u200d")
_OPEN = re.compile(r"(?<=[aeiou])([^aeiou]h?)a(?=[^aeiou]h?[aeiou])")
"""A short vowel speech leaves out: "rahaman" is Rahman."""


def romanised(name: str, locale: str = "") -> frozenset[str]:
    """Return the spellings in Latin letters, lower case, of a name in another alphabet; none where one is not known."""
    plain = unicodedata.normalize("NFC", name).casefold().replace("’", "").replace("'", "")
    first = next((c for c in plain if c.isalpha()), "a")
    script = unicodedata.name(first, "").partition(" ")[0]
    if script == "CYRILLIC":
        found = set(_cyrillic(plain, locale))
    elif script == "GREEK":
        found = {_by_table(_without_accents(plain), _GREEK)}
    elif any(start <= ord(first) < start + _BLOCK for start in _INDIC):
        found = set(_indic(plain))
    else:
        return frozenset()
    return frozenset(n for n in found if n.isascii() and n.replace(" ", "").replace("-", "").isalpha())


def _cyrillic(name: str, locale: str) -> Iterator[str]:
    if locale != "uk_UA":
        spelt = _by_table(name, _CYRILLIC)
        yield from (spelt, re.sub(r"(?:iy|yy)\b", "y", spelt))
        return
    table = {**_CYRILLIC, **_UKRAINIAN}
    formal = "".join(_INSIDE.get(c, table.get(c, c)) if i else table.get(c, c) for i, c in enumerate(name))
    for spelt in (formal, _by_table(name, table)):
        yield from (bare := spelt.replace("-", ""), re.sub(r"(?:yi|yy|iy)\b", "y", bare))


def _by_table(name: str, table: Mapping[str, str]) -> str:
    pairs = "|".join(k for k in table if len(k) > 1)
    letters = re.findall(rf"{pairs}|." if pairs else ".", name)
    return "".join(table.get(letter, letter) for letter in letters).replace("-", "")


def _without_accents(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))


def _indic(name: str) -> Iterator[str]:
    """Yield spellings: with the short vowels speech drops and without."""
    words = []
    for word in name.translate(_JOINERS).split():
        full = _spelt(word)
        words.append({full, _OPEN.sub(r"\1", full)})
    yield from (" ".join(parts) for parts in itertools.product(*words))


def _spelt(word: str) -> str:
    """Return one word; the vowel a consonant carries by itself is written where another letter follows."""
    found, owes = "", False
    for letter, after in itertools.zip_longest(word, word[1:], fillvalue=""):
        start = ord(letter) // _BLOCK * _BLOCK
        at = ord(letter) - start
        if start in _INDIC and at in {_DOT, _SILENT}:
            owes = owes and at == _DOT
        elif start in _INDIC and at in _SIGNS:
            found, owes = found + _SIGNS[at], False
        else:
            found += "a" if owes and _NASAL.get(at, letter) else ""
            owes = owes and at in _NASAL and not _NASAL[at]
            if start not in _INDIC:
                found += letter
            elif at in _CONSONANTS:
                dotted = bool(after) and ord(after) == start + _DOT and at in _DOTTED
                spelt = _DOTTED[at] if dotted else _CONSONANTS[at]
                found += _AS_BENGALI.get(spelt, spelt) if start == _BENGALI and not dotted else spelt
                owes = True
            else:
                found += _NASAL.get(at) or _VOWELS.get(at, "")
    return found
