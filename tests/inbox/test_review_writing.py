"""What a person does alone: rejecting, taking back, writing in a conversation."""

from __future__ import annotations

import pytest

from inbox import review
from inbox.actions import Block, DirectMessage, Hide, Reply
from inbox.errors import AlreadyDecided, NotAllowed, Outdated
from inbox.models import Media, RemoteId
from inbox.policy import Mode
from inbox.store.drafts import Not, Offer
from inbox.store.outbox import Sending
from tests.cast import ASHA, MEERA, NOOR, OLGA, PAVEL, QASIM
from tests.inbox.looking import leaving, opened, shelves, standing
from tests.world import DAY, RULES, SECOND, START, World, at, proposal, said


async def test_a_rejected_draft_is_gone_from_the_shelf_and_keeps_the_reason(here: World) -> None:
    draft = await here.drafted()

    await review.reject(here.brand, draft, QASIM, "too cold")

    found = (await opened(here, draft)).draft
    assert (found.state, found.decided_by, found.reason) == ("rejected", "qasim", "too cold")
    assert "drafted" not in await shelves(here)
    with pytest.raises(AlreadyDecided, match=r"Already rejected by qasim\."):
        await review.reject(here.brand, draft, MEERA, "again")
    with pytest.raises(NotAllowed):
        await review.reject(here.brand, draft, PAVEL, "again")


async def test_a_recalled_reply_waits_again_and_can_be_sent_anew_under_another_id(here: World) -> None:
    draft = await here.drafted()
    first = await review.approve(here.brand, draft, MEERA)

    assert await review.recall(here.brand, first, NOOR) == draft

    assert (await opened(here, draft)).draft.state == "pending"
    assert "drafted" in await shelves(here)
    second = await review.approve(here.brand, draft, MEERA)
    assert second != first
    assert [one.id for one in await leaving(here)] == [second]
    with pytest.raises(AlreadyDecided, match="Too late to take it back: it is recalled"):
        await review.recall(here.brand, first, MEERA)


async def test_a_recalled_reply_outdates_what_a_responder_drafted_meanwhile(here: World) -> None:
    draft = await here.drafted()
    delivery = await review.approve(here.brand, draft, MEERA)
    await here.store.drafts.propose(
        at(ASHA), [Offer(proposal("new"), RemoteId("m1"))], START, author=RULES, mode="normal"
    )

    await review.recall(here.brand, delivery, MEERA)

    assert (await standing(here)).drafts == (draft,)


async def test_a_recalled_reply_that_no_longer_fits_does_not_wait(here: World) -> None:
    draft = await here.drafted()
    delivery = await review.approve(here.brand, draft, MEERA)
    await here.hear("wait", id="m2")

    await review.recall(here.brand, delivery, MEERA)

    found = (await opened(here, draft)).draft
    assert (found.state, found.reason) == ("outdated", "taken back")


async def test_a_recalled_deed_that_says_nothing_waits_whatever_they_wrote(here: World) -> None:
    await here.hear(id="m1")
    delivery = await review.act(here.brand, at(ASHA), MEERA, Hide(ASHA.remote, RemoteId("m1")))
    await here.hear("why?", id="m2")

    draft = await review.recall(here.brand, delivery, MEERA)

    assert (await opened(here, draft)).draft.state == "pending"


async def test_a_reply_taken_back_lets_the_one_behind_it_leave_in_time(here: World) -> None:
    here.autonomy = "auto"
    await here.hear()
    automatic = (await here.propose(proposal()))[0].delivery
    hiding = await review.act(here.brand, at(ASHA), MEERA, Hide(ASHA.remote, RemoteId("m1")))
    assert automatic

    await review.recall(here.brand, automatic, MEERA)

    here.clock.at += here.brand.undo.people
    sending = await here.store.outbox.claim(here.clock.at, 60_000, "t")
    assert isinstance(sending, Sending)
    assert sending.delivery.id == hiding


async def test_a_person_who_writes_answers_for_everybody_and_silences_the_responders(here: World) -> None:
    here.autonomy = "auto"
    await here.hear()
    automatic = (await here.propose(proposal()))[0].delivery
    assert automatic

    id = await review.reply(here.brand, at(ASHA), MEERA, "Majama!")

    (found,) = await leaving(here)
    taken_back = await here.store.outbox.open(automatic)
    assert taken_back
    assert taken_back.state == "recalled"
    assert (found.id, found.action, found.author) == (id, Reply(ASHA.remote, "Majama!", RemoteId("m1")), "meera")
    assert (await standing(here)).quiet_by == "meera"
    with pytest.raises(Outdated, match="meera answered"):
        await review.approve(here.brand, (await opened(here, taken_back.draft)).draft.id, NOOR)


async def test_a_person_may_answer_an_older_message_and_send_files(here: World) -> None:
    await here.receive(said("one", id="m1"), said("two", id="m2", at=START + 1))
    photo = (Media("image", "blob:1", "image/jpeg", "shop.jpg", 900),)

    await review.reply(here.brand, at(ASHA), MEERA, "", photo, to=RemoteId("m1"))

    assert (await leaving(here))[0].action == Reply(ASHA.remote, "", RemoteId("m1"), photo)


@pytest.mark.parametrize(
    ("text", "media", "words"),
    [
        ("", (), "there is nothing to send"),
        ("x" * 1025, (Media("image", "b", size=5),), "takes 1024"),
        ("x", (Media("image", "b"),) * 3, "3 files are attached; telegram takes 2 at once"),
        ("x", (Media("video", "b"),), "telegram takes no video"),
        ("x", (Media("image", "b", name="shop.jpg", size=1001),), "shop.jpg has 1001 bytes; telegram takes 1000"),
    ],
)
async def test_what_the_network_would_not_take_is_refused_at_once(
    here: World, text: str, media: tuple[Media, ...], words: str
) -> None:
    await here.hear()

    with pytest.raises(NotAllowed, match=words):
        await review.reply(here.brand, at(ASHA), MEERA, text, media)


async def test_after_the_reply_window_a_person_cannot_write_either_also_when_we_spoke_last(here: World) -> None:
    await here.hear()
    await here.receive(said("answer", None, id="m9", at=START + SECOND))
    here.clock.at += DAY

    with pytest.raises(NotAllowed, match="that is over"):
        await review.reply(here.brand, at(ASHA), MEERA, "and?")
    assert await review.act(here.brand, at(ASHA), MEERA, Hide(ASHA.remote, RemoteId("m1")))


async def test_what_a_network_does_not_offer_here_cannot_be_done(here: World) -> None:
    await here.hear()

    with pytest.raises(NotAllowed, match="Telegram does not let us block anybody here"):
        await review.act(here.brand, at(ASHA), OLGA, Block(ASHA.remote, ASHA.remote))


async def test_hiding_a_message_silences_nobody_and_outdates_nothing(here: World) -> None:
    draft = await here.drafted()

    await review.act(here.brand, at(ASHA), MEERA, Hide(ASHA.remote, RemoteId("m1")))

    stands = await standing(here)
    assert (stands.quiet_by, stands.drafts) == ("", (draft,))


async def test_a_private_message_is_a_reply_like_any_other(here: World) -> None:
    draft = await here.drafted()

    await review.act(here.brand, at(ASHA), MEERA, DirectMessage(ASHA.remote, "in private"))

    assert (await opened(here, draft)).draft.state == "outdated"


async def test_what_a_mode_forbids_is_refused_to_writers_too(here: World) -> None:
    await here.hear()
    await here.store.modes.change(Mode("stopped"), here.clock.at)

    with pytest.raises(NotAllowed, match="Not sent: everything is stopped"):
        await review.reply(here.brand, at(ASHA), MEERA, "x")


async def test_a_mode_that_changes_while_a_person_writes_refuses(here: World) -> None:
    await here.hear()
    offer = Offer(proposal(), RemoteId("m1"), START, MEERA)
    made = await here.store.drafts.propose(at(ASHA), [offer], START, author=MEERA, mode="crisis")

    assert isinstance(made, Not)
    assert isinstance(review.refusal(made), NotAllowed)
