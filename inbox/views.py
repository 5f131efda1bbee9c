"""What a person needs to see: the queue, one conversation, the card to decide on, what is parked; read only.

Every surface renders these and nothing else, so they show the same content and offer the same buttons.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from inbox import earning
from inbox.actions import SPEAKS, Action, ActionKind, Delivery, DirectMessage, Draft, Reply, kind_of
from inbox.brand import Brand
from inbox.errors import NotFound
from inbox.models import Actor, Contact, Conversation, ConversationId, DraftId, EntryId, Message, RemoteId
from inbox.policy import Mode, Verb, may
from inbox.review import require
from inbox.store.conversations import Correspondence, Did, Page
from inbox.store.drafts import EDITED, Opened
from inbox.store.modes import AccountState
from inbox.windows import Asked, closes, too_late
from inbox.wording import as_parts

# shelf: its title, whether the oldest stands first
SHELVES: dict[str, tuple[str, bool]] = {
    "waiting": ("Waiting for us", True),
    "closing": ("Closing soon", True),
    "drafted": ("Drafts to decide", True),
    "held": ("Held for review", True),
    "open": ("Open", False),
    "snoozed": ("Snoozed", True),
    "resolved": ("Resolved", False),
    "all": ("Everything", False),
}
ON_MESSAGES: tuple[ActionKind, ...] = ("hide", "unhide", "remove", "react")
ON_COMMENTS: tuple[ActionKind, ...] = ("direct_message",)  # in private, about what was said in public
ON_PEOPLE: tuple[ActionKind, ...] = ("mute", "block", "unblock")
START_OF_LOG = EntryId("0-0")
_PLACE = re.compile(r"-?\d{1,20}(\.\d+)?(e\+\d{1,2})? .+", re.DOTALL)  # a score and an id
_SENDS, _ARRIVALS = "sends", "arrivals"  # the two lists of what is parked, as their pages are named


@dataclass(frozen=True, slots=True)
class Card:
    """Everything to decide one draft on; times in milliseconds, None where there is no such limit."""

    draft: Draft
    conversation: Conversation
    contact: Contact | None
    about: Message | None
    delivery: Delivery | None
    text: str  # what would be said, or what would be done in words
    waiting: int  # how long they have been waiting
    window_left: int | None  # how long the network still lets this answer through
    own_words_left: int | None  # how long what a person writes still gets through
    undo_left: int  # how long a decided one can still be taken back
    buttons: tuple[Verb, ...]  # what this actor may do with it now
    mode: str
    verbs: tuple[Verb, ...] = ()  # what this actor may do in its conversation
    late: str = ""  # why the network would not let it through as it is; empty while it would


@dataclass(frozen=True, slots=True)
class Said:
    """One line of a conversation as it is read: a message with its author, or what somebody did."""

    at: int
    message: Message | None = None
    author: str = ""
    did: Did | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One conversation as a person reads it, oldest line first, with the cards that wait and the verbs on offer."""

    conversation: Conversation
    contact: Contact | None
    lines: tuple[Said, ...]
    cards: tuple[Card, ...]
    leaving: tuple[Delivery, ...]  # queued or being sent
    verbs: tuple[Verb, ...]
    window_left: int | None
    own_words_left: int | None
    earlier: int | None  # read on with this as `before`; None when this is all
    mode: str
    as_of: EntryId = START_OF_LOG  # the last line of the log that is in it: of two readings, which is newer
    late: str = ""  # why the network lets nobody answer here any more; empty while it does


@dataclass(frozen=True, slots=True)
class Parked:
    """What a person must look at: sends that did not work out, and arrivals that nobody understood."""

    deliveries: tuple[Delivery, ...]
    unreadable: tuple[tuple[str, str, str, int], ...]  # id, raw, why, at
    next: str | None  # read on with this as `after`; None when this is all


@dataclass(frozen=True, slots=True)
class Overview:
    """How things stand: counts of each shelf, accounts, the mode, and what waits to be allowed."""

    counts: dict[str, int]
    accounts: tuple[AccountState, ...]
    mode: Mode
    proposed: int = 0  # slices of which somebody should say whether they go alone


async def queue(
    brand: Brand, by: Actor, shelf: str = "waiting", *, account: str = "", after: str | None = None, limit: int = 50
) -> Page:
    """A page of a shelf ("waiting" and its like, "mine", "label:<label>"), of one account if given."""
    require(by, "look")
    kind, _, rest = shelf.partition(":")
    if kind not in (*SHELVES, "mine", "label"):
        raise NotFound(f"There is no shelf {shelf}; there are {', '.join(SHELVES)}, mine and label:<label>.")
    _check_place(after)
    name = f"mine:{rest or by.name}" if kind == "mine" else shelf
    if account:
        name += f"@{account}"
    oldest_first = SHELVES.get(kind, ("", False))[1]
    return await brand.store.conversations.page(
        name, brand.now(), oldest_first=oldest_first, after=after, limit=max(1, min(limit, 200))
    )


async def reading(
    brand: Brand, by: Actor, id: ConversationId, *, before: int | None = None, limit: int = 50
) -> Reading:
    """One conversation with its newest lines; raises NotFound."""
    require(by, "look")
    now = brand.now()
    found = await brand.store.conversations.read(id, now, before, limit)
    if found is None:
        raise NotFound(f"There is no conversation {id}.")
    conversation, level = found.conversation, (await brand.store.modes.read(now)).level
    contact = found.people.get(conversation.contact) if conversation.contact else None
    messages = {m.id: m for m in found.messages}
    opened = [
        Opened(d, conversation, _asker(found, d) or contact, messages.get(d.about) if d.about else None, None, level)
        for d in found.drafts
    ]
    earlier = found.messages[0].at if len(found.messages) >= limit else None
    answer = Reply(conversation.thread.remote, "")
    return Reading(
        conversation=conversation,
        contact=contact,
        lines=_lines(found, earlier, before),
        cards=tuple(_card(brand, by, o) for o in sorted(opened, key=lambda o: o.draft.at)),
        leaving=found.deliveries,
        verbs=_verbs(brand, by, conversation),
        window_left=_left(brand, conversation, answer, person=False),
        own_words_left=_left(brand, conversation, answer, person=True),
        earlier=earlier,
        mode=level,
        as_of=found.as_of,
        late=_too_late(brand, conversation, answer, person=True),
    )


async def card(brand: Brand, by: Actor, id: DraftId) -> Card:
    """One draft with all there is to decide on; raises NotFound."""
    require(by, "look")
    opened = await brand.store.drafts.open(id, brand.now())
    if opened is None:
        raise NotFound(f"There is no draft {id}.")
    return _card(brand, by, opened)


async def parked(brand: Brand, by: Actor, *, after: str | None = None, limit: int = 100) -> Parked:
    """A page of what a person must look at: first the sends, then the arrivals, each newest first."""
    require(by, "look")
    kind, _, place = (after or _SENDS).partition(" ")
    _check_place(place or None)
    limit = max(1, min(limit, 200))
    sends: list[Delivery] = []
    if kind == _SENDS:
        sends, then = await brand.store.outbox.parked(limit, place or None)
        if then:
            return Parked(tuple(sends), (), f"{_SENDS} {then}")
        place = ""
    raw, then = await brand.store.conversations.unreadable(limit - len(sends), place or None)
    arrived = tuple((id, u["x"], u["y"], int(u["t"])) for id, u in raw)
    return Parked(tuple(sends), arrived, f"{_ARRIVALS} {then}" if then else None)


async def overview(brand: Brand, by: Actor) -> Overview:
    """Counts, accounts, the mode, and how much is proposed."""
    require(by, "look")
    counts = await brand.store.conversations.counts([*SHELVES, f"mine:{by.name}", "parked", "unreadable"])
    now = brand.now()
    accounts = [await brand.store.modes.account(account, now) for account in brand.capabilities]
    return Overview(counts, tuple(accounts), await brand.store.modes.read(now), await earning.proposed(brand))


async def people(brand: Brand, by: Actor) -> list[str]:
    """The names of those whom a conversation can be given to: who signs in on the desk and may do more than look."""
    require(by, "look")
    return [person.name for person in await brand.store.people.all() if person.role != "viewer"]


async def leaves_as(brand: Brand, id: ConversationId, text: str, action: ActionKind = "reply") -> str:
    """That a text leaves as several messages in a conversation, in words; empty when it leaves as one."""
    capabilities = next((known for account, known in brand.capabilities.items() if id.startswith(f"{account}/")), None)
    kind = (await brand.store.conversations.kinds([id])).get(id)
    return as_parts(capabilities.limit(kind, action), text) if capabilities and kind else ""


def in_words(draft: Draft) -> str:
    """What a draft would say, or what it would do."""
    action = draft.proposal.action
    kind = kind_of(action)
    return str(getattr(action, "text", "")) or kind.replace("_", " ")


def decision(draft: Draft) -> str:
    """What became of a draft, by whom and why; empty while it waits."""
    if draft.state == "pending":
        return ""
    by = f" by {draft.decided_by}" if draft.decided_by else ""
    mark = ", " if draft.reason == EDITED else ": "
    return f"{draft.state}{by}" + (f"{mark}{draft.reason}" if draft.reason else "")


def _check_place(after: str | None) -> None:
    """A place is given back to us from a command line or an address bar, where anything may stand."""
    if after and not _PLACE.fullmatch(after):
        raise NotFound("There is no such page; begin at the first one again.")


def _card(brand: Brand, by: Actor, opened: Opened) -> Card:
    draft, delivery, now = opened.draft, opened.delivery, brand.now()
    by_person, action = draft.proposal.by.kind == "person", draft.proposal.action
    late, too_late = (
        _too_late(brand, opened.conversation, action, opened.about, person=who) for who in (by_person, True)
    )
    return Card(
        draft=draft,
        conversation=opened.conversation,
        contact=opened.contact,
        about=opened.about,
        delivery=delivery,
        text=in_words(draft),
        waiting=now - opened.conversation.waiting_since if opened.conversation.waiting_since else 0,
        window_left=_left(brand, opened.conversation, action, opened.about, person=by_person),
        own_words_left=_left(brand, opened.conversation, action, opened.about, person=True),
        undo_left=max(0, delivery.due - now) if delivery and delivery.state == "queued" else 0,
        buttons=_timely(_buttons(by, draft, delivery, opened.conversation), late, too_late),
        mode=opened.mode,
        verbs=_verbs(brand, by, opened.conversation),
        late=late if draft.state == "pending" else "",
    )


def _timely(buttons: tuple[Verb, ...], late: str, too_late: str) -> tuple[Verb, ...]:
    """Of the buttons those that a window leaves: `late` is why it cannot go as it is, `too_late` nor in own words."""
    over = {"approve"} if late else set()
    return tuple(verb for verb in buttons if verb not in (over | {"edit"} if too_late else over))


def _buttons(by: Actor, draft: Draft, delivery: Delivery | None, conversation: Conversation) -> tuple[Verb, ...]:
    kind = kind_of(draft.proposal.action)
    wanted: tuple[Verb, ...] = ()
    if draft.state == "pending":
        edit: tuple[Verb, ...] = ("edit",) if kind in SPEAKS else ()
        drafted = draft.proposal.by.kind == "responder" and not conversation.quiet_by
        wanted = ("approve", *edit, "reject", *(("redraft",) if drafted else ()))
    elif delivery and delivery.state == "queued":
        wanted = ("recall",)
    elif delivery and delivery.state == "parked":
        wanted = ("retry", "discard")
    return tuple(verb for verb in wanted if may(by, verb) and (verb != "approve" or may(by, kind)))


def _verbs(brand: Brand, by: Actor, conversation: Conversation) -> tuple[Verb, ...]:
    """What this actor may do in a conversation: our own verbs, and those that the network offers here."""
    ours: tuple[Verb, ...] = ("note", "assign", "claim", "snooze", "resolve", "label")
    capabilities = brand.capabilities.get(conversation.account)
    theirs: tuple[Verb, ...] = ()
    if capabilities:
        comments = ON_COMMENTS if conversation.thread.kind == "comments" else ()
        kinds: Sequence[ActionKind] = ("reply", *comments, *ON_MESSAGES, *ON_PEOPLE, "edit")
        theirs = tuple(kind for kind in kinds if capabilities.offers(conversation.thread.kind, kind))
    return tuple(verb for verb in (*theirs, *ours) if may(by, verb))


def why_not_private(brand: Brand, conversation: Conversation, message: Message) -> str:
    """Why nobody may write in private about a comment, in words; empty where somebody still may."""
    action = DirectMessage(message.person or RemoteId(""), "", message.id)
    return _too_late(brand, conversation, action, message, person=True)


def _asked(conversation: Conversation, about: Message | None) -> Asked:
    return Asked(conversation.thread.kind, conversation.heard_at, about)


def _too_late(
    brand: Brand, conversation: Conversation, action: Action, about: Message | None = None, *, person: bool
) -> str:
    capabilities = brand.capabilities.get(conversation.account)
    if capabilities is None:
        return ""
    return too_late(capabilities, action, _asked(conversation, about), brand.now(), person=person)


def _left(
    brand: Brand,
    conversation: Conversation,
    action: Action,
    about: Message | None = None,
    *,
    person: bool,
) -> int | None:
    capabilities = brand.capabilities.get(conversation.account)
    if capabilities is None:
        return None
    end = closes(capabilities, action, _asked(conversation, about), person=person)
    return None if end is None else max(0, end - brand.now())


def _lines(found: Correspondence, earlier: int | None, before: int | None) -> tuple[Said, ...]:
    """Messages and deeds in the order of their time; deeds older than this page's messages belong to another page."""
    said = [Said(m.at, m, _author(m, found)) for m in found.messages]
    done = [
        Said(d.at, did=d)
        for d in found.timeline
        if (earlier is None or d.at >= earlier) and (before is None or d.at < before)
    ]
    return tuple(sorted([*said, *done], key=lambda line: line.at))


def _asker(found: Correspondence, draft: Draft) -> Contact | None:
    """Whose words a draft answers, where they are on this page."""
    about = next((m for m in found.messages if m.id == draft.about), None)
    return found.people.get(about.contact) if about and about.contact else None


def _author(message: Message, found: Correspondence) -> str:
    if message.contact is None:
        return message.by
    contact = found.people.get(message.contact)
    return contact.name if contact else str(RemoteId(message.contact.rpartition("/")[2]))
