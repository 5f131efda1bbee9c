"""Where an app is told of what happens: one address for each family of events."""

from __future__ import annotations

from typing import get_args

from bot.playground.tiktok.calls import Call
from bot.playground.tiktok.records import App, JsonObject, Subscription
from bot.playground.tiktok.refusals import Refusal, wrong
from bot.playground.tiktok.told import Family

FAMILIES: tuple[str, ...] = get_args(Family)


async def update(call: Call) -> JsonObject:
    """POST /business/webhook/update/: tell the app there from now on; nothing asks the address whether it agrees."""
    app = _app(call)
    family = call.one_of("event_type", FAMILIES)
    url = call.text("callback_url")
    if not url.startswith(("http://", "https://")):
        raise wrong("callback_url: Not a valid URL.")
    app.subscriptions[family] = Subscription(url, frozenset(map(str, call.params.get("item_list", ()))))
    return _shown(app, family)


async def show(call: Call) -> JsonObject:
    """GET /business/webhook/list/: where the app is told."""
    app = _app(call)
    family = call.one_of("event_type", FAMILIES)
    return _shown(app, family) if family in app.subscriptions else {}


async def delete(call: Call) -> JsonObject:
    """POST /business/webhook/delete/: tell it no more."""
    app = _app(call)
    family = call.one_of("event_type", FAMILIES)
    if app.subscriptions.pop(family, None) is None:
        raise wrong("event_type: there is no such configuration.")
    return {"app_id": app.client_key, "event_type": family}


def _app(call: Call) -> App:
    app = call.world.apps.get(call.text("app_id"))
    if app is None or app.secret != call.text("secret"):
        raise Refusal(40113)
    return app


def _shown(app: App, family: str) -> JsonObject:
    held = app.subscriptions[family]
    body: JsonObject = {"app_id": app.client_key, "event_type": family, "callback_url": held.url}
    return body | ({"item_list": sorted(held.items)} if held.items else {})
