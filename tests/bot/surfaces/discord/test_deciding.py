"""Clicks that decide about a draft or a delivery, over the socket and with a real Redis."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from bot.playground.faults import Fault, Kind
from inbox import review
from inbox.actions import Reply
from inbox.brand import Brand
from inbox.models import DraftId
from inbox.policy import Level
from tests.bot.surfaces.discord.control_room import Room, button
from tests.cast import ASHA, NOOR, OLGA
from tests.world import HOUR, proposal
from tests.world import at as talk


async def test_approve_sends_the_draft_as_it_is_and_says_nothing(room: Room) -> None:
    draft = await room.inbox.drafted("Within *30* days.")
    card = await room.card(talk(ASHA), draft)

    pressed = await room.pressed("meera", card, "approve")

    await room.until_state(draft, "approved")
    delivery = await room.delivery(draft)
    assert delivery.action == Reply(ASHA.remote, "Within *30* days.")
    assert (delivery.by.name, delivery.by.role) == ("meera", "moderator")
    assert pressed.deferred
    assert pressed.said == []


async def test_somebody_without_the_right_is_refused_in_the_words_of_the_use_case(room: Room) -> None:
    draft = await room.inbox.drafted()
    card = await room.card(talk(ASHA), draft)

    pressed = await room.pressed("qasim", card, "approve")

    assert await room.said(pressed) == "qasim may not approve \\(role writer\\); somebody with more rights can."
    assert pressed.said[0].only_for is room.people["qasim"]
    assert await room.state(draft) == "pending"


async def test_edit_opens_a_window_with_the_text_as_it_was_drafted_and_sends_what_comes_back(room: Room) -> None:
    drafted = "Hello <@everyone>, **30** days: `x` \\o/\n> no\n\n\n1. yes"
    draft = await room.inbox.drafted(drafted)
    card = await room.card(talk(ASHA), draft)

    pressed = await room.pressed("meera", card, "edit")
    assert room.filled_in(pressed, "text") == drafted
    submitted = await room.submit("meera", pressed, text="Within 14 days.")

    await room.until_state(draft, "approved")
    assert (await room.delivery(draft)).action == Reply(ASHA.remote, "Within 14 days.")
    assert (await room.delivery(draft)).edited
    assert submitted.deferred
    assert submitted.said == []


async def test_an_edit_that_changes_nothing_is_an_approval_as_it_is(room: Room) -> None:
    draft = await room.inbox.drafted("Majama!")
    card = await room.card(talk(ASHA), draft)

    pressed = await room.pressed("meera", card, "edit")
    await room.submit("meera", pressed)

    await room.until_state(draft, "approved")
    assert (await room.delivery(draft)).action == Reply(ASHA.remote, "Majama!")
    assert not (await room.delivery(draft)).edited


async def test_a_text_that_the_card_shows_only_in_part_is_read_from_the_store(room: Room) -> None:
    drafted = "naïve ".join("abcdefghij" for _ in range(230))
    draft = await room.inbox.drafted(drafted)
    card = await room.card(talk(ASHA), draft)

    pressed = await room.pressed("meera", card, "edit")

    assert room.filled_in(pressed, "text") == drafted


async def test_a_text_longer_than_a_window_leads_to_the_desk(room: Room) -> None:
    draft = await room.inbox.drafted("x" * 4050)
    card = await room.card(talk(ASHA), draft)

    pressed = await room.pressed("meera", card, "edit")

    assert pressed.modal is None
    assert "desk.example.org" in await room.said(pressed)


async def test_whoever_may_not_approve_gets_no_window(room: Room) -> None:
    draft = await room.inbox.drafted()
    card = await room.card(talk(ASHA), draft)

    for verb in ("edit", "reply"):
        pressed = await room.pressed("qasim", card, verb)
        assert pressed.modal is None
        assert "may not" in await room.said(pressed)


async def test_a_window_left_open_for_an_hour_still_sends(room: Room) -> None:
    draft = await room.inbox.drafted()
    card = await room.card(talk(ASHA), draft)

    pressed = await room.pressed("meera", card, "edit")
    room.inbox.clock.at += HOUR
    room.discord.clock.advance(3600)
    await room.submit("meera", pressed, text="Late, but here.")

    await room.until_state(draft, "approved")
    assert (await room.delivery(draft)).action == Reply(ASHA.remote, "Late, but here.")


async def test_a_window_whose_draft_was_decided_meanwhile_gives_the_text_back(room: Room) -> None:
    draft = await room.inbox.drafted()
    card = await room.card(talk(ASHA), draft)

    mine = await room.pressed("meera", card, "edit")
    await room.pressed("noor", card, "approve")
    await room.until_state(draft, "approved")
    submitted = await room.submit("meera", mine, text="My *own* words")

    said = await room.said(submitted)
    assert "Already approved by noor" in said
    assert "My \\*own\\* words" in said


async def test_a_window_whose_conversation_moved_on_gives_a_long_text_back_as_a_file(room: Room) -> None:
    draft = await room.inbox.drafted()
    card = await room.card(talk(ASHA), draft)
    words = "word " * 700

    pressed = await room.pressed("meera", card, "edit")
    await room.inbox.hear("Never mind.", id="m2")
    submitted = await room.submit("meera", pressed, text=words)

    assert "no longer fits" in await room.said(submitted)
    assert submitted.said[0].body["attachments"][0]["size"] == len(words)


HAPPENS: dict[str, Callable[[Brand, DraftId], Awaitable[object]]] = {
    "rejected": lambda brand, draft: review.reject(brand, draft, NOOR, "no"),
    "replaced": lambda brand, draft: review.redraft(brand, draft, NOOR),
    "resolved": lambda brand, draft: review.resolve(brand, talk(ASHA), NOOR),
    "stopped": lambda brand, draft: review.set_mode(brand, OLGA, "stopped"),
    "claimed": lambda brand, draft: review.claim(brand, talk(ASHA), NOOR),
}


@pytest.mark.parametrize("what", HAPPENS)
async def test_a_window_gives_the_text_back_and_sends_nothing_when_meanwhile_it_was(room: Room, what: str) -> None:
    draft = await room.inbox.drafted()
    card = await room.card(talk(ASHA), draft)

    shown = await room.pressed("meera", card, "edit")
    await HAPPENS[what](room.inbox.brand, draft)
    submitted = await room.submit("meera", shown, text="My own words")

    assert "My own words" in await room.said(submitted)
    assert await room.leaving(talk(ASHA)) == []


@pytest.mark.parametrize("level", ["careful", "crisis"])
async def test_a_window_still_sends_when_it_is_a_person_who_must_send_by_now(room: Room, level: Level) -> None:
    draft = await room.inbox.drafted()
    card = await room.card(talk(ASHA), draft)

    shown = await room.pressed("meera", card, "edit")
    await review.set_mode(room.inbox.brand, OLGA, level)
    await room.submit("meera", shown, text="My own words")

    await room.until_state(draft, "approved")


async def test_a_text_of_emoji_is_given_back_whole(room: Room) -> None:
    draft = await room.inbox.drafted()
    card = await room.card(talk(ASHA), draft)
    words = "\N{GRINNING FACE}" * 1100  # 1,100 characters, 2,200 as Discord may count

    shown = await room.pressed("meera", card, "edit")
    await review.reject(room.inbox.brand, draft, NOOR, "no")
    submitted = await room.submit("meera", shown, text=words)

    await room.said(submitted)
    assert submitted.said[0].body["attachments"][0]["size"] == len(words.encode())


async def test_a_text_is_given_back_however_long_the_words_are_that_refuse_it(room: Room) -> None:
    typed = await room.command("meera", room.lounge(), "reply", text="My own words", conversation="x" * 3000)

    assert "My own words" in await room.said(typed)


async def test_reject_asks_why_and_keeps_the_reason(room: Room) -> None:
    draft = await room.inbox.drafted()
    card = await room.card(talk(ASHA), draft)

    pressed = await room.pressed("qasim", card, "reject")
    await room.submit("qasim", pressed, reason=["Not our tone"], words="too stiff")

    await room.until_state(draft, "rejected")
    opened = await room.inbox.store.drafts.open(draft, room.inbox.clock.at)
    assert opened
    assert opened.draft.reason == "Not our tone: too stiff"


async def test_two_moderators_in_one_second_make_one_delivery_and_one_polite_refusal(room: Room) -> None:
    draft = await room.inbox.drafted()
    card = await room.card(talk(ASHA), draft)

    first = room.world.press(room.people["meera"], card, f"sg:approve:{draft}")
    second = room.world.press(room.people["noor"], card, f"sg:approve:{draft}")
    await first.answered()
    await second.answered()

    await room.until_state(draft, "approved")
    await room.world.wait_for(lambda: first.said or second.said)
    refused = [*first.said, *second.said]
    assert len(refused) == 1
    assert "Already approved by" in refused[0].text
    assert len(await room.leaving(talk(ASHA))) == 1


async def test_recall_takes_back_what_has_not_left(room: Room) -> None:
    draft = await room.inbox.drafted()
    card = await room.card(talk(ASHA), draft)
    await room.pressed("meera", card, "approve")
    await room.until_state(draft, "approved")
    leaving = await room.card(talk(ASHA), draft)

    await room.pressed("noor", leaving, "recall")

    await room.until_state(draft, "pending")
    assert await room.leaving(talk(ASHA)) == []


@pytest.mark.parametrize(("verb", "state"), [("retry", "queued"), ("discard", "discarded")])
async def test_what_is_parked_is_sent_again_or_let_be(room: Room, verb: str, state: str) -> None:
    draft = await room.parked()
    card = await room.card(talk(ASHA), draft)

    pressed = await room.pressed("meera", card, verb)

    assert await room.said(pressed)
    assert (await room.delivery(draft)).state == state


async def test_a_draft_that_is_not_there_any_more_is_said_to_be_gone(room: Room) -> None:
    draft = await room.inbox.drafted()
    card = await room.card(talk(ASHA), draft)
    room.retarget(card, f"sg:approve:{draft}", "sg:approve:99999")

    pressed = await room.pressed("meera", card, "approve")

    assert await room.said(pressed) == "There is no draft 99999."


async def test_only_what_is_left_of_the_draft_goes_out_once_even_when_it_is_clicked_twice(room: Room) -> None:
    await room.inbox.hear()
    made = await room.inbox.propose(proposal("One"), proposal("Two"))
    card = await room.card(talk(ASHA), made[0].draft)

    first = await room.pressed("meera", card, "approve")
    again = await room.pressed("meera", card, "approve")

    await room.world.wait_for(lambda: [*first.said, *again.said])
    assert [one.action for one in await room.leaving(talk(ASHA))] == [Reply(ASHA.remote, "One")]


async def test_a_window_that_discord_does_not_take_is_said_and_not_left_without_a_word(room: Room) -> None:
    draft = await room.inbox.drafted()
    card = await room.card(talk(ASHA), draft)
    room.discord.faults.next(
        Fault(Kind.REFUSE, status=400, text="Invalid Form Body"),
        "POST /interactions/{interaction_id}/{interaction_token}/callback",
    )

    pressed = room.world.press(room.people["meera"], card, button(card, "edit"))

    assert "do it on the desk" in await room.said(pressed)
    assert await room.state(draft) == "pending"


async def test_an_faq_window_shows_as_much_of_long_emoji_as_discord_surely_takes(room: Room) -> None:
    await room.inbox.hear("\N{GRINNING FACE}" * 1500)
    made = await room.inbox.propose(proposal("\N{GRINNING FACE}" * 2000))
    card = await room.card(talk(ASHA), made[0].draft)

    opened = await room.world.menu(room.people["olga"], card, "Add to FAQ").answered()

    assert room.filled_in(opened, "question") == "\N{GRINNING FACE}" * 500
    assert room.filled_in(opened, "answer") == "\N{GRINNING FACE}" * 2000
