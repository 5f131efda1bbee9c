"""Whether a text is in the language of whoever will read it."""

from __future__ import annotations

import regex

from responders.guard.said import Said
from responders.language import language_of, main_script
from responders.text import script_of

LETTERS = regex.compile(r"\p{L}")
ENOUGH = 8  # letters of a text, below which it says nothing about a language ("OK!", "Bravo!")
ALIKE = (
    frozenset({"hr", "sr", "bs"}), frozenset({"no", "da", "sv"}), frozenset({"id", "ms"}), frozenset({"cs", "sk"}),
    frozenset({"es", "gl", "pt", "ca"}), frozenset({"hi", "mr", "ne"}), frozenset({"bn", "as"}),
    frozenset({"ur", "fa", "ar", "ps"}), frozenset({"ru", "uk", "be", "bg"}), frozenset({"nl", "af"}),
)  # fmt: skip
NAMES = {
    "ar": "Arabic", "bn": "Bengali", "de": "German", "el": "Greek", "en": "English", "es": "Spanish", "fa": "Persian",
    "fil": "Filipino", "fr": "French", "gu": "Gujarati", "he": "Hebrew", "hi": "Hindi", "id": "Indonesian",
    "it": "Italian", "ja": "Japanese", "kn": "Kannada", "ko": "Korean", "ml": "Malayalam", "mr": "Marathi",
    "ms": "Malay", "nl": "Dutch", "pa": "Punjabi", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian",
    "ru": "Russian", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "te": "Telugu", "th": "Thai", "tr": "Turkish",
    "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip


def wrong_language(said: Said) -> str:
    """A text in another language, or at least another script, than the asker writes in.

    What the brand itself wrote word for word is left to whoever chose it: an answer for all languages is one for all.
    """
    if said.is_quoted or len(LETTERS.findall(said.text[:400])) < ENOUGH:
        return ""
    if said.language:
        return _other_language(said.text, said.language)
    theirs, ours = main_script(said.theirs[:400]), main_script(said.text[:400])
    return f"They write in {theirs} letters, this is in {ours} ones." if theirs and ours and theirs != ours else ""


def name(language: str) -> str:
    """The name of a language in English, where it is one of the more common ones; else its code."""
    first, *rest = language.split("-")
    called = NAMES.get(first, first)
    return f"{called} in Latin letters" if "Latn" in rest else called


def _other_language(text: str, theirs: str) -> str:
    own = theirs.partition("-")[0]
    found = language_of([text], theirs)
    first = found.partition("-")[0]
    if not found or first == own or any({first, own} <= alike for alike in ALIKE):
        written_in = main_script(text[:400])
        if first == own or not written_in or written_in in {script_of(theirs), script_of(own)}:
            return ""
        return f"They write {name(theirs)}, this is in {written_in} letters."
    return f"They write {name(theirs)}, this is in {name(found)}."
