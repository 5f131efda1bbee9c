"""How the simulated Bluesky shows people, posts, talks and messages to somebody."""

from __future__ import annotations

from bot.playground.bluesky.ids import parts_of
from bot.playground.bluesky.records import Account, Convo, JsonObject, Line, Person, Record, written
from bot.playground.bluesky.world import GATE, BlueskyWorld

DEFS = "chat.bsky.convo.defs"


def profile(person: Person, viewer: Person) -> JsonObject:
    """Somebody, as `viewer` sees them."""
    state: JsonObject = {"muted": person.did in viewer.muted, "blockedBy": person.blocks(viewer.did)}
    if viewer.blocks(person.did):
        ours = [one for one in viewer.of("app.bsky.graph.block") if one.value["subject"] == person.did]
        state["blocking"] = ours[0].uri
    if viewer.did in person.follows:
        state["followedBy"] = f"at://{person.did}/app.bsky.graph.follow/{person.did[-8:]}"
    return {"did": person.did, "handle": person.handle, "displayName": person.name, "viewer": state}


def post(world: BlueskyWorld, record: Record, viewer: Person) -> JsonObject:
    """A post, as `viewer` sees it."""
    state: JsonObject = {"replyDisabled": _closed(world, record, viewer), "bookmarked": False}
    for kind in ("like", "repost"):
        for one in viewer.of(f"app.bsky.feed.{kind}"):
            if one.value["subject"]["uri"] == record.uri:
                state[kind] = one.uri
    shown: JsonObject = {
        "uri": record.uri,
        "cid": record.cid,
        "author": profile(world.people[record.did], viewer),
        "record": record.value,
        "indexedAt": written(record.indexed),
        "viewer": state,
        "labels": [],
        "bookmarkCount": 0,
        **{f"{kind}Count": world.counts[record.uri][kind] for kind in ("reply", "repost", "like", "quote")},
    }
    gate = world.people[record.did].records.get((GATE, record.rkey))
    if gate is not None:
        shown["threadgate"] = {"uri": gate.uri, "cid": gate.cid, "record": gate.value, "lists": []}
    embed = record.value.get("embed") or {}
    if embed.get("$type") == "app.bsky.embed.images":
        images = [_image(world, record.did, one) for one in embed["images"]]
        shown["embed"] = {"$type": "app.bsky.embed.images#view", "images": images}
    return shown


def notice(world: BlueskyWorld, reason: str, record: Record, about: str, viewer: Account) -> JsonObject:
    """A notification."""
    told: JsonObject = {
        "uri": record.uri,
        "cid": record.cid,
        "author": profile(world.people[record.did], viewer),
        "reason": reason,
        "record": record.value,
        "isRead": False,
        "indexedAt": written(record.sort_at),
        "labels": [],
    }
    return told | ({"reasonSubject": about} if about else {})


def _image(world: BlueskyWorld, did: str, one: JsonObject) -> JsonObject:
    name = one["image"]["ref"]["$link"]
    address = f"{world.base}/img/feed_fullsize/plain/{did}/{name}"
    return {"thumb": address, "fullsize": address, "alt": one["alt"]}


def _closed(world: BlueskyWorld, record: Record, viewer: Person) -> bool:
    """Whether the gate of the talk keeps `viewer` from answering."""
    root = record.value["reply"]["root"]["uri"] if "reply" in record.value else record.uri
    did, _, rkey = parts_of(str(root))
    gate = world.people[did].records.get((GATE, rkey))
    if gate is None or "allow" not in gate.value or did == viewer.did:
        return False
    rules = {str(rule["$type"]).rpartition("#")[2] for rule in gate.value["allow"]}
    return not ("followerRule" in rules and did in viewer.follows)


# ------------------------------------------------------------------------------------------------------- in private


def convo(one: Convo, viewer: Person) -> JsonObject:
    """A talk."""
    kind: JsonObject = {"$type": f"{DEFS}#directConvo"}
    if one.name:
        kind = {"$type": f"{DEFS}#groupConvo", "name": one.name, "memberCount": len(one.members)}
    shown: JsonObject = {
        "id": one.id,
        "rev": one.rev,
        "members": [profile(member, viewer) for member in one.members],
        "muted": False,
        "status": "accepted" if viewer.did in one.accepted else "request",
        "unreadCount": 0,
        "kind": kind,
    }
    return shown | ({"lastMessage": line(one.lines[-1])} if one.lines else {})


def line(one: Line) -> JsonObject:
    """A direct message."""
    shown: JsonObject = {
        "$type": f"{DEFS}#messageView",
        "id": one.id,
        "rev": one.rev,
        "text": one.text,
        "sender": {"did": one.sender.did},
        "sentAt": written(one.at),
    }
    return shown | ({"facets": one.facets} if one.facets else {})


def entry(one: JsonObject, talk: Convo, viewer: Person) -> JsonObject:
    """A line of the log of talks."""
    shown = {name: value for name, value in one.items() if name != "line"} | {"convoId": talk.id}
    if "line" in one:
        said: Line = one["line"]
        shown |= {"message": line(said), "relatedProfiles": [profile(said.sender, viewer)]}
    return shown
