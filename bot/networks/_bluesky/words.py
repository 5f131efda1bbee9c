"""A text of ours on its way into a record: its words, and what in them is a link, a name or a tag."""

from __future__ import annotations

from typing import Any

from bot.networks._bluesky.api import Api
from bot.networks._bluesky.richtext import Resolve, facets
from inbox.errors import Rejected


def resolving(api: Api) -> Resolve:
    """How the DID behind a handle is found; "" where nobody has it."""

    async def resolve(handle: str) -> str:
        try:
            said = await api.get("com.atproto.identity.resolveHandle", (("handle", handle),))
        except Rejected:
            return ""
        return str(said.get("did") or "")

    return resolve


async def worded(api: Api, text: str) -> dict[str, Any]:
    """The fields of a post that its text makes."""
    marked = await facets(text, resolving(api))
    return {"text": text, "facets": marked} if marked else {"text": text}
