"""What a person needs to see: the queue, one conversation, the card to decide on, what is parked; read only.

Every surface renders these and nothing else, so they show the same content and offer the same buttons.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from inbox import earning
from inbox.actions import Action, ActionKind, Delivery, DirectMessage, Draft, Reply, kind_of
from inbox.brand import Brand
from inbox.capabilities import Capabilities
from inbox.errors import NotFound
from inbox.models import (
    Actor,
    Contact,
    Conversation,
    ConversationId,
    DeliveryId,
    DraftId,
    EntryId,
    Message,
    RemoteId,
    account_of,
)
from inbox.offers import about_of
from inbox.policy import Mode, Verb, buttons, may, timely
from inbox.prices import price
from inbox.review import require
from inbox.spending import AccountSpending, spending
from inbox.store.conversations import Correspondence, Did, Page
from inbox.store.drafts import EDITED, Opened
from inbox.store.modes import AccountState
from inbox.windows import Asked, closes, messages_left, most_messages, too_late
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
_PLACE = re.compile(r"-?\d{1,20}(\.\d+)?(e\+\d{1,2})? .+", re.DOTALL | re.ASCII)  # a score and an id
NOT_RENAMED: Mapping[ActionKind, str] = {}
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
    messages_left: int | None = None  # how many of ours it still lets through until they write again; None: any number
    messages_most: int = 0  # of how many
    price: str = ""  # what it costs, as a sentence; empty where it is free, or was decided
    opens: str = ""  # the address of the message in the network's own pages; empty where it has none
    called: Mapping[ActionKind, str] = field(default_factory=dict)  # other names of actions there


@dataclass(frozen=True, slots=True)
class Said:
    """One line of a conversation as it is read: a message with its author, or what somebody did."""

    at: int
    message: Message | None = None
    author: str = ""
    did: Did | None = None
    opens: str = ""  # the address of the message in the network's own pages; empty where it has none


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
    messages_left: int | None = None  # how many of ours it still lets through until they write again; None: any number
    messages_most: int = 0  # of how many
    opens: str = ""  # the address of their newest message in the network's own pages; empty where it has none
    held: tuple[Message, ...] = ()  # what of the lines waits for our review, oldest first
    called: Mapping[ActionKind, str] = field(default_factory=dict)  # other names of actions there
    parked: tuple[Delivery, ...] = ()  # what could not be sent, and waits for a person
    ways_out: Mapping[DeliveryId, str] = field(default_factory=dict)  # where that is done by hand


@dataclass(frozen=True, slots=True)
class Parked:
    """What a person must look at: sends that did not work out, and arrivals that nobody understood."""

    deliveries: tuple[Delivery, ...]
    unreadable: tuple[tuple[str, str, str, int], ...]  # id, raw, why, at
    next: str | None  # read on with this as `after`; None when this is all
    opens: Mapping[DeliveryId, str] = field(default_factory=dict)  # addresses in the network's own pages, where known


@dataclass(frozen=True, slots=True)
class Overview:
    """How things stand: counts of each shelf, accounts, the mode, and what waits to be allowed."""

    counts: dict[str, int]
    accounts: tuple[AccountState, ...]
    mode: Mode
    proposed: int = 0  # slices of which somebody should say whether they go alone
    spending: tuple[AccountSpending, ...] = ()  # of accounts whose calls cost something
    reviews: bool = False  # whether comments may wait for our review on any account: else the shelf for them is no use


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
        Opened(
            d, conversation, _asker(found, d) or contact, messages.get(d.about) if d.about else None, None, level,
            found.said,
        )
        for d in found.drafts
    ]  # fmt: skip
    capabilities = brand.capabilities.get(conversation.account)
    asked = Asked(conversation.thread.kind, conversation.heard_at, said=found.said)
    earlier = found.messages[0].at if len(found.messages) >= limit else None
    answer = Reply(conversation.thread.remote, "")
    stuck = await _parked_of(brand, found)
    return Reading(
        conversation=conversation,
        contact=contact,
        lines=_lines(capabilities, found, earlier, before),
        cards=tuple(_card(brand, by, o) for o in sorted(opened, key=lambda o: o.draft.at)),
        leaving=found.deliveries,
        verbs=_verbs(brand, by, conversation),
        window_left=_left(brand, capabilities, answer, asked, person=False),
        own_words_left=_left(brand, capabilities, answer, asked, person=True),
        earlier=earlier,
        mode=level,
        as_of=found.as_of,
        late=_too_late(brand, capabilities, answer, asked, person=True),
        messages_left=messages_left(capabilities, answer, asked) if capabilities else None,
        messages_most=most_messages(capabilities, answer, asked) if capabilities else 0,
        opens=_opens(capabilities, conversation.thread.remote, conversation.last),
        held=tuple(one for one in found.messages if one.held),
        called=capabilities.called if capabilities else NOT_RENAMED,
        parked=stuck,
        ways_out=_ways_out(brand, stuck),
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
            return Parked(tuple(sends), (), f"{_SENDS} {then}", _ways_out(brand, sends))
        place = ""
    raw, then = await brand.store.conversations.unreadable(limit - len(sends), place or None)
    arrived = tuple((id, u["x"], u["y"], int(u["t"])) for id, u in raw)
    return Parked(tuple(sends), arrived, f"{_ARRIVALS} {then}" if then else None, _ways_out(brand, sends))


async def overview(brand: Brand, by: Actor) -> Overview:
    """Counts, accounts, the mode, and how much is proposed."""
    require(by, "look")
    counts = await brand.store.conversations.counts([*SHELVES, f"mine:{by.name}", "parked", "unreadable"])
    now = brand.now()
    accounts = [await brand.store.modes.account(account, now) for account in brand.capabilities]
    return Overview(
        counts=counts,
        accounts=tuple(accounts),
        mode=await brand.store.modes.read(now),
        proposed=await earning.proposed(brand),
        spending=await spending(brand),
        reviews=any(known.reviews for known in brand.capabilities.values()),
    )


async def people(brand: Brand, by: Actor) -> list[str]:
    """The names of those whom a conversation can be given to: who signs in on the desk and may do more than look."""
    require(by, "look")
    return [person.name for person in await brand.store.people.all() if person.role != "viewer"]


async def leaves_as(brand: Brand, id: ConversationId, text: str, action: ActionKind = "reply") -> str:
    """That a text leaves as several messages in a conversation, in words; empty when it leaves as one."""
    capabilities = brand.capabilities.get(account_of(id))
    kind = (await brand.store.conversations.kinds([id])).get(id)
    return as_parts(capabilities.limit(kind, action), text) if capabilities and kind else ""


def price_of(brand: Brand, id: ConversationId, text: str, action: ActionKind = "reply") -> str:
    """What it costs to say a text in a conversation, or in private, as a sentence; empty where it is free."""
    nobody = RemoteId("")
    said = DirectMessage(nobody, text) if action == "direct_message" else Reply(nobody, text)
    return price(brand.capabilities.get(account_of(id)), said)


def in_words(draft: Draft, called: Mapping[ActionKind, str] = NOT_RENAMED) -> str:
    """What a draft would say, or what it would do, as that is `called` on its network."""
    action = draft.proposal.action
    kind = kind_of(action)
    return str(getattr(action, "text", "")) or called.get(kind) or kind.replace("_", " ")


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
    draft, delivery, conversation, now = opened.draft, opened.delivery, opened.conversation, brand.now()
    by_person, action = draft.proposal.by.kind == "person", draft.proposal.action
    capabilities = brand.capabilities.get(conversation.account)
    asked = Asked(conversation.thread.kind, conversation.heard_at, opened.about, opened.said)
    late, too_late = (_too_late(brand, capabilities, action, asked, person=who) for who in (by_person, True))
    called = capabilities.called if capabilities else NOT_RENAMED
    undecided = draft.state == "pending"
    return Card(
        draft=draft,
        conversation=conversation,
        contact=opened.contact,
        about=opened.about,
        delivery=delivery,
        text=in_words(draft, called),
        waiting=now - conversation.waiting_since if conversation.waiting_since else 0,
        window_left=_left(brand, capabilities, action, asked, person=by_person),
        own_words_left=_left(brand, capabilities, action, asked, person=True),
        undo_left=max(0, delivery.due - now) if delivery and delivery.state == "queued" else 0,
        buttons=timely(buttons(by, draft, delivery, conversation), late, too_late),
        mode=opened.mode,
        verbs=_verbs(brand, by, conversation),
        late=late if undecided else "",
        messages_left=messages_left(capabilities, action, asked) if capabilities else None,
        messages_most=most_messages(capabilities, action, asked) if capabilities else 0,
        price=price(capabilities, action) if undecided else "",
        opens=_opens(capabilities, conversation.thread.remote, draft.about or conversation.last),
        called=called,
    )


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
    asked = Asked(conversation.thread.kind, conversation.heard_at, message)
    return _too_late(brand, brand.capabilities.get(conversation.account), action, asked, person=True)


def _too_late(brand: Brand, capabilities: Capabilities | None, action: Action, asked: Asked, *, person: bool) -> str:
    return too_late(capabilities, action, asked, brand.now(), person=person) if capabilities else ""


def _left(brand: Brand, capabilities: Capabilities | None, action: Action, asked: Asked, *, person: bool) -> int | None:
    end = closes(capabilities, action, asked, person=person) if capabilities else None
    return None if end is None else max(0, end - brand.now())


def _opens(capabilities: Capabilities | None, thread: RemoteId, message: RemoteId | None) -> str:
    return capabilities.opens(thread, message) if capabilities and message else ""


async def _parked_of(brand: Brand, found: Correspondence) -> tuple[Delivery, ...]:
    """What of one conversation is parked, in the order in which it was."""
    ends = {did.ref: did.what for did in found.timeline if did.what.startswith("delivery.")}
    opened = [await brand.store.outbox.open(DeliveryId(id)) for id, what in ends.items() if what == "delivery.parked"]
    return tuple(one for one in opened if one and one.state == "parked")


def _ways_out(brand: Brand, deliveries: Sequence[Delivery]) -> dict[DeliveryId, str]:
    """Where a person can do in the network's own pages what did not leave from here."""
    found = {}
    for one in deliveries:
        message = about_of(one.action) or getattr(one.action, "message", None)
        thread = RemoteId(one.conversation.removeprefix(f"{one.account}/"))
        found[one.id] = _opens(brand.capabilities.get(one.account), thread, message)
    return {id: address for id, address in found.items() if address}


def _lines(
    capabilities: Capabilities | None, found: Correspondence, earlier: int | None, before: int | None
) -> tuple[Said, ...]:
    """Messages and deeds in the order of their time; deeds older than this page's messages belong to another page."""
    thread = found.conversation.thread.remote
    said = [Said(m.at, m, _author(m, found), opens=_opens(capabilities, thread, m.id)) for m in found.messages]
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
