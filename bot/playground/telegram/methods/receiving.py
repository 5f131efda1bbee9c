"""Simulated methods by which a bot learns who it is and gets its updates."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from bot.playground.telegram.methods._access import Call
from bot.playground.telegram.refusals import bad_request, conflict
from bot.playground.telegram.wire import JsonObject

WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")


def get_me(call: Call) -> JsonObject:
    """Who the bot is."""
    return call.bot.as_me()


async def get_updates(call: Call) -> list[JsonObject]:
    """A page of updates, by long polling."""
    if call.bot.webhook.url:
        raise conflict(WEBHOOK_ACTIVE)
    params = call.params
    if "allowed_updates" in params:
        call.bot.updates.allow(str(kind) for kind in params.array("allowed_updates"))
    return await call.bot.updates.poll(
        params.integer("offset"), params.integer("limit", 100), params.integer("timeout")
    )


def set_webhook(call: Call) -> bool:
    """Updates go to a URL from now on. Plain http is taken for this machine alone, as a local Bot API server does."""
    params = call.params
    url = params.text("url")
    secret = params.text("secret_token")
    if url:
        _check_address(url)
    if secret and not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    if "allowed_updates" in params:
        call.bot.updates.allow(str(kind) for kind in params.array("allowed_updates"))
    if params.flag("drop_pending_updates"):
        call.bot.updates.forget_all()
    call.bot.updates.displace("terminated by setWebhook request")
    limit = min(max(params.integer("max_connections", 40), 1), 100)
    call.bot.webhook.point_to(url, secret, limit, has_certificate="certificate" in params.uploads)
    return True


def delete_webhook(call: Call) -> bool:
    """Back to long polling."""
    if call.params.flag("drop_pending_updates"):
        call.bot.updates.forget_all()
    call.bot.webhook.point_to("", "", 40)
    return True


def get_webhook_info(call: Call) -> JsonObject:
    """Where updates go and what went wrong last."""
    return call.bot.webhook.info()


def _check_address(url: str) -> None:
    address = urlsplit(url)
    local = address.hostname in ("127.0.0.1", "localhost", "::1")
    if address.scheme != "https" and not (address.scheme == "http" and local):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if address.hostname is None:
        raise bad_request("bad webhook: invalid webhook URL specified")
