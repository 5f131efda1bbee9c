"""The desk: how long the network lets us answer, what is said in private about a comment, the post beside it."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from urllib.parse import quote

import pytest

from inbox.actions import DirectMessage, Hide, Unhide
from inbox.capabilities import TextLimit, Window
from inbox.incoming import ContactDescribed, GapClosed, MessageHidden, ThreadDescribed
from inbox.models import Media, RemoteId, Subject
from tests.bot.surfaces.desk.desk_server import PNG, DeskServer, Tab, stream
from tests.cast import ASHA, BHAVIN
from tests.world import ACCOUNT, CAPABILITIES, DAY, HOUR, SECOND, START, at, said, thread_of

C = at(ASHA)
META = replace(
    CAPABILITIES,
    reactions={"comments": ("👍",)},
    network="facebook",
    windows={
        ("direct", "reply"): Window(24 * 3600, people=7 * 24 * 3600),
        ("comments", "direct_message"): Window(7 * 24 * 3600, of_message=True, once=True),
    },
    texts={("comments", "direct_message"): TextLimit(1000), ("direct", "reply"): TextLimit(8000, "bytes", part=1000)},
    silent=frozenset({"comments"}),
)
POST = Subject(RemoteId("9"), "Our new vases", "https://facebook.example/9", (Media("image", "pic", alt="Blue vases"),))
AFTER = "later than 24 hours after their last message"
LATE = f"Facebook lets only what a person wrote through, {AFTER}; write it in your own words."
OVER = "Facebook lets us answer for 7 days after their last message; that is over."


@pytest.fixture
async def meera(desk: DeskServer) -> Tab:
    """A moderator, on a network with windows of two phases."""
    desk.world.capabilities[ACCOUNT] = META
    return await desk.tab("meera")


async def page(tab: Tab, c: str = C) -> str:
    """A conversation, with its words as they are read."""
    return html.unescape((await tab.get(f"/?shelf=closing&c={quote(c)}")).text)


async def comments(desk: DeskServer, subject: Subject | None = POST) -> None:
    """Asha and Bhavin write under a post."""
    thread = thread_of(ASHA, "comments", subject=subject)
    now = desk.world.clock.at
    await desk.world.receive(said("How much?", ASHA, id="m1", at=now, thread=thread))
    await desk.world.receive(said("Buy followers!", BHAVIN, id="m2", at=now + 1, thread=thread))


@pytest.mark.parametrize(
    ("passed", "words", "buttons", "why"),
    [
        (HOUR, "23 h left to answer", ["approve", "approve"], ""),
        (DAY, "only what a person writes gets through, 6 d left", ["approve"], LATE),
        (7 * DAY, "too late to answer here", [], OVER),
    ],
)
async def test_the_time_left_is_told_and_what_would_be_too_late_cannot_be_approved(
    desk: DeskServer, meera: Tab, passed: int, words: str, buttons: list[str], why: str
) -> None:
    await desk.world.drafted()
    desk.world.clock.at = START + passed

    shown = await page(meera)

    assert f">{words}</span>" in shown
    card = shown[shown.index('<section class="card"') : shown.index('class="talk-foot"')]
    assert re.findall(r'data-do="(approve)"', card) == buttons
    assert re.findall(r'role="status"><svg[^>]*>.*?</svg><span>(.*?)</span>', card) == ([why] if why else [])
    send = re.search(r"<button class=\"button primary\"([^>]*)>.*?Send", shown[shown.index('class="talk-foot"') :])
    assert send
    assert send[1] == (" disabled" if passed == 7 * DAY else "")
    assert (OVER in shown[shown.index('class="talk-foot"') :]) is (passed == 7 * DAY)


async def test_what_is_refused_as_too_late_says_so_in_words(desk: DeskServer, meera: Tab) -> None:
    draft = await desk.world.drafted()
    desk.world.clock.at = START + DAY

    refused = await meera.do("approve", draft=draft, c=C)
    assert (refused.status, refused.data["problem"]) == (403, f"Not sent: {LATE}")
    assert (await meera.do("approve", draft=draft, c=C, text="In my own words")).status == 200


async def test_the_shelf_shows_the_time_left_and_the_rail_counts_it(desk: DeskServer, meera: Tab) -> None:
    await desk.world.hear()
    desk.world.clock.at = START + DAY
    await desk.world.hear("Hello?", BHAVIN, id="m2")
    desk.world.clock.at += 22 * HOUR

    shown = (await meera.get("/?shelf=closing")).text

    assert '<span class="count" data-count="closing">2</span>' in shown
    chips = re.findall(r'class="chip closes( soon)?">.*?<span data-left="\d+">(.*?)</span>(.*?)</span>', shown)
    assert chips == [(" soon", "2 h", " left"), ("", "5 d", " left for own words")]


async def test_the_composer_knows_the_limits_of_where_it_stands(desk: DeskServer, meera: Tab) -> None:
    await desk.world.hear(author=BHAVIN)
    shown = await page(meera, at(BHAVIN))
    assert 'data-most="8000" data-unit="bytes" data-words="bytes" data-caption="0" data-part="1000"' in shown

    await comments(desk)
    shown = await page(meera)
    assert "Facebook takes no files here." in shown
    assert 'type="file"' not in shown
    assert 'data-count="private-m1-count" data-most="1000" data-unit="characters"' in shown
    assert "You can do this once for each comment, for 7 d after it was written." in shown


async def test_a_comment_is_answered_in_private_once_and_both_lines_say_so(desk: DeskServer, meera: Tab) -> None:
    await comments(desk)

    answer = await meera.do("direct_message", c=C, message="m1", text="Nine euros.")
    assert "In private, to whoever wrote the comment" in str(answer.data["conversation"])
    await desk.send()

    assert [action for _, action in desk.postbox.done] == [DirectMessage(ASHA.remote, "Nine euros.", RemoteId("m1"))]
    shown = await page(meera)
    assert shown.count("written to in private") == 1
    assert shown.count("said in private") == 1
    assert 'id="private-m1"' not in shown
    assert "Facebook lets us write in private about a comment once; that was done." in shown
    again = await meera.do("direct_message", c=C, message="m1", text="Ten.")
    assert again.status == 403
    assert 'id="private-m2"' in shown


async def test_a_message_is_hidden_and_shown_again_with_one_click_each(desk: DeskServer, meera: Tab) -> None:
    await comments(desk)
    shown = await page(meera)
    assert re.findall(r'data-do="(hide|unhide)"', shown) == ["hide", "hide"]

    done = await meera.do("hide", c=C, message="m2")
    assert done.data["undo"]
    await desk.world.receive(MessageHidden(thread_of(ASHA, "comments"), RemoteId("m1"), START))
    shown = await page(meera)
    assert re.findall(r'data-do="(hide|unhide)"', shown) == ["unhide", "hide"]
    await meera.do("unhide", c=C, message="m1")
    await desk.send()

    assert [action for _, action in desk.postbox.done] == [
        Hide(ASHA.remote, RemoteId("m2")),
        Unhide(ASHA.remote, RemoteId("m1")),
    ]


async def test_one_likes_a_comment_and_nothing_else(desk: DeskServer, meera: Tab) -> None:
    await comments(desk)

    shown = await page(meera)

    emojis = re.compile(r'name="emoji" value="(.*?)">(.*?)</button>')
    assert set(emojis.findall(shown)) == {("👍", "👍 Like")}
    await meera.do("react", c=C, message="m1", emoji="👍")
    await desk.send()
    shown = await page(meera)
    assert emojis.findall(shown)[0] == ("", "Take 👍 back")
    assert '<p class="reactions"><span class="chip">👍</span></p>' in shown
    await meera.do("react", c=C, message="m1", emoji="")
    await desk.send()
    assert set(emojis.findall(await page(meera))) == {("👍", "👍 Like")}


@pytest.mark.parametrize(("ad", "heading"), [(True, "From your ad"), (False, "Under the post")])
async def test_the_post_stands_beside_with_its_picture_through_us(
    desk: DeskServer, meera: Tab, ad: bool, heading: str
) -> None:
    desk.files["pic"] = PNG
    await comments(desk, replace(POST, ad=ad))

    shown = await page(meera)

    assert f'<h3>{heading} <a href="{POST.link}" target="_blank" rel="noopener noreferrer">open it</a></h3>' in shown
    assert '<p class="alt quiet"><bdi>Blue vases</bdi></p>' in shown
    picture = re.search(r'<img src="(/media\?[^"]+)" alt="Blue vases"', shown)
    assert picture
    async with meera.http.get(meera.origin + picture[1]) as answer:
        assert await answer.read() == PNG


async def test_a_post_and_a_name_that_become_known_later_reach_open_pages(desk: DeskServer, meera: Tab) -> None:
    await comments(desk, None)
    last = await desk.world.store.log.last()
    async with stream(meera, after=last, c=C) as live:
        described = ThreadDescribed(thread_of(ASHA, "comments", subject=POST), START + SECOND)
        await desk.world.receive(described, ContactDescribed(replace(BHAVIN, name="Bhavin Shah"), START + SECOND))
        seen = str((await live.next()).data) + str((await live.next()).data)

    assert "Our new vases" in seen
    assert "Bhavin Shah" in seen


async def test_what_came_in_late_is_told_beside_its_account_for_a_day(desk: DeskServer, meera: Tab) -> None:
    await desk.world.receive(GapClosed(12, START - HOUR, START))
    desk.world.clock.at = START + 5 * 60 * SECOND
    told = re.compile(r'class="recovered">(.*?)<time[^>]*>(.*?)</time>')
    assert told.findall(await page(meera, ""))[0] == ("12 messages recovered, ", "5 min ago")

    desk.world.clock.at = START + DAY
    assert told.findall(await page(meera, "")) == []


async def test_a_post_of_any_length_folds_and_one_without_words_says_so(desk: DeskServer, meera: Tab) -> None:
    await comments(desk, replace(POST, text="વ" * 5_000, link="javascript:alert(1)", media=()))
    shown = await page(meera)
    assert f"{'વ' * 300}…</span>" in shown
    assert "javascript:" not in shown

    await desk.world.receive(ThreadDescribed(thread_of(ASHA, "comments", subject=replace(POST, text="")), START))
    assert "A post without words" in await page(meera)
