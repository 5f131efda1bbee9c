"""Whether a text is in the language of whoever will read it."""

from __future__ import annotations

import regex

from inbox.wording import language as name
from responders.guard.said import Said
from responders.language import ONE_LANGUAGE, language_of, main_script
from responders.text import SCRIPTS, script_of

LETTERS = regex.compile(r"\p{L}")
ENOUGH = 8  # letters of a text, below which it says nothing about a language ("OK!", "Bravo!")
ALIKE = (
    frozenset({"hr", "sr", "bs"}), frozenset({"no", "da", "sv"}), frozenset({"id", "ms"}), frozenset({"cs", "sk"}),
    frozenset({"es", "gl", "pt", "ca"}), frozenset({"hi", "mr", "ne"}), frozenset({"bn", "as"}),
    frozenset({"ur", "fa", "ar", "ps"}), frozenset({"ru", "uk", "be", "bg"}), frozenset({"nl", "af"}),
)  # fmt: skip

# Where a fifth of the words are these, the text is in that language and the model need not be asked.
SMALL_WORDS = {
    "en": frozenset({
        "a", "and", "are", "at", "be", "can", "for", "from", "have", "here", "i", "in", "is", "it", "of", "on",
        "our", "the", "this", "to", "us", "we", "will", "with", "you", "your",
    }),
    "es": frozenset({
        "a", "al", "con", "de", "del", "el", "en", "es", "esta", "la", "las", "le", "los", "nos", "para", "por",
        "que", "se", "si", "su", "te", "tu", "un", "una", "y",
    }),
    "fr": frozenset({
        "a", "au", "de", "des", "du", "en", "est", "et", "il", "la", "le", "les", "nous", "ou", "par", "pas",
        "pour", "que", "si", "sur", "un", "une", "vos", "votre", "vous",
    }),
    "de": frozenset({
        "an", "auf", "das", "den", "der", "die", "ein", "es", "fur", "ich", "ihr", "ihre", "in", "ist", "mit",
        "sich", "sie", "sind", "uns", "und", "von", "wir", "zu",
    }),
}  # fmt: skip
SURE = 0.2
ENOUGH_WORDS = 5


def wrong_language(said: Said) -> str:
    """A text in another language, or at least another script, than the asker writes in.

    What the brand itself wrote word for word is left to whoever chose it: an answer for all languages is one for all.
    """
    if said.is_quoted or len(LETTERS.findall(said.text[:400])) < ENOUGH:
        return ""
    if said.language:
        return _other_language(said, said.language)
    theirs, ours = main_script(said.theirs[:400]), main_script(said.text[:400])
    return f"They write in {theirs} letters, this is in {ours} ones." if theirs and ours and theirs != ours else ""


def _other_language(said: Said, theirs: str) -> str:
    text = said.text
    own = theirs.partition("-")[0]
    if ONE_LANGUAGE.get(script_of(theirs)) == own and _mostly(text[:400], script_of(theirs)):
        return ""  # no other language is written so
    if theirs in SMALL_WORDS and _is_plainly(said.normal.split(), theirs):
        return ""
    found = language_of([text], theirs)
    first = found.partition("-")[0]
    if not found or first == own or any({first, own} <= alike for alike in ALIKE):
        written_in = main_script(text[:400])
        if first == own or not written_in or written_in in {script_of(theirs), script_of(own)}:
            return ""
        return f"They write {name(theirs)}, this is in {written_in} letters."
    return f"They write {name(theirs)}, this is in {name(found)}."


def _mostly(text: str, script: str) -> bool:
    return 2 * len(SCRIPTS[script].findall(text)) > len(LETTERS.findall(text))


def _is_plainly(words: list[str], language: str) -> bool:
    small = SMALL_WORDS[language]
    return len(words) >= ENOUGH_WORDS and sum(word in small for word in words) >= SURE * len(words)
