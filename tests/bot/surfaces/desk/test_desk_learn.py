"""What the FAQ could learn, on a page of its own and beside the reply that would teach it."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest

from responders.faq import FaqFile
from tests.bot.surfaces.desk.desk_server import DeskServer, Tab
from tests.cast import ASHA, BHAVIN, CHEN, DOLORES
from tests.recorded import FAQ, HOURS, chain, clerk, past
from tests.world import HOUR, at

ASKED = "when do you open in the morning?"
OFFER = "Teach the FAQ: "


@pytest.fixture
async def olga(desk: DeskServer) -> Tab:
    """A lead at a desk with a FAQ of two entries."""
    desk.taught.faq = FaqFile(**FAQ)
    return await desk.tab("olga", "lead")


def id_of(page: str, words: str) -> str:
    """The lesson that shows these words."""
    (found,) = [piece for piece in re.split(r'<li id="', page)[1:] if words in piece.split("</li>")[0]]
    return found[:7]


async def parking(desk: DeskServer) -> None:
    """Three people ask for parking, and Meera answers all of them alike; one asks what nobody answers."""
    it = past(desk.world, chain())
    for person in (ASHA, BHAVIN, CHEN):
        await it.ask("is there parking near the shop", person)
        await it.reply(f"Hi {person.name}, parking is free behind the house.", person)
    await it.ask("શું તમે <b>જૂતા</b> વેચો છો?", DOLORES)


async def test_without_a_lesson_the_page_says_what_will_stand_there(desk: DeskServer) -> None:
    noor = await desk.tab("noor", "viewer")

    page = await noor.get("/learn?since=nonsense&all=x")

    assert (page.status, page.shows("There is nothing to learn")) == (200, True)


async def test_a_missing_entry_shows_its_conversations_and_is_written_in_other_words(
    desk: DeskServer, olga: Tab
) -> None:
    await parking(desk)
    page = await olga.get("/learn?anew=1")
    assert page.shows("Answers that people write again and again")
    assert all(f"c={quote(at(person), safe='')}" in page.text.replace("/", "%2F") for person in (ASHA, BHAVIN, CHEN))
    id = id_of(page.text, "parking is free")

    gap = await olga.post("/learn", do="accept", id=id, since="30d")
    done = await olga.post(
        "/learn", do="accept", id=id, since="30d", question="Is there parking?", answer="It is free behind the house."
    )

    assert (gap.status, gap.shows("there was something about one person")) == (409, True)
    assert done.shows("The FAQ has one more entry.")
    assert not done.shows("parking is free behind")
    assert desk.taught.lines[0] == ("entry", "Is there parking?", "It is free behind the house.")


async def test_a_question_that_nothing_answers_needs_an_answer_first(desk: DeskServer, olga: Tab) -> None:
    await parking(desk)
    page = await olga.get("/learn?anew=1")
    assert "&lt;b&gt;જૂતા&lt;/b&gt;" in page.text
    id = id_of(page.text, "જૂતા")

    unanswered = await olga.post("/learn", do="accept", id=id, since="7d", question="x")
    put_away = await olga.post("/learn", do="dismiss", id=id, since="7d")

    assert (unanswered.status, unanswered.shows("Nobody has answered this yet; write the answer first.")) == (409, True)
    assert put_away.shows("It is not proposed again.")
    assert not put_away.shows("જૂતા")
    assert desk.taught.lines == []


async def test_what_the_file_refuses_is_said_and_stays(desk: DeskServer, olga: Tab) -> None:
    await parking(desk)
    id = id_of((await olga.get("/learn?anew=1")).text, "parking is free")
    desk.taught.refusal = "Not added: somebody is changing faq.yaml right now; try again."

    page = await olga.post("/learn", do="accept", id=id, since="30d", question="x?", answer="Yes.")

    assert page.status == 409
    assert page.shows(desk.taught.refusal)
    assert page.shows("parking is free behind")


async def test_others_read_it_and_change_nothing(desk: DeskServer, olga: Tab) -> None:
    await parking(desk)
    id = id_of((await olga.get("/learn?anew=1")).text, "parking is free")
    meera = await desk.tab("meera")

    page = await meera.get("/learn")
    refused = await meera.post("/learn", do="dismiss", id=id, since="30d")

    assert page.shows("parking is free behind")
    assert not page.shows("Dismiss")
    assert refused.status == 403
    assert await desk.world.store.lessons.settled() == {}
    assert (await olga.post("/learn", do="accept", id="p000000", since="30d")).shows("There is no lesson p000000")
    assert (await olga.post("/learn", do="eat", id=id, since="30d")).shows("There is no button eat")


async def test_many_lessons_are_shown_on_demand(desk: DeskServer, olga: Tab) -> None:
    it = past(desk.world, chain())
    things = "abcdefghijklmnopqrstuvw"
    for number, sign in enumerate(things):
        await it.ask(f"{sign * 6} {sign * 4} {number}?", ASHA)
        await it.reply("Let me see, one moment.", ASHA)

    page, whole = await olga.get("/learn?anew=1"), await olga.get("/learn?all=question")

    assert page.shows(f"Show all {len(things)}")
    assert page.text.count('<li id="q') == 20
    assert whole.text.count('<li id="q') == len(things)


# ---------------------------------------------------------------------------------------------------- beside the reply


async def test_an_approved_reply_offers_the_way_it_was_asked_for_and_one_click_teaches_it(
    desk: DeskServer, olga: Tab
) -> None:
    it = past(desk.world, clerk(), faq="draft")
    await it.ask(ASKED)
    (draft,) = await it.drafts()
    before = await olga.get(f"/?c={quote(at(ASHA))}")

    approved = await olga.post("/do/approve", draft=draft, c=at(ASHA), shelf="all")

    assert OFFER not in before.text
    assert approved.shows(f'{OFFER}<q dir="auto">{ASKED}</q> asks for')
    assert "Undo" in approved.text

    taught = await olga.post("/do/teach", draft=draft, c=at(ASHA), shelf="all")
    again = await olga.post("/do/teach", draft=draft, c=at(ASHA), shelf="all")

    assert desk.taught.lines == [("phrasing", "hours", ASKED)]
    assert OFFER not in taught.text
    assert (again.status, again.shows("There is nothing to teach here any more")) == (404, True)


async def test_it_is_offered_after_the_reply_has_left_for_an_hour(desk: DeskServer, olga: Tab) -> None:
    it = past(desk.world, clerk(), faq="draft")
    await it.ask(ASKED)
    await it.approve()
    place = f"/?shelf=all&c={quote(at(ASHA))}"
    assert OFFER in (await olga.get(place)).text

    desk.world.clock.at += HOUR + 60_000

    assert OFFER not in (await olga.get(place)).text


async def test_no_is_an_answer_and_nobody_without_the_right_is_asked(desk: DeskServer, olga: Tab) -> None:
    it = past(desk.world, clerk(), faq="draft")
    await it.ask(ASKED)
    (draft,) = await it.drafts()
    meera = await desk.tab("meera")

    hers = await meera.post("/do/approve", draft=draft, c=at(ASHA), shelf="all")
    refused = await meera.do("teach", draft=draft, c=at(ASHA))
    declined = await olga.do("teach_not", draft=draft, c=at(ASHA))

    assert OFFER not in hers.text
    assert (refused.status, desk.taught.lines) == (403, [])
    assert declined.status == 200
    assert OFFER not in declined.text
    assert OFFER not in (await olga.get(f"/?shelf=all&c={quote(at(ASHA))}")).text


async def test_words_of_ones_own_that_an_entry_says_teach_too_and_other_words_do_not(
    desk: DeskServer, olga: Tab
) -> None:
    it = past(desk.world, chain())
    await it.ask("is it shut at seven in the evening", BHAVIN)
    await it.ask("who are you", CHEN)

    said = await olga.post("/do/reply", text=HOURS, c=at(BHAVIN), shelf="all")
    other = await olga.post("/do/reply", text="We are the shop at the corner.", c=at(CHEN), shelf="all")

    assert said.shows('<q dir="auto">is it shut at seven in the evening</q> asks for')
    assert OFFER not in other.text
