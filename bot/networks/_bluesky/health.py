"""What proving an account on Bluesky found: who it is, and whether its app password allows direct messages."""

from __future__ import annotations

from typing import Final

from bot.networks._bluesky.api import Api
from bot.networks._bluesky.errors import CHAT_FIX, FIX, NAME, NO_CHAT, reason
from inbox.errors import LoginNeeded, NetworkError
from inbox.network import Health

REACH_FIX: Final = "See that this machine reaches the internet, and that base_url, if you set it, is right."


async def check(api: Api) -> list[Health]:
    """Everything about one account, one sentence each; never raises a NetworkError."""
    try:
        said = await api.get("com.atproto.server.getSession")
    except NetworkError as error:
        fix = FIX if isinstance(error, LoginNeeded) else REACH_FIX
        return [Health(ok=False, words=str(error).removesuffix(f" {FIX}"), fix=fix)]
    if said.get("active") is False:
        words = f"{NAME} says that this account is {said.get('status') or 'not active'}"
        return [Health(ok=False, words=words, fix="Log into it in Bluesky and do what it asks for.")]
    known = Health(ok=True, words=f"{NAME} knows us as @{said.get('handle')}")
    return [known, await _chat(api)]


async def _chat(api: Api) -> Health:
    try:
        await api.get("chat.bsky.convo.listConvos", (("limit", "1"),))
    except NetworkError as error:
        if reason(error) == "NoChat":
            words = f"Posts only: {NO_CHAT}."
            return Health(ok=False, words=words, fix=CHAT_FIX, minor=True)
        return Health(ok=False, words=f"Direct messages cannot be read: {error}", fix="Try again later.", minor=True)
    return Health(ok=True, words="direct messages are read and written")
