"""Another draft: the one that waits ends, the responders are asked again, and what was declined is left out."""

from __future__ import annotations

import asyncio

import pytest

from inbox import delivery, review, views
from inbox.errors import AlreadyDecided, NotAllowed, NotFound, Outdated
from inbox.incoming import ContactLeft
from inbox.models import DraftId, EntryId
from inbox.store.drafts import Claimed, Not, Outcome, rest_of
from tests.cast import ASHA, BHAVIN, MEERA, NOOR, PAVEL, QASIM
from tests.inbox.looking import opened, shelves, whats
from tests.inbox.sent_off import begun, receipt
from tests.world import ACCOUNT, START, World, at, proposal, said, thread_of

GREETING = frozenset({"rules:greeting"})
ASHAS, BHAVINS = f"{ACCOUNT}/{ASHA.remote}", f"{ACCOUNT}/{BHAVIN.remote}"


async def silent(here: World) -> list[str]:
    """What the log says about drafts that did not come."""
    entries = await here.store.log.after(EntryId("0-0"))
    return [entry.detail for entry in entries if entry.what == "responders.silent"]


async def remembers(here: World) -> bool:
    """Whether anything that was declined in Asha's conversation is still known."""
    return "dec:" in str(await here.store.client.call("HKEYS", f"{{{here.name}}}:c:{at(ASHA)}"))


async def asked_again(here: World, id: DraftId | None = None) -> Claimed:
    """The turn that comes after somebody wanted another draft."""
    await review.redraft(here.brand, id or await here.drafted(), QASIM)
    return await here.turn()


async def test_the_draft_ends_and_the_turn_comes_again_with_what_was_declined(here: World) -> None:
    id = await here.drafted()

    turn = await asked_again(here, id)

    ended = (await opened(here, id)).draft
    assert (ended.state, ended.decided_by, ended.reason) == ("rejected", "qasim", "another draft wanted")
    assert (turn.declined, list(turn.askers)) == ({ASHAS: GREETING}, [ASHAS])
    assert await shelves(here) == {"waiting", "open", "all"}


async def test_what_is_declined_adds_up(here: World) -> None:
    turn = await asked_again(here)
    (made,) = await here.propose(proposal("Namaste!", source="namaste"), turn=turn)

    assert (await asked_again(here, made.draft)).declined == {ASHAS: GREETING | {"rules:namaste"}}


async def test_another_draft_never_goes_alone(here: World) -> None:
    turn = await asked_again(here)
    here.autonomy = "auto"

    (made,) = await here.propose(proposal("Namaste!"), turn=turn)

    draft = (await opened(here, made.draft)).draft
    assert (made.delivery, draft.state, draft.waits) == (None, "pending", "somebody wanted another draft")


async def test_what_is_drafted_for_somebody_else_meanwhile_may_go_alone(here: World) -> None:
    post = thread_of(ASHA, "comments")
    await here.receive(said("one", ASHA, id="m1", thread=post), said("two", BHAVIN, id="m2", thread=post))
    answer = proposal("Majama!", to="m1")
    made, _ = await here.propose(answer, proposal("Hello!", to="m2"))
    turn = await asked_again(here, made.draft)
    await here.receive(said("three", BHAVIN, id="m3", thread=post))
    here.autonomy = "auto"

    meanwhile = await review.propose(here.brand, turn, [answer])
    assert isinstance(meanwhile, Not)
    (hers,) = await here.propose(answer, turn=rest_of(turn, meanwhile))
    (his,) = await here.propose(proposal("Hello again!", to="m3"))

    assert (hers.delivery, bool(his.delivery)) == (None, True)


async def test_new_words_forget_what_was_declined(here: World) -> None:
    await asked_again(here)

    await here.receive(said("And on Sunday?", id="m2", at=here.clock.at))

    here.clock.at += 60_000  # the turn that was held until now is nobody's any more
    assert (await here.turn()).declined == {}


async def test_new_words_of_one_forget_nothing_of_another(here: World) -> None:
    post = thread_of(ASHA, "comments")
    await here.receive(said("one", ASHA, id="m1", thread=post), said("two", BHAVIN, id="m2", thread=post))
    hers, his = await here.propose(proposal(to="m1"), proposal(to="m2"))
    await review.redraft(here.brand, hers.draft, MEERA)
    await review.redraft(here.brand, his.draft, MEERA)

    await here.receive(said("two and a half", BHAVIN, id="m3", thread=post, at=here.clock.at))

    assert (await here.turn()).declined == {ASHAS: GREETING}


async def test_an_answer_forgets_what_was_declined(here: World) -> None:
    turn = await asked_again(here)
    (made,) = await here.propose(proposal("Namaste!"), turn=turn)
    await review.approve(here.brand, made.draft, MEERA)
    sending = await begun(here)

    assert await remembers(here)

    await delivery.sent(here.brand, sending, receipt(here))

    assert not await remembers(here)


async def test_when_nothing_else_fits_the_conversation_says_so(here: World) -> None:
    turn = await asked_again(here)

    assert await here.propose(turn=turn) == ()

    assert await silent(here) == ["nothing else fits"]
    reading = await views.reading(here.brand, PAVEL, at(ASHA))
    assert [line.did.detail for line in reading.lines if line.did][-1] == "nothing else fits"


async def test_when_the_other_responder_is_off_the_conversation_says_so(here: World) -> None:
    turn = await asked_again(here)
    here.autonomy = "off"

    await here.propose(proposal(), turn=turn)

    assert await silent(here) == ["rules may not draft here"]


async def test_a_turn_without_an_answer_that_nobody_asked_for_says_nothing(here: World) -> None:
    await here.hear()

    await here.propose()

    assert await whats(here) == ["message.new"]


async def test_who_approves_meanwhile_is_first(here: World) -> None:
    id = await here.drafted()
    await review.approve(here.brand, id, MEERA)

    with pytest.raises(AlreadyDecided, match="Already approved by meera"):
        await review.redraft(here.brand, id, NOOR)


async def test_two_at_once_are_one_redraft_or_one_approval(here: World) -> None:
    id = await here.drafted()

    ends = await asyncio.gather(
        review.redraft(here.brand, id, NOOR), review.approve(here.brand, id, MEERA), return_exceptions=True
    )

    assert sum(isinstance(end, AlreadyDecided) for end in ends) == 1


async def test_a_draft_that_no_longer_fits_is_not_drafted_anew(here: World) -> None:
    id = await here.drafted()
    await here.receive(said("And?", id="m2", at=here.clock.at))

    with pytest.raises(Outdated, match="they wrote again"):
        await review.redraft(here.brand, id, MEERA)


async def test_a_responder_that_thinks_about_somebody_else_is_asked_after_that(here: World) -> None:
    post = thread_of(ASHA, "comments")
    await here.receive(said("one", ASHA, id="m1", thread=post))
    (made,) = await here.propose(proposal(to="m1"))
    await here.receive(said("two", BHAVIN, id="m2", thread=post, at=here.clock.at))
    turn = await here.turn()
    await review.redraft(here.brand, made.draft, MEERA)

    meanwhile = await review.propose(here.brand, turn, [proposal(to="m2")])
    assert isinstance(meanwhile, Not)
    assert meanwhile.why == "others"
    rest = rest_of(turn, meanwhile)
    await here.propose(proposal(to="m2"), turn=rest)

    assert rest.askers.keys() == {BHAVINS}
    assert (await here.turn()).askers.keys() == {ASHAS}


async def test_where_a_person_took_over_nothing_is_drafted_anew(here: World) -> None:
    post = thread_of(ASHA, "comments")
    await here.receive(said("one", ASHA, id="m1", thread=post), said("two", BHAVIN, id="m2", thread=post))
    hers, _ = await here.propose(proposal(to="m1"), proposal(to="m2"))
    await review.reply(here.brand, at(ASHA), MEERA, "For you.", to=said("", id="m2").id)

    with pytest.raises(NotAllowed, match="silent here since meera wrote"):
        await review.redraft(here.brand, hers.draft, NOOR)

    assert "redraft" not in (await views.card(here.brand, NOOR, hers.draft)).buttons
    assert (await opened(here, hers.draft)).draft.state == "pending"


async def test_while_somebody_writes_there_nothing_is_drafted_anew(here: World) -> None:
    id = await here.drafted()
    await review.claim(here.brand, at(ASHA), MEERA)

    with pytest.raises(NotAllowed, match="meera is writing here"):
        await review.redraft(here.brand, id, NOOR)


async def test_for_somebody_who_left_nothing_is_drafted_anew(here: World) -> None:
    id = await here.drafted()
    await here.receive(ContactLeft(thread_of(ASHA), ASHA, START))

    with pytest.raises(NotAllowed, match="blocked us or left"):
        await review.redraft(here.brand, id, NOOR)


async def test_where_the_account_is_off_nothing_is_drafted_anew(here: World) -> None:
    id = await here.drafted()
    here.capabilities = {}

    with pytest.raises(NotAllowed, match="not switched on"):
        await review.redraft(here.brand, id, NOOR)


async def test_what_a_person_wrote_is_not_drafted_anew(here: World) -> None:
    await here.hear()
    id = await review.recall(here.brand, await review.reply(here.brand, at(ASHA), MEERA, "Hello"), MEERA)

    with pytest.raises(NotAllowed, match="meera wrote this"):
        await review.redraft(here.brand, id, NOOR)
    assert (await views.card(here.brand, MEERA, id)).buttons == ("approve", "edit", "reject")


async def test_only_who_may_and_only_what_there_is(here: World) -> None:
    with pytest.raises(NotAllowed, match="pavel may not redraft"):
        await review.redraft(here.brand, await here.drafted(), PAVEL)
    with pytest.raises(NotFound, match="There is no draft 404"):
        await review.redraft(here.brand, DraftId("404"), MEERA)


async def test_what_comes_with_it_is_kept_all_the_same(here: World) -> None:
    turn = await asked_again(here)

    await review.propose(here.brand, turn, [], Outcome(("sales",), skipped=("faq",)))

    assert (await whats(here))[-3:] == ["conversation.labelled", "responders.skipped", "responders.silent"]
