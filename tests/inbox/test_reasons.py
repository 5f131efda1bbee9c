"""Why: what was done to a message, by whom and on what grounds, and why nothing was where nothing was."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inbox import delivery, review
from inbox.actions import Action, Hide, Mute, Remove
from inbox.errors import LoginNeeded, NotAllowed, NotFound, Rejected
from inbox.incoming import ContactLeft, MessageHidden, MessageRemoved
from inbox.models import Actor, ConversationId, RemoteId
from inbox.policy import Mode
from inbox.reasons import Reason, why
from inbox.store.drafts import Outcome
from tests.cast import ASHA, BHAVIN, MEERA, NOOR, OLGA, PAVEL
from tests.inbox.looking import photo
from tests.inbox.sent_off import begun, receipt
from tests.postbox import Postbox
from tests.world import ACCOUNT, CAPABILITIES, HOUR, START, World, at, proposal, said, thread_of

M1, M2 = RemoteId("m1"), RemoteId("m2")
GREETED = "rules drafted this because the rule greeting matched; it waited for a person: autonomy is draft here"


async def reasons(here: World, message: RemoteId | None = None) -> list[tuple[str, str]]:
    """Why, in words."""
    return [(reason.what, reason.words) for reason in await why(here.brand, PAVEL, at(ASHA), message)]


async def send(here: World, id: str = "r1") -> None:
    """What is due leaves, and the network did it."""
    await delivery.sent(here.brand, await begun(here), receipt(here, id))


# ------------------------------------------------------------------------------------------------------- what was done


async def test_an_answer_says_what_it_rested_on_and_who_let_it_go_out(here: World) -> None:
    await here.hear()
    drafted_at = here.clock.at + here.brand.debounce
    (made,) = await here.propose(replace(proposal("Majama!", checks=("It has a link.",)), version="0a1b2c3d"))
    await review.approve(here.brand, made.draft, MEERA, "Saras!")
    approved_at = here.clock.at
    await send(here)

    drafted, approved, answered = await why(here.brand, PAVEL, at(ASHA), M1)

    assert drafted == Reason(
        at=drafted_at,
        what="drafted",
        words="rules drafted this because the rule greeting matched; failed checks: It has a link.; "
        "it waited for a person: autonomy is draft here",
        by="rules",
        source="greeting",
        version="0a1b2c3d",
        message=M1,
    )
    assert (approved.what, approved.words, approved.by) == ("approved", "meera approved it, edited", "meera")
    assert (answered.what, answered.words) == ("answered", "rules answered, approved by meera, edited")
    assert (answered.by, answered.source, answered.version) == ("meera", "greeting", "0a1b2c3d")
    assert drafted.at <= approved_at == approved.at <= answered.at


async def test_what_we_said_is_explained_by_its_own_id_too(here: World) -> None:
    draft = await here.drafted()
    here.clock.at += HOUR
    await review.approve(here.brand, draft, MEERA)
    await send(here, "r1")
    here.clock.at += HOUR

    ours = await why(here.brand, PAVEL, at(ASHA), RemoteId("r1"))

    assert ours == await why(here.brand, PAVEL, at(ASHA), M1)


async def test_a_network_whose_clock_is_ahead_of_ours_hides_no_reason(here: World) -> None:
    await here.receive(said("Kem cho?", at=here.clock.at + 30_000))
    await here.propose(proposal())

    assert await reasons(here, M1) == [("drafted", GREETED)]


async def test_what_went_out_alone_says_so(here: World) -> None:
    here.autonomy = "auto"
    await here.drafted()
    await send(here)

    assert await reasons(here, M1) == [
        ("drafted", "rules drafted this because the rule greeting matched; it needed nobody"),
        ("answered", "rules answered by itself, because the rule greeting matched"),
    ]


async def test_the_mode_of_a_decision_is_said(here: World) -> None:
    draft = await here.drafted()
    await here.store.modes.change(Mode("careful"), here.clock.at)
    await review.approve(here.brand, draft, MEERA)
    await send(here)

    assert [words for _, words in await reasons(here, M1)][1:] == [
        "meera approved it, in careful mode",
        "rules answered, approved by meera, in careful mode",
    ]


async def test_what_a_person_wrote_is_theirs(here: World) -> None:
    await here.hear()
    await review.reply(here.brand, at(ASHA), NOOR, "Hello")
    await send(here)

    assert await reasons(here, M1) == [("answered", "noor answered")]


async def test_an_answer_in_the_app_itself_is_found(here: World) -> None:
    await here.hear()
    await here.receive(said("Hello", None, id="m2", at=here.clock.at + 5))

    (reason,) = await why(here.brand, PAVEL, at(ASHA), M1)
    (same,) = await why(here.brand, PAVEL, at(ASHA), M2)

    assert reason.words == same.words == "somebody wrote on the network itself, not through us"
    assert (reason.what, reason.at, reason.message) == ("answered", here.clock.at + 5, M1)


async def test_a_message_answered_together_with_a_later_one_points_there(here: World) -> None:
    await here.receive(said("Hi", id="m1"), said("are you open?", id="m2", at=START + 1))
    await here.propose(proposal())

    (reason,) = await why(here.brand, PAVEL, at(ASHA), M1)

    assert (reason.what, reason.message) == ("drafted", M2)


async def test_a_message_answered_before_has_nothing_to_do_with_what_comes_later(here: World) -> None:
    await review.approve(here.brand, await here.drafted(id="m1"), MEERA)
    await send(here)
    here.clock.at += 1
    await here.drafted("Again!", id="m2")

    assert len(await why(here.brand, PAVEL, at(ASHA), M1)) == 3
    assert [reason.what for reason in await why(here.brand, PAVEL, at(ASHA), M2)] == ["drafted"]
    assert [reason.what for reason in await why(here.brand, PAVEL, at(ASHA))] == [
        "drafted", "approved", "answered", "drafted",
    ]  # fmt: skip


async def test_in_a_group_each_has_reasons_of_their_own(here: World) -> None:
    post = thread_of(ASHA, "comments")
    await here.receive(said("one", ASHA, id="m1", thread=post), said("two", BHAVIN, id="m2", thread=post))
    hers, _ = await here.propose(proposal(to="m1"), proposal(source="other", to="m2"))
    await review.reject(here.brand, hers.draft, MEERA, "too cold")

    assert await reasons(here, M1) == [
        ("drafted", GREETED),
        ("rejected", "meera rejected it: too cold"),
    ]
    assert [reason.source for reason in await why(here.brand, PAVEL, at(ASHA), M2)] == ["other"]


async def test_a_draft_that_no_longer_fits_says_why(here: World) -> None:
    await here.drafted(id="m1")
    await here.receive(said("And?", id="m2", at=here.clock.at))

    assert (await reasons(here, M1))[-1] == ("outdated", "the draft no longer fits: they wrote again")


async def test_what_was_taken_back_held_or_parked_says_so(here: World) -> None:
    draft = await here.drafted()
    await review.recall(here.brand, await review.approve(here.brand, draft, MEERA), NOOR)
    await review.approve(here.brand, draft, MEERA)
    await delivery.hold(here.brand, await begun(here), "everything is stopped")
    parked = await review.approve(here.brand, draft, MEERA)
    await delivery.after(here.brand, Postbox(), await begun(here), Rejected("too rude"))
    await delivery.discard(here.brand, parked, OLGA)

    assert [reason for reason in await reasons(here, M1) if reason[0] not in ("drafted", "approved")] == [
        ("recalled", "noor took it back before it left"),
        ("held", "it was held back: everything is stopped"),
        ("parked", "it could not be sent: too rude"),
        ("discarded", "olga let it be"),
    ]


async def test_what_was_taken_back_by_itself_says_why(here: World) -> None:
    here.autonomy = "auto"
    await here.drafted(id="m1")
    await here.receive(said("And?", id="m2", at=here.clock.at))

    assert (await reasons(here, M1))[-1] == ("recalled", "it was taken back before it left: they wrote again")


async def test_what_waits_because_its_account_is_stopped_says_so(here: World) -> None:
    await review.approve(here.brand, await here.drafted(), MEERA)
    await delivery.after(here.brand, Postbox(), await begun(here), LoginNeeded("the token is dead"))

    expected = ("held", "it waits because the account is stopped: the token is dead")
    assert (await reasons(here, M1))[-1] == (await reasons(here))[-1] == expected


async def test_what_was_done_to_a_message_and_to_its_author_is_told_of_that_message(here: World) -> None:
    group = thread_of(ASHA, "group")
    await here.receive(said("one", BHAVIN, id="m1", thread=group), said("two", ASHA, id="m2", thread=group))
    deeds: tuple[Action, ...] = (Hide(ASHA.remote, M1), Remove(ASHA.remote, M1), Mute(ASHA.remote, BHAVIN.remote, 60))
    for deed in deeds:
        await review.act(here.brand, at(ASHA), OLGA, deed)
        await send(here)

    assert await reasons(here, M1) == [
        ("hidden", "olga hid it"),
        ("removed", "olga removed it"),
        ("muted", "olga muted them"),
    ]
    assert [what for what, _ in await reasons(here, M2)] == ["unseen"]


async def test_what_was_hidden_or_removed_on_the_network_says_so(here: World) -> None:
    await here.hear()
    await here.receive(MessageHidden(thread_of(ASHA), M1, START + 1, hidden=True))
    assert ("hidden", "it was hidden on the network itself, not through us") in await reasons(here, M1)

    await here.receive(MessageRemoved(thread_of(ASHA), M1, START + 2))

    assert (await why(here.brand, PAVEL, at(ASHA), M1))[-1] == Reason(
        START + 2, "removed", "it was removed on the network itself, not through us", message=M1
    )


async def test_how_a_conversation_stood_is_told_in_its_order(here: World) -> None:
    await here.hear()
    await review.propose(
        here.brand, await here.turn(), [], Outcome(hand_off="They ask for a person.", skipped=("faq",))
    )
    await review.snooze(here.brand, at(ASHA), MEERA, 1_800_000_000_000)
    await review.reopen(here.brand, at(ASHA), MEERA)
    await review.resolve(here.brand, at(ASHA), NOOR)

    assert await reasons(here) == [
        ("handed_off", "sangam asks for a person: They ask for a person."),
        ("skipped", "no answer came from faq"),
        ("snoozed", "meera put it away until 2027-01-15 08:00 UTC"),
        ("reopened", "meera opened it again"),
        ("resolved", "noor resolved it"),
    ]


# ------------------------------------------------------------------------------------------------ why nothing was done


async def test_before_a_responder_looked_that_is_the_reason(here: World) -> None:
    await here.hear()

    assert await reasons(here) == [("unseen", "no responder has looked at it yet")]


async def test_where_nothing_fits_that_is_the_reason(here: World) -> None:
    await here.hear()
    await here.propose()

    assert await reasons(here) == await reasons(here, M1) == [
        ("ignored", "nothing fits: no responder had an answer")
    ]  # fmt: skip


async def test_where_nothing_else_fits_that_is_the_reason(here: World) -> None:
    await review.redraft(here.brand, await here.drafted(), MEERA)
    await here.propose()

    assert (await reasons(here, M1))[-2:] == [
        ("rejected", "meera rejected it: another draft wanted"),
        ("silent", "another draft was wanted: nothing else fits"),
    ]


async def test_where_autonomy_is_off_that_is_the_reason_until_the_next_turn(here: World) -> None:
    here.autonomy = "off"
    await here.hear()
    await here.propose(proposal())
    assert await reasons(here) == [("ignored", "rules had an answer, but may not draft here: autonomy is off")]

    await here.hear(id="m2")
    await here.propose()

    assert await reasons(here) == [("ignored", "nothing fits: no responder had an answer")]


async def test_where_a_person_took_over_that_is_the_reason(here: World) -> None:
    await review.approve(here.brand, await here.drafted(id="m1"), MEERA)
    await send(here, "r1")
    await review.reply(here.brand, at(ASHA), NOOR, "And this.")
    await send(here, "r2")
    here.clock.at += 1
    await here.hear(id="m2")

    assert (await reasons(here))[-1] == ("silenced", "the responders are silent here since noor took over")


async def test_where_a_colleague_wrote_in_the_app_that_is_the_reason(here: World) -> None:
    await here.receive(said("Hello", None, id="m1"), said("Hi", id="m2", at=START + 1))

    assert (await reasons(here, M2)) == [
        ("silenced", "the responders are silent here since somebody in the network's own app took over")
    ]


async def test_where_responders_were_silenced_that_is_the_reason(here: World) -> None:
    await here.hear()
    here.clock.at += 5
    await review.silence(here.brand, at(ASHA), MEERA, silent=True)

    assert await reasons(here, M1) == [
        ("silenced", "the responders are silent here since meera took over"),
        ("silenced", "meera switched the responders off here"),
    ]


async def test_where_we_cannot_answer_that_is_the_reason(here: World) -> None:
    await here.hear()
    await here.receive(ContactLeft(thread_of(ASHA), ASHA, START))
    assert ("ignored", "they blocked us or left, so nothing is drafted") in await reasons(here)

    here.capabilities = {ACCOUNT: replace(CAPABILITIES, actions={})}
    assert ("ignored", "telegram lets us answer nobody here") in await reasons(here)

    here.capabilities = {}
    assert ("ignored", "the account telegram:main is not switched on") in await reasons(here)


async def test_where_there_are_no_words_that_is_the_reason(here: World) -> None:
    await here.receive(replace(said("", id="m1"), media=photo("p")))
    await here.propose()

    assert await reasons(here) == [("ignored", "there are no words in it that a responder could answer")]


async def test_where_nobody_waits_nothing_was_left_alone(here: World) -> None:
    await here.hear()
    await review.resolve(here.brand, at(ASHA), MEERA)

    assert [what for what, _ in await reasons(here)] == ["resolved"]


async def test_the_part_of_an_album_is_explained_as_the_album(here: World) -> None:
    await here.receive(
        replace(said("look", id="m1", album="a"), media=photo("1")),
        replace(said("", id="m2", album="a"), media=photo("2")),
    )
    await here.propose()

    assert await reasons(here, M2) == await reasons(here, M1) == [
        ("ignored", "nothing fits: no responder had an answer")
    ]  # fmt: skip


async def test_what_is_not_there_is_not_found(here: World) -> None:
    await here.hear()

    with pytest.raises(NotFound, match="There is no message 404 in telegram:main/"):
        await why(here.brand, PAVEL, at(ASHA), RemoteId("404"))
    with pytest.raises(NotFound, match="There is no conversation x"):
        await why(here.brand, PAVEL, ConversationId("x"))
    with pytest.raises(NotAllowed, match="nobody may not look"):
        await why(here.brand, Actor("person", "nobody"), at(ASHA))
