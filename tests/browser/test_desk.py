"""The desk in a real Chromium: live, by keyboard, on a phone, without scripts; and nothing lost."""

from __future__ import annotations

import asyncio
from pathlib import Path
from urllib.parse import quote

from playwright.async_api import Page, Route, expect

from inbox.actions import Reply
from inbox.models import Contact, RemoteId
from tests.browser.chromium import SHARED
from tests.browser.desk_seat import GUJARATI, PHONE, Seat
from tests.cast import ASHA, BHAVIN, CHEN
from tests.world import SECOND, at, proposal, said, thread_of

pytestmark = SHARED
C = at(ASHA)


async def open_row(page: Page, name: str) -> None:
    """Open somebody's conversation with the mouse."""
    await page.locator(".row", has_text=name).click()
    await expect(page.locator("#talk-title")).to_contain_text(name)


async def test_a_message_appears_without_reloading_and_its_draft_is_edited_approved_and_sent(seat: Seat) -> None:
    page = await seat.sit()
    await expect(page.get_by_text("Nobody is waiting")).to_be_visible()

    draft = await seat.desk.world.drafted("Majama!")
    await expect(page.locator(".row")).to_contain_text("Kem cho?")
    await expect(page).to_have_title("(1) Waiting for us · " + seat.desk.world.name + " · Sangam")
    await open_row(page, "Asha")
    await page.locator("[data-edit] summary").click()
    await page.locator("[data-edit] textarea").fill("Majama, Asha!")
    await page.get_by_role("button", name="Approve this text").click()

    await expect(page.locator(".leaving")).to_contain_text("Majama, Asha!")
    await expect(page.get_by_text("Goes out in")).to_have_count(2)  # in the row and in the conversation
    await seat.desk.send()
    assert [action for _, action in seat.desk.postbox.done] == [Reply(ASHA.remote, "Majama, Asha!")]
    await expect(page.locator(".line.ours")).to_contain_text("Majama, Asha!")
    await expect(page.locator(".leaving")).to_have_count(0)
    assert draft


async def test_a_reply_is_taken_back_inside_the_undo_window_by_one_key(seat: Seat) -> None:
    await seat.desk.world.drafted("Majama!")
    page = await seat.sit(path=f"/?c={quote(C)}")

    await page.keyboard.press("a")
    await expect(page.locator(".leaving")).to_be_visible()
    await page.keyboard.press("u")

    await expect(page.locator(".card")).to_contain_text("Majama!")
    await seat.desk.send()
    assert seat.desk.postbox.done == []


async def test_whoever_goes_on_to_the_next_conversation_can_still_take_back_the_last_decision(seat: Seat) -> None:
    await seat.desk.world.drafted("Majama!")
    await seat.desk.world.hear("Are you open?", BHAVIN, id="m2")
    page = await seat.sit(path=f"/?c={quote(C)}")

    await page.keyboard.press("a")
    await expect(page.locator(".leaving")).to_be_visible()
    await open_row(page, "Bhavin")
    await page.locator("#toast").get_by_role("button", name="Undo").click()

    await expect(page.locator("#talk-title")).to_contain_text("Asha")
    await expect(page.locator(".card")).to_contain_text("Majama!")


async def test_the_whole_path_goes_by_keyboard_alone(seat: Seat) -> None:
    await seat.desk.world.drafted("Majama!")
    await seat.desk.world.hear("Are you open?", BHAVIN, id="m2")
    page = await seat.sit()

    for key in ("j", "j", "k", "Enter"):
        await page.keyboard.press(key)
    await expect(page.locator("#talk-title")).to_contain_text("Asha")
    await page.keyboard.press("e")
    await page.keyboard.press("Control+A")
    await page.keyboard.type("By keyboard")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".leaving")).to_contain_text("By keyboard")

    await page.keyboard.press("j")
    await page.keyboard.press("Enter")
    await expect(page.locator("#talk-title")).to_contain_text("Bhavin")
    await page.keyboard.press("r")
    await page.keyboard.type("Yes, at nine.")
    await page.keyboard.press("Control+Enter")
    await expect(page.locator(".leaving")).to_contain_text("Yes, at nine.")
    await expect(page.locator("#reply-text")).to_have_value("")
    await page.keyboard.press("?")
    await expect(page.locator("#keys")).to_be_visible()
    await page.keyboard.press("Escape")
    await page.keyboard.press("/")
    await page.keyboard.type("open")
    await expect(page.locator(".row:visible")).to_have_count(1)


async def test_a_draft_is_rejected_with_a_reason_by_keyboard(seat: Seat) -> None:
    draft = await seat.desk.world.drafted("Majama!")
    page = await seat.sit(path=f"/?c={quote(C)}")

    await page.keyboard.press("x")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Tab")
    await page.keyboard.type("too stiff")
    await page.keyboard.press("Enter")

    await expect(page.locator(".deed")).to_contain_text("rejected a draft: Not our tone: too stiff")
    opened = await seat.desk.world.store.drafts.open(draft, seat.desk.world.clock.at)
    assert opened
    assert opened.draft.state == "rejected"


async def test_another_draft_takes_the_place_of_the_one_that_was_not_wanted_by_one_key(seat: Seat) -> None:
    world = seat.desk.world
    await world.drafted("Majama!")
    page = await seat.sit(path=f"/?c={quote(C)}")
    await expect(page.get_by_role("button", name="Another draft")).to_be_visible()

    await page.keyboard.press("d")
    await expect(page.locator(".card")).to_have_count(0)
    await expect(page.locator(".deed")).to_contain_text("rejected a draft: another draft wanted")
    await world.propose(proposal("Saras!"))
    await expect(page.locator(".card")).to_contain_text("Saras!")

    await page.keyboard.press("d")
    await expect(page.locator(".card")).to_have_count(0)
    await world.propose()
    await expect(page.locator(".deed").last).to_contain_text("No other draft: nothing else fits")


async def test_the_answer_to_a_click_that_comes_late_does_not_bring_back_the_past(seat: Seat) -> None:
    world, answered = seat.desk.world, asyncio.Event()
    await world.drafted("Majama!")
    page = await seat.sit(path=f"/?c={quote(C)}")

    async def late(route: Route) -> None:
        answer = await route.fetch()
        await answered.wait()
        await route.fulfill(response=answer)

    await page.route("**/do/redraft", late)
    await page.keyboard.press("d")
    await expect(page.locator(".card")).to_have_count(0)
    await world.propose(proposal("Saras!"))
    await expect(page.locator(".card")).to_contain_text("Saras!")
    answered.set()
    await expect(page.locator("#said")).to_contain_text("Another draft is on its way")

    assert await page.locator(".card").count() == 1


async def test_words_that_are_being_written_survive_what_happens_meanwhile(seat: Seat) -> None:
    await seat.desk.world.drafted("Majama!")
    page = await seat.sit(path=f"/?c={quote(C)}")
    await page.keyboard.press("e")
    await page.locator("[data-edit] textarea").fill("My careful answer")

    await seat.desk.world.hear("One more thing", id="m9")

    await expect(page.locator(".line.theirs").last).to_contain_text("One more thing")
    await expect(page.locator(".card")).to_have_count(0)
    await expect(page.locator("#reply-text")).to_have_value("My careful answer")
    await page.reload()
    await page.wait_for_selector("body[data-awake]")
    await expect(page.locator("#reply-text")).to_have_value("My careful answer")


async def test_a_reply_that_is_being_typed_keeps_its_words_its_cursor_and_its_place(seat: Seat) -> None:
    await seat.desk.world.hear()
    page = await seat.sit(path=f"/?c={quote(C)}")
    await page.keyboard.press("r")
    await page.keyboard.type("Hello As")
    before = await page.locator("#reply-text").bounding_box()

    await seat.desk.world.hear("another", id="m2")
    await seat.desk.world.propose(*[])
    await expect(page.locator(".line.theirs")).to_have_count(2)
    await page.keyboard.type("ha")

    await expect(page.locator("#reply-text")).to_have_value("Hello Asha")
    assert await page.locator("#reply-text").bounding_box() == before


async def test_two_people_decide_at_once_and_the_second_reads_who_was_first(seat: Seat) -> None:
    draft = await seat.desk.world.drafted("Majama!")
    page = await seat.sit(path=f"/?c={quote(C)}", deaf=True)
    await (await seat.desk.tab("noor")).do("approve", draft=draft, c=C)

    await page.keyboard.press("a")

    await expect(page.locator("#toast")).to_contain_text("Already approved by noor.")
    await expect(page.locator(".leaving")).to_contain_text("by noor")
    seat.complaints.clear()  # the browser reports the refusal, and the stream that it was denied


async def test_a_cut_connection_is_said_and_mended_and_nothing_is_missed(seat: Seat) -> None:
    await seat.desk.world.hear("first")
    page = await seat.sit()
    await seat.contexts[0].set_offline(True)
    seat.desk.desk.close()
    for number in range(5):
        await seat.desk.world.hear(f"while away {number}", CHEN, id=f"c{number}")
    await expect(page.locator("#offline")).to_be_visible()

    await seat.contexts[0].set_offline(False)

    await expect(page.locator(".row", has_text="while away 4")).to_be_visible(timeout=15_000)
    await expect(page.locator("#offline")).to_be_hidden(timeout=15_000)
    seat.complaints.clear()  # the browser reports every try that failed


async def test_nothing_under_the_pointer_moves_when_a_message_comes(seat: Seat) -> None:
    for number in range(30):
        await seat.desk.world.hear(author=Contact(RemoteId(f"{number:03}"), f"Person {number:02}"), id="m1")
        seat.desk.world.clock.at += SECOND
    page = await seat.sit(path="/?shelf=all")
    row = page.locator(".row", has_text="Person 20")
    await row.scroll_into_view_if_needed()
    await row.hover()
    before = await row.bounding_box()

    await seat.desk.world.hear("I am new", CHEN, id="n1")

    await expect(page.locator(".row", has_text="I am new")).to_have_count(1)
    after = await row.bounding_box()
    assert before
    assert after
    assert abs(before["y"] - after["y"]) <= 1


async def test_the_board_works_without_scripts(seat: Seat) -> None:
    await seat.desk.world.drafted("Majama!")
    page = await seat.sit(java_script_enabled=False)

    await page.locator(".row a").click()
    await page.locator("[data-edit] summary").click()
    await page.locator("[data-edit] textarea").fill("Without scripts")
    await page.get_by_role("button", name="Approve this text").click()
    await expect(page.locator(".leaving")).to_contain_text("Without scripts")
    await page.locator(".leaving").get_by_role("button", name="Undo").click()

    await expect(page.locator(".card")).to_contain_text("Majama!")


async def test_on_a_phone_one_thing_is_seen_at_a_time_and_nothing_sticks_out(seat: Seat) -> None:
    evil = Contact(RemoteId("evil"), "\u202e" + "longname" * 20)
    await seat.desk.world.hear("x" * 400, evil, id="e1")
    await seat.desk.world.drafted("Majama!")
    page = await seat.sit(**PHONE)
    assert await sticks_out(page) == 0

    await page.locator(".row", has_text="longname").tap()
    await expect(page.locator(".talk")).to_be_visible()
    await expect(page.locator("#queue")).to_be_hidden()
    assert await sticks_out(page) == 0
    await page.locator("[data-back]").tap()
    await expect(page.locator("#queue")).to_be_visible()
    await open_row(page, "Asha")
    small = await page.evaluate(
        "[...document.querySelectorAll('.card .button, [data-back]')].filter((b) => b.offsetParent)"
        ".map((b) => b.getBoundingClientRect()).filter((box) => box.height < 44 || box.width < 44).length"
    )
    assert small == 0


async def sticks_out(page: Page) -> int:
    """How many pixels the page is wider than the window."""
    return int(await page.evaluate("document.documentElement.scrollWidth - innerWidth"))


async def test_five_thousand_rows_scroll_load_and_filter(seat: Seat) -> None:
    page_of = [
        said(GUJARATI, who := Contact(RemoteId(f"{n:05}"), f"Person {n}"), id="m1", thread=thread_of(who))
        for n in range(5000)
    ]
    for start in range(0, 5000, 500):
        await seat.desk.world.receive(*page_of[start : start + 500])
    page = await seat.sit()
    await expect(page.locator("#queue-title .count")).to_have_text("5000")

    for count in (100, 150, 200):
        await page.get_by_role("link", name="Show more").click()
        await expect(page.locator(".row")).to_have_count(count)
    await page.locator("#filter").fill("nobody has this")
    await expect(page.get_by_text("No loaded row has these words.")).to_be_visible()


async def test_files_are_attached_shown_and_sent(seat: Seat, tmp_path: Path) -> None:
    await seat.desk.world.hear()
    page = await seat.sit(path=f"/?c={quote(C)}")
    picture, large = tmp_path / "cat.png", tmp_path / "film.mp4"
    picture.write_bytes(b"\x89PNG" + bytes(100))
    large.write_bytes(bytes(10_000_001))

    await page.locator("input[type=file]").set_input_files([large])
    await expect(page.locator(".attached")).to_contain_text("film.mp4 is larger than 10 MB")
    await page.locator("#reply-text").fill("Look")
    await page.get_by_role("button", name="Send").click()
    await expect(page.locator("#toast")).to_contain_text("larger than 10 MB")
    await page.locator("input[type=file]").set_input_files([picture])
    await page.get_by_role("button", name="Send").click()

    await expect(page.locator(".leaving")).to_contain_text("Look")
    await expect(page.locator("#reply-text")).to_have_value("")
    await seat.desk.send()
    assert [len(action.media) for _, action in seat.desk.postbox.done if isinstance(action, Reply)] == [1]


async def test_in_a_group_one_message_is_answered_rather_than_the_newest(seat: Seat) -> None:
    group = thread_of(ASHA, "group", title="Chai lovers")
    for id, who in (("g1", ASHA), ("g2", BHAVIN)):
        await seat.desk.world.receive(said(f"I am {who.name}", who, id=id, thread=group))
    page = await seat.sit(path=f"/?c={quote(C)}")

    await page.locator(".line", has_text="I am Asha").hover()
    await page.locator(".line", has_text="I am Asha").get_by_label("What can be done about this message").click()
    await page.get_by_role("button", name="Answer this one").click()
    await expect(page.locator("[data-answering]")).to_contain_text("Answers Asha")
    await page.keyboard.type("Hello!")
    await page.keyboard.press("Control+Enter")

    await expect(page.locator(".leaving")).to_contain_text("Hello!")
    await seat.desk.send()
    assert [action for _, action in seat.desk.postbox.done] == [Reply(ASHA.remote, "Hello!", RemoteId("g1"))]


async def test_times_stand_in_the_readers_own_zone(seat: Seat) -> None:
    await seat.desk.world.hear()
    here = await seat.sit(path=f"/?c={quote(C)}")
    there = await seat.sit("noor", path=f"/?c={quote(C)}", timezone_id="America/New_York")

    shown = [await page.locator(".line time").first.inner_text() for page in (here, there)]

    assert shown[0] != shown[1]


async def test_an_arrival_is_told_to_a_screen_reader(seat: Seat) -> None:
    page = await seat.sit()
    await asyncio.gather(
        expect(page.locator("#said")).to_contain_text("Asha, Telegram: Kem cho?"), seat.desk.world.hear()
    )
