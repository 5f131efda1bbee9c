"""The simulated Discord's page in Chromium, a bot of discord.py behind it: press, fill in, command, talk."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.chromium import SHARED
from tests.browser.desk_seat import PHONE
from tests.browser.discord_seat import Clerk, Place, Seat

pytestmark = SHARED


async def test_what_is_said_appears_and_what_one_writes_is_said(seat: Seat, place: Place) -> None:
    page = await seat.sit()
    place.discord.world.say(place.asha, place.general, "Kem **cho**?")
    await expect(page.locator(".message strong")).to_have_text("cho")

    await page.locator("#words").fill("Majama!")
    await page.keyboard.press("Enter")

    await expect(page.locator(".message", has_text="Majama!")).to_contain_text("Meera")
    assert [one.content for one in place.general.messages.values()] == ["Kem **cho**?", "Majama!"]


async def test_an_edit_a_reaction_and_a_deletion_are_seen_at_once(seat: Seat, place: Place) -> None:
    world = place.discord.world
    first, second = world.say(place.asha, place.general, "One"), world.say(place.asha, place.general, "Two")
    page = await seat.sit()

    world.edit(first, "Changed")
    world.react(place.asha, first, "👍")
    world.remove(second)

    await expect(page.locator(".message")).to_have_count(1)
    await expect(page.locator(".message")).to_contain_text("Changed (edited)")
    await page.get_by_role("button", name="👍, 1").click()
    await expect(page.get_by_role("button", name="👍, 2")).to_have_attribute("aria-pressed", "true")


async def test_a_pressed_button_changes_the_card(seat: Seat, place: Place, clerk: Clerk) -> None:
    await clerk.card(place.general)
    page = await seat.sit()
    await page.get_by_role("button", name="Approve").click()

    await expect(page.locator(".container")).to_contain_text("Approved by meera")
    await expect(page.get_by_role("button", name="Approve")).to_be_focused()


async def test_a_prefilled_form_is_changed_and_sent_and_its_answer_is_for_one_person_only(
    seat: Seat, place: Place, clerk: Clerk
) -> None:
    await clerk.card(place.general)
    page, other = await seat.sit(), await seat.sit(username="asha")
    await page.get_by_role("button", name="Edit").click()
    form = page.get_by_role("dialog", name="Edit the reply to Asha")
    await expect(form.get_by_label("Text")).to_have_value("Majama!")
    await expect(form.get_by_label("Text")).to_be_focused()

    await form.get_by_label("Text").fill("Majama, Asha!")
    await form.get_by_role("combobox", name="Make a selection").click()
    await form.get_by_role("option", name="Short").click()
    await form.get_by_role("button", name="Submit").click()

    answer = page.locator(".message.ephemeral")
    await expect(answer).to_contain_text("Sent 'Majama, Asha!' because Short")
    await expect(form).to_have_count(0)
    await expect(other.locator(".container")).to_be_visible()
    await expect(other.locator(".message.ephemeral")).to_have_count(0)
    await answer.get_by_role("button", name="Dismiss message").click()
    await expect(answer).to_have_count(0)


async def test_a_promised_answer_is_shown_as_thinking_until_it_comes(seat: Seat, place: Place, clerk: Clerk) -> None:
    await clerk.card(place.general)
    page = await seat.sit()
    await page.get_by_role("button", name="Slow").click()

    await expect(page.locator(".message.ephemeral")).to_contain_text("The clerk is thinking")
    clerk.go_on.set()
    await expect(page.locator(".message.ephemeral")).to_contain_text("Thought it over.")


async def test_a_command_is_found_completed_and_given_by_keyboard_alone(seat: Seat, clerk: Clerk) -> None:
    page = await seat.sit()
    await page.locator("#words").press_sequentially("/f")
    offered = page.locator(".listbox").get_by_role("option")
    await expect(offered).to_have_count(2)
    await page.locator("#words").press_sequentially("ind")
    await page.keyboard.press("Enter")
    await page.keyboard.type("ash")
    await expect(offered).to_have_text(["Asha", "Ashok"])
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await expect(offered).to_have_text("Waiting for us")
    await page.keyboard.press("Enter")
    await page.get_by_role("combobox", name="member").fill("ash")
    await expect(offered).to_have_text("Asha")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Enter")

    await expect(page.locator(".message.ephemeral")).to_contain_text("Looking for c2 in waiting of asha")
    await expect(page.locator("#words")).to_be_focused()


async def test_a_command_below_another_is_given_by_its_whole_name(seat: Seat, clerk: Clerk) -> None:
    page = await seat.sit()
    await page.locator("#words").fill("/faq add")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Send", exact=True).click()

    await expect(page.locator(".message")).to_contain_text("Added.")
    await expect(page.locator(".message .above")).to_contain_text("Meera used /faq add")


async def test_a_message_has_the_entries_of_apps_in_its_menu(seat: Seat, place: Place, clerk: Clerk) -> None:
    place.discord.world.say(place.asha, place.general, "Kem cho?")
    page = await seat.sit()
    await page.locator(".message").click(button="right", position={"x": 100, "y": 20})
    message, menu = await page.locator(".message").bounding_box(), await page.locator(".menu").bounding_box()
    assert message is not None
    assert menu is not None
    assert (round(menu["x"] - message["x"]), round(menu["y"] - message["y"])) == (100, 24)
    await page.get_by_role("menuitem", name="Send as reply").click()

    await expect(page.locator(".message.ephemeral")).to_contain_text("Would send: Kem cho?")


async def test_one_answers_edits_and_deletes_ones_own_words(seat: Seat, place: Place) -> None:
    asked = place.discord.world.say(place.asha, place.general, "Kem cho?")
    page = await seat.sit()
    await page.locator(".message").hover()
    await page.get_by_role("button", name="More").click()
    await page.get_by_role("menuitem", name="Answer").click()
    await page.locator("#words").fill("Majama")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message .above")).to_contain_text("Asha Kem cho?")
    answer = list(place.general.messages.values())[-1]
    assert answer.body["message_reference"]["message_id"] == str(asked.id)

    await page.locator(".message", has_text="Majama").click(button="right")
    await page.get_by_role("menuitem", name="Edit").click()
    await page.get_by_role("dialog").get_by_label("Text").fill("Majama!")
    await page.get_by_role("button", name="Submit").click()
    await expect(page.locator(".message").last).to_contain_text("Majama! (edited)")

    await page.locator(".message", has_text="Majama").click(button="right")
    await page.get_by_role("menuitem", name="Delete").click()
    await expect(page.locator(".message")).to_have_count(1)


async def test_a_post_is_opened_in_a_forum_and_found_there(seat: Seat, place: Place) -> None:
    page = await seat.sit(place.inbox)
    await expect(page.get_by_text("There are no posts here yet.")).to_be_visible()
    await page.get_by_role("button", name="New post").click()
    await page.get_by_label("Title").fill("A cracked bowl")
    await page.get_by_label("First words").fill("It has a **crack**.")
    await page.get_by_role("button", name="Submit").click()

    await expect(page.locator("#where")).to_contain_text("inbox›A cracked bowl")
    await expect(page.locator(".message strong")).to_have_text("crack")
    await page.locator("#where").get_by_role("link", name="inbox").click()
    await expect(page.locator(".post")).to_contain_text("It has a crack.")
    await page.go_back()
    await expect(page.locator(".message strong")).to_have_text("crack")


async def test_a_place_where_something_was_said_is_marked_until_one_looks(seat: Seat, place: Place) -> None:
    page = await seat.sit(place.inbox)
    place.discord.world.say(place.asha, place.general, "Anybody?")
    await expect(page.locator(".place.fresh")).to_contain_text("general")

    await page.get_by_role("link", name="general").click()
    await expect(page.locator(".message")).to_contain_text("Anybody?")
    await expect(page.locator(".place.fresh")).to_have_count(0)


async def test_a_new_post_is_marked_and_the_keyboard_stays_where_it_was(seat: Seat, place: Place) -> None:
    page = await seat.sit()
    await page.get_by_role("link", name="inbox").focus()
    place.discord.world.open_thread(place.asha, place.inbox, "A cracked bowl", text="It has a crack.")

    await expect(page.locator(".place.fresh", has_text="A cracked bowl")).to_be_visible()
    await expect(page.get_by_role("link", name="inbox")).to_be_focused()


async def test_a_link_to_another_place_in_discord_leads_there_on_this_page(seat: Seat, place: Place) -> None:
    world = place.discord.world
    post = world.open_thread(place.asha, place.inbox, "A cracked bowl", text="It has a crack.")
    url = f"https://discord.com/channels/{place.guild.id}/{post.id}"
    world.say(place.asha, place.general, f"Look at [the post]({url}) or {url}/{post.id}")
    page = await seat.sit()
    await page.get_by_role("link", name="the post").click()

    await expect(page.locator(".message")).to_contain_text("It has a crack.")
    await page.go_back()
    await page.get_by_role("link", name="https://discord.com").click()
    await expect(page.locator(".message")).to_contain_text("It has a crack.")


async def test_whoever_reads_the_newest_stays_there_and_whoever_scrolled_up_is_left_in_peace(
    seat: Seat, place: Place
) -> None:
    world = place.discord.world
    for number in range(60):
        world.say(place.asha, place.general, f"Line {number}")
    page = await seat.sit()
    await expect(page.get_by_text("Line 59")).to_be_in_viewport()
    world.say(place.asha, place.general, "A\nlong\none\n" * 12 + "The newest")
    await expect(page.get_by_text("The newest")).to_be_in_viewport()

    await page.locator("#scroll").hover()
    await page.mouse.wheel(0, -5000)
    await expect(page.get_by_text("Line 0", exact=True)).to_be_in_viewport()
    world.say(place.asha, place.general, "One more")
    await expect(page.get_by_text("One more")).to_be_attached()
    await expect(page.get_by_text("Line 0", exact=True)).to_be_in_viewport()


async def test_a_post_from_far_down_a_forum_opens_at_its_newest_message(seat: Seat, place: Place) -> None:
    world = place.discord.world
    post = world.open_thread(place.asha, place.inbox, "The oldest", text="One")
    for number in range(40):
        world.say(place.asha, post, f"Line {number}")
    for number in range(20):
        world.open_thread(place.asha, place.inbox, f"Post {number}", text="One")
    page = await seat.sit(place.inbox)
    await page.locator(".post", has_text="The oldest").click()

    await expect(page.get_by_text("Line 39")).to_be_in_viewport()


async def test_a_button_that_no_bot_answers_says_so(seat: Seat, place: Place, clerk: Clerk) -> None:
    await clerk.card(place.general)
    await clerk.close()
    page = await seat.sit()
    await page.get_by_role("button", name="Approve").click()

    await expect(page.get_by_role("alert").filter(has_text="did not answer within 3 seconds")).to_be_visible()


async def test_on_a_phone_the_places_are_behind_a_button_and_nothing_is_wider_than_the_screen(
    seat: Seat, place: Place, clerk: Clerk
) -> None:
    await clerk.card(place.general)
    place.discord.world.say(place.asha, place.general, "w" * 400)
    page = await seat.sit(**PHONE)
    await expect(page.locator(".container")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") == 390
    await expect(page.get_by_role("link", name="inbox")).not_to_be_visible()

    await page.get_by_role("button", name="Places").tap()
    await page.get_by_role("link", name="inbox").tap()

    await expect(page.locator("#where")).to_have_text("inbox")
    await expect(page.get_by_role("link", name="inbox")).not_to_be_visible()
