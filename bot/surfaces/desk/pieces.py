"""Pieces of a page: a row of the queue, one conversation, the rail. A live page gets those of the full page.

A piece is either for one browser (it carries that browser's form token and knows the shelf around it) or for all pages
of a role, which put both in themselves.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from bot.surfaces.desk import timeline, words
from bot.surfaces.desk.marks import LASTS, PACES, does, marks
from bot.surfaces.desk.render import Pages
from bot.surfaces.desk.teaching import Offer
from bot.surfaces.desk.waiting import Waiting
from inbox import views, wording
from inbox.actions import ActionKind, Delivery, kind_of
from inbox.brand import Brand
from inbox.capabilities import UNITS, Capabilities, TextLimit
from inbox.models import Actor, Contact, Conversation, ConversationId, Kind
from inbox.moderation.measures import TITLES
from inbox.policy import may
from inbox.prices import out_of
from inbox.windows import answering_closes, next_end
from inbox.wording import called, language

EMOJIS = ("👍", "❤️", "🙏", "🎉", "😂", "😢")
CLOSES_SOON = 4 * 3_600_000  # a window that closes within this time is told on every shelf
REASONS = ("Wrong answer", "Not our tone", "Out of date", "Needs no reply", "Spam or bait")
SNOOZES = {"1h": "1 hour", "3h": "3 hours", "tomorrow": "Tomorrow, 9:00", "monday": "Monday, 9:00"}
MOST_LANGUAGES = 6
MUTES = {"3600": "1 hour", "86400": "1 day", "604800": "1 week", "0": "Let them write again"}


@dataclass(frozen=True, slots=True)
class Around:
    """The page that a piece stands in; empty for a piece that many pages share."""

    shelf: str = ""
    account: str = ""
    open: str = ""  # the conversation that is read
    csrf: str = ""

    def address(self, conversation: str = "") -> str:
        """The address of this shelf, with a conversation open if one is given."""
        asked = {"shelf": self.shelf, "account": self.account, "c": conversation}
        return "/?" + urlencode({name: value for name, value in asked.items() if value})


SHARED = Around()


def shelves_of(conversation: Conversation, closes: int | None = None) -> dict[str, int]:
    """The shelves that a conversation stands on, each with the number that orders it there.

    The store decides this; a live page must know it for one conversation without reading whole shelves. `closes` is
    when the next window ends.
    """
    c = conversation
    found = {"all": c.at, c.state: c.snoozed_until if c.state == "snoozed" else c.at}
    if c.state == "open" and c.waiting_since:
        found["waiting"] = c.waiting_since
        if closes and not c.left:
            found["closing"] = closes
    if c.drafts:
        found["drafted"] = c.at
    if c.held:
        found["held"] = c.held.since
    if c.assignee:
        found[f"mine:{c.assignee}"] = c.at
    return found | {f"label:{label}": c.at for label in c.labels}


def row(
    pages: Pages, brand: Brand, c: Conversation, contact: Contact | None, around: Around = SHARED, leaves: int = 0
) -> str:
    """One row of the queue; `leaves` is when something of ours goes out there, 0 when nothing does."""
    now, capabilities = brand.now(), brand.capabilities.get(c.account)
    shelves = shelves_of(c, next_end(capabilities, c, now))
    return pages(
        "row.html",
        c=c,
        name=called(c, contact.name if contact else ""),
        shelves=json.dumps(shelves),
        closes=shelves.get("closing", 0),
        own_words="closing" in shelves and (answering_closes(capabilities, c, person=False) or 0) <= now,
        closes_soon=CLOSES_SOON,
        now=now,
        leaves=leaves,
        around=around,
    )


def soonest(leaving: tuple[Delivery, ...]) -> int:
    """When the first of these goes out; 0 when none waits."""
    return min((delivery.due for delivery in leaving if delivery.state == "queued"), default=0)


async def conversation(
    pages: Pages,
    brand: Brand,
    by: Actor,
    reading: views.Reading,
    around: Around = SHARED,
    problem: str = "",
    offer: Offer | None = None,
) -> str:
    """One conversation with all that this actor may do in it."""
    capabilities, kind = brand.capabilities.get(reading.conversation.account), reading.conversation.thread.kind
    marked = await marks(brand, by, reading)
    return pages(
        "conversation.html",
        r=reading,
        c=reading.conversation,
        name=called(reading.conversation, reading.contact.name if reading.contact else ""),
        lines=timeline.lines(brand, reading, marked),
        marked=marked,
        does=does,
        bad_days=(TITLES, LASTS, PACES),
        leaving=list(timeline.leaving(brand, reading)),
        stuck=list(timeline.stuck(reading)),
        may_recall=may(by, "recall"),
        may_retry=may(by, "retry"),
        may_discard=may(by, "discard"),
        may_resolve=may(by, "resolve"),
        limits=limits(capabilities, kind),
        card_limits=lambda action: limits(capabilities, kind, kind_of(action)),
        private=limits(capabilities, kind, "direct_message"),
        edit=limits(capabilities, kind, "edit"),
        kind=kind_of,
        called=lambda kind, ours: reading.called.get(kind) or ours,
        remark=lambda kind: capabilities.remarks.get(kind, "") if capabilities else "",
        missing=missing(capabilities, kind, by) if capabilities else [],
        no_reply=no_reply(capabilities, kind, by) if capabilities else "",
        price=views.price_of(brand, reading.conversation.id, ""),
        private_once=wording.private_once(capabilities, words.span) if capabilities else "",
        people=await views.people(brand, by),
        now=brand.now(),
        around=around,
        problem=problem,
        offer=offer,
        wishable=lambda card: wishable(card, pages.languages()),
        emojis=capabilities.reactions.get(kind, EMOJIS) if capabilities else EMOJIS,
        reasons=REASONS,
        snoozes=SNOOZES,
        mutes=MUTES,
    )


def wishable(card: views.Card, known: Iterable[str]) -> list[str]:
    """The languages that another draft may be wished for in at one click: theirs, and those that we have answers in."""
    theirs, spoken = card.contact.language if card.contact else "", language(card.draft.proposal.language)
    by_name: dict[str, str] = {}
    for code in (theirs, *known):
        by_name.setdefault(language(code), code)
    return [code for name, code in by_name.items() if name not in ("", spoken)][:MOST_LANGUAGES]


def limits(capabilities: Capabilities | None, kind: Kind = "direct", action: ActionKind = "reply") -> dict[str, object]:
    """What a composer must know: how long a text may be, how it is counted, and which files may go along."""
    if capabilities is None:
        return {**counting(TextLimit(0)), "files": 0, "accept": "", "no_files": ""}
    text, silent = capabilities.limit(kind, action), kind in capabilities.silent and action == "reply"
    kinds = [f"{kind}/*" for kind in ("image", "video", "audio") if kind in capabilities.media]
    return {
        **counting(text),
        "files": capabilities.media_count if capabilities.media and not silent else 0,
        "accept": "" if "file" in capabilities.media else ",".join(kinds),
        "no_files": f"{wording.network(capabilities.network)} takes no files here." if silent else "",
    }


def missing(capabilities: Capabilities, kind: Kind, by: Actor) -> list[str]:
    """What the network lacks of that which this actor may do elsewhere, where it says so."""
    asked = [one for one in (*views.ON_COMMENTS, *views.ON_MESSAGES, *views.ON_PEOPLE) if may(by, one)]
    lacked = [one for one in asked if not capabilities.offers(kind, one) and capabilities.remarks.get(one)]
    return list(dict.fromkeys(wording.cannot(capabilities, one) for one in lacked))


def no_reply(capabilities: Capabilities, kind: Kind, by: Actor) -> str:
    """Why somebody who may answer cannot do so here."""
    return wording.cannot(capabilities, "reply") if may(by, "reply") and not capabilities.offers(kind, "reply") else ""


def counting(limit: TextLimit) -> dict[str, object]:
    """What a page must know to count a text as its network does."""
    return {
        "most": limit.most,
        "unit": limit.unit,
        "words": UNITS[limit.unit],
        "caption": limit.caption,
        "part": limit.part,
        "most_bytes": limit.most_bytes,
    }


def rail(pages: Pages, overview: views.Overview, waiting: Waiting, around: Around, by: Actor, now: int) -> str:
    """The shelves with their counts, the accounts with their health, and the way out."""
    return pages(
        "rail.html",
        overview=overview,
        spent=spent(overview),
        shelves={name: one for name, one in views.SHELVES.items() if name != "held" or overview.reviews},
        mine=overview.counts.get(f"mine:{by.name}", 0),
        waiting=waiting,
        around=around,
        now=now,
        me=by,
        may_people=may(by, "people"),
        place=lambda shelf: replace(around, shelf=shelf).address(),
        only=lambda account: replace(around, account=account).address(),
    )


def spent(overview: views.Overview) -> dict[str, str]:
    """What each account has used today, in few words."""
    return {
        one.account: f"{out_of(one.today, one.most or 0, one.currency)} today" for one in overview.spending if one.today
    }


def accounts(pages: Pages, overview: views.Overview, now: int) -> str:
    """The accounts with their health."""
    return pages(
        "accounts.html",
        overview=overview,
        spent=spent(overview),
        around=SHARED,
        now=now,
        only=lambda account: replace(SHARED, account=account).address(),
    )


async def read(brand: Brand, by: Actor, id: ConversationId, before: int | None = None) -> views.Reading:
    """One conversation with its newest lines, or those before a time."""
    return await views.reading(brand, by, id, before=before)
