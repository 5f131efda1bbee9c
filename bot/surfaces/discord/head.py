"""The head of a post: a title that says who and what, and tags for the network and how the conversation stands. Pure.

Discord lets a post be renamed twice in ten minutes and counts every change as a call, so the title stays until they
come back with something new after we had answered.
Source: discord docs, resources/channel (forum tags, thread names), read 2026-11-27.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bot.surfaces.discord import words
from bot.surfaces.discord.ids import text_digest
from bot.surfaces.discord.shown import cut, plain, plain_title
from inbox.actions import Draft
from inbox.models import Message
from inbox.views import Reading
from inbox.wording import network

OPEN: Final = ("waiting", "drafted", "held", "parked")
OVER: Final = ("answered", "snoozed", "resolved")
ASSIGNED: Final = "assigned"
TAG, TAGS = 20, 20  # characters of a forum tag; tags of a forum
NAME: Final = 40
TAKEN_BACK: Final = "taken back"


@dataclass(frozen=True, slots=True)
class Head:
    """A post's title and tags as they should be."""

    title: str
    state: str
    tags: tuple[str, ...]

    @property
    def digest(self) -> str:
        """What is remembered of it: the state first, then what tells titles and tags apart."""
        return f"{self.state} {text_digest(self.title)} {text_digest(' '.join(self.tags))}"

    def renames(self, before: str) -> bool:
        """Whether a post that was given the digest `before` gets this title: they came back with something new."""
        return self.state in OPEN and _part(before, 0) in OVER and _part(before, 1) != _part(self.digest, 1)

    def retags(self, before: str) -> bool:
        """Whether that post gets other tags."""
        return _part(before, 0) != self.state or _part(before, 2) != _part(self.digest, 2)

    def remembered(self, before: str, *, renamed: bool) -> str:
        """The digest to remember: of the old title, where that stayed."""
        return f"{self.state} {_part(self.digest if renamed else before, 1)} {_part(self.digest, 2)}"


def head(reading: Reading, *, parked: bool = False, before: str = "") -> Head:
    """How the head of this conversation's post should be; `before` is the digest that it was given last."""
    conversation = reading.conversation
    contact = reading.contact.name if reading.contact else ""
    who = cut(plain_title(words.who(conversation, contact)), NAME)
    state = _state(reading, parked=parked, before=before.partition(" ")[0])
    assigned = (ASSIGNED,) if conversation.assignee else ()
    return Head(plain_title(f"{who} · {_asked(reading)}"), state, (tag(conversation.account), state, *assigned))


def tag(account: str) -> str:
    """The tag of an account's network."""
    return cut(plain(network(account)), TAG)


def needed(accounts: Iterable[str]) -> tuple[str, ...]:
    """Every tag that posts of these accounts may get, the states first: a forum has room for twenty."""
    return tuple(dict.fromkeys([*OPEN, *OVER, ASSIGNED, *(tag(account) for account in sorted(accounts))]))[:TAGS]


def _state(reading: Reading, *, parked: bool, before: str) -> str:
    conversation = reading.conversation
    if parked:
        return "parked"
    if conversation.state != "open":
        return conversation.state
    if reading.cards:
        return "held" if any(_held(card.draft) for card in reading.cards) else "drafted"
    if reading.held and not conversation.waiting_since:
        return "held"
    if reading.leaving and before in OPEN:
        return before  # in a few seconds it is answered: no change of tags in between
    return "waiting" if conversation.waiting_since else "answered"


def _held(draft: Draft) -> bool:
    return bool(draft.reason) and draft.reason != TAKEN_BACK


def _asked(reading: Reading) -> str:
    messages = [said.message for said in reading.lines if said.message and not said.message.ours]
    last = reading.conversation.last
    about = next((one for one in reversed(messages) if one.id == last), messages[-1] if messages else None)
    return _in_a_word(about) if about else reading.conversation.preview


def _in_a_word(message: Message) -> str:
    return message.text if plain(message.text).strip() else words.attached(message.media)


def _part(digest: str, number: int) -> str:
    """One of the three words of a digest: state, title, tags; empty when nothing is remembered."""
    parts = digest.split(" ")
    return parts[number] if number < len(parts) else ""
