"""Learning: gathered from a real past, proposed with nobody's name in it, written down when a person accepts it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
import pytest_asyncio

from bot.learning import School, accept, book_of, dismiss, find, gather, lessons, offer_for
from config.additions import Added
from inbox import review
from inbox.errors import NotAllowed, NotFound
from inbox.incoming import MessageRemoved
from inbox.models import RemoteId, conversation_id
from inbox.store.embedded import Server
from responders.faq import FaqFile
from responders.masking import BLANK
from responders.mining import Lesson, Teach
from tests.cast import ASHA, BHAVIN, CHEN, DOLORES, MEERA, OLGA
from tests.recorded import FAQ, HOURS, Past, chain, clerk, past
from tests.world import ACCOUNT, DAY, World, at, said, thread_of, world

BOOK = book_of(FaqFile(**FAQ))  # type: ignore[arg-type]


@pytest_asyncio.fixture
async def here(redis_server: Server, brand: str) -> AsyncIterator[World]:
    """A brand on a real Redis."""
    async with world(redis_server.url, brand) as it:
        yield it


@dataclass(slots=True)
class Taught:
    """A file that takes everything."""

    lines: list[tuple[str, ...]] = field(default_factory=list)

    async def phrasing(self, entry: str, question: str) -> None:
        """Take a way to ask."""
        self.lines.append(("phrasing", entry, question))

    async def entry(self, id: str, question: str, answer: str) -> Added:
        """Take an entry."""
        assert not id
        self.lines.append(("entry", question, answer))
        return Added("made-up", is_new=True)

    async def nothing(self, question: str) -> None:
        """Take a question without an answer."""
        self.lines.append(("nothing", question))

    @property
    def teach(self) -> Teach:
        """As learning is given it."""
        return Teach(self.phrasing, self.entry, self.nothing)


async def told(it: Past, what: str) -> list[Lesson]:
    """The lessons of one kind."""
    return [one for one in await lessons(it.brand, BOOK, 0) if one.what == what]


async def test_a_draft_that_was_sent_unchanged_teaches_how_it_was_asked(here: World) -> None:
    it = past(here, clerk(), faq="draft")
    await it.ask("Asha here, when do you open in the morning?")
    await it.approve()

    (lesson,) = await told(it, "phrasing")

    assert (lesson.entry, lesson.question) == ("hours", f"{BLANK} here, when do you open in the morning?")
    assert lesson.conversations == (at(ASHA),)


async def test_what_nobody_read_before_it_left_teaches_nothing(here: World) -> None:
    it = past(here, clerk(), faq="auto")
    await it.ask("are dogs welcome in the open house?")
    await it.send()
    read = await gather(it.brand, 0)

    assert [(one.entry, one.approved) for one in read.exchanges] == [("hours", False)]
    assert await lessons(it.brand, BOOK, 0) == ()


async def test_it_is_offered_beside_the_reply_as_soon_as_that_is_approved(here: World) -> None:
    it = past(here, clerk(), faq="draft")
    await it.ask("when do you open in the morning?")
    (draft,) = await it.drafts()
    before = await here.store.drafts.open(draft, here.clock.at)
    await review.approve(it.brand, draft, MEERA)
    after = await here.store.drafts.open(draft, here.clock.at)

    assert before
    assert after
    assert offer_for(BOOK, before) is None
    assert (offer := offer_for(BOOK, after))
    assert (offer.entry, offer.question) == ("hours", "when do you open in the morning?")
    await it.send()
    assert [one.id for one in await told(it, "phrasing")] == [offer.id]


async def test_what_people_write_again_and_again_is_a_missing_entry(here: World) -> None:
    it = past(here, chain())
    for person in (ASHA, BHAVIN, CHEN):
        await it.ask("is there parking near the shop", person)
        await it.reply(f"Hi {person.name}, parking is free behind the house.", person)

    (lesson,) = await told(it, "entry")

    assert lesson.answer == f"Hi {BLANK}, parking is free behind the house."
    assert lesson.question == "is there parking near the shop"
    assert set(lesson.conversations) == {at(ASHA), at(BHAVIN), at(CHEN)}


async def test_what_nothing_answers_is_counted_once_for_each_time_it_was_asked(here: World) -> None:
    it = past(here, chain())
    await it.ask("Do you sell shoes?", ASHA)
    await it.ask("hello??", ASHA)
    await it.ask("do you sell shoes", BHAVIN)
    await it.ask("this is a scandal", CHEN)
    await it.ask("do you sell shoess", DOLORES)

    found = await told(it, "question")

    assert [(one.question, one.count) for one in found] == [
        ("Do you sell shoes?", 3),
        ("this is a scandal", 1),
    ]


async def test_an_answer_that_was_not_wanted_is_proposed_for_nothing(here: World) -> None:
    it = past(here, clerk(), faq="draft")
    await it.ask("When do you open a second shop?")
    await it.reject()

    (lesson,) = await told(it, "nothing")

    assert (lesson.question, lesson.entry) == ("When do you open a second shop?", "hours")


async def test_in_a_group_only_what_an_answer_points_to_is_its_question(here: World) -> None:
    it = past(here, clerk(), faq="draft")
    await it.group(("When do you open tomorrow morning?", ASHA), ("lovely weather", BHAVIN))
    read = await here.store.conversations.read(conversation_id(ACCOUNT, RemoteId("riders")), here.clock.at)
    assert read
    await review.approve(it.brand, read.drafts[0].id, MEERA)
    await it.send()

    (lesson,) = await told(it, "phrasing")

    assert lesson.question == "When do you open tomorrow morning?"


async def test_accepting_writes_into_the_file_and_proposes_it_no_more(here: World) -> None:
    it, file = past(here, chain()), Taught()
    for person in (ASHA, BHAVIN, CHEN):
        await it.ask(f"is there parking {'here ' * (person is CHEN)}please", person)
        await it.reply("Parking is free behind the house.", person)
    await it.ask("do you sell shoes", DOLORES)
    found = await lessons(it.brand, BOOK, 0)
    missing, shoes = (
        next(one for one in found if one.what == what and one.entry == "") for what in ("entry", "question")
    )
    shoes = next(one for one in found if one.question == "do you sell shoes")

    assert await accept(it.brand, OLGA, missing, file.teach) == "made-up"
    assert await accept(it.brand, OLGA, shoes, file.teach, answer="No shoes.") == "made-up"

    assert file.lines == [
        ("entry", "is there parking please", "Parking is free behind the house."),
        ("phrasing", "made-up", "is there parking here please"),
        ("entry", "do you sell shoes", "No shoes."),
    ]
    assert {missing.id, shoes.id}.isdisjoint(one.id for one in await lessons(it.brand, BOOK, 0))
    assert (await here.store.lessons.settled())[shoes.id].verdict == "accepted"


async def test_what_is_dismissed_is_not_proposed_again(here: World) -> None:
    it = past(here, chain())
    await it.ask("do you sell shoes", DOLORES)
    (lesson,) = await told(it, "question")

    await dismiss(it.brand, OLGA, lesson)
    await it.ask("Do you sell shoes?", BHAVIN)

    assert await told(it, "question") == []
    settled = (await here.store.lessons.settled())[lesson.id]
    assert (settled.verdict, settled.by) == ("dismissed", "olga")


async def test_gaps_missing_answers_rights_and_strange_ids_are_refused_in_words(here: World) -> None:
    it, file = past(here, chain()), Taught()
    for person in (ASHA, BHAVIN, CHEN):
        await it.ask("is there parking near the shop", person)
        await it.reply(f"Hi {person.name}, parking is free behind the house.", person)
    await it.ask("do you sell shoes", DOLORES)
    found = await lessons(it.brand, BOOK, 0)
    gap, open_ = (next(one for one in found if one.what == what) for what in ("entry", "question"))

    with pytest.raises(NotAllowed, match="has a gap"):
        await accept(it.brand, OLGA, gap, file.teach)
    with pytest.raises(NotAllowed, match="say the answer"):
        await accept(it.brand, OLGA, open_, file.teach)
    with pytest.raises(NotAllowed, match="may not"):
        await accept(it.brand, MEERA, gap, file.teach)
    with pytest.raises(NotAllowed, match="may not"):
        await dismiss(it.brand, MEERA, gap)
    with pytest.raises(NotFound, match="p123456"):
        find(found, "p123456")
    assert file.lines == []


async def test_what_was_removed_before_or_after_a_time_teaches_nothing(here: World) -> None:
    it = past(here, clerk(), faq="draft")
    await it.ask("when do you open in the morning?")
    await it.approve()
    later = here.clock.at + 1
    await it.ask("do you sell shoes", BHAVIN)
    await here.receive(MessageRemoved(thread_of(BHAVIN), said("", id="m00002").id, here.clock.at))

    assert [one.what for one in await lessons(it.brand, BOOK, later)] == []
    assert [one.what for one in await lessons(it.brand, BOOK, here.clock.at - DAY)] == ["phrasing"]


async def test_no_more_messages_are_read_than_allowed(here: World) -> None:
    it = past(here, chain())
    for number, person in enumerate((ASHA, BHAVIN, CHEN, DOLORES)):
        await it.ask(f"question number {number}", person)
        await it.reply(HOURS, person)

    few, all_ = await gather(it.brand, 0, most=4), await gather(it.brand, 0)

    assert (few.messages, few.complete, len(few.unanswered)) == (4, False, 2)
    assert (all_.complete, len(all_.unanswered), len(all_.exchanges)) == (True, 4, 4)


async def test_what_was_found_is_shown_again_for_a_while_without_what_was_decided_on(here: World) -> None:
    school, it = School(lambda: FaqFile(**FAQ), Taught().teach), past(here, chain())  # type: ignore[arg-type]
    await it.ask("Do you sell shoes?")
    (first,) = await school.lessons(it.brand, MEERA, DAY)
    await it.ask("Is there a lift?", BHAVIN)

    assert await school.lessons(it.brand, MEERA, DAY) == (first,)
    assert len(await school.lessons(it.brand, MEERA, DAY, anew=True)) == 2
    await dismiss(it.brand, OLGA, first)
    assert [one.question for one in await school.lessons(it.brand, MEERA, DAY)] == ["Is there a lift?"]


async def test_the_faq_is_looked_up_as_it_stands_now(here: World) -> None:
    files = [FaqFile(**FAQ), FaqFile()]  # type: ignore[arg-type]
    school = School(lambda: files[0], Taught().teach)
    before = await school.book()

    assert await school.book() is before
    files.pop(0)
    assert before.entries == {"hours", "returns"}
    assert (await school.book()).entries == frozenset()
