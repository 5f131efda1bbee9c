"""What a reply that was just approved would teach the FAQ, offered beside it until somebody decides on that."""

from __future__ import annotations

from dataclasses import dataclass

from bot import learning
from bot.learning import School
from inbox.actions import SPEAKS, kind_of
from inbox.brand import Brand
from inbox.errors import NotFound
from inbox.models import Actor, DraftId
from inbox.policy import may
from inbox.review import require
from inbox.store.outbox import draft_of
from inbox.views import Reading
from responders.mining import Lesson

FOR = 3_600_000  # milliseconds for which it stands there after the reply has left


@dataclass(frozen=True, slots=True)
class Offer:
    """The way to ask that could be taught, and the draft of the reply that teaches it."""

    draft: DraftId
    lesson: Lesson


async def offer(school: School, brand: Brand, by: Actor, reading: Reading) -> Offer | None:
    """What the last reply of a conversation would teach; None: nothing, or this person may not teach."""
    draft = _last_reply(reading, brand.now()) if may(by, "faq") else None
    lesson = await school.offer(brand, by, draft) if draft else None
    return Offer(draft, lesson) if draft and lesson else None


async def accept(school: School, brand: Brand, by: Actor, draft: DraftId) -> None:
    """Write it into the FAQ."""
    await learning.accept(brand, by, await _offered(school, brand, by, draft), school.teach)


async def dismiss(school: School, brand: Brand, by: Actor, draft: DraftId) -> None:
    """Offer it no more."""
    await learning.dismiss(brand, by, await _offered(school, brand, by, draft))


async def _offered(school: School, brand: Brand, by: Actor, draft: DraftId) -> Lesson:
    require(by, "faq")
    lesson = await school.offer(brand, by, draft)
    if lesson is None:
        raise NotFound("There is nothing to teach here any more: the FAQ knows it, or somebody has decided on it.")
    return lesson


def _last_reply(reading: Reading, now: int) -> DraftId | None:
    """The draft of what leaves, or of what was said last where that is ours and not long ago."""
    if reading.leaving:
        last = reading.leaving[-1]
        return last.draft if last.by.kind == "person" and kind_of(last.action) in SPEAKS else None
    said = next((line.message for line in reversed(reading.lines) if line.message), None)
    return draft_of(said.delivery) if said and said.delivery and now - said.at <= FOR else None
