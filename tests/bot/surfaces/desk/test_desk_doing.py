"""Deciding on the desk: each button does its deed once, and the second to click is told who was first."""

from __future__ import annotations

from urllib.parse import quote

from inbox.actions import Reply
from inbox.models import DraftId
from tests.bot.surfaces.desk.desk_server import DeskServer
from tests.cast import ASHA
from tests.world import at

C = at(ASHA)


async def drafted(desk: DeskServer) -> DraftId:
    """A question of Asha's and the draft that answers it."""
    return await desk.world.drafted("Majama, Asha!")


async def state(desk: DeskServer, draft: DraftId) -> tuple[str, str, str]:
    """What became of a draft: its state, who decided, why."""
    opened = await desk.world.store.drafts.open(draft, desk.world.clock.at)
    assert opened
    return opened.draft.state, opened.draft.decided_by, opened.draft.reason


async def test_approving_works_without_scripts_and_the_page_then_counts_down(desk: DeskServer) -> None:
    draft = await drafted(desk)
    tab = await desk.tab("meera")
    await tab.get(f"/?shelf=waiting&c={quote(C)}")

    page = await tab.post("/do/approve", draft=draft, c=C, shelf="waiting")

    assert "/do/" not in page.url  # loading the page again repeats nothing
    assert page.shows("Goes out in")
    assert page.shows("Undo")
    await desk.send()
    assert [action for _, action in desk.postbox.done] == [Reply(ASHA.remote, "Majama, Asha!")]


async def test_an_edited_draft_goes_out_as_it_was_edited_with_plain_line_ends(desk: DeskServer) -> None:
    draft = await drafted(desk)
    tab = await desk.tab("meera")

    await tab.do("approve", draft=draft, c=C, text="Majama!\r\nAnd you?")
    await desk.send()

    assert [action for _, action in desk.postbox.done] == [Reply(ASHA.remote, "Majama!\nAnd you?")]


async def test_undo_takes_the_reply_back_and_its_draft_waits_again(desk: DeskServer) -> None:
    draft = await drafted(desk)
    tab = await desk.tab("meera")
    done = (await tab.do("approve", draft=draft, c=C)).data

    undo = done["undo"]
    assert isinstance(undo, dict)
    answer = await tab.do("recall", delivery=str(undo["delivery"]), c=C)

    assert answer.status == 200
    assert (await state(desk, draft))[0] == "pending"
    await desk.send()
    assert desk.postbox.done == []


async def test_a_rejection_keeps_the_reason_that_was_picked_and_the_words_beside_it(desk: DeskServer) -> None:
    draft = await drafted(desk)
    await (await desk.tab("meera")).do("reject", draft=draft, c=C, reason="Not our tone", words="too stiff")
    assert await state(desk, draft) == ("rejected", "meera", "Not our tone: too stiff")


async def test_another_draft_is_asked_for_with_a_button(desk: DeskServer) -> None:
    draft = await drafted(desk)
    meera = await desk.tab("meera")
    assert (await meera.get(f"/?c={quote(C)}")).shows("Another draft")

    done, again = [await meera.do("redraft", draft=draft, c=C) for _ in range(2)]

    assert (done.status, again.status, again.data["problem"]) == (200, 409, "Already rejected by meera.")
    assert await state(desk, draft) == ("rejected", "meera", "another draft wanted")
    assert list((await desk.world.turn()).declined.values()) == [{"rules:greeting"}]


async def test_the_second_to_decide_is_told_who_was_first_in_the_page_too(desk: DeskServer) -> None:
    draft = await drafted(desk)
    meera, noor = await desk.tab("meera"), await desk.tab("noor")
    await meera.do("approve", draft=draft, c=C)

    late = await noor.do("approve", draft=draft, c=C)
    page = await noor.post("/do/approve", draft=draft, c=C)

    assert late.status == page.status == 409
    assert late.data["problem"] == "Already approved by meera."
    assert late.data["conversation"]
    assert page.shows("Already approved by meera.")
    assert page.shows("Kem cho?")
