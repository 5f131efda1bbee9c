"""What the outside says is stored once, in whatever order and however often it comes, and makes it our turn."""

from __future__ import annotations

import random

import pytest

from inbox import arrivals, review
from inbox.actions import Hide, Proposal, Reply
from inbox.incoming import (
    AccountRevoked,
    ContactLeft,
    Incoming,
    MessageEdited,
    MessageHidden,
    MessageRemoved,
    Reacted,
    Seen,
    ThreadMoved,
    Unreadable,
)
from inbox.models import AccountId, ContactId, ConversationId, Message, RemoteId
from inbox.store.drafts import Not
from inbox.store.queue import Idle
from tests.cast import ASHA, BHAVIN, CHEN, MEERA
from tests.inbox.looking import ASHAS, on_shelf, read, shelves, standing, texts, whats
from tests.world import ACCOUNT, LEASE, RULES, SECOND, START, World, at, proposal, said, thread_of

# --------------------------------------------------------------------------------------------------------- new words


async def test_a_message_is_stored_with_its_author_and_waits_for_us(here: World) -> None:
    assert await here.receive(said("Kem cho?"), cursor="17") == 1

    found = await read(here)
    assert found.messages == (
        Message(RemoteId("m1"), "Kem cho?", START, contact=ContactId(f"{ACCOUNT}/{ASHA.remote}")),
    )
    assert found.people == {f"{ACCOUNT}/{ASHA.remote}": ASHA}
    assert found.conversation.thread == ASHAS
    assert (found.conversation.waiting_since, found.conversation.heard_at) == (START, START)
    assert (found.conversation.last, found.conversation.preview) == ("m1", "Kem cho?")
    assert await shelves(here) == {"waiting", "open", "all"}
    assert (await here.store.modes.account(ACCOUNT, here.clock.at)).cursor == "17"


@pytest.mark.parametrize("when", [253_402_300_799_000, START + 2 * 86_400_000, -62_135_596_800_000, -1])
async def test_words_of_a_time_that_cannot_be_are_of_now_and_do_not_stay_the_newest(here: World, when: int) -> None:
    await here.receive(said("first!", id="m1", at=when))
    here.clock.at += 1000
    await here.receive(said("and this?", id="m2", at=here.clock.at))
    await here.receive(MessageEdited(ASHAS, RemoteId("m2"), ASHA, "and that?", when))
    found = await read(here)
    assert [(one.text, one.at) for one in found.messages] == [("first!", START), ("and that?", START + 1000)]
    assert (found.conversation.last, found.conversation.heard_at) == ("m2", START + 1000)


async def test_the_same_page_again_changes_nothing(here: World) -> None:
    page: list[Incoming] = [
        said("one", id="m1"),
        said("two", id="m2", at=START + 1),
        MessageEdited(ASHAS, RemoteId("m1"), ASHA, "uno", START + 2),
        MessageRemoved(ASHAS, RemoteId("m2"), START + 3),
        MessageHidden(ASHAS, RemoteId("m1"), START + 3),
        Reacted(ASHAS, RemoteId("m1"), BHAVIN, "👍", START + 4),
        Seen(ASHAS, START + 5),
        ContactLeft(ASHAS, ASHA, START + 6),
        ThreadMoved(thread_of(CHEN), RemoteId("x"), START + 7),
        AccountRevoked("revoked", START + 8),
        Unreadable("u1", "{", "no JSON", START + 9),
    ]
    assert await here.receive(*page) == len(page) - 1  # Chen's thread is not known

    before, lines = await read(here), await whats(here)
    assert await here.receive(*page) == 0

    assert await read(here) == before
    assert await whats(here) == lines


async def test_messages_that_come_out_of_order_stand_in_order(here: World) -> None:
    page = [said(f"{n}", id=f"m{n}", at=START + n) for n in range(30)]
    random.Random(5).shuffle(page)

    for one in page:
        await here.receive(one, one)

    assert await texts(here) == [str(n) for n in range(30)]
    stands = await standing(here)
    assert (stands.last, stands.preview, stands.at) == ("m29", "29", START + 29)


async def test_a_late_message_does_not_become_the_newest(here: World) -> None:
    await here.receive(said("new", id="m2", at=START + 10, author=BHAVIN, thread=ASHAS))
    await here.receive(said("old", id="m1", at=START))

    stands = await standing(here)

    assert (stands.last, stands.preview, stands.heard_at) == ("m2", "new", START + 10)
    assert stands.contact == f"{ACCOUNT}/{BHAVIN.remote}"


async def test_nothing_is_confirmed_by_a_page_without_a_cursor(here: World) -> None:
    await here.receive(cursor="17")
    await here.receive(said("one"))

    assert (await here.store.modes.account(ACCOUNT, here.clock.at)).cursor == "17"


async def test_half_an_emoji_does_not_block_what_is_behind_it(here: World) -> None:
    await here.receive(said("broken \ud83d end", id="m1"), said("fine", id="m2", at=START + 1))

    assert (await texts(here))[1] == "fine"


async def test_an_adapter_is_given_a_function_that_stores(here: World) -> None:
    receive = arrivals.receiver(here.brand, AccountId("webchat:site"))

    await receive([said("hello")], "4")

    assert await here.store.conversations.read(ConversationId(f"webchat:site/{ASHA.remote}"), here.clock.at)


async def test_storing_a_page_takes_one_round_trip_and_a_look_at_the_disk(here: World) -> None:
    page = [said(f"{n}", id=f"m{n}", at=START + n) for n in range(100)]
    await here.receive(page[0])
    before = here.store.client.round_trips

    await here.receive(*page, cursor="100")

    assert here.store.client.round_trips - before <= 2


# ---------------------------------------------------------------------------------------------- what new words change


async def test_new_words_outdate_a_pending_reply(here: World) -> None:
    draft = await here.drafted()

    await here.hear("And on Sunday?", id="m2")

    opened = await here.store.drafts.open(draft, here.clock.at)
    assert opened
    assert (opened.draft.state, opened.draft.reason) == ("outdated", "they wrote again")
    assert await shelves(here) == {"waiting", "open", "all"}


async def test_new_words_take_back_what_was_to_leave_alone_but_not_what_a_person_decided(here: World) -> None:
    here.autonomy = "auto"
    await here.hear(id="m1")
    automatic = (await here.propose(proposal()))[0].delivery
    await here.hear(author=BHAVIN, id="m1")
    here.autonomy = "draft"
    decided = await review.approve(here.brand, (await here.propose(proposal(author=BHAVIN)))[0].draft, MEERA)

    await here.hear("wait", id="m2")
    await here.hear("wait", BHAVIN, id="m2")

    assert automatic
    states = [found.state for id in (automatic, decided) if (found := await here.store.outbox.open(id))]
    assert states == ["recalled", "queued"]


async def test_new_words_outdate_no_deed_that_says_nothing_and_no_answer_to_somebody_else(here: World) -> None:
    await here.receive(said("one", id="m1"), said("two", BHAVIN, id="m2", at=START + 1, thread=ASHAS))
    hide = Proposal(Hide(ASHA.remote, RemoteId("m1")), RULES, "spam")
    first, second = (Proposal(Reply(ASHA.remote, "x", RemoteId(id)), RULES, "why") for id in ("m1", "m2"))
    made = await here.propose(hide, first, second)

    await here.receive(said("three", BHAVIN, id="m3", at=START + 9, thread=ASHAS))

    drafts = [await here.store.drafts.open(one.draft, here.clock.at) for one in made]
    assert [found.draft.state for found in drafts if found] == ["pending", "pending", "outdated"]
    assert (await whats(here))[-2:] == ["draft.outdated", "message.new"]


async def test_a_shelf_of_one_account_is_left_like_the_shelf_of_all(here: World) -> None:
    await here.hear()
    await review.resolve(here.brand, at(ASHA), MEERA)

    counts = await here.store.conversations.counts([f"{shelf}@{ACCOUNT}" for shelf in ("waiting", "open", "resolved")])

    assert list(counts.values()) == [0, 0, 1]


@pytest.mark.parametrize("put_away", ["resolved", "snoozed"])
async def test_new_words_bring_a_conversation_back(here: World, put_away: str) -> None:
    id = await here.hear(id="m1")
    if put_away == "resolved":
        await review.resolve(here.brand, id, MEERA)
    else:
        await review.snooze(here.brand, id, MEERA, START + 10 * SECOND)
    assert await shelves(here) == {put_away, "all"}

    here.clock.at += SECOND
    await here.hear("Hello?", id="m2")

    stands = await standing(here)
    assert (stands.state, stands.snoozed_until) == ("open", 0)
    assert await shelves(here) == {"waiting", "open", "all"}


async def test_the_turn_comes_after_the_debounce_and_not_while_a_person_has_taken_over(here: World) -> None:
    await here.hear(id="m1")
    early = await here.store.drafts.claim_turn(here.clock.at, LEASE, "t")
    assert early == Idle(START + here.brand.debounce)
    await review.silence(here.brand, at(ASHA), MEERA, silent=True)
    assert await review.propose(here.brand, await here.turn(), []) == Not("quiet", ("meera",))

    await here.hear("Hello?", id="m2")

    assert await here.store.drafts.claim_turn(here.clock.at + 9 * SECOND, LEASE, "t") == Idle(None)
    assert (await standing(here)).waiting_since == START


async def test_what_we_said_in_the_app_answers_them_and_silences_the_responders(here: World) -> None:
    draft = await here.drafted()

    await here.receive(said("we are open", None, id="m9", at=START + 5))

    stands = await standing(here)
    opened = await here.store.drafts.open(draft, here.clock.at)
    assert (stands.waiting_since, stands.quiet_by, stands.last) == (0, "native", "m1")
    assert opened
    assert opened.draft.state == "outdated"
    assert (await read(here)).messages[-1].ours
    assert await shelves(here) == {"open", "all"}


async def test_what_we_said_in_the_app_takes_back_what_was_to_leave_alone(here: World) -> None:
    here.autonomy = "auto"
    await here.hear()
    (made,) = await here.propose(proposal())

    await here.receive(said("we are open", None, id="m9", at=START + 5))

    assert made.delivery
    found = await here.store.outbox.open(made.delivery)
    assert found
    assert found.state == "recalled"


async def test_who_spoke_last_stands_first_among_all_and_among_the_open(here: World) -> None:
    await here.receive(said("one", ASHA, at=START), said("two", BHAVIN, at=START + 1))
    await here.receive(said("three", ASHA, id="m2", at=START + 2))

    for shelf in ("all", "open"):
        assert [row.conversation.id for row in await on_shelf(here, shelf)] == [at(BHAVIN), at(ASHA)]


async def test_what_we_said_before_they_wrote_answers_nothing(here: World) -> None:
    draft = await here.drafted()

    await here.receive(said("earlier", None, id="m0", at=START - 5))

    stands = await standing(here)
    assert (stands.waiting_since, stands.quiet_by, stands.drafts) == (START, "", (draft,))


async def test_what_we_say_in_a_resolved_conversation_leaves_it_resolved(here: World) -> None:
    await here.hear()
    await review.resolve(here.brand, at(ASHA), MEERA)

    await here.receive(said("bye", None, id="m9", at=START + 5))

    assert await shelves(here) == {"resolved", "all"}


async def test_a_conversation_may_begin_with_us(here: World) -> None:
    await here.receive(said("welcome", None, id="m1"))

    stands = await standing(here)
    assert (stands.state, stands.contact, stands.waiting_since) == ("open", None, 0)
    assert await shelves(here) == {"open", "all"}

    await here.hear("thanks", id="m2")
    assert await shelves(here) == {"waiting", "open", "all"}


async def test_of_one_moment_the_last_is_the_one_whose_id_is(here: World) -> None:
    await here.receive(said("second", id="m2"), said("first, but late", id="m1"))

    assert (await here.store.conversations.read(at(ASHA), here.clock.at)).conversation.last == "m2"  # type: ignore[union-attr]
