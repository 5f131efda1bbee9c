"""Who is told what: the subscriptions of an app, and the Pages and profiles that are subscribed to it."""

from __future__ import annotations

from bot.playground.meta.calls import Call
from bot.playground.meta.records import App, Owner, Page, Subscription
from bot.playground.meta.refusals import Refusal, invalid
from bot.playground.meta.state import FIELDS
from bot.playground.meta.wire import JsonObject

DONE: JsonObject = {"success": True}


async def subscribe_owner(call: Call, owner: Owner) -> JsonObject:
    """Have the app told of these fields of a Page or a profile; they replace those it was told of before."""
    wanted = call.listed("subscribed_fields")
    if not wanted:
        raise invalid("The parameter subscribed_fields is required")
    _check(wanted, "page" if isinstance(owner, Page) else "instagram", "subscribed_fields")
    owner.subscribed[call.app.id] = set(wanted)
    call.record(owner.id, "", "", owner, fields=wanted)
    return DONE


async def unsubscribe_owner(call: Call, owner: Owner) -> JsonObject:
    """Have the app told of nothing more of a Page or a profile."""
    owner.subscribed.pop(call.app.id, None)
    call.record(owner.id, "", "", owner)
    return DONE


async def subscribe(call: Call, app: App) -> JsonObject:
    """Set where an app is told of one kind of object; the address must pass the handshake."""
    _check_app(call, app)
    object, url, token = call.needed("object"), call.needed("callback_url"), call.text("verify_token")
    if object not in FIELDS:
        raise invalid(f"Param object must be one of {', '.join(FIELDS)}")
    fields = call.listed("fields")
    _check(fields, object, "fields")
    problem = await call.hooks.handshake(url, token)
    if problem:
        raise Refusal(2200, 0, f"(#2200) Callback verification failed with the following errors: {problem}")
    app.subscriptions[object] = Subscription(url, token, set(fields), call.flag("active", default=True))
    call.record(app.id, "", "", None, object=object, fields=fields, callback_url=url)
    return DONE


async def show(call: Call, app: App) -> JsonObject:
    """The subscriptions of an app."""
    _check_app(call, app)
    return {
        "data": [
            {
                "object": object,
                "callback_url": one.callback_url,
                "active": one.active,
                "fields": [{"name": name, "version": "v26.0"} for name in sorted(one.fields)],
            }
            for object, one in app.subscriptions.items()
        ]
    }


async def unsubscribe(call: Call, app: App) -> JsonObject:
    """Remove one of the subscriptions, or all."""
    _check_app(call, app)
    wanted = call.text("object")
    for object in [wanted] if wanted else list(app.subscriptions):
        app.subscriptions.pop(object, None)
    call.record(app.id)
    return DONE


def _check_app(call: Call, app: App) -> None:
    """Only the app itself, with its own token, may see and change where it is told."""
    token = call.reading.token
    if token.kind != "app" or token.app is not app:
        raise Refusal(15, 0, "(#15) This method must be called with an app access_token.")


def _check(wanted: list[str], object: str, name: str) -> None:
    unknown = [one for one in wanted if one not in FIELDS[object]]
    if unknown:
        offered = ", ".join(sorted(FIELDS[object]))
        raise invalid(f'Param {name}[{wanted.index(unknown[0])}] must be one of {{{offered}}} - got "{unknown[0]}".')
