"""The lines of one conversation as a page shows them: who said what, what was done, and what may be done to each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.surfaces.desk.marks import NO_MARKS, Mark, Marks
from bot.surfaces.desk.words import Deed, deed
from inbox import warnings, wording
from inbox.actions import ActionKind, Delivery, kind_of
from inbox.brand import Brand
from inbox.models import Message, RemoteId
from inbox.policy import Verb
from inbox.views import ON_COMMENTS, ON_MESSAGES, ON_PEOPLE, Reading, Said, why_not_private

TOGETHER = 5 * 60_000  # what one person says within five minutes stands under one name


@dataclass(frozen=True, slots=True)
class Line:
    """One line; `key` stays the same while the line does, so that a live page moves nothing that did not change."""

    key: str
    at: int
    message: Message | None = None
    author: str = ""
    person: RemoteId | None = None  # who said it, as the network knows them
    follows: bool = False  # the line above is by the same person
    quoted: Message | None = None  # what it answers, where that is not the line above
    reactions: tuple[tuple[str, int], ...] = ()
    verbs: tuple[Verb, ...] = ()
    opens: str = ""  # where it stands in the network's own pages
    no_private: str = ""  # why nobody may write in private about it
    deed: Deed | None = None
    note: str = ""
    mark: Mark | None = None  # the case by which it is out of sight


def lines(brand: Brand, reading: Reading, marks: Marks = NO_MARKS) -> list[Line]:
    """Everything said and done, oldest first, without the steps that nobody needs to read."""
    messages = {said.message.id: said.message for said in reading.lines if said.message}
    waits = {one.id for one in reading.parked}  # shown below, with what can be done about it
    found: list[Line] = []
    for number, said in enumerate(reading.lines):
        if said.did and said.did.what == "delivery.parked" and said.did.ref in waits:
            continue
        line = _spoken(brand, reading, said, messages, found) if said.message else _done(said, number)
        if line:
            found.append(replace(line, mark=marks.cases.get(line.message.case)) if line.message else line)
    return found


def leaving(brand: Brand, reading: Reading) -> Iterator[tuple[Delivery, str, Sequence[str]]]:
    """What is on its way, each with what it says or does in words, and with what its writer should look at again."""
    messages = [said.message for said in reading.lines if said.message]
    for delivery in reading.leaving:
        kind = kind_of(delivery.action)
        words = str(getattr(delivery.action, "text", "")) or reading.called.get(kind) or wording.ACTIONS[kind]
        yield delivery, words, warnings.of_leaving(brand, reading.conversation, messages, delivery)


def stuck(reading: Reading) -> Iterator[tuple[Delivery, str, str]]:
    """What could not be sent, each with its text and where it can be said by hand."""
    for one in reading.parked:
        yield one, str(getattr(one.action, "text", "")), reading.ways_out.get(one.id, "")


def _spoken(
    brand: Brand, reading: Reading, said: Said, messages: Mapping[RemoteId, Message], above: list[Line]
) -> Line:
    message = said.message
    assert message
    capabilities = brand.capabilities.get(reading.conversation.account)
    own_only = capabilities.own_only if capabilities else frozenset[ActionKind]()
    before, verbs = above[-1] if above else None, _verbs(reading, message, own_only)
    private = "direct_message" in verbs
    return Line(
        key=f"m {message.id}",
        at=message.at,
        message=message,
        author=said.author or ("our app" if message.ours else "somebody"),
        person=message.person,
        follows=_follows(before, said),
        quoted=_quoted(message, messages, before),
        reactions=tuple(Counter([*message.reactions.values(), *filter(None, [message.reaction])]).items()),
        verbs=verbs,
        opens=said.opens,
        no_private=why_not_private(brand, reading.conversation, message) if private else "",
    )


def _done(said: Said, number: int) -> Line | None:
    did = said.did
    assert did
    key = f"d {did.at} {did.what} {did.ref or number}"
    if did.what == "note":
        return Line(key, did.at, author=did.by, note=did.detail)
    told = deed(did)
    return Line(key, did.at, deed=told) if told else None


def _follows(before: Line | None, said: Said) -> bool:
    if before is None or before.message is None or said.message is None:
        return False
    same = (before.message.contact, before.message.by) == (said.message.contact, said.message.by)
    return same and said.at - before.at < TOGETHER


def _quoted(message: Message, messages: Mapping[RemoteId, Message], before: Line | None) -> Message | None:
    quoted = messages.get(message.reply_to) if message.reply_to else None
    return None if quoted and before and before.message == quoted else quoted


def _verbs(reading: Reading, message: Message, own_only: Collection[ActionKind]) -> tuple[Verb, ...]:
    """What the network offers here that makes sense for this message as it is now."""
    if message.removed_at:
        return tuple(verb for verb in reading.verbs if verb in ON_PEOPLE and not message.ours)
    senseless: set[Verb] = {"hide" if message.hidden else "unhide"}
    senseless |= {"hide", "unhide", "react", *ON_COMMENTS, *ON_PEOPLE} if message.ours else {"edit", *own_only}
    senseless |= {"react", *ON_COMMENTS} if message.held else set()
    wanted = {*ON_MESSAGES, *ON_COMMENTS, *ON_PEOPLE, "edit"} - senseless
    return tuple(verb for verb in reading.verbs if verb in wanted)
