"""What came after an answer: the messages, who wrote them, and what was done, up to a time."""

from __future__ import annotations

from inbox import delivery, review
from inbox.models import DraftId, RemoteId
from tests.cast import ASHA, MEERA
from tests.inbox.sent_off import approved, begun, receipt
from tests.world import HOUR, SECOND, World, at, said

OURS = RemoteId("r1")


async def test_what_came_after_an_answer_until_a_time(here: World) -> None:
    await approved(here)
    await delivery.sent(here.brand, await begun(here), receipt(here, OURS))
    sent_at = here.clock.at
    await here.receive(said("Thanks!", id="m2", at=sent_at + SECOND))
    here.clock.at += 2 * SECOND
    await review.reply(here.brand, at(ASHA), MEERA, "You are welcome.")
    await delivery.sent(here.brand, await begun(here), receipt(here, "r2"))
    await here.receive(said("Bye", None, id="m3", at=here.clock.at + SECOND))
    await here.receive(said("Hello again", id="m4", at=sent_at + 2 * HOUR))

    (found,) = await here.store.aftermaths.after([(at(ASHA), OURS, sent_at + HOUR)], here.clock.at)

    assert found
    assert (found.said.text, found.is_direct) == ("Majama!", True)
    assert [message.id for message in found.later] == ["m2", "r2", "m3"]
    assert found.by_people == {"r2", "m3"}
    assert [did.what for did in found.did] == [
        "delivery.sending", "delivery.sent", "draft.new", "delivery.queued", "delivery.sending", "delivery.sent",
    ]  # fmt: skip


async def test_of_what_was_never_said_there_is_no_aftermath(here: World) -> None:
    await here.hear()

    assert await here.store.aftermaths.after([(at(ASHA), OURS, here.clock.at)], here.clock.at) == [None]


async def test_drafts_come_with_their_last_delivery(here: World) -> None:
    waiting = await here.drafted(id="m1")
    id = await approved(here, "m2")

    found = await here.store.aftermaths.drafts([waiting, DraftId("2"), DraftId("404")])

    assert {draft: delivery and delivery.id for draft, (_, delivery) in found.items()} == {waiting: None, "2": id}
