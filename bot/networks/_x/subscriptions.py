"""Whether X tells our app what happens to an account; what is missing is asked for, and given up again.

Sources: docs.x.com, "X Activity API" and "Webhooks", read 2026-11-27.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import structlog

from bot.networks._x.api import Api
from bot.networks._x.posts import next_token
from bot.networks._x.shapes import Raw, objects, part
from inbox.errors import Rejected, Unsupported
from inbox.models import AccountId

log = structlog.get_logger("sangam")

HOOKS: Final = "/2/webhooks"
TOLD: Final = "/2/activity/subscriptions"
KINDS: Final = (
    "oauth.revoke",
    "post.mention.create",
    "post.reply.create",
    "post.quote.create",
    "post.create",
    "post.delete",
    "dm.received",
    "dm.sent",
)
MOST_PAGES: Final = 20


async def keep_hook(api: Api, url: str) -> str:
    """The id of the webhook at this address, which is made where there is none, and woken where X gave it up.

    Raises a NetworkError; Rejected when the address does not answer X's challenge.
    """
    for hook in objects((await api.get(HOOKS, app=True)).get("data")):
        if hook.get("url") == url:
            if not hook.get("valid"):
                await api.send("PUT", f"{HOOKS}/{hook['id']}", effect=False, app=True)
            return str(hook["id"])
    made = part((await api.send("POST", HOOKS, {"url": url}, effect=False, app=True)).get("data"))
    return str(made.get("id") or "")


async def keep_subscribed(api: Api, me: str, account: AccountId, hook: str, refused: set[str]) -> int:
    """Subscribe to everything about the account that the app is not told of; answers how much that was.

    `hook` is the id of the webhook to tell it to, "" for the stream. What X refuses is said once, and kept in
    `refused`. Raises another NetworkError.
    """
    there = {str(one.get("event_type")): one for one in await _subscriptions(api, me)}
    gained = 0
    for kind in KINDS:
        one = there.get(kind)
        try:
            if one is None and kind not in refused:
                await api.send("POST", TOLD, _body(kind, me, hook), effect=False)
                gained += 1
            elif one is not None and hook and str(one.get("webhook_id") or "") != hook:
                await api.send("PUT", f"{TOLD}/{_id(one)}", {"webhook_id": hook}, effect=False, app=True)
                gained += 1
        except (Rejected, Unsupported) as error:
            refused.add(kind)
            log.warning("x.not_told", account=account, kind=kind, words=str(error))
    return gained


async def unsubscribe(api: Api, me: str) -> None:
    """Be told nothing about the account, which costs nothing. Raises a NetworkError."""
    for one in await _subscriptions(api, me):
        if one.get("event_type") in KINDS and one.get("event_type") != "oauth.revoke":
            await api.send("DELETE", f"{TOLD}/{_id(one)}", effect=False, app=True)


async def _subscriptions(api: Api, me: str) -> list[Raw]:
    found: list[Raw] = []
    query: dict[str, str | int] = {}
    for _ in range(MOST_PAGES):
        page = await api.get(TOLD, query, app=True)
        told = page.get("data")
        rows = objects(told if isinstance(told, list) else part(told).get("subscriptions"))
        found += [one for one in rows if str(part(one.get("filter")).get("user_id")) == me]
        token = next_token(page)
        if not token:
            break
        query = {"pagination_token": token}
    return found


def _body(kind: str, me: str, hook: str) -> Mapping[str, Any]:
    body: dict[str, Any] = {"event_type": kind, "filter": {"user_id": me}}
    return {**body, "webhook_id": hook} if hook else body


def _id(one: Raw) -> str:
    return str(one.get("subscription_id") or one.get("id") or "")
