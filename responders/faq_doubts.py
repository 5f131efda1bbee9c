"""Why a person has to look at an answer, however sure it is that it belongs to the question."""

from __future__ import annotations

import re
from collections.abc import Iterator

from responders.sentiment import sentiment_of
from responders.text import words
from responders.turn import Turn

ASKS = re.compile(r"[?？؟⸮\u037e][?？؟⸮\u037e!]*")
LINK = re.compile(r"https?://\S+")
SEVERAL = "they ask more than one thing, and this may answer only one of them"
ATTACHED = "they sent something with it that nobody has looked at"
SAYS_NOTHING = frozenset({"sticker"})  # media that changes no question
IRONY = re.compile(r"🙄|🤡|😒|👏\s*👏|(?<!\S)/s(?!\S)|\byeah,? right\b|\bthanks for nothing\b", re.IGNORECASE)


def doubts_of(turn: Turn, phrasing: str, language_doubt: str) -> tuple[str, ...]:
    """What speaks against answering a turn that matched this phrasing alone, in words; nothing for most turns."""
    return tuple(filter(None, (language_doubt, *_doubts(turn, phrasing))))


def _doubts(turn: Turn, phrasing: str) -> Iterator[str]:
    if len(ASKS.findall(LINK.sub("", turn.question))) > max(1, len(ASKS.findall(phrasing))):
        yield SEVERAL
    if any(media.kind not in SAYS_NOTHING for message in turn.unanswered for media in message.media):
        yield ATTACHED
    if tone := _tone(turn, phrasing):
        yield tone


def _tone(turn: Turn, phrasing: str) -> str:
    """How they sound where that is more than the question itself says: upset, or so pleased that it may be irony."""
    if (irony := IRONY.search(turn.question)) and not IRONY.search(phrasing):
        return f'they may not mean it as they say it ("{irony[0]}")'
    feeling, known = sentiment_of(turn.question, turn.language), set(words(phrasing))
    strange = [said for said in feeling.found if not known.issuperset(words(said)) or not words(said)]
    if feeling.mood == "neutral" or not strange:
        return ""
    sound = "upset" if feeling.mood == "negative" else "pleased, or do not mean it"
    return f"they sound {sound} ({', '.join(strange)})"
