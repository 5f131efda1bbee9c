"""Why a person has to look at an answer, however sure it is that it belongs to the question."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import regex

from responders.affirming import says_yes_or_no
from responders.alarm import alarming
from responders.faq.answer import Chosen
from responders.faq.file import Entry
from responders.language import base
from responders.pleasantries import START
from responders.sentiment import sentiment_of
from responders.text import words
from responders.turn import Turn

if TYPE_CHECKING:  # it needs numpy, for which a command that reads the files must not wait
    from responders.matching.matcher import Match

ASKS = re.compile(r"[?？؟⸮\u037e][?？؟⸮\u037e!]*")
LINK = re.compile(r"https?://\S+")
SEVERAL = "they ask more than one thing, and this may answer only one of them"
ATTACHED = "they sent something with it that nobody has looked at"
YES_TO_WHAT = "the answer says yes or no, and they speak of something that none of its ways to ask names"
TELLING = 0.9  # a word that is on no list of common words, and misspelt by nobody
SAYS_NOTHING = frozenset({"sticker"})  # media that changes no question
# A word with a capital that does not begin a sentence: mostly a place, a product, a day. German gives it to every noun.
NAME = regex.compile(r"(?<=[\p{L}\p{N},;)] )\p{Lu}\p{Ll}{2,}")
CAPITALS_EVERYWHERE = frozenset({"de", "lb"})
IRONY = re.compile(r"🙄|🤡|😒|👏\s*👏|(?<!\S)/s(?!\S)|\byeah,? right\b|\bthanks for nothing\b", re.IGNORECASE)

# Who asks for one of these hears a yes to it in any answer that begins with one: "Do you take orders for free?"
WANTED = frozenset(
    words(
        "free gratis discount discounts cheaper guarantee guaranteed promise kostenlos umsonst rabatt garantie "
        "garantiert gratuit gratuitement remise descuento descuentos rebaja garantia sconto garanzia desconto "
        "मुफ्त मुफ़्त छूट गारंटी muft મફત છૂટ ગેરંટી скидка скидки скидку бесплатно гарантия مجانا خصم ضمان"
    )
)
WANTED_SIGNS = ("免费", "免費", "折扣", "打折", "保证", "保證", "無料", "割引")


def doubts_of(turn: Turn, entry: Entry, match: Match, answer: Chosen) -> tuple[str, ...]:
    """What speaks against giving this answer alone to a turn that matched, in words; nothing for most turns."""
    said_to_it = (YES_TO_WHAT,) if match.unheard > TELLING and says_yes_or_no(answer.text) else ()
    return tuple(filter(None, (answer.doubt, *said_to_it, *_doubts(turn, entry, match.phrasing))))


def _doubts(turn: Turn, entry: Entry, phrasing: str) -> Iterator[str]:
    question = turn.question
    if len(ASKS.findall(LINK.sub("", question))) > max(1, len(ASKS.findall(phrasing))):
        yield SEVERAL
    if any(media.kind not in SAYS_NOTHING for message in turn.unanswered for media in message.media):
        yield ATTACHED
    if named := _names(question, entry, turn.language):
        yield f"they name {', '.join(named)}, of which the ways to ask for this say nothing"
    if wanted := _wanted(question, entry):
        yield f"they ask for {', '.join(wanted)}, and neither the ways to ask for this nor its answer speak of that"
    known = set(words(phrasing))
    if tone := _tone(question, turn.language, phrasing, known):
        yield tone
    elif alarm := [word for word in alarming(question) if word not in known]:
        yield f"they speak of what a person should look at ({', '.join(alarm)})"


def _names(question: str, entry: Entry, language: str) -> list[str]:
    """The names in a question that no phrasing of the entry has, without whom it greets."""
    said = question.split()
    if base(language) in CAPITALS_EVERYWHERE or sum(word[0].isupper() for word in said) > len(said) / 2:
        return []
    names = list(NAME.finditer(question))
    if not names:
        return []
    known = {word for texts in entry.questions.values() for text in texts for word in words(text)}
    found = []
    for name in names:
        before = words(question[: name.start()])[-1:]
        if tuple(before) not in START and known.isdisjoint(words(name[0])):
            found.append(name[0])
    return list(dict.fromkeys(found))


def _wanted(question: str, entry: Entry) -> list[str]:
    """What they want besides, of which nothing that belongs to the entry speaks."""
    asked = [word for word in dict.fromkeys(words(question)) if word in WANTED]
    asked += [sign for sign in WANTED_SIGNS if sign in question]
    if not asked:
        return []
    there = "\n".join((*(text for texts in entry.questions.values() for text in texts), *entry.answer.values()))
    said = set(words(there))
    return [word for word in asked if word not in said and (word not in WANTED_SIGNS or word not in there)]


def _tone(question: str, language: str, phrasing: str, known: set[str]) -> str:
    """How they sound where that is more than the question itself says: upset, or so pleased that it may be irony."""
    if (irony := IRONY.search(question)) and not IRONY.search(phrasing):
        return f'they may not mean it as they say it ("{irony[0]}")'
    feeling = sentiment_of(question, language)
    strange = [said for said in feeling.found if not known.issuperset(words(said)) or not words(said)]
    if feeling.mood == "neutral" or not strange:
        return ""
    sound = "upset" if feeling.mood == "negative" else "pleased, or do not mean it"
    return f"they sound {sound} ({', '.join(strange)})"
