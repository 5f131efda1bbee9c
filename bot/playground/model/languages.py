"""A scripted model's idea of the language of a text: its script, and for Latin letters a few small words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

SCRIPTS = {
    "GUJARATI": "gu", "DEVANAGARI": "hi", "CJK": "zh", "HIRAGANA": "ja", "KATAKANA": "ja", "HANGUL": "ko",
    "ARABIC": "ar", "CYRILLIC": "ru", "GREEK": "el", "HEBREW": "he", "THAI": "th", "BENGALI": "bn", "TAMIL": "ta",
}  # fmt: skip
SMALL_WORDS = {
    "es": "el la los las de que y en un una con para por es son está cuándo dónde hola gracias abierto horario",
    "fr": "le la les des et est une vous nous avec pour dans sur bonjour merci quand où ouvert êtes horaires",
    "de": "der die das und ist ein eine wir sie ich mit für von wann wo haben danke hallo geöffnet uhr",
    "pt": "o os as do da em um uma com para não é são você vocês obrigado olá quando onde aberto",
    "en": "the a an is are we you i of to and in on for with do does when where what how can please thanks",
}


def language_of(text: str) -> str:
    """The code of the language that a text seems to be in; English when nothing says otherwise."""
    letters = Counter(unicodedata.name(sign, " ").split()[0] for sign in text if sign.isalpha())
    for name, _ in letters.most_common():
        if name in SCRIPTS:
            return SCRIPTS[name]
        if name == "LATIN":
            break
    found = set(re.findall(r"\w+", text.lower()))
    best = max(SMALL_WORDS, key=lambda code: len(found & set(SMALL_WORDS[code].split())))
    return best if found & set(SMALL_WORDS[best].split()) else "en"
