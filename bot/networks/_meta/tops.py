"""Below which top-level comment a reply stands: on a Page a reply may answer a reply, and says only that.

What was found for a reply is kept in the mailbox before the reply is stored, and counts from then on, whoever tells of
it again: so a hook, a later look and another process name the same thread. A reply that comes before the one it answers
begins a thread of its own.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from bot.networks._meta.comments import answered, stands
from bot.networks._meta.place import Known, Place
from bot.networks._meta.shapes import Raw, ident, ident_or_none
from bot.networks._meta.shapes import table_or_none as part
from bot.networks._payloads import MALFORMED
from inbox.models import RemoteId
from inbox.network import Mailbox

TOPS: Final = RemoteId("tops")  # the mailbox's thread: a reply -> its top-level comment, as Meta writes both
DEEPEST: Final = 20  # replies to replies in one body; Meta shows three levels

Answers = Mapping[str, str]  # a reply -> the comment that it answers


async def learn(answers: Answers, known: Known, mailbox: Mailbox) -> None:
    """Know the top-level comment of each of these replies; returns when that is safe from a crash."""
    fresh = {reply: above for reply, above in answers.items() if reply not in known.tops}
    unknown = {above for above in fresh.values() if above not in fresh and above not in known.tops}
    await asyncio.gather(*(_recall(above, known, mailbox) for above in unknown - known.roots.keys()))
    found = {reply: _top(reply, fresh, known) for reply in fresh}
    await asyncio.gather(*(_keep(reply, top, known, mailbox) for reply, top in found.items()))


def told_answers(entry: object, place: Place) -> Answers:
    """The replies that an entry of a hook tells of on a Page, whatever was done to them."""
    changes = part(entry).get("changes")
    if place.network != "facebook" or not isinstance(changes, list):
        return {}
    values = (part(part(change).get("value")) for change in changes)
    return dict(pair for value in values if value.get("item") == "comment" for pair in _of_hook(value, place))


def listed_answers(raws: Sequence[Raw], post: str, place: Place) -> Answers:
    """The replies among the comments that the Graph API lists below a Page's post (Meta's own id)."""
    if place.network != "facebook":
        return {}
    return dict(pair for raw in raws for pair in _of_list(raw, post, place))


def _of_hook(value: Raw, place: Place) -> Iterator[tuple[str, str]]:
    try:
        id, above, _ = stands(value, place)
    except MALFORMED:
        return  # it is told as what it is when it is read
    if above:
        yield id, above


def _of_list(raw: Raw, post: str, place: Place) -> Iterator[tuple[str, str]]:
    try:
        id, parent = ident(raw.get("id")), ident_or_none(part(raw.get("parent")).get("id"))
    except MALFORMED:
        return
    if above := answered(id, parent, post, place.id):
        yield id, above


async def _recall(above: str, known: Known, mailbox: Mailbox) -> None:
    mail = await mailbox.find(TOPS, above)
    if mail is None:
        known.keep_root(above)
    else:
        known.keep_top(above, mail.body)


async def _keep(reply: str, top: str, known: Known, mailbox: Mailbox) -> None:
    """What was kept before counts, not what was found now."""
    known.keep_top(reply, (await mailbox.append(TOPS, reply, top)).body)


def _top(reply: str, fresh: Answers, known: Known) -> str:
    for _ in range(DEEPEST):
        above = fresh.get(reply, reply)
        if above in known.tops:
            return known.tops[above]
        if above not in fresh:
            return above
        reply = above
    return reply
