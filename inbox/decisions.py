"""What the responders were given and what they made of it, so that it can be explained, and done again offline."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from inbox.actions import Evidence, Proposal, kind_of
from inbox.models import ContactId, ConversationId, DraftId, Message, RemoteId

SIGNS = 16  # of a digest; two texts of one brand that share one are not to be expected in its lifetime


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants of another draft ("shorter", "in Gujarati"), and the text of the draft it starts from."""

    words: str
    text: str
    by: str
    draft: DraftId | None = None


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of somebody before this turn: how many messages they ever wrote, and when the first came."""

    messages: int = 0
    since: int = 0  # unix ms; 0: never before


STRANGER = Past()


@dataclass(frozen=True, slots=True)
class Heard:
    """What somebody outside told a responder, such as a model, so that a replay need not ask again.

    `asked` is a digest of the question that was put, `said` the answer as it came; empty: too long to be kept. `micros`
    is what it cost, in millionths of the currency that prices in bot.yaml are given in.
    """

    responder: str
    asked: str
    said: str
    tokens_in: int = 0
    tokens_out: int = 0
    micros: int = 0


@dataclass(frozen=True, slots=True)
class Proposed:
    """One proposal of a decision: who made it, on what, what was wrong with it, and what became of it at once.

    `waits` is why it waited for a person; empty: it went out alone. `text` is a digest of what it would say, or the
    kind of an action that says nothing.
    """

    by: str
    evidence: Evidence
    sources: tuple[str, ...]
    text: str
    checks: tuple[str, ...] = ()
    waits: str = ""
    draft: DraftId | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What a turn held besides the messages, none of which is kept as it was then anywhere else."""

    labels: tuple[str, ...] = ()
    priority: int = 0
    language: str = ""
    past: Past = STRANGER
    resolved_at: int = 0
    declined: tuple[str, ...] = ()
    disclosure: str = ""
    wish: Wish | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What the responders made of one person's turn.

    The texts are not in it: `upto` and `count` say which messages of the conversation were looked at, and `seen` is a
    digest of them, so that one that was edited or erased since is noticed. What is erased is gone from here as well.
    """

    id: str  # its place in the ledger; empty until it stands there
    at: int  # when the responders looked, unix ms
    conversation: ConversationId
    asker: ContactId | None
    upto: RemoteId
    count: int
    seen: str
    facts: Facts
    config: str  # the digest of all configuration files
    versions: Mapping[str, str]  # of each responder
    mode: str
    proposals: tuple[Proposed, ...] = ()
    labels: tuple[str, ...] = ()
    priority: int | None = None
    hand_off: str = ""
    assign: str = ""
    snooze: int = 0
    skipped: tuple[str, ...] = ()
    heard: Sequence[Heard] = field(default=())


def proposed(proposal: Proposal) -> Proposed:
    """A proposal as a decision tells of it, before anybody knows what becomes of it."""
    text: str | None = getattr(proposal.action, "text", None)
    return Proposed(
        by=proposal.by.name,
        evidence=proposal.evidence,
        sources=tuple(source.id for source in proposal.sources),
        text=kind_of(proposal.action) if text is None else digest(text),
        checks=proposal.checks,
    )


def digest(text: str) -> str:
    """What a text is recognised by where it does not stand itself."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:SIGNS]


def seen(messages: Sequence[Message]) -> str:
    """A digest of messages as a responder sees them; another one when any was edited, removed or erased since."""
    told = [
        [m.id, m.text, m.at, m.contact, m.reply_to, bool(m.removed_at), [x.kind for x in m.media]] for m in messages
    ]
    return digest(json.dumps(told))
