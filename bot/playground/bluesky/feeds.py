"""What is posted, as people see it: the methods app.bsky.* of the simulated Bluesky."""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from bot.playground.bluesky import views
from bot.playground.bluesky.calls import Call
from bot.playground.bluesky.records import POST, JsonObject, Person, Record, moment, precisely, written
from bot.playground.bluesky.refusals import invalid

MOST_POSTS = 25


def list_notifications(call: Call) -> JsonObject:
    """What concerns the caller, the newest first by when it says that it was made; not of the muted and blocked.

    Others are left out of a page, so it may be empty and still not be the last one.
    """
    account, reasons = call.account, set(call.params.get("reasons", ()))
    away = (
        account.muted
        | set(+account.blocked)
        | {one.did for one in call.world.people.values() if one.blocks(account.did)}
    )
    end = bisect.bisect_left(account.notices, _after(call), key=lambda one: one.place)
    page = account.notices[max(0, end - call.limit()) : end][::-1]
    told = [
        views.notice(call.world, one.reason, one.record, one.about, account)
        for one in page
        if (not reasons or one.reason in reasons) and _there(call, one.record) and one.record.did not in away
    ]
    return {"notifications": told, "priority": False, **(_cursor(page[-1].place) if page else {})}


def get_posts(call: Call) -> JsonObject:
    """Posts by their at-uris; those that are gone, or of the blocked, are left out."""
    uris = call.params["uris"]
    if len(uris) > MOST_POSTS:
        raise invalid(f"Error: uris must not have more than {MOST_POSTS} elements")
    found = [record for uri in uris if (record := call.world.find(uri)) is not None and record.collection == POST]
    shown = [record for record in found if _visible(call, record.did)]
    return {"posts": [views.post(call.world, record, call.account) for record in shown]}


def get_author_feed(call: Call) -> JsonObject:
    """What somebody posts and passes on, the newest first."""
    person = call.world.people[call.did(call.param("actor"))]
    told = [(one.place, one, list[Record]()) for one in person.of(POST) if _wanted(call, one)]
    passed = [(one, call.world.find(str(one.value["subject"]["uri"]))) for one in person.of("app.bsky.feed.repost")]
    told += [(one.place, post, [one]) for one, post in passed if post is not None]
    found = sorted([one for one in told if one[0] < _after(call)], key=lambda one: one[0], reverse=True)
    page = found[: call.limit()]
    cursor = _cursor(page[-1][0]) if page else {}
    return {"feed": [_entry(call, post, passed) for _, post, passed in page], **cursor}


def get_profile(call: Call) -> JsonObject:
    """Somebody."""
    return views.profile(call.world.people[call.did(call.param("actor"))], call.account)


def mute(call: Call) -> None:
    """Hear no more of somebody."""
    did = call.did(str(call.body["actor"]))
    call.account.muted.add(did)
    call.world.record_sent(call.name, did, account=call.account.did)


def unmute(call: Call) -> None:
    """Hear of them again."""
    did = call.did(str(call.body["actor"]))
    call.account.muted.discard(did)
    call.world.record_sent(call.name, did, account=call.account.did)


def _after(call: Call) -> tuple[float, str]:
    """The place behind which a list goes on."""
    at, _, name = call.param("cursor").partition("::")
    return (moment(at), name) if at else (float("inf"), "")


def _cursor(place: tuple[float, str]) -> JsonObject:
    return {"cursor": f"{precisely(place[0])}::{place[1]}"}


def _wanted(call: Call, post: Record) -> bool:
    return call.param("filter") != "posts_no_replies" or "reply" not in post.value


def _there(call: Call, record: Record) -> bool:
    return not record.removed and not call.world.people[record.did].gone


def _visible(call: Call, did: str) -> bool:
    person: Person = call.world.people[did]
    return did == call.account.did or not (person.blocks(call.account.did) or call.account.blocks(did))


def _entry(call: Call, post: Record, passed: Sequence[Record]) -> JsonObject:
    told: JsonObject = {"post": views.post(call.world, post, call.account)}
    for one in passed:
        by = views.profile(call.world.people[one.did], call.account)
        told["reason"] = {"$type": "app.bsky.feed.defs#reasonRepost", "by": by, "indexedAt": written(one.indexed)}
    return told
