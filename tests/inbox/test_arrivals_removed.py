"""Messages that are removed where several people write: only what answers them goes, too."""

from __future__ import annotations

from inbox.incoming import MessageRemoved
from inbox.models import RemoteId
from tests.cast import ASHA, BHAVIN
from tests.inbox.looking import leaving, opened
from tests.world import START, World, proposal, said, thread_of


async def test_in_a_group_a_removed_question_takes_its_own_draft_with_it_and_no_other(here: World) -> None:
    group = thread_of(ASHA, "group")
    await here.receive(said("one", ASHA, id="m1", thread=group), said("two", BHAVIN, id="m2", thread=group))
    hers, his = await here.propose(proposal(to="m1"), proposal(to="m2"))

    await here.receive(MessageRemoved(group, RemoteId("m1"), START + 9))

    drafts = [(await opened(here, made.draft)).draft for made in (hers, his)]
    assert [(draft.state, draft.reason) for draft in drafts] == [
        ("outdated", "the message was removed"), ("pending", ""),
    ]  # fmt: skip


async def test_in_a_group_a_removed_question_takes_its_automatic_answer_back(here: World) -> None:
    here.autonomy = "auto"
    group = thread_of(ASHA, "group")
    await here.receive(said("one", ASHA, id="m1", thread=group), said("two", BHAVIN, id="m2", thread=group))
    await here.propose(proposal(to="m1"), proposal(to="m2"))

    await here.receive(MessageRemoved(group, RemoteId("m1"), START + 9))

    assert [delivery.action.to for delivery in await leaving(here)] == ["m2"]  # type: ignore[union-attr]  # a reply
