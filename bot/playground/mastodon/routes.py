"""What each call of the simulated Mastodon does: by method and path, with who asks and what they said."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.playground.mastodon import bodies
from bot.playground.mastodon.records import Account, File, Status
from bot.playground.mastodon.world import MastodonWorld

MOST_FILES, LONGEST_ALT, LINK = 4, 1500, 23
_LINK = re.compile(r"https?://\S+")
_REMOTE = re.compile(r"(@[\w.-]+)@[\w.-]+")


class Refusal(Exception):
    """What is answered in place of what was asked for."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status
        self.words = words


@dataclass(slots=True)
class Call:
    """One call: who asks, the id in the path, the query, the body, and files."""

    world: MastodonWorld
    me: Account
    id: str
    query: Sequence[tuple[str, str]]
    body: Mapping[str, Any]
    key: str = ""
    files: list[tuple[str, str, bytes]] = field(default_factory=list)
    status: int = 200  # of a good answer

    def asked(self, name: str, default: str = "") -> str:
        """A value of the query."""
        return next((value for key, value in self.query if key == name), default)

    def post(self) -> Status:
        """The post in the path."""
        found = self.world.find(self.id, self.me)
        if found is None:
            raise Refusal(404, "Record not found")
        return found

    def own(self) -> Status:
        """The post in the path, which must be ours."""
        found = self.post()
        if found.author is not self.me:
            raise Refusal(404, "Record not found")
        return found

    def person(self) -> Account:
        """The account in the path."""
        if self.id not in self.world.accounts:
            raise Refusal(404, "Record not found")
        return self.world.accounts[self.id]

    def show(self, status: Status) -> bodies.JsonObject:
        """A post as JSON."""
        return bodies.status(status, self.world.base, self.world.children(status))


def _page(call: Call, found: list[Any]) -> list[Any]:
    """A page of what has growing ids, the newest first: `min_id` gives those right after it, `since_id` the newest."""
    limit = min(int(call.asked("limit", "20") or 20), 80)
    after, until = call.asked("min_id") or call.asked("since_id"), call.asked("max_id")
    rows = [one for one in found if (not after or int(one.id) > int(after)) and (not until or int(one.id) < int(until))]
    return (rows[:limit] if call.asked("min_id") else rows[-limit:])[::-1]


def notifications(call: Call) -> object:
    types = {value for key, value in call.query if key == "types[]"}
    found = [
        one
        for one in call.world.notifications[call.me.id]
        if (not types or one.type in types) and not (one.status and one.status.removed)
    ]
    return [bodies.notification(one, call.world.base) for one in _page(call, found)]


def statuses_of(call: Call) -> object:
    person = call.person()
    found = [one for one in call.world.statuses.values() if one.author is person and not one.removed]
    return [call.show(one) for one in _page(call, [one for one in found if call.world.find(one.id, call.me)])]


def context(call: Call) -> object:
    status = call.post()
    above, below = (
        [call.show(one) for one in said if call.world.hears(call.me, one.author)]
        for said in (call.world.above(status), call.world.below(status))
    )
    return {"ancestors": above, "descendants": below}


def publish(call: Call) -> object:
    known = call.world.remembered.get((call.me.id, call.key)) if call.key else None
    if known is not None:
        return call.show(known)
    status = Status(call.world.next_id(), call.me, str(call.body.get("status", "")), call.world.clock.now())
    status.visibility = str(call.body.get("visibility") or "public")
    if answered := call.body.get("in_reply_to_id"):
        status.answers = call.world.find(str(answered), call.me)
        if status.answers is None:
            raise Refusal(404, "The post you are trying to reply to does not exist.")
    status.files = _files(call)
    poll = call.body.get("poll") or {}
    status.poll = tuple(poll.get("options", ()))
    _check(call, status.text, status)
    if "scheduled_at" in call.body:
        return _scheduled(call)
    if call.key:
        call.world.remembered[call.me.id, call.key] = status
    call.world.publish(status)
    object_id = status.answers.id if status.answers else ""
    call.world.note("POST /api/v1/statuses", object_id, status.id, status.text)
    return call.show(status)


def _scheduled(call: Call) -> object:
    due = datetime.fromisoformat(str(call.body["scheduled_at"])).timestamp()
    if due < call.world.clock.now() + 300:
        raise Refusal(422, "Validation failed: Scheduled at The scheduled date must be in the future")
    id = call.world.next_id()
    call.world.note("POST /api/v1/statuses scheduled", "", id, str(call.body["status"]))
    return {"id": id, "scheduled_at": bodies.moment(due), "params": {"text": call.body["status"]}}


def _files(call: Call) -> list[File]:
    files = [call.world.files[str(id)] for id in call.body.get("media_ids", ()) if str(id) in call.world.files]
    if len(files) > MOST_FILES:
        raise Refusal(422, "Validation failed: Cannot attach more than 4 files")
    if any(one.ready_at > call.world.clock.now() for one in files):
        raise Refusal(422, "Validation failed: Cannot attach files that have not finished processing. Try again later!")
    return files


def _check(call: Call, text: str, status: Status) -> None:
    if not text.strip() and not status.files:
        raise Refusal(422, "Validation failed: Text can't be blank")
    counted = _REMOTE.sub(r"\1", _LINK.sub("x" * LINK, text))
    if len(counted) > call.world.characters:
        raise Refusal(422, f"Validation failed: Text character limit of {call.world.characters} exceeded")
    if status.poll and status.files:
        raise Refusal(422, "Validation failed: Cannot attach files to a poll")


def edit(call: Call) -> object:
    status, text = call.own(), str(call.body.get("status", ""))
    status.files = _files(call)  # what is not named again is gone
    _check(call, text, status)
    call.world.edit(status, text)
    call.world.note("PUT /api/v1/statuses/{id}", status.id, status.id, text)
    return call.show(status)


def remove(call: Call) -> object:
    status = call.own()
    call.world.remove(status)
    call.world.note("DELETE /api/v1/statuses/{id}", status.id)
    return call.show(status)


def favourite(call: Call) -> object:
    status = call.post()
    status.favourites.add(call.me.id)
    call.world.note("POST /api/v1/statuses/{id}/favourite", status.id)
    return call.show(status)


def unfavourite(call: Call) -> object:
    status = call.post()
    status.favourites.discard(call.me.id)
    call.world.note("POST /api/v1/statuses/{id}/unfavourite", status.id)
    return call.show(status)


def relate(verb: str) -> Callable[[Call], object]:
    """Mute, block, or take either back."""

    def done(call: Call) -> object:
        person = call.person()
        match verb:
            case "mute":
                seconds = int(call.body.get("duration", 0))
                call.me.muted[person.id] = call.world.clock.now() + seconds if seconds else math.inf
            case "unmute":
                call.me.muted.pop(person.id, None)
            case "block":
                call.me.blocked.add(person.id)
            case _:
                call.me.blocked.discard(person.id)
        call.world.note(f"POST /api/v1/accounts/{{id}}/{verb}", person.id)
        return {"id": person.id, "muting": person.id in call.me.muted, "blocking": person.id in call.me.blocked}

    return done


def upload(call: Call) -> object:
    if not call.files:
        raise Refusal(422, "Validation failed: File can't be blank")
    name, mime, data = call.files[0]
    kind = mime.partition("/")[0]
    if kind not in ("image", "video", "audio"):
        raise Refusal(422, f"Validation failed: File content type is invalid ({name})")
    alt = str(call.body.get("description", ""))
    if len(alt) > LONGEST_ALT:
        raise Refusal(422, f"Validation failed: Description is too long (maximum is {LONGEST_ALT} characters)")
    ready = call.world.clock.now() + (call.world.processing if kind != "image" else 0)
    made = File(call.world.next_id(), kind, data, alt, ready)
    call.world.files[made.id] = made
    call.status = 202 if ready > call.world.clock.now() else 200
    return {**bodies.file(made, call.world.base), "url": None if call.status == 202 else f"/media/{made.id}"}


def uploaded(call: Call) -> object:
    made = call.world.files.get(call.id)
    if made is None or any(made in status.files for status in call.world.statuses.values()):
        raise Refusal(404, "Record not found")
    call.status = 206 if made.ready_at > call.world.clock.now() else 200
    return bodies.file(made, call.world.base)


def instance(call: Call) -> object:
    limits = {"max_characters": call.world.characters, "max_media_attachments": MOST_FILES}
    statuses = {**limits, "characters_reserved_per_url": LINK}
    return {"domain": "mastodon.example", "version": "4.4.0", "configuration": {"statuses": statuses}}


ROUTES: Mapping[str, tuple[Callable[[Call], object], str]] = {
    "GET /api/v1/accounts/verify_credentials": (lambda call: bodies.account(call.me, call.world.base), "read"),
    "GET /api/v2/instance": (instance, ""),
    "GET /api/v1/notifications": (notifications, "read"),
    "GET /api/v1/accounts/{id}": (lambda call: bodies.account(call.person(), call.world.base), "read"),
    "GET /api/v1/accounts/{id}/statuses": (statuses_of, "read"),
    "GET /api/v1/statuses/{id}": (lambda call: call.show(call.post()), "read"),
    "GET /api/v1/statuses/{id}/context": (context, "read"),
    "POST /api/v1/statuses": (publish, "write"),
    "PUT /api/v1/statuses/{id}": (edit, "write"),
    "DELETE /api/v1/statuses/{id}": (remove, "write"),
    "POST /api/v1/statuses/{id}/favourite": (favourite, "write"),
    "POST /api/v1/statuses/{id}/unfavourite": (unfavourite, "write"),
    "POST /api/v1/accounts/{id}/mute": (relate("mute"), "write"),
    "POST /api/v1/accounts/{id}/unmute": (relate("unmute"), "write"),
    "POST /api/v1/accounts/{id}/block": (relate("block"), "write"),
    "POST /api/v1/accounts/{id}/unblock": (relate("unblock"), "write"),
    "POST /api/v2/media": (upload, "write"),
    "GET /api/v1/media/{id}": (uploaded, "write"),
}
