"""How the control channel says things: networks and kinds, what an action does, attachments, and moments.

A moment is written so that Discord shows it in everybody's own zone and keeps counting by itself: no card has to be
edited because time went by.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final, Literal

from bot.surfaces.discord.shown import line
from inbox.actions import Action, ActionKind, kind_of
from inbox.models import Conversation, Kind, Media, MediaKind

KINDS: Final[dict[Kind, str]] = {"direct": "direct", "group": "group", "comments": "comment"}
NETWORKS: Final = {"webchat": "Web chat", "tiktok": "TikTok", "youtube": "YouTube", "linkedin": "LinkedIn", "x": "X"}
EVIDENCE: Final = {
    "rule": "a rule names this text",
    "faq": "a known question, clearly matched",
    "cited": "every claim cites a source",
}
ACTIONS: Final[dict[ActionKind, str]] = {
    "reply": "Reply",
    "direct_message": "Write in private",
    "hide": "Hide the message",
    "unhide": "Show the message again",
    "remove": "Remove the message",
    "mute": "Mute the person",
    "block": "Block the person",
    "unblock": "Let the person back in",
    "react": "React",
    "edit": "Edit our message",
    "publish": "Publish",
}
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


def network(account: str) -> str:
    """The name of an account's network, as people write it."""
    name = account.partition(":")[0]
    return NETWORKS.get(name, name.capitalize())


def action(done: Action) -> str:
    """What an action does."""
    return ACTIONS[kind_of(done)]


def who(conversation: Conversation, name: str) -> str:
    """Who speaks, raw: a group is called by its title, anything else by the person."""
    title = conversation.thread.title if conversation.thread.kind == "group" else ""
    return title or name or "Somebody"


def attached(media: Iterable[Media]) -> str:
    """Files in words: how many of each kind, and how the first of them are called."""
    files = tuple(media)
    counts = Counter(MEDIA[one.kind] for one in files)
    words = ", ".join(f"{count} {word}{'s' if count > 1 else ''}" for word, count in counts.items())
    names = [line(one.name, NAME) for one in files if one.name.strip()][:NAMED]
    return f"{words} ({', '.join(names)})" if names else words


def moment(ms: int, style: Literal["R", "t", "f"] = "R") -> str:
    """A point in time: how far away it is, its time of day, or date and time."""
    return f"<t:{ms // 1000}:{style}>"
