"""What two texts have in common once the way they were typed is set aside: normal form, words, script.

Only for comparing. What a person reads, and what goes out, is never changed here.
"""

from __future__ import annotations

import unicodedata

import regex

INVISIBLE = regex.compile(r"[\p{Cf}\p{Cs}]+")  # zero-width, bidi and soft-hyphen signs; halves of broken characters
# Café and cafe are one word to a follower in a hurry. Only over Latin letters: a Gujarati or Devanagari sign is the
# vowel itself, and й is not и.
LATIN_MARKS = regex.compile(r"(\p{Latin})\p{Mn}+")
# Scripts that put no space between words; there every letter counts as a word, and a phrase as a run of them.
UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
SPACED = rf"(?![{UNSPACED}])"
WORD = regex.compile(rf"[{UNSPACED}]\p{{M}}*|{SPACED}[\p{{L}}\p{{N}}](?:{SPACED}[\p{{L}}\p{{M}}\p{{N}}])*")
# The same for letters of ASCII, twenty times as fast: whatever is no letter or digit becomes a space.
ASCII_WORDS = {code: " " for code in range(128) if not chr(code).isalnum()}
SEAM = regex.compile(rf"(?<=[{UNSPACED}]\p{{M}}*) (?=[{UNSPACED}])")

SCRIPT_NAMES = (
    "Latin", "Gujarati", "Devanagari", "Han", "Hiragana", "Katakana", "Hangul", "Cyrillic", "Greek", "Arabic",
    "Hebrew", "Thai", "Bengali", "Gurmukhi", "Tamil", "Telugu", "Kannada", "Malayalam", "Sinhala", "Khmer", "Lao",
    "Myanmar", "Georgian", "Armenian", "Ethiopic",
)  # fmt: skip
SCRIPTS = {name: regex.compile(rf"\p{{{name}}}") for name in SCRIPT_NAMES}
SCRIPT_OF_LANGUAGE = {
    **dict.fromkeys(["hi", "mr", "ne", "sa"], "Devanagari"),
    **dict.fromkeys(["ru", "uk", "bg", "sr", "mk", "be", "kk"], "Cyrillic"),
    **dict.fromkeys(["ar", "fa", "ur", "ps"], "Arabic"),
    "gu": "Gujarati", "zh": "Han", "ja": "Hiragana", "ko": "Hangul", "el": "Greek", "he": "Hebrew", "th": "Thai",
    "bn": "Bengali", "pa": "Gurmukhi", "ta": "Tamil", "te": "Telugu", "kn": "Kannada", "ml": "Malayalam",
    "si": "Sinhala", "km": "Khmer", "lo": "Lao", "my": "Myanmar", "ka": "Georgian", "hy": "Armenian", "am": "Ethiopic",
}  # fmt: skip


def readable(text: str) -> str:
    """The text in one spelling per sign and without invisible signs; capitals stay. Patterns look at this."""
    return text if text.isascii() else INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


def normalise(text: str) -> str:
    """The text as it is compared: readable, without capitals, without accents over Latin letters."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKD", readable(text).casefold())
    return unicodedata.normalize("NFKC", LATIN_MARKS.sub(r"\1", INVISIBLE.sub("", folded)))


def words(text: str) -> list[str]:
    """The words of a text in normal form: letters, signs and digits of any script."""
    if text.isascii():
        return text.lower().translate(ASCII_WORDS).split()
    found: list[str] = WORD.findall(normalise(text))
    return found


def spaced(text: str) -> str:
    """The words with one space before, between and after, so that a phrase is found whole by `in`; "" if wordless."""
    found = words(text)
    return f" {' '.join(found)} " if found else ""


def running(text: str) -> str:
    """Like `spaced`, but without the spaces that a script itself does not write; what character grams are cut from."""
    line = spaced(text)
    return line if line.isascii() else SEAM.sub("", line)


def script(text: str) -> str:
    """The script that most letters are in, "" when there are none; Japanese by its kana, however few."""
    counts = {name: len(letters.findall(text)) for name, letters in SCRIPTS.items()}
    if counts["Hiragana"] + counts["Katakana"]:
        return "Hiragana"
    most = max(counts, key=lambda name: counts[name])
    return most if counts[most] else ""


def script_of(language: str) -> str:
    """The script a language is written in; Latin for all not listed, and where the code says so ("gu-Latn")."""
    first, *rest = language.lower().split("-")
    return "Latin" if "latn" in rest else SCRIPT_OF_LANGUAGE.get(first, "Latin")
