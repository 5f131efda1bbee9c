"""Messages of Asha's as moderation is given them, and what a file of rules makes of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from inbox.cases import ALONE, NOBODY, Arrival, Crowd, Judgement, Person
from inbox.models import Contact, Conversation, Kind, Message, RemoteId, Thread, account_id, contact_id, conversation_id
from responders.moderation.file import ModerationFile
from responders.moderation.judge import Asked, Moderation
from tests.cast import ASHA

ACCOUNT = account_id("instagram", "main")
POST = RemoteId("0000000201")
NOW = 1_700_000_000_000
DAY = 86_400_000


def arrival(
    text: str,
    *,
    kind: Kind = "comments",
    account: str = ACCOUNT,
    contact: Contact = ASHA,
    messages: int = 5,
    known_since: int = NOW - 30 * DAY,
    person: Person = NOBODY,
    crowd: Crowd = ALONE,
    thread: Thread | None = None,
    labels: tuple[str, ...] = (),
    **message: object,
) -> Arrival:
    """Something that Asha wrote; `message` is what else its record says."""
    on = account_id(*account.split(":"))
    who = contact_id(on, contact.remote)
    said = replace(Message(RemoteId("0000000001"), text, NOW, contact=who), **message)  # type: ignore[arg-type]
    where = Conversation(conversation_id(on, POST), on, thread or Thread(POST, kind), labels=labels)
    return Arrival(said, contact, where, NOW, messages, known_since, person, crowd)


def judge_of(*rules: dict[str, object], classifier: Asked | None = None, **file: object) -> Moderation:
    """The judge by these rules; a rule without `do` hides, one without an id is called by its place."""
    whole = [{"id": f"r{at}", "do": {"hide": True}, **rule} for at, rule in enumerate(rules)]
    return Moderation(ModerationFile.model_validate({"rules": whole, **file}), classifier)


def all_of(judge: Moderation) -> Collection[tuple[str, str]]:
    """All of its rules, in force."""
    return set(judge.versions.items())


async def judged(said: str | Arrival, *rules: dict[str, object], **file: object) -> Judgement:
    """What rules in force make of a message."""
    judge = judge_of(*rules, **file)  # type: ignore[arg-type]
    return await judge.judge(arrival(said) if isinstance(said, str) else said, all_of(judge))


async def hit(said: str | Arrival, file: dict[str, object] | None = None, /, **when: object) -> str | None:
    """What a rule says it found; None when it does not match."""
    found = await judged(said, {"when": when}, **(file or {}))
    return found.findings[0].because if found.findings else None
