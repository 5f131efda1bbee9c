"""Signs that stand for others: look-alikes of three alphabets, leet, and the ways in which one letter can be written.

Only for comparing. The tables are made at first use, from the confusables of Unicode and from the names of letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

import regex

from responders.guard.lookalikes import LATIN
from responders.text import UNSPACED, normalise

Table = dict[int, str]

LEET = str.maketrans("013456789@$!|€£¢¥+(<", "oieasgtbgasiielcytcc")
LEET_L = str.maketrans("1!|€", "lllc")  # the other reading of the same signs; before LEET
LEET_SIGNS = "@$!|€£¢¥+(<"
LEET_CYRILLIC = str.maketrans("0134689@$€∂¢©", "оизчбвяаседсс")
LEET_CYRILLIC_E = str.maketrans("34", "еа")  # the other reading of two of them; before LEET_CYRILLIC
LEET_GREEK = str.maketrans("0134@€$", "οιεααεσ")
# Letters of living alphabets: in a word of plain Latin letters they disguise nothing, as in høre, łaska, sık.
LIVING = frozenset("øłđıħŧæœþðəŋßĸſʻʼ")
# By Latin letter what else is taken for it; the small forms of Cyrillic and Greek stand for their capitals as well.
_LIKE_LATIN = {
    "a": "аαдɐᴀ₳∆λ", "b": "вьъβбᴃʙ฿₿", "c": "сςϲɔᴄ₵¢©", "d": "ԁδᴅ", "e": "еεэёєǝᴇ€∑", "f": "ɟꜰ₣ƒ", "g": "ɡƃɢ₲",
    "h": "һнɥʜ", "i": "іιїᴉɪ", "j": "јᴊ", "k": "кκʞᴋ₭", "l": "ӏꞁʟ", "m": "мμɯᴍ₥", "n": "пийηɴ₦",
    "o": "оοσөδᴏ⭕○◯◎●⓿∅⊙✪¤", "p": "рρᴘ₱₽", "q": "ԛǫꞯ", "r": "гяɹʀɾ®", "s": "ѕꜱ§", "t": "тτʇᴛƚ₮†‡", "u": "цυʌᴜµ",
    "v": "ѵνᴠʌ", "w": "шщԝωʍᴡ₩", "x": "хχжӿ", "y": "уүγʎʏ¥ч", "z": "зζᴢ",
}  # fmt: skip
# The same out of alphabets and signs that look like Latin ones from afar: what generators of fancy letters write.
_DRAWN_LIKE_LATIN = {
    "a": "卂ꍏꋬꋫᗩልคᏗム", "b": "乃ꌃꃳᗷ๒Ᏸጌცⴆҍ", "c": "匚ꉓꉔꀯꏸᑕᑢርፈᏟᄃ", "d": "刀ꀸ꒯ꁕᗪᕍ๔ዕᎴԃ",
    "e": "乇ꍟꏂꏹᕮᘿቿᏋɛҽ", "f": "下千ꎇꊰᖴቻキʄϝ", "g": "厶Ꮆꁅꍌᘜᘐኗ", "h": "卄ꃅꁝᕼዘђᏂんɧԋ", "i": "工丨ꀤꂑ꒐ᓰጎเノ",
    "j": "丁フꀭ꒻ᒍጋᏠʝנ", "k": "长ҝꀘꀗᏦጕズӄҡқҟ", "l": "乚ㄥ꒒ᒪᏝረןレʅ", "m": "从爪ꂵꁒꎭᗰᘻ๓ጠᎷカ",
    "n": "几冂ꈤꋊꁹᑎᘉภክᏁɳ", "o": "口ㄖꂦꄲꄱᗝ๏ዐᎧᎾᏫの०૦໐〇", "p": "尸卩ꉣᑭᖘקየᎮア℘", "q": "甲ꆰꋟᑫዒϙ", "r": "尺ꋪᖇዪᏒཞʁ",
    "s": "丂ꌗꇙꇘᔕᔑรነᏕֆ", "t": "丅ㄒ꓄꓅շፕᏆイɬ", "u": "凵ㄩꀎ꒤ꌈᑌᑘยሁᏬ", "v": "ᐯꃴ꒦ꏝᐺשሀᏉ√۷ʋ", "w": "山ꅏꅐᗯᘺฬሠᏇ",
    "x": "乂ꊼꉧꉤ᙭אሸメ", "y": "丫ㄚꌩꌦꐟᖻץሃᎩリყ", "z": "乙ꁴᘔጊ",
}  # fmt: skip
EAST_ASIAN_DRAWN = frozenset(
    sign for signs in _DRAWN_LIKE_LATIN.values() for sign in signs if "\u3000" < sign < "\ua000"
)
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
_ALSO_LATIN = {"m": "ʍ", "p": "ք", "w": "ɯ", "u": "μиц", "n": "νнл刀", "y": "υ", "h": "η", "d": "д", "c": "σ"}
_ALSO_CYRILLIC = {"б": "bδ", "т": "m", "д": "g", "и": "ni", "ц": "u", "в": "v"}
_ALSO_GREEK = {"ν": "nн", "η": "h", "υ": "u", "γ": "y"}
# Letters drawn with several signs.
DRAWN = {
    "()": "o",
    "[]": "o",
    "{}": "o",
    "|_|": "u",
    "\\/\\/": "w",
    "/\\/\\": "m",
    "|\\/|": "m",
    "|v|": "m",
    "|\\|": "n",
    "/\\": "a",
    "\\/": "v",
    "|<": "k",
    "|3": "b",
    "|-|": "h",
    "|)": "d",
}
DRAWN_OF = re.compile("|".join(map(re.escape, sorted(DRAWN, key=len, reverse=True))))
_LIKE_CYRILLIC = {
    "а": "aαᴀ", "б": "б", "в": "bβvʙ", "г": "rᴦ", "д": "dδ", "е": "eεᴇ", "з": "zɜᴈ", "и": "uᴎ", "і": "iι", "ј": "j",
    "к": "kκᴋĸ", "л": "lλᴫᴧ", "м": "mμᴍ", "н": "hνʜ", "о": "oοσᴏ", "п": "nπᴨ", "р": "pρᴘᴩ", "с": "cςᴄ", "ѕ": "s",
    "т": "tτᴛ", "у": "yυγʏ", "ф": "φf", "х": "xχ", "ш": "wω",
}  # fmt: skip
_LIKE_GREEK = {
    "α": "aа", "β": "bв", "γ": "gг", "δ": "dд", "ε": "eе", "ζ": "z", "η": "hn", "ι": "iі", "κ": "kк", "λ": "lл",
    "μ": "mм", "ν": "vн", "ο": "oо", "π": "п", "ρ": "pр", "σ": "sс", "τ": "tт", "υ": "yuу", "φ": "fф", "χ": "xх",
    "ω": "w",
}  # fmt: skip
# What a sister letter looks like; Gujarati and Devanagari stand in the same order in Unicode.
_DEVANAGARI, _GUJARATI, _BLOCK = 0x900, 0xA80, 0x80
_ARABIC_FORMS = {"ا": "أإآٱٲٳ", "ي": "ىیےېئ", "ه": "ةۀھہەۃ", "ك": "کڪڬ", "ق": "ڨڧ", "گ": "ݣڭ", "و": "ؤۆۇ", "": "ـ"}
SAME_ARABIC = {ord(form): letter for letter, forms in _ARABIC_FORMS.items() for form in forms}
_SKELETONS = {"ٮ": "بتثنپٹيں", "ح": "جخچ", "د": "ذڈ", "ر": "زڑژ", "س": "ش", "ص": "ض", "ط": "ظ", "ع": "غ", "ٯ": "فقڤڡ"}
UNDOTTED = {ord(form): letter for letter, forms in _SKELETONS.items() for form in forms}
DOTLESS = frozenset("ٮںڡٯ")

# Strokes, dots and stress over letters, and signs of vowels that Arabic may leave out; й and ё are one sign each.
_MARKS = re.compile(
    r"[\u0300-\u036f\u0483-\u0489\u20d0-\u20ff\ufe00-\ufe0f\u0610-\u061a\u064b-\u065f\u0670\u0951-\u0954\u1cd0-\u1ce8]+"
)
# What shows nothing, though Unicode takes some of it for letters: the fillers of Hangul and of Khmer.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\u115f\u1160\u3164\uffa0\u17b4\u17b5]+")
# Where nothing but such a sign parts two sentences; its own form is lost in the normal one.
STOP = "。"
_WIDE_PAUSE = re.compile("[，！？；：]")
_PAUSE = regex.compile(rf"(?<=[{UNSPACED}])[，！？；：](?=[{UNSPACED}])")
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
_TWINS = re.compile("[\u0370-\u052f\u1f00-\u1fff]")
_GREEK = re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]")


def canonical(text: str) -> str:
    """The normal form of a text in one spelling per word: without what its script may leave out or write otherwise."""
    plain = _CONTROL.sub("", text)
    if not plain.isascii() and _WIDE_PAUSE.search(plain):
        plain = _PAUSE.sub(rf"\g<0>{STOP}", plain)
    plain = normalise(plain)
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
    table |= _from(_DRAWN_LIKE_LATIN) | _from(_LIVING_LIKE_LATIN) | _from(_LIKE_LATIN)
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
    table = _by_latin(_from(_LIKE_CYRILLIC))
    return table, table | _from(_ALSO_CYRILLIC)


@cache
def greeks() -> tuple[Table, ...]:
    """Which Greek letter a Latin or Cyrillic one looks like, in two ways."""
    table = _by_latin(_from(_LIKE_GREEK))
    return table, table | _from(_ALSO_GREEK)


def _by_latin(table: Table) -> Table:
    """The same with what looks like a Latin letter that looks like one of these, and belongs to no third alphabet."""
    known = {odd: table[ord(plain)] for odd, plain in latin().items() if ord(plain) in table}
    return {odd: plain for odd, plain in known.items() if not _TWINS.match(chr(odd))} | table


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
