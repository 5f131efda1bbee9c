"""What each call does: the routing table, from method and path to the function that does it, its scopes and windows.

Windows are those of docs.x.com "Rate limits".
"""

from __future__ import annotations

import re

from bot.playground.x.routes import activity, figures, making, media, messages, oauth, people, posts, webhooks
from bot.playground.x.routes.table import Route, daily, quarter
from bot.playground.x.showing import OF_DMS, OF_POSTS, OF_USERS
from bot.playground.x.wire import names

READ, WRITE = names("tweet.read users.read"), names("tweet.read tweet.write users.read")
_DMS, _SEND = names("dm.read tweet.read users.read"), names("dm.write dm.read tweet.read users.read")
MEDIA = names("media.write")
STREAM = "GET /2/activity/stream"  # answered by the server itself, which alone can speak on
_PIECES = (daily(180_000), quarter(1875))
_PAGE = frozenset({"max_results", "pagination_token"})
_SPAN = frozenset({"since_id", "until_id", "start_time", "end_time"})
_DM_PAGE = OF_DMS | _PAGE | {"event_types"}
_SENDS = quarter(15) + daily(1440)
_PRIVACY = (quarter(25) + daily(1000), quarter(10) + daily(400))

ROUTES: dict[str, Route] = {
    "POST /2/oauth2/token": Route(oauth.token, "none"),
    "POST /2/oauth2/revoke": Route(oauth.revoke, "none"),
    "POST /oauth2/token": Route(oauth.app_token, "none"),
    "GET /2/users/me": Route(people.me, scopes=READ, user=quarter(75), params=OF_USERS),
    "GET /2/users/{id}": Route(people.one, "either", READ, quarter(300), quarter(900), OF_USERS),
    "GET /2/users/by/username/{name}": Route(people.by_username, "either", READ, quarter(300), quarter(900), OF_USERS),
    "GET /2/users/{id}/mentions": Route(
        posts.mentions, "either", READ, quarter(450), quarter(300), OF_POSTS | _PAGE | _SPAN
    ),
    "GET /2/users/{id}/tweets": Route(
        posts.timeline, "either", READ, quarter(10_000), quarter(900), OF_POSTS | _PAGE | _SPAN | {"exclude"}
    ),
    "GET /2/tweets": Route(posts.by_ids, "either", READ, quarter(3500), quarter(5000), OF_POSTS | {"ids"}),
    "GET /2/tweets/search/recent": Route(
        posts.search,
        "either",
        READ,
        quarter(450),
        quarter(300),
        OF_POSTS | _PAGE | _SPAN | {"query", "next_token", "sort_order"},
    ),
    "GET /2/tweets/{id}": Route(posts.one, "either", READ, quarter(450), quarter(900), OF_POSTS),
    "POST /2/tweets": Route(making.create, "user", WRITE, daily(10_000), quarter(100), status=201),
    "DELETE /2/tweets/{id}": Route(making.delete, "user", WRITE, user=quarter(50)),
    "PUT /2/tweets/{id}/hidden": Route(making.hide, "user", READ | {"tweet.moderate.write"}, user=quarter(50)),
    "POST /2/users/{id}/muting": Route(people.mute, "user", READ | {"mute.write"}, user=quarter(50)),
    "DELETE /2/users/{id}/muting/{id}": Route(people.unmute, "user", READ | {"mute.write"}, user=quarter(50)),
    "POST /2/users/{id}/dm/block": Route(people.block_dms, "user", _SEND, *_PRIVACY),
    "POST /2/users/{id}/dm/unblock": Route(people.unblock_dms, "user", _SEND, *_PRIVACY),
    "POST /2/users/{id}/likes": Route(people.like, "user", READ | {"like.write"}, user=quarter(50) + daily(1000)),
    "DELETE /2/users/{id}/likes/{id}": Route(
        people.unlike, "user", READ | {"like.write"}, user=quarter(50) + daily(1000)
    ),
    "GET /2/dm_events": Route(messages.everything, "user", _DMS, user=quarter(15), params=_DM_PAGE),
    "GET /2/dm_events/{id}": Route(messages.one, "user", _DMS, user=quarter(15), params=OF_DMS),
    "DELETE /2/dm_events/{id}": Route(messages.delete, "user", _SEND, daily(4000), quarter(300) + daily(1500)),
    "GET /2/dm_conversations/with/{id}/dm_events": Route(
        messages.with_somebody, "user", _DMS, user=quarter(15), params=_DM_PAGE
    ),
    "GET /2/dm_conversations/{talk}/dm_events": Route(
        messages.of_conversation, "user", _DMS, user=quarter(15), params=_DM_PAGE
    ),
    "POST /2/dm_conversations/with/{id}/messages": Route(messages.send, "user", _SEND, daily(1440), _SENDS, status=201),
    "POST /2/dm_conversations/{talk}/messages": Route(messages.send_in, "user", _SEND, daily(1440), _SENDS, status=201),
    "POST /2/media/upload": Route(media.at_once, "user", MEDIA, daily(50_000), quarter(500)),
    "GET /2/media/upload": Route(
        media.status, "user", MEDIA, daily(100_000), quarter(1000), frozenset({"command", "media_id"})
    ),
    "POST /2/media/upload/initialize": Route(media.initialize, "user", MEDIA, *_PIECES),
    "POST /2/media/upload/{id}/append": Route(media.append, "user", MEDIA, *_PIECES),
    "POST /2/media/upload/{id}/finalize": Route(media.finalize, "user", MEDIA, *_PIECES),
    "POST /2/media/metadata": Route(media.describe, "user", MEDIA, daily(50_000), quarter(500)),
    "GET /2/tweets/analytics": Route(
        figures.analytics,
        "user",
        READ,
        quarter(300),
        quarter(300),
        frozenset({"ids", "start_time", "end_time", "granularity", "analytics.fields"}),
    ),
    "GET /2/usage/tweets": Route(figures.usage, "app", app=quarter(50), params=frozenset({"days", "usage.fields"})),
    "POST /2/activity/subscriptions": Route(activity.create, "either", app=quarter(500), user=quarter(500)),
    "GET /2/activity/subscriptions": Route(activity.listed, "app", app=quarter(500), params=_PAGE),
    "PUT /2/activity/subscriptions/{id}": Route(activity.change, "app", app=quarter(500)),
    "DELETE /2/activity/subscriptions/{id}": Route(activity.delete, "app", app=quarter(500)),
    STREAM: Route(
        activity.listed, "app", app=quarter(450), params=frozenset({"backfill_minutes", "start_time", "end_time"})
    ),
    "POST /2/webhooks": Route(webhooks.create, "app", app=quarter(450)),
    "GET /2/webhooks": Route(webhooks.listed, "app", app=quarter(450), params=frozenset({"webhook_config.fields"})),
    "PUT /2/webhooks/{id}": Route(webhooks.validate, "app", app=quarter(450)),
    "DELETE /2/webhooks/{id}": Route(webhooks.delete, "app", app=quarter(450)),
    "POST /2/webhooks/replay": Route(webhooks.replay, "app", app=quarter(100)),
}
_PARTS = {"{id}": r"(\d{1,19})", "{talk}": r"(\d{1,19}-\d{1,19})", "{name}": r"(\w{1,15})"}
_PATTERNS = [
    (name, method, re.compile(re.sub(r"\{\w+\}", lambda part: _PARTS[part.group()], path)))
    for name in ROUTES
    for method, _, path in [name.partition(" ")]
]


def find(method: str, path: str) -> tuple[str, list[str]] | None:
    """The name of a call and the ids in its path; None for an unknown path, an empty name for another method."""
    known = False
    for name, wanted, pattern in _PATTERNS:
        if match := pattern.fullmatch(path):
            if wanted == method:
                return name, list(match.groups())
            known = True
    return ("", []) if known else None
