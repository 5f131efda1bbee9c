"""The card: who drafted it, on what grounds, why it waits, and another draft as somebody wishes it."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import quote

import pytest

from bot.drafting import draft_next
from inbox.actions import Hide, Source
from inbox.models import Actor, RemoteId
from inbox.store.queue import Idle
from responders.faq import FaqFile
from tests.bot.surfaces.desk.desk_server import DeskServer, Tab
from tests.cast import ASHA
from tests.recorded import clerk
from tests.world import at, proposal

C = at(ASHA)
MODEL = Actor("responder", "llm")
SOURCES = (
    Source("brand:hours", "Opening hours", "Daily, <b>ten</b> to six"),
    Source("doc:visit.pdf#2", "How to find us", "Behind the church."),
    Source("parking", "Where can I park?"),
)


@pytest.fixture
async def meera(desk: DeskServer) -> Tab:
    """A moderator."""
    desk.taught.faq = FaqFile(
        entries=[
            {"id": "a", "questions": ["When?"], "answer": {"en": "Now.", "gu": "હમણાં.", "es": "Ahora."}},
            {"id": "b", "questions": ["Where?"], "answer": {"es": "Aquí."}},
            {"id": "c", "questions": ["Who?"], "answer": "We."},
        ]
    )  # type: ignore[arg-type]
    return await desk.tab("meera")


async def card_of(meera: Tab) -> str:
    """The card on Asha's page."""
    page = (await meera.get(f"/?c={quote(C)}")).text
    return page[page.index('<section class="card"') : page.index("</section>", page.index('<section class="card"'))]


async def test_a_card_tells_its_grounds_in_plain_words(desk: DeskServer, meera: Tab) -> None:
    await desk.world.hear()
    because = 'it cites brand:hours, parking; they want: hours; it waits because the price "€ 1; 2" stands nowhere'
    drafted = proposal("Ten to six.", evidence="none", by=MODEL, checks=("A price: € 12.",))
    await desk.world.propose(replace(drafted, because=because, sources=SOURCES, language="en"))

    card = await card_of(meera)

    assert "Draft by <bdi>the model</bdi>" in card
    assert re.findall(r"<li><bdi>(.*?)</bdi></li>", card) == [
        "they want: hours",
        "it waits because the price &#34;€ 1; 2&#34; stands nowhere",
    ]
    assert "<dt>Waits</dt><dd><bdi>here a person sends whatever is drafted</bdi>" in card
    assert "It is in English; they have set Gujarati." in card
    assert "A price: € 12." in card


async def test_a_source_opens_to_its_quote(desk: DeskServer, meera: Tab) -> None:
    await desk.world.hear()
    await desk.world.propose(replace(proposal("Ten to six.", by=MODEL), sources=SOURCES))

    card = await card_of(meera)

    opened = re.findall(r"<details><summary><bdi>(.*?)</bdi>: <bdi>(.*?)</bdi></summary><blockquote[^>]*>(.*?)<", card)
    assert opened == [
        ("line hours of the brand", "Opening hours", "Daily, &lt;b&gt;ten&lt;/b&gt; to six"),
        ("document visit.pdf", "How to find us", "Behind the church."),
    ]
    assert "<p><bdi>FAQ entry parking</bdi>: <bdi>Where can I park?</bdi></p>" in card


async def test_a_wish_is_offered_in_their_language_first_and_in_those_of_the_faq(desk: DeskServer, meera: Tab) -> None:
    await desk.world.hear()
    await desk.world.propose(replace(proposal("Now."), language="en-GB"))

    card = await card_of(meera)

    wishes = re.findall(r'name="wish" value="(.*?)">(.*?)<', card)
    assert wishes == [
        ("shorter", "Shorter"), ("friendlier", "Friendlier"), ("more formal", "More formal"),
        ("in Gujarati", "In Gujarati"), ("in Spanish", "In Spanish"),
    ]  # fmt: skip


async def test_what_is_no_text_cannot_be_reworded(desk: DeskServer, meera: Tab) -> None:
    await desk.world.hear()
    await desk.world.propose(replace(proposal(), action=Hide(ASHA.remote, RemoteId("m1"))))

    card = await card_of(meera)

    assert "Another draft" in card
    assert "Reword" not in card


@pytest.mark.parametrize("wish", ["shorter", "  name the\nprice of the small one "])
async def test_a_wish_goes_to_whoever_can_write_it_anew(desk: DeskServer, meera: Tab, wish: str) -> None:
    draft = await desk.world.drafted("Majama, Asha!")
    await meera.get(f"/?c={quote(C)}")

    done = await meera.post("/do/redraft", draft=draft, c=C, wish=wish)

    (heard,) = (await desk.world.turn()).wishes.values()
    assert (heard.words, heard.text, heard.by) == (" ".join(wish.split()), "Majama, Asha!", "meera")
    assert done.shows(f"another draft wanted: {heard.words}")


async def test_a_wish_that_nobody_can_fulfil_gives_the_draft_back_and_says_so(desk: DeskServer, meera: Tab) -> None:
    await desk.world.hear("when do you open?")
    desk.world.clock.at += desk.world.brand.debounce
    await draft_next(desk.world.brand, clerk())
    found = await desk.world.store.conversations.read(C, desk.world.clock.at)
    assert found
    await meera.do("redraft", draft=found.drafts[0].id, c=C, wish="in Klingon")
    desk.world.clock.at += desk.world.brand.debounce
    assert not isinstance(await draft_next(desk.world.brand, clerk()), Idle)

    page = await meera.get(f"/?c={quote(C)}")

    assert page.shows("no model is there that could write it anew; the one before waits again")
    assert "Draft by <bdi>the FAQ</bdi>" in page.text


async def test_a_wish_longer_than_a_model_should_read_is_refused(desk: DeskServer, meera: Tab) -> None:
    draft = await desk.world.drafted()

    refused = await meera.do("redraft", draft=draft, c=C, wish="x" * 501)

    assert (refused.status, refused.data["problem"]) == (
        403,
        "Say what you wish in at most 500 characters; these are 501.",
    )
