"""Names and words: which word is a name, which is a word of English, and which is both."""

from __future__ import annotations

import importlib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

LOCALES = (
    "en_GB en_IE en_US en_AU en_IN en_PK en_NG en_KE en_BD en_PH ga_IE pl_PL ro_RO pt_PT es_ES it_IT fr_FR de_DE nl_NL "
    "cs_CZ sk_SK hu_HU hr_HR sq_AL lt_LT lv_LV et_EE sv_SE no_NO da_DK fi_FI tr_TR yo_NG ig_NG ha_NG ng_NG tw_GH zu_ZA "
    "sw vi_VN id_ID fr_DZ ar_DZ az_AZ sl_SI uz_UZ"
)
"""Faker's locales whose names are written in Latin letters and borne by families in the United Kingdom."""

MORE_NAMES = """
aaliyah abdi abdirahman abdullahi adaeze adaobi adebayo adeola ade aga agnieszka aisling amara amina aminata anwen aoife
asha asif ayaan ayesha bartek beata beti bev bethan bilal blessing bronagh bryn cadi caoimhe carys cathal chi-chi
chidinma chioma chukwu ciara daz deeqa delyth dilys ebony efua eilidh eirian emeka emre eluned faduma farah farida
farzana fatima fatuma filsan fiadh folasade funmi gethin gosia grainne gwen gwenllian gwyn hafsa halima hamza hanad
harpreet hibo hodan huw iestyn ifan ifeoma ify ikram ioan ioana iwona iwan jagoda jaswinder jaz jamal jodie kasia kaz
khadija khalid kofi kuba kwame kyle lamar layla leila leroy liban lleucu llinos lowri macsen magda mair malgorzata
malik maryam mared mariam megan meinir mercy minh mohamed mohammed muhammad nasima nasra navjot ngozi nia niamh nerys
nkechi obi oisin olu olumide ola osian oyelaran parveen patience paudie precious priti priya rahima rayhan rhiannon
rhodri rhys rukhsana rupinder sabah sadia safiya sagal saira sana sanjeev saoirse shabana shaquille shanice shafiq
shakira shaz siobhan sian sioned sinead sorcha sumaya tahmid tariq teg tegan temi tendai thandi thuy tomasz tomek tunde
uche wiktoria yaw yusuf zainab zahra zara zeinab zofia zosia zuzanna zuzia
""".split()
"""First names and short forms met in British families that the lists above lack."""

WORD_NAMES = frozenset(
    """
amber angel art april august autumn aurora basil bay belle bill bliss blossom brook candy carol chance charity chase
cherry chip christian clay cliff coral crystal daisy dale dawn dean destiny diamond dolly dot drew ebony eden
ernest eve faith fern flora forest frank gem gene ginger glen grace grant guy harmony hazel heather heath holly honey
hope hunter iris ivy jack jade jasmine jay jewel joy june kay kit lance lark laurel lily lotus love lucky mark marina
mason max maya melody mercy merit miles misty myrtle nick noble norm olive opal pansy parker pat patience patty pearl
penny peg peony piers pip poppy precious pride primrose prince prudence queenie rain ray red reed rex rich river rob
robin rocky rod rose rosemary ruby rusty saffron sage sandy scarlet serenity shay skip skye sky sonny star sterling
stone storm sue summer sunny tad tawny temple terry tiger tiny trinity trust ty unity val verity victor victory vine
viola violet wade ward warren wayne will willow winter wren young blessing may miss man an
""".split()
)
"""First names that are also words; such a name needs context when it stands alone."""

_TOO_COMMON = 5.45
"""Zipf frequency from which a listed name is taken for the word it also is, unless it stands in WORD_NAMES."""


def fold(word: str) -> str:
    """Return a word in lower case without diacritics, typographic apostrophes made plain."""
    text = unicodedata.normalize("NFKD", word.replace("’", "'").replace("ł", "l").replace("Ł", "L").replace("ø", "o"))
    return "".join(letter for letter in text if not unicodedata.combining(letter)).casefold().replace("ı", "i")


@lru_cache(maxsize=65536)
def frequency(word: str) -> float:
    """Return the Zipf frequency of a lower-case English word, 0 where it is unknown."""
    from wordfreq import zipf_frequency

    return float(zipf_frequency(word, "en", minimum=0.0))


@dataclass(frozen=True)
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
        folded = fold(word)
        if self.is_first(folded):
            return False
        bare = folded.split("'")[0]
        if frequency(bare) >= 3.6 or bare in self.lively:
            return True
        return any(form in self.words and frequency(form) >= 2.2 for form in _base_forms(bare)) or all(
            len(part) > 1 and (frequency(part) >= 3.4) for part in bare.split("-")
        )


def _base_forms(word: str) -> Iterable[str]:
    yield word
    for ending, instead in (("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"), ("ly", "")):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            yield word[: -len(ending)] + instead


def _latin(name: str) -> bool:
    return name.isascii() or all("LATIN" in unicodedata.name(c, "") for c in name if c.isalpha())


def _locale_names(locale: str, prefix: str) -> set[str]:
    try:
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
    except ImportError:
        return set()
    names: set[str] = set()
    for attribute in dir(provider):
        if attribute.startswith(prefix):
            value = getattr(provider, attribute)
            if not callable(value):
                names.update(n for n in value if isinstance(n, str) and len(n) > 1 and _latin(n))
    return {part for name in names for part in (fold(name), *fold(name).split())}


def load_lists(model_folder: Path) -> Lists:
    """Read names from Faker and the nickname list, and English base forms from the language model's tables."""
    from nicknames import NickNamer
    from spacy.lookups import Lookups

    first = {fold(n) for n in MORE_NAMES}
    last: set[str] = set()
    for locale in LOCALES.split():
        first |= _locale_names(locale, "first_name")
        last |= _locale_names(locale, "last_name")
    for canonical, short in NickNamer()._nickname_lookup.items():
        first |= {fold(canonical), *(fold(n) for n in short)}
    tables = Lookups().from_disk(model_folder / "lemmatizer" / "lookups")
    index = tables.get_table("lemma_index")
    by_class = {name: frozenset(index[name]) for name in ("noun", "verb", "adj", "adv") if name in index}
    lively = by_class["verb"] | by_class["adj"] | by_class.get("adv", frozenset())
    usable = {n for n in first if len(n) > 2 and (frequency(n) < _TOO_COMMON or n in WORD_NAMES)}
    kept = {n for n in usable if n in WORD_NAMES or not (n in lively and frequency(n) > 4.6 and n not in WORD_NAMES)}
    return Lists(
        first=frozenset(kept | {"bo", "mo", "jo", "ty", "di", "al", "ed", "cy", "vi"}),
        last=frozenset(n for n in last if len(n) > 2 and frequency(n) < _TOO_COMMON),
        words=frozenset().union(*by_class.values()),
        lively=frozenset(lively),
    )
