"""Whether Meta tells our app what happens at a Page or an account; when it stopped, it is asked to go on.

After an hour in which a hook fails, Meta takes the app off the Page and says so to nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import structlog

from bot.networks._meta.graph import Graph
from bot.networks._meta.place import Place
from bot.networks._meta.shapes import objects
from inbox.errors import Rejected
from inbox.models import AccountId

log = structlog.get_logger("sangam")

EVERY: Final = 600.0  # seconds between two looks
# By network, and whether it is reached through a Page (docs/graph-api/reference/page/subscribed_apps,
# docs/instagram-platform/webhooks, read 2026-11-23). With Instagram by its Page it is the app's own webhook that names
# the fields, and the Page only has to be subscribed to any.
FIELDS: Final[dict[tuple[str, bool], tuple[str, ...]]] = {
    ("facebook", True): (
        "feed",
        "mention",
        "messages",
        "message_echoes",
        "message_edits",
        "message_reactions",
        "message_reads",
        "message_deliveries",
        "messaging_postbacks",
        "messaging_referrals",
        "standby",
    ),
    ("instagram", True): ("feed",),
    ("instagram", False): (
        "comments",
        "live_comments",
        "mentions",
        "messages",
        "message_edit",
        "message_reactions",
        "messaging_postbacks",
        "messaging_referral",
        "messaging_seen",
        "standby",
    ),
}


def fields_of(place: Place) -> tuple[str, ...]:
    """What the app has to be told of at this Page or account."""
    return FIELDS[place.network, place.network == "facebook" or bool(place.page)]


async def keep_subscribed(graph: Graph, place: Place, account: AccountId, refused: set[str]) -> bool:
    """Look whether the app is told of everything, and ask for what is missing; answers whether that was needed.

    What it is told of beside that stays. Where Meta refuses a field, as without its permission, the others are asked
    for one by one, and that one is said once and kept in `refused`. Raises a NetworkError.
    """
    told = subscribed(objects(await graph.get(f"/{place.node}/subscribed_apps")), place)
    missing = [field for field in fields_of(place) if field not in told | refused]
    if not missing:
        return False
    gained, lacking, why = missing, list[str](), ""
    try:
        await _subscribe(graph, place, {*told, *missing})
    except Rejected:
        gained, lacking, why = await _one_by_one(graph, place, told, missing)
    refused.update(lacking)
    if lacking:
        log.warning(f"{place.network}.not_told", account=account, fields=",".join(lacking), words=why)
    if gained:
        log.warning(f"{place.network}.resubscribed", account=account, fields=",".join(gained))
    return bool(gained)


async def _one_by_one(
    graph: Graph, place: Place, told: set[str], missing: Iterable[str]
) -> tuple[list[str], list[str], str]:
    """Which fields could be had, which not, and why the last of those."""
    gained, lacking, why = list[str](), list[str](), ""
    for field in missing:
        try:
            await _subscribe(graph, place, {*told, *gained, field})
            gained.append(field)
        except Rejected as error:
            lacking.append(field)
            why = str(error)
    return gained, lacking, why


async def _subscribe(graph: Graph, place: Place, fields: Iterable[str]) -> None:
    await graph.post(f"/{place.node}/subscribed_apps", {"subscribed_fields": ",".join(sorted(fields))}, effect=False)


def subscribed(apps: Iterable[dict[str, Any]], place: Place) -> set[str]:
    """The fields that our app is told of; where an app is shown without an id, only ours is shown."""
    ours = [app for app in apps if str(app.get("id", place.app_id)) == place.app_id]
    return {str(field) for app in ours for field in app.get("subscribed_fields") or ()}
