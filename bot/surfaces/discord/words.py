"""How the control channel says things: kinds of conversation, what an action does, attachments, and moments.

A moment is written so that Discord shows it in everybody's own zone and keeps counting by itself: no card has to be
edited because time went by.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final, Literal

from bot.surfaces.discord.shown import SOMEBODY, line, plain
from inbox import wording
from inbox.actions import Action, ActionKind, DirectMessage, kind_of
from inbox.models import Conversation, Kind, Media, MediaKind
from inbox.views import NOT_RENAMED, Reading

KINDS: Final[dict[Kind, str]] = {"direct": "direct", "group": "group", "comments": "comment"}
EVIDENCE: Final = {**wording.EVIDENCE, "none": ""}  # where there is none, a card says nothing
MEDIA: Final[dict[MediaKind, str]] = {
    "image": "photo",
    "video": "video",
    "audio": "sound",
    "voice": "voice message",
    "file": "file",
    "sticker": "sticker",
    "location": "location",
}
NAMED: Final = 3  # files whose names are told
NAME: Final = 60
POST: Final = 200


def action(done: Action, called: Mapping[ActionKind, str] = NOT_RENAMED) -> str:
    """What an action does, as that is `called` on its network."""
    return called.get(kind_of(done)) or wording.ACTIONS[kind_of(done)]


def by_hand(done: Action) -> str:
    """How it is said that a person did something, as far as to their name."""
    if not hasattr(done, "text"):
        return "done by"
    return "written in private by" if isinstance(done, DirectMessage) else "written by"


def who(conversation: Conversation, name: str) -> str:
    """Who speaks, raw: a group is called by its title, anything else by the person; a name of blanks is none."""
    return next((one for one in (wording.called(conversation, name), name) if plain(one).strip()), SOMEBODY)


def attached(media: Iterable[Media]) -> str:
    """Files in words: how many of each kind, and how the first of them are called."""
    files = tuple(media)
    counts = Counter(MEDIA[one.kind] for one in files)
    words = ", ".join(f"{count} {word}{'s' if count > 1 else ''}" for word, count in counts.items())
    names = [line(one.name, NAME) for one in files if one.name.strip()][:NAMED]
    return f"{words} ({', '.join(names)})" if names else words


def window(reading: Reading, closes: int) -> str:
    """Until when one may answer, in the phase that is on; empty where there is no end."""
    if reading.window_left != 0:
        return f"answer until {moment(closes)}" if closes else ""
    if reading.own_words_left:
        return f"only what a person writes gets through, until {moment(closes)}"
    return "**too late to answer here**"


def post(conversation: Conversation) -> str:
    """The post that a conversation stands under, in a line; empty where there is none."""
    subject = conversation.thread.subject
    if subject is None:
        return ""
    where = "From your ad" if subject.ad else "Under the post" if conversation.thread.kind == "comments" else "About"
    said = f" “{line(subject.text, POST)}”" if subject.text.strip() else ""
    files = f" with {attached(subject.media)}" if subject.media else ""
    alts = [line(one.alt, NAME) for one in subject.media if one.alt.strip()][:1]
    told = f"{said}{files}" + (f": {alts[0]}" if alts else "")
    return f"-# {where}{told}" if told else ""


def moment(ms: int, style: Literal["R", "t", "f"] = "R") -> str:
    """A point in time: how far away it is, its time of day, or date and time."""
    return f"<t:{ms // 1000}:{style}>"
