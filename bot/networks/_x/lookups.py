"""Looks up what was not told along: what a conversation stands under, and the names of people. Many in one call."""

from __future__ import annotations

from bot.networks._payloads import MALFORMED
from bot.networks._x.errors import missing
from bot.networks._x.intake import Intake, above, described
from bot.networks._x.lists import POST, Lists
from bot.networks._x.posts import rows
from bot.networks._x.shapes import part, people_in
from bot.networks._x.told import Post, post_of, subject_of
from inbox.incoming import Incoming, Receive
from inbox.models import RemoteId, Subject

AT_ONCE = 100


async def look_up(lists: Lists, intake: Intake, receive: Receive, now: int) -> bool:
    """Ask for all that is wanted, as far as the budget allows; answers whether anything is left.

    Raises a NetworkError; then everything stays wanted.
    """
    while ids := list(dict.fromkeys([*intake.wanted, *intake.nameless.values()]))[:AT_ONCE]:
        if not await lists.room(POST, len(ids)):
            return True
        answer = await lists.named(ids, whole=True)
        told = await _roots(answer, intake, now)
        told += described(_posts(answer), intake, now)
        for id in missing(answer):
            await _gone(id, intake)
        for id in ids:  # whatever became of it, it is not asked for again
            intake.wanted.pop(id, None)
        intake.nameless = {person: post for person, post in intake.nameless.items() if post not in ids}
        if told:
            await receive(told, None)
    return False


async def _roots(answer: object, intake: Intake, now: int) -> list[Incoming]:
    told: list[Incoming] = []
    for raw in rows(part(answer)):
        people = intake.wanted.get(str(raw["id"]))
        if people is None:
            continue
        try:
            subject = await intake.keep_root(*subject_of(raw))
        except MALFORMED:
            continue
        if subject:
            told += above(str(raw["id"]), subject, people, now)
    return told


def _posts(answer: object) -> dict[str, Post]:
    includes, found = part(part(answer).get("includes")), dict[str, Post]()
    people = people_in(includes)
    for raw in rows(part(answer)):
        try:
            found[str(raw["id"])] = post_of(raw, includes, people)
        except MALFORMED:  # it is told when it is read itself
            continue
    return found


async def _gone(id: str, intake: Intake) -> None:
    """What is not shown any more is not looked for again."""
    if id in intake.wanted:
        await intake.keep_root("", Subject(RemoteId(id), ""))
