"""What is counted: how posts fare, and what the app has used."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.playground.x.bills import day
from bot.playground.x.calls import Call
from bot.playground.x.paging import Size, number
from bot.playground.x.records import Post
from bot.playground.x.refusals import invalid, missing
from bot.playground.x.wire import JsonObject, moment, names, written

FIELDS = names(
    "impressions likes replies retweets quote_tweets shares bookmarks url_clicks user_profile_clicks detail_expands "
    "media_views engagements follows"
)
STEPS = {"hourly": 3600.0, "daily": 86_400.0, "weekly": 7 * 86_400.0, "total": float("inf")}
CAP = 2_000_000


async def analytics(call: Call) -> JsonObject:
    """GET /2/tweets/analytics: one's own posts, by the hour, day, week or in all."""
    ids = list(dict.fromkeys(filter(None, call.query.get("ids", "").split(","))))
    if not 1 <= len(ids) <= 100:
        raise invalid("ids", call.query.get("ids", ""), "There must be 1 to 100 ids")
    start, end = _time(call, "start_time"), _time(call, "end_time")
    step = STEPS.get(call.query.get("granularity", "total"))
    if step is None or end <= start:
        raise invalid("granularity", call.query.get("granularity", ""), f"It must be one of {sorted(STEPS)}")
    wanted = names(call.query.get("analytics.fields", "").replace(",", " ")) or FIELDS
    if wanted - FIELDS:
        raise invalid("analytics.fields", ",".join(sorted(wanted - FIELDS)), f"Each must be one of {sorted(FIELDS)}")
    posts = {id: call.world.posts.get(id) for id in ids}
    ours = {id: one for id, one in posts.items() if one is not None and one.author is call.account and not one.removed}
    call.charge("analytics read", [f"analytics {id}" for id in ours])
    data = [{"id": id, "timestamped_metrics": _steps(one, start, end, step, wanted)} for id, one in ours.items()]
    errors = [missing(id, "ids") for id in ids if id not in ours]
    return ({"data": data} if data else {}) | ({"errors": errors} if errors else {})


async def usage(call: Call) -> JsonObject:
    """GET /2/usage/tweets: how many posts were paid for, by the day."""
    many = number(call.query, "days", Size(1, 90, 7))
    bills = call.world.bills[call.app.id]
    today = day(call.now)
    counts = [(today - timedelta(days=ago), bills.posts_on(call.now, ago)) for ago in range(many)]
    days = [
        {"date": written(datetime(at.year, at.month, at.day, tzinfo=UTC).timestamp()), "usage": count}
        for at, count in counts
    ]
    whole: JsonObject = {
        "project_id": f"19{call.app.id}",
        "project_cap": CAP,
        "project_usage": sum(count for _, count in counts),
        "cap_reset_day": 1,
        "daily_project_usage": {"project_id": f"19{call.app.id}", "usage": days},
        "daily_client_app_usage": [{"client_app_id": call.app.id, "usage": days, "usage_result_count": len(days)}],
    }
    asked = names(call.query.get("usage.fields", "").replace(",", " "))
    if asked - whole.keys():
        raise invalid("usage.fields", ",".join(sorted(asked - whole.keys())), f"Each must be one of {sorted(whole)}")
    usual = {"project_id", "project_cap", "project_usage", "cap_reset_day"}
    return {"data": {name: value for name, value in whole.items() if name in usual | asked}}


def _time(call: Call, name: str) -> float:
    text = call.query.get(name, "")
    try:
        return moment(text)
    except ValueError:
        raise invalid(name, text, f"The `{name}` query parameter value [{text}] is not a valid RFC3339 date") from None


def _steps(post: Post, start: float, end: float, step: float, wanted: frozenset[str]) -> list[JsonObject]:
    steps: list[JsonObject] = []
    at = start
    while at < end:
        until = min(end, at + step)
        counted: JsonObject = {name: _many(post, name, at, until) for name in sorted(wanted)}
        steps.append({"timestamp": written(at), "metrics": counted})
        at = until
    return steps


def _many(post: Post, name: str, start: float, end: float) -> int:
    return sum(many for at, what, many in post.seen.log if what == name and start <= at < end)
