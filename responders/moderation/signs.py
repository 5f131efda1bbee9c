"""Signs that stand for others: look-alikes of three alphabets, leet, and the ways in which one letter can be written.

Only for comparing. The tables are made at first use, from the confusables of Unicode and from the names of letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from responders.guard.lookalikes import LATIN
from responders.text import normalise

Table = dict[int, str]

LEET = str.maketrans("013456789@$!|€£¢¥+(<", "oieasgtbgasiielcytcc")
LEET_L = str.maketrans("1!|", "lll")  # the other reading of the same signs; before LEET
LEET_SIGNS = "@$!|€£¢¥+(<"
LEET_CYRILLIC = str.maketrans("0134689@$€", "оизчбвяасе")
LEET_GREEK = str.maketrans("0134@€$", "οιεααεσ")
# Letters of living alphabets: in a word of plain Latin letters they disguise nothing, as in høre, łaska, sık.
LIVING = frozenset("øłđıħŧæœþðəŋßĸſʻʼ")
# By Latin letter what else is taken for it; the small forms of Cyrillic and Greek stand for their capitals as well.
_LIKE_LATIN = {
    "a": "аαдɐᴀ₳∆λ", "b": "вьъβбᴃʙ฿₿", "c": "сςϲɔᴄ₵¢©", "d": "ԁδᴅ", "e": "еεэёєǝᴇ€∑", "f": "ɟꜰ₣ƒ", "g": "ɡƃɢ₲",
    "h": "һнɥʜ",
    "i": "іιїᴉɪ", "j": "јɾᴊ", "k": "кκʞᴋ₭", "l": "ӏꞁʟ", "m": "мμɯᴍ₥", "n": "пийηɴ₦", "o": "оοσөδᴏ", "p": "рρᴘ₱",
    "q": "ԛǫꞯ", "r": "гяɹʀ®", "s": "ѕꜱ§", "t": "тτʇᴛ₮", "u": "цυʌᴜµ", "v": "ѵνᴠ", "w": "шщԝωʍᴡ₩", "x": "хχжӿ",
    "y": "уүγʎʏ¥ч", "z": "зζᴢ",
}  # fmt: skip
_LIVING_LIKE_LATIN = {
    "o": "øœ",
    "l": "ł",
    "d": "đð",
    "i": "ı",
    "h": "ħ",
    "t": "ŧ",
    "a": "æ",
    "e": "ə",
    "n": "ŋ",
    "b": "ß",
}
# What else some of them may be, by the other of their two forms.
_ALSO_LATIN = {"u": "μиц", "n": "νнл", "y": "υ", "h": "η", "d": "д", "c": "σ"}
_ALSO_CYRILLIC = {"б": "b", "т": "m", "д": "g", "и": "n", "ц": "u", "в": "v"}
_ALSO_GREEK = {"ν": "nн", "η": "h", "υ": "u", "γ": "y"}
# Letters drawn with several signs.
DRAWN = {
    "()": "o",
    "[]": "o",
    "{}": "o",
    "|_|": "u",
    "/\\": "a",
    "\\/": "v",
    "|<": "k",
    "|3": "b",
    "|-|": "h",
    "|)": "d",
}
DRAWN_OF = re.compile("|".join(map(re.escape, sorted(DRAWN, key=len, reverse=True))))
_LIKE_CYRILLIC = {
    "а": "aα", "б": "б", "в": "bβv", "г": "rг", "д": "dδ", "е": "eε", "з": "z", "и": "u", "і": "iι", "ј": "j",
    "к": "kκ", "л": "lλ", "м": "mμ", "н": "hν", "о": "oοσ", "п": "nπ", "р": "pρ", "с": "cς", "ѕ": "s", "т": "tτ",
    "у": "yυγ", "ф": "φf", "х": "xχ", "ш": "wω",
}  # fmt: skip
_LIKE_GREEK = {
    "α": "aа", "β": "bв", "γ": "gг", "δ": "dд", "ε": "eе", "ζ": "z", "η": "hn", "ι": "iі", "κ": "kк", "λ": "lл",
    "μ": "mм", "ν": "vн", "ο": "oо", "π": "п", "ρ": "pр", "σ": "sс", "τ": "tт", "υ": "yuу", "φ": "fф", "χ": "xх",
    "ω": "w",
}  # fmt: skip
# What a sister letter looks like; Gujarati and Devanagari stand in the same order in Unicode.
_DEVANAGARI, _GUJARATI, _BLOCK = 0x900, 0xA80, 0x80
_ARABIC_FORMS = {"ا": "أإآٱٲٳ", "ي": "ىیےې", "ه": "ةۀھہەۃ", "ك": "کڪڬ", "گ": "ݣڭ", "و": "ؤۆۇ", "": "ـ"}
SAME_ARABIC = {ord(form): letter for letter, forms in _ARABIC_FORMS.items() for form in forms}
_SKELETONS = {"ٮ": "بتثنپٹيئں", "ح": "جخچ", "د": "ذڈ", "ر": "زڑژ", "س": "ش", "ص": "ض", "ط": "ظ", "ع": "غ", "ٯ": "فقڤڡ"}
UNDOTTED = {ord(form): letter for letter, forms in _SKELETONS.items() for form in forms}
DOTLESS = frozenset("ٮںڡٯ")

# Strokes, dots and stress over letters, and signs of vowels that Arabic may leave out; й and ё are one sign each.
_MARKS = re.compile(r"[\u0300-\u036f\u0483-\u0489\u20d0-\u20ff\ufe00-\ufe0f\u0610-\u061a\u064b-\u065f\u0670]+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f]+")
_NUKTA = re.compile(r"[\u093c\u0abc]+")
_NASAL = re.compile(r"[ङञणनम]्(?=[क-ह])|ँ")
_NASAL_GUJARATI = re.compile(r"[ઙઞણનમ]્(?=[ક-હ])|ઁ")
_VOWELS = str.maketrans(
    {"ऩ": "न", "ऱ": "र", "ऴ": "ळ", "ऑ": "ओ", "ॉ": "ो", "ऍ": "ए", "ॅ": "े", "ઑ": "ઓ", "ૉ": "ો", "ઍ": "એ", "ૅ": "ે"}
)
_BUILT = {"अा": "आ", "अो": "ओ", "अौ": "औ", "एे": "ऐ", "અા": "આ", "અો": "ઓ", "અૌ": "ઔ", "અે": "એ", "અૈ": "ઐ"}
_BUILT_OF = re.compile("|".join(_BUILT))
_INDIC = re.compile(r"[\u0900-\u097f\u0a80-\u0aff]")
_ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f]")
_GREEK = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]")


def canonical(text: str) -> str:
    """The normal form of a text in one spelling per word: without what its script may leave out or write otherwise."""
    plain = normalise(_CONTROL.sub("", text))
    if plain.isascii():
        return plain
    plain = _MARKS.sub("", plain)
    if _GREEK.search(plain):  # capitals bear no accents
        plain = plain.translate(_without_accents())
    if _INDIC.search(plain):
        plain = _BUILT_OF.sub(lambda built: _BUILT[built[0]], _NUKTA.sub("", plain)).translate(_VOWELS)
        plain = _NASAL_GUJARATI.sub("ં", _NASAL.sub("ं", plain))
    return plain.translate(SAME_ARABIC) if _ARABIC.search(plain) else plain


@cache
def _without_accents() -> Table:
    every = (*range(0x370, 0x400), *range(0x1F00, 0x2000))
    return {code: unicodedata.normalize("NFD", chr(code))[0] for code in every if unicodedata.decomposition(chr(code))}


@cache
def latin() -> Table:
    """What looks like which small Latin letter; of Latin letters only those that no living alphabet has."""
    table = dict(_confusables()) | dict(_of_names())
    table |= {odd: plain for odd, plain in LATIN.items() if odd not in table and chr(odd) not in LIVING}
    table |= _from(_LIVING_LIKE_LATIN) | _from(_LIKE_LATIN)
    for first in (0x1F150, 0x1F170, 0x1F1E6):  # white on a circle, white on a square, halves of flags
        table.update({first + number: chr(ord("a") + number) for number in range(26)})
    return table


@cache
def latins() -> tuple[Table, ...]:
    """The same in two ways: a small letter may stand for what its capital looks like."""
    return latin(), latin() | _from(_ALSO_LATIN)


@cache
def cyrillics() -> tuple[Table, ...]:
    """Which Cyrillic letter a Latin or Greek one looks like, in two ways."""
    return _from(_LIKE_CYRILLIC), _from(_LIKE_CYRILLIC) | _from(_ALSO_CYRILLIC)


@cache
def greeks() -> tuple[Table, ...]:
    """Which Greek letter a Latin or Cyrillic one looks like, in two ways."""
    return _from(_LIKE_GREEK), _from(_LIKE_GREEK) | _from(_ALSO_GREEK)


@cache
def indic(*, to_gujarati: bool) -> Table:
    """The letters of Devanagari as those of Gujarati, or the other way round."""
    here, there = (_DEVANAGARI, _GUJARATI) if to_gujarati else (_GUJARATI, _DEVANAGARI)
    every = range(here, here + _BLOCK)
    return {one: chr(one - here + there) for one in every if unicodedata.category(chr(one - here + there)) != "Cn"}


def _from(forms: dict[str, str]) -> Table:
    return {ord(odd): plain for plain, every in forms.items() for odd in every}


def _confusables() -> Iterator[tuple[int, str]]:
    """What Unicode lists as like a Latin letter, in small letters; digits, signs and Han are none of these."""
    from confusable_homoglyphs.utils import load

    data = load("confusables.json")
    for letter in "abcdefghijklmnopqrstuvwxyz":
        for form in (letter.upper(), letter):
            for other in data.get(form, ()):
                sign = normalise(other["c"].strip("\u200e"))
                if len(sign) == 1 and not sign.isascii() and sign.isalpha() and not _is_east_asian(sign):
                    yield ord(sign), letter


def _is_east_asian(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in "WF" or 0x3000 <= ord(sign) < 0xA000 or 0xAC00 <= ord(sign) <= 0xD7FF


def _of_names() -> Iterator[tuple[int, str]]:
    """Latin letters with strokes, hooks and tails, and small capitals, by what Unicode calls them."""
    name = re.compile(r"LATIN (?:SMALL |CAPITAL )?LETTER (?:SMALL CAPITAL )?([A-Z])(?: WITH .+)?")
    for code in [*range(0x80, 0x2B0), *range(0x1D00, 0x1E00), *range(0x2C60, 0x2C80), *range(0xA720, 0xA800)]:
        found = name.fullmatch(unicodedata.name(chr(code), ""))
        if found and chr(code) not in LIVING:
            yield code, found[1].lower()
