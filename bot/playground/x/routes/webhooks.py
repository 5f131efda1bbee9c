"""Addresses to which events are posted: registering, challenging, removing, and having the last day once more."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit

from bot.playground.x.calls import Call
from bot.playground.x.records import Webhook
from bot.playground.x.refusals import Refusal, invalid
from bot.playground.x.wire import JsonObject, written

MOST = 5
DAY, FROM_AGO, TO_AGO = 86_400.0, 31 * 60.0, 10 * 60.0


async def create(call: Call) -> JsonObject:
    """POST /2/webhooks: https without a port, and it must answer a challenge at once."""
    call.knows("url")
    url, kept = call.needed("url"), call.app.webhooks
    _check_url(call, url)
    if any(one.url == url for one in kept.values()):
        raise Refusal("webhook-duplicate")
    if len(kept) >= MOST:
        raise Refusal("webhook-limit")
    if not await call.hooks.challenge(call.app, url):
        raise Refusal("webhook-crc")
    hook = Webhook(call.world.ids.snowflake(call.now), url, call.now, validated=call.now)
    kept[hook.id] = hook
    call.hooks.watch(call.app, hook)
    return {"data": shown(hook)}


async def listed(call: Call) -> JsonObject:
    """GET /2/webhooks."""
    hooks = [shown(one) for one in call.app.webhooks.values()]
    return ({"data": hooks} if hooks else {}) | {"meta": {"result_count": len(hooks)}}


async def validate(call: Call) -> JsonObject:
    """PUT /2/webhooks/{id}: challenge it now."""
    hook = _found(call, call.ids[0])
    await call.hooks.validate(call.app, hook)
    return {"data": {"valid": hook.valid}}


async def delete(call: Call) -> JsonObject:
    """DELETE /2/webhooks/{id}."""
    del call.app.webhooks[_found(call, call.ids[0]).id]
    return {"data": {"deleted": True}}


async def replay(call: Call) -> JsonObject:
    """POST /2/webhooks/replay: what happened between two minutes of the last day is posted again."""
    call.knows("webhook_id", "from_date", "to_date")
    hook = _found(call, call.needed("webhook_id"))
    start, end = _minute(call, "from_date"), _minute(call, "to_date")
    if not call.now - DAY <= start <= call.now - FROM_AGO:
        raise invalid("from_date", call.text("from_date"), "from_date must be 31 minutes to 24 hours ago")
    if not start < end <= call.now - TO_AGO:
        raise invalid("to_date", call.text("to_date"), "to_date must be later than from_date and 10 minutes ago")
    return {"data": {"job_id": call.hooks.replay(call.app, hook, start, end), "created_at": written(call.now)}}


def shown(hook: Webhook) -> JsonObject:
    """A hook as X tells it."""
    return {"id": hook.id, "url": hook.url, "valid": hook.valid, "created_at": written(hook.created)}


def _check_url(call: Call, url: str) -> None:
    try:
        split = urlsplit(url)
        plain = split.scheme == "https" and bool(split.hostname) and split.port is None
    except ValueError:
        plain = False
    if not plain and not (call.hooks.any_address and url.startswith("http")):
        raise Refusal("webhook-url")


def _found(call: Call, id: str) -> Webhook:
    hook = call.app.webhooks.get(id)
    if hook is None:
        raise Refusal("not-found", f"Could not find webhook with id: [{id}].")
    return hook


def _minute(call: Call, name: str) -> float:
    text = call.needed(name)
    try:
        return datetime.strptime(text, "%Y%m%d%H%M").replace(tzinfo=UTC).timestamp()
    except ValueError:
        raise invalid(name, text, f"$.{name}: must look like yyyymmddhhmm") from None
