"""Which of an entry's texts to answer with: in the language that somebody writes in, in the form of their network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from responders.faq.file import LINK, Entry
from responders.fields import UNSAID
from responders.language import among, base, language_in, language_of, main_script, one_script, same
from responders.text import script_of, words
from responders.turn import Turn

NO_LANGUAGE = "there is no answer in their language"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What would be said; `doubt` is why a person has to look at the language of it, "" when nobody has to."""

    text: str
    language: str
    doubt: str = ""


def choose(entry: Entry, phrasing: str, language: str, turn: Turn) -> Chosen:
    """The answer of an entry to a turn that matched this phrasing, which the file has under this language.

    What they write in counts first; where that cannot be told, the language of the contact. Without an answer in it a
    person gets the nearest one to look at.
    """
    question = turn.question
    theirs = _spoken(phrasing, language, question, turn.language)
    if UNSAID in entry.answer:
        one = entry.answer[UNSAID]
        written_in = language_in(one)
        fits = one_script(one, question) and (not theirs or not written_in or same(written_in, theirs))
        return Chosen(_text(entry, UNSAID, turn), written_in, "" if fits else _no_answer_in(theirs))
    if not theirs and turn.contact and script_of(turn.contact.language) == main_script(question):
        theirs = turn.contact.language
    if theirs and (found := among(theirs, entry.answer)):
        return Chosen(_text(entry, found, turn), found)
    near, alone = _nearest(entry.answer, theirs, question)
    return Chosen(_text(entry, near, turn), near, "" if alone and not theirs else _no_answer_in(theirs))


def _spoken(phrasing: str, language: str, question: str, heard: str) -> str:
    """What they write in, "" when nobody can tell.

    Who uses the words of a phrasing writes in its language, whatever typos make the text look like.
    """
    of_phrasing = language or language_in(phrasing)
    said, known = words(question), set(words(phrasing))
    if of_phrasing and sum(word in known for word in said) > len(said) / 2:
        return of_phrasing
    heard = heard or language_of([question])
    return of_phrasing if not heard and script_of(of_phrasing) == main_script(question) else heard


def _no_answer_in(heard: str) -> str:
    return f"{NO_LANGUAGE} ({heard})" if heard else NO_LANGUAGE


def _nearest(answer: Mapping[str, str], heard: str, question: str) -> tuple[str, bool]:
    """The language a person would most likely start from, and whether it is the only one in their script."""
    written_in = main_script(question)
    same_script = [language for language in answer if script_of(language) == written_in]
    other_script = [language for language in answer if heard and base(language) == base(heard)]
    return (other_script or same_script or list(answer))[0], len(same_script) == 1


def _text(entry: Entry, language: str, turn: Turn) -> str:
    """The words with the link, and with what follows up where that still fits."""
    network = turn.conversation.account.partition(":")[0]
    said = entry.answer_on.get(network, {}).get(language) or entry.answer[language]
    if entry.link:
        said = said.replace(LINK, entry.link)
        said = said if entry.link in said else f"{said}\n{entry.link}"
    follow_up = (entry.follow_up or {}).get(language, "")
    whole = f"{said}\n\n{follow_up}" if follow_up else said
    room = turn.limit.most - (turn.limit.length(f"\n\n{turn.disclosure}") if turn.disclosure else 0)
    return whole if turn.limit.length(whole) <= room else said
