"""What we say in private: Bluesky takes no key with a message, so one whose answer was lost is looked for."""

from __future__ import annotations

from typing import Any, Final

from bot.networks._bluesky.api import Api
from bot.networks._bluesky.parse import at
from bot.networks._bluesky.records import UNREADABLE
from bot.networks._bluesky.richtext import facets
from bot.networks._bluesky.words import resolving
from bot.networks._payloads import MALFORMED
from inbox.errors import Rejected, Uncertain
from inbox.models import RemoteId
from inbox.network import Receipt

CONVO: Final = "chat.bsky.convo"
CLOCKS_DIFFER: Final = 60_000  # ms
PAGE: Final = 100
MOST_PAGES: Final = 10


async def talk_with(api: Api, person: RemoteId) -> dict[str, Any]:
    """The conversation with one person, begun if there was none; raises Rejected where they take no messages."""
    return _convo(await api.get(f"{CONVO}.getConvoForMembers", (("members", person),)))


async def talk(api: Api, convo: str) -> dict[str, Any]:
    """A conversation; raises Rejected when there is none."""
    return _convo(await api.get(f"{CONVO}.getConvo", (("convoId", convo),)))


async def say(api: Api, convo: dict[str, Any], text: str) -> Receipt:
    """Say it once; what they asked for first is accepted by answering."""
    if convo.get("status") == "request":
        await api.post(f"{CONVO}.acceptConvo", {"convoId": convo["id"]}, effect=False)
    message: dict[str, object] = {"text": text}
    if marked := await facets(text, resolving(api)):
        message["facets"] = marked
    said = await api.post(f"{CONVO}.sendMessage", {"convoId": convo["id"], "message": message})
    try:
        return Receipt(RemoteId(str(said["id"])), at(str(said["sentAt"])))
    except MALFORMED:
        raise Uncertain(UNREADABLE) from None


async def find(api: Api, convo: str, text: str, since: int) -> Receipt | None:
    """Whether we said this there since `since` (unix ms); raises Uncertain when several look like it."""
    me, begun, found = await api.me(), since - CLOCKS_DIFFER, list[Receipt]()
    params = [("convoId", convo), ("limit", str(PAGE))]
    cursor = ""
    for _ in range(MOST_PAGES):
        page = await api.get(f"{CONVO}.getMessages", [*params, ("cursor", cursor)] if cursor else params)
        lines = [one for one in page.get("messages") or () if "sentAt" in one]
        for one in lines:
            if one.get("text") == text and one["sender"]["did"] == me and at(one["sentAt"]) >= begun:
                found.append(Receipt(RemoteId(one["id"]), at(one["sentAt"])))
        cursor = str(page.get("cursor") or "")
        if not cursor or any(at(one["sentAt"]) < begun for one in lines):
            return _only(found)
    raise Uncertain("too much has been said there since")


def _only(found: list[Receipt]) -> Receipt | None:
    if len(found) > 1:
        raise Uncertain("several messages of ours there look like this one")
    return found[0] if found else None


def _convo(said: dict[str, Any]) -> dict[str, Any]:
    convo = said.get("convo")
    if not isinstance(convo, dict) or "id" not in convo:
        raise Rejected("Bluesky named no conversation.")
    return convo
