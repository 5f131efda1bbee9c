"""Conversations, messages and drafts as views give them, made by hand for the tests of cards."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from discord import ui

from bot.playground.discord.records import texts_in, walk
from bot.surfaces.discord.calls import content
from bot.surfaces.discord.card import Scene
from inbox.actions import Delivery, Draft, DraftState, Proposal, Reply
from inbox.models import Contact, Conversation, ConversationId, DeliveryId, DraftId, Message, RemoteId, contact_id
from inbox.policy import RIGHTS, Verb
from inbox.store.conversations import Did
from inbox.views import Card, Reading, Said
from tests.cast import ASHA, MEERA
from tests.world import ACCOUNT, START, at, proposal, thread_of

VERBS: tuple[Verb, ...] = ("reply", "hide", "remove", "mute", "block", "note", "assign", "claim", "snooze", "resolve")


def message(text: str = "Is the vase dishwasher safe?", author: Contact | None = ASHA, **more: Any) -> Message:
    """One thing said; `author` None is us."""
    contact = contact_id(ACCOUNT, author.remote) if author else None
    return Message(**{"id": RemoteId("m1"), "text": text, "at": START, "contact": contact} | more)


def conversation(author: Contact = ASHA, **more: Any) -> Conversation:
    """One that waits for us."""
    known = {
        "id": at(author),
        "account": ACCOUNT,
        "thread": thread_of(author),
        "contact": contact_id(ACCOUNT, author.remote),
    }
    return Conversation(**known | {"last": RemoteId("m1"), "heard_at": START, "waiting_since": START} | more)


def draft(text: str = "Yes, it is.", *, id: str = "7", state: DraftState = "pending", **more: Any) -> Draft:
    """A reply that waits for a decision."""
    known = {"id": DraftId(id), "conversation": at(ASHA), "account": ACCOUNT, "proposal": proposal(text)}
    return Draft(**known | {"about": RemoteId("m1"), "at": START, "state": state} | more)


def delivery(state: str = "queued", *, draft: str = "7", **more: Any) -> Delivery:
    """An approved reply on its way."""
    known = {"id": DeliveryId(f"salt-{draft}"), "draft": DraftId(draft), "conversation": at(ASHA), "account": ACCOUNT}
    known |= {"action": Reply(ASHA.remote, "Yes, it is."), "by": MEERA, "author": "rules", "due": START + 5000}
    return Delivery(**known | {"state": state} | more)


def card_of(one: Draft | None = None, sent: Delivery | None = None, **more: Any) -> Card:
    """A draft with all there is to decide on."""
    one = one or draft()
    pending: tuple[Verb, ...] = ("approve", "edit", "reject", "redraft")
    leaving: tuple[Verb, ...] = ("recall",) if sent and sent.state == "queued" else ("retry", "discard")
    known: dict[str, Any] = {
        "draft": one, "conversation": conversation(), "contact": ASHA, "about": message(), "delivery": sent,
        "text": getattr(one.proposal.action, "text", "hide"), "waiting": 0, "window_left": None, "own_words_left": None,
        "undo_left": 0,
        "buttons": leaving if sent else pending, "mode": "normal",
    }  # fmt: skip
    return Card(**known | more)


def reading(
    *cards: Card,
    said: tuple[Message, ...] = (),
    done: tuple[Did, ...] = (),
    leaving: tuple[Delivery, ...] = (),
    **more: Any,
) -> Reading:
    """A conversation as a lead reads it; `more` changes the conversation."""
    lines = [Said(one.at, one, "Asha" if one.contact else "us") for one in said or (message(),)]
    lines += [Said(did.at, did=did) for did in done]
    mode = more.pop("mode", "normal")
    verbs = tuple(verb for verb in more.pop("verbs", VERBS) if verb in RIGHTS["lead"])
    contact = more.pop("contact_card", ASHA)
    left, own, late = more.pop("window_left", None), more.pop("own_words_left", None), more.pop("late", "")
    return Reading(conversation(**more), contact, tuple(lines), cards, leaving, verbs, left, own, None, mode, late=late)


def scene(of: Reading | None = None, **more: Any) -> Scene:
    """A conversation as its cards show it."""
    return replace(Scene(of or reading()), **more)


def texts(view: ui.LayoutView) -> str:
    """All that a card says."""
    return "\n".join(texts_in((content(view).payload or {})["components"]))


def buttons(view: ui.LayoutView) -> list[str]:
    """What stands on its buttons."""
    return [str(one["label"]) for one in walk((content(view).payload or {})["components"]) if one["type"] == 2]


def verbs(view: ui.LayoutView) -> list[str]:
    """The verbs of its buttons."""
    return [
        str(one["custom_id"]).split(":")[1]
        for one in walk((content(view).payload or {})["components"])
        if one.get("custom_id")
    ]


def colour(view: ui.LayoutView) -> int:
    """The colour of its frame."""
    return int(next(one["accent_color"] for one in (content(view).payload or {})["components"] if one["type"] == 17))


def other(id: str) -> ConversationId:
    """Another conversation."""
    return ConversationId(f"{ACCOUNT}/{id}")


def by_hand(text: str, **more: Any) -> Proposal:
    """What a person wrote."""
    return replace(proposal(text, by=MEERA), because="written by meera", evidence="none", sources=(), **more)
