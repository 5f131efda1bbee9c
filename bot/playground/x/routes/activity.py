"""What an app wants to be told: subscriptions to activity."""

from __future__ import annotations

from bot.playground.x.calls import Call
from bot.playground.x.records import Subscription
from bot.playground.x.refusals import Refusal, invalid
from bot.playground.x.wire import JsonObject, written

# The scope that a private event needs; the others may be subscribed by an app on its own.
PRIVATE = {
    "post.mention.create": "tweet.read",
    "post.reply.create": "tweet.read",
    "post.quote.create": "tweet.read",
    "post.repost.create": "tweet.read",
    "like.create": "like.read",
    "dm.received": "dm.read",
    "dm.sent": "dm.read",
    "dm.read": "dm.read",
    "dm.indicate_typing": "dm.read",
    "chat.received": "dm.read",
    "chat.sent": "dm.read",
    "mute.mute": "mute.read",
    "mute.unmute": "mute.read",
    "block.block": "block.read",
    "block.unblock": "block.read",
}
PUBLIC = {"post.create", "post.delete", "oauth.revoke", "follow.follow", "follow.unfollow", "profile.update.bio"}
MOST = {"self-serve": 1500, "enterprise": 75_000}


async def create(call: Call) -> JsonObject:
    """POST /2/activity/subscriptions."""
    call.knows("event_type", "filter", "tag", "webhook_id")
    event_type, filter = call.needed("event_type"), call.mapping("filter")
    _check(call, event_type, filter)
    kept = call.app.subscriptions
    if len(kept) >= MOST[call.app.plan]:
        raise Refusal("subscriptions")
    if any(one.event_type == event_type and one.filter == filter for one in kept.values()):
        raise Refusal("duplicate-subscription")
    made = Subscription(
        call.world.ids.snowflake(call.now), event_type, filter, call.now, call.now, call.text("tag"), _hook(call)
    )
    kept[made.id] = made
    meta = _meta(call)
    match call.world.subscription_shape:
        case "list":
            return {"data": [shown(made)], "meta": meta}
        case "flat":
            return {"data": shown(made), "meta": meta}
        case _:
            return {"data": {"subscription": shown(made)}, "meta": meta}


async def listed(call: Call) -> JsonObject:
    """GET /2/activity/subscriptions."""
    return {"data": [shown(one) for one in call.app.subscriptions.values()], "meta": _meta(call)}


async def change(call: Call) -> JsonObject:
    """PUT /2/activity/subscriptions/{id}: the tag and the hook."""
    call.knows("tag", "webhook_id")
    one = _found(call)
    one.tag = call.text("tag") or one.tag
    one.webhook_id = _hook(call) or one.webhook_id
    one.updated = call.now
    return {"data": shown(one), "meta": _meta(call)}


async def delete(call: Call) -> JsonObject:
    """DELETE /2/activity/subscriptions/{id}."""
    del call.app.subscriptions[_found(call).id]
    return {"data": {"deleted": True}, "meta": _meta(call)}


def shown(one: Subscription) -> JsonObject:
    """A subscription as X tells it."""
    body: JsonObject = {
        "subscription_id": one.id,
        "event_type": one.event_type,
        "filter": one.filter,
        "created_at": written(one.created),
        "updated_at": written(one.updated),
    }
    return body | {name: value for name, value in (("tag", one.tag), ("webhook_id", one.webhook_id)) if value}


def _check(call: Call, event_type: str, filter: JsonObject) -> None:
    if event_type not in PUBLIC and event_type not in PRIVATE:
        raise invalid("event_type", event_type, f"$.event_type: {event_type} is no type of event")
    user = filter.get("user_id")
    if not isinstance(user, str) or user not in call.world.people or set(filter) - {"user_id", "direction"}:
        raise invalid("filter", str(filter), "$.filter.user_id: is missing or nobody has this id")
    if filter.get("direction", "inbound") not in ("inbound", "outbound"):
        raise invalid("filter.direction", str(filter["direction"]), "$.filter.direction: inbound or outbound")
    if len(call.text("tag")) > 200:
        raise invalid("tag", call.text("tag"), "$.tag: must be 1 to 200 characters long")
    if event_type in PRIVATE and (user != call.account.id or PRIVATE[event_type] not in call.account.scopes):
        raise Refusal("scope")


def _hook(call: Call) -> str:
    id = call.text("webhook_id")
    if id and id not in call.app.webhooks:
        raise invalid("webhook_id", id, "$.webhook_id: no webhook of this app has this id")
    return id


def _found(call: Call) -> Subscription:
    one = call.app.subscriptions.get(call.ids[0])
    if one is None:
        raise Refusal("not-found", f"Could not find subscription with id: [{call.ids[0]}].")
    return one


def _meta(call: Call) -> JsonObject:
    return {"total_subscriptions": len(call.app.subscriptions)}
