"""What is posted, as people see it: the methods app.bsky.* of the simulated Bluesky."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from bot.playground.bluesky import views
from bot.playground.bluesky.calls import Call
from bot.playground.bluesky.records import POST, JsonObject, Person, Record, written
from bot.playground.bluesky.refusals import invalid

MOST_POSTS = 25


def list_notifications(call: Call) -> JsonObject:
    """What concerns the caller, the newest first by when it says that it was made; not of the muted and blocked."""
    account, reasons = call.account, set(call.params.get("reasons", ()))
    found = [
        (record.sort_at, record.rkey, reason, record, about)
        for reason, record, about in account.notices
        if (not reasons or reason in reasons) and _there(call, record) and _shown(call, record.did, account)
    ]
    page, cursor = _page(call, found)
    told = [views.notice(call.world, reason, record, about, account) for *_, reason, record, about in page]
    return {"notifications": told, "priority": False, **cursor}


def get_posts(call: Call) -> JsonObject:
    """Posts by their at-uris; those that are gone, or of the blocked, are left out."""
    uris = call.params["uris"]
    if len(uris) > MOST_POSTS:
        raise invalid(f"Error: uris must not have more than {MOST_POSTS} elements")
    found = [record for uri in uris if (record := call.world.find(uri)) is not None and record.collection == POST]
    shown = [record for record in found if _visible(call, record.did)]
    counts = _counts(call, [record.uri for record in shown])
    return {"posts": [views.post(call.world, record, call.account, counts) for record in shown]}


def get_author_feed(call: Call) -> JsonObject:
    """What somebody posts and passes on, the newest first."""
    person = call.world.people[call.did(call.param("actor"))]
    told: list[tuple[float, str, Record, Record | None]]
    told = [(one.sort_at, one.rkey, one, None) for one in person.of(POST) if _wanted(call, one)]
    passed = [(one, call.world.find(str(one.value["subject"]["uri"]))) for one in person.of("app.bsky.feed.repost")]
    told += [(one.sort_at, one.rkey, post, one) for one, post in passed if post is not None]
    page, cursor = _page(call, told)
    counts = _counts(call, [post.uri for _, _, post, _ in page])
    return {"feed": [_entry(call, post, passed, counts) for _, _, post, passed in page], **cursor}


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


def _page(call: Call, rows: Sequence[tuple[Any, ...]]) -> tuple[list[tuple[Any, ...]], JsonObject]:
    """A page of rows that begin with a time and a record key, the newest first, and the cursor for what follows."""
    ordered = sorted(rows, key=lambda row: (row[0], row[1]), reverse=True)
    if after := call.param("cursor"):
        at, _, name = after.partition("::")
        ordered = [row for row in ordered if (row[0], row[1]) < (float(at), name)]
    page = ordered[: call.limit()]
    return page, {"cursor": f"{page[-1][0]!r}::{page[-1][1]}"} if page else {}


def _wanted(call: Call, post: Record) -> bool:
    return call.param("filter") != "posts_no_replies" or "reply" not in post.value


def _there(call: Call, record: Record) -> bool:
    return not record.removed and not call.world.people[record.did].gone


def _visible(call: Call, did: str) -> bool:
    person: Person = call.world.people[did]
    return did == call.account.did or not (person.blocks(call.account.did) or did in call.account.blocked)


def _shown(call: Call, did: str, account: Person) -> bool:
    return did not in account.muted and _visible(call, did)


def _entry(call: Call, post: Record, passed: Record | None, counts: Mapping[str, Mapping[str, int]]) -> JsonObject:
    told: JsonObject = {"post": views.post(call.world, post, call.account, counts)}
    if passed is not None:
        by = views.profile(call.world.people[passed.did], call.account)
        told["reason"] = {"$type": "app.bsky.feed.defs#reasonRepost", "by": by, "indexedAt": written(passed.indexed)}
    return told


def _counts(call: Call, uris: Sequence[str]) -> Mapping[str, Mapping[str, int]]:
    """How often posts were answered, liked, passed on and quoted."""
    wanted, found = set(uris), defaultdict[str, Counter[str]](Counter)
    for person in call.world.people.values():
        for record in person.records.values():
            kind = record.collection.rpartition(".")[2]
            if kind in ("like", "repost"):
                about = str(record.value["subject"]["uri"])
                found[about][kind] += about in wanted
            elif kind == "post":
                found[str(record.value.get("reply", {}).get("parent", {}).get("uri"))]["reply"] += 1
                quoted = record.value.get("embed", {}).get("record", {}).get("uri")
                found[str(quoted)]["quote"] += 1
    return found
