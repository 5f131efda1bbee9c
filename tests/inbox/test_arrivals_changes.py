"""Albums, edits, removals and the rest: what changes a message that is there, in whatever order it comes."""

from __future__ import annotations

import itertools
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inbox import review
from inbox.incoming import (
    AccountRevoked,
    ContactLeft,
    GapClosed,
    MessageEdited,
    MessageHidden,
    MessageRemoved,
    NewMessage,
    Reacted,
    Seen,
    ThreadMoved,
    Unreadable,
)
from inbox.models import ConversationId, Media, RemoteId, Thread
from inbox.store.drafts import Not
from inbox.store.queue import Idle
from tests.cast import ASHA, BHAVIN, MEERA
from tests.inbox.looking import ASHAS, photo, read, shelves, standing, texts, whats
from tests.world import ACCOUNT, LEASE, SECOND, START, World, at, proposal, said, thread_of

# ------------------------------------------------------------------------------------------------------------- albums


def part(n: int, text: str = "", album: str = "a1") -> NewMessage:
    """One picture of an album."""
    return NewMessage(ASHAS, RemoteId(f"{album}-{n}"), ASHA, text, START + n, photo(f"r{n}"), album=album)


async def test_an_album_is_one_message_also_when_its_parts_come_apart_and_twice(here: World) -> None:
    await here.receive(part(1), part(2, "look"))
    await here.receive(said("and?", id="m9", at=START + 9), part(1, album="a2"))
    await here.receive(part(3), part(2, "look"), part(1), part(2, album="a2"), part(3))

    messages = (await read(here)).messages
    assert [(m.id, m.text, [medium.ref for medium in m.media]) for m in messages] == [
        ("a1-1", "look", ["r1", "r2", "r3"]),
        ("a2-1", "", ["r1", "r2"]),
        ("m9", "and?", []),
    ]


async def test_a_part_that_comes_after_the_draft_outdates_it(here: World) -> None:
    await here.receive(part(1))
    made = await here.propose(proposal())
    await review.resolve(here.brand, at(ASHA), MEERA)

    await here.receive(part(2, "which one?"))

    opened = await here.store.drafts.open(made[0].draft, here.clock.at)
    assert opened
    assert opened.draft.state == "outdated"
    assert (await standing(here)).preview == "which one?"
    assert await shelves(here) == {"waiting", "open", "all"}
    assert (await here.turn()).messages[0].text == "which one?"


async def test_albums_are_remembered_for_a_day(here: World) -> None:
    await here.receive(part(1))

    seconds = await here.store.client.call("TTL", f"{{{here.name}}}:al:{at(ASHA)}")

    assert 86_000 < int(str(seconds)) <= 86_400


async def test_an_album_of_ours_wakes_nobody(here: World) -> None:
    ours = [NewMessage(ASHAS, RemoteId(f"p{n}"), None, "", START + n, photo(f"r{n}"), album="a1") for n in (1, 2)]

    await here.receive(*ours)

    assert len((await read(here)).messages[0].media) == 2
    assert (await standing(here)).waiting_since == 0


async def test_what_happens_to_a_part_happens_to_the_whole(here: World) -> None:
    await here.receive(part(1, "look"), part(2))
    assert await here.receive(MessageEdited(ASHAS, RemoteId("a1-2"), ASHA, "", START + 8, photo("other"))) == 0
    assert await texts(here) == ["look"]

    await here.receive(
        Reacted(ASHAS, RemoteId("a1-2"), BHAVIN, "👍", START),
        MessageEdited(ASHAS, RemoteId("a1-2"), ASHA, "look here", START + 9, photo("r2")),
        MessageEdited(ASHAS, RemoteId("a1-1"), ASHA, "look there", START + 10, photo("r1")),
        MessageRemoved(ASHAS, RemoteId("a1-2"), START + 11),
    )

    (whole,) = (await read(here)).messages
    assert (whole.text, len(whole.media), whole.removed_at) == ("look there", 2, 0)
    assert list(whole.reactions.values()) == ["👍"]


# --------------------------------------------------------------------------------------- edits, removal and the rest


def edited(text: str, at: int, id: str = "m1", media: tuple[Media, ...] = ()) -> MessageEdited:
    """Asha changed her words."""
    return MessageEdited(ASHAS, RemoteId(id), ASHA, text, at, media)


async def test_an_edit_changes_the_words_and_outdates_a_reply_to_the_old_ones(here: World) -> None:
    draft = await here.drafted()

    assert await here.receive(edited("Are you open?", START + 5)) == 1

    (message,) = (await read(here)).messages
    opened = await here.store.drafts.open(draft, here.clock.at)
    assert (message.text, message.edited_at, message.at) == ("Are you open?", START + 5, START)
    assert opened
    assert opened.draft.state == "outdated"
    assert (await standing(here)).preview == "Are you open?"
    assert (await here.turn()).messages[0].text == "Are you open?"


async def test_an_edit_of_an_unanswered_message_opens_a_resolved_conversation(here: World) -> None:
    await here.hear("one")
    await review.resolve(here.brand, at(ASHA), MEERA)

    await here.receive(edited("uno", START + 9))

    assert await shelves(here) == {"waiting", "open", "all"}


async def test_of_two_edits_the_later_one_counts_and_one_without_a_change_is_none(here: World) -> None:
    await here.hear("one")

    fresh = [
        await here.receive(edited("three", START + 9)),
        await here.receive(edited("two", START + 5)),
        await here.receive(edited("three", START + 12)),
        await here.receive(edited("four", START + 9)),  # a second edit in the same second
    ]

    assert fresh == [1, 0, 0, 1]
    assert await texts(here) == ["four"]


async def test_an_edit_that_brings_the_same_picture_is_none(here: World) -> None:
    await here.receive(NewMessage(ASHAS, RemoteId("m1"), ASHA, "look", START, photo("r1")))

    assert await here.receive(edited("look", START + 5, media=photo("r1"))) == 0
    assert await here.receive(edited("look", START + 6, media=photo("r2"))) == 1
    assert (await read(here)).messages[0].media == photo("r2")


async def test_an_edit_of_a_message_that_we_answered_wakes_nobody(here: World) -> None:
    await here.hear("one")
    await here.receive(said("answer", None, id="m9", at=START + 5))

    await here.receive(edited("uno", START + 9))

    assert await texts(here) == ["uno", "answer"]
    assert (await standing(here)).waiting_since == 0


async def test_an_edit_of_an_unknown_message_is_the_message_and_the_first_version_comes_too_late(here: World) -> None:
    await here.receive(edited("second", START + 5))
    await here.receive(said("first", id="m1"))

    assert await texts(here) == ["second"]


async def test_our_own_edit_changes_only_the_words(here: World) -> None:
    await here.receive(said("hello", None, id="m1"))

    await here.receive(MessageEdited(ASHAS, RemoteId("m1"), None, "hallo", START + 5))

    assert await texts(here) == ["hallo"]
    assert (await standing(here)).waiting_since == 0


async def test_removing_the_only_question_leaves_nothing_to_answer(here: World) -> None:
    draft = await here.drafted()

    await here.receive(MessageRemoved(ASHAS, RemoteId("m1"), START + 5))

    found = await read(here)
    opened = await here.store.drafts.open(draft, here.clock.at)
    assert (found.messages[0].text, found.messages[0].removed_at) == ("Kem cho?", START + 5)
    assert (found.conversation.waiting_since, found.conversation.last) == (0, None)
    assert opened
    assert opened.draft.reason == "the message was removed"
    assert await shelves(here) == {"open", "all"}


async def test_removing_the_last_of_two_questions_leaves_the_first_one_waiting(here: World) -> None:
    await here.receive(said("one", id="m1"), said("two", BHAVIN, id="m2", at=START + 5, thread=ASHAS))
    await here.propose(turn=await here.turn())

    await here.receive(MessageRemoved(ASHAS, RemoteId("m2"), START + 9))

    stands = await standing(here)
    assert (stands.last, stands.waiting_since) == ("m1", START)
    assert stands.contact == f"{ACCOUNT}/{ASHA.remote}"
    turn = await here.turn()
    assert (turn.conversation.id, list(turn.askers.values())) == (at(ASHA), [ASHA])


async def test_removing_a_question_takes_back_the_answer_that_was_to_leave_alone_or_is_being_thought_of(
    here: World,
) -> None:
    here.autonomy = "auto"
    await here.hear()
    (made,) = await here.propose(proposal())
    assert made.delivery
    await here.hear(author=BHAVIN)
    thinking = await here.turn()

    await here.receive(MessageRemoved(ASHAS, RemoteId("m1"), START + 9))
    await here.receive(MessageRemoved(thread_of(BHAVIN), RemoteId("m1"), START + 9))

    taken_back = await here.store.outbox.open(made.delivery)
    assert taken_back
    assert taken_back.state == "recalled"
    assert await review.propose(here.brand, thinking, [proposal()]) == Not("outdated", ("",))


async def test_removing_a_question_after_an_answered_one_leaves_nothing_to_answer(here: World) -> None:
    await here.receive(said("one", id="m1"), said("answer", None, id="m9", at=START + 2))
    await here.receive(said("two", id="m2", at=START + 5))

    await here.receive(MessageRemoved(ASHAS, RemoteId("m2"), START + 9))

    stands = await standing(here)
    assert (stands.last, stands.waiting_since) == ("m1", 0)


async def test_removing_an_older_message_or_an_unknown_one_changes_nothing_else(here: World) -> None:
    await here.receive(said("one", id="m1"), said("two", id="m2", at=START + 5))
    (made,) = await here.propose(proposal())

    assert await here.receive(MessageRemoved(ASHAS, RemoteId("m1"), START + 9)) == 1
    assert await here.receive(MessageRemoved(ASHAS, RemoteId("m7"), START + 9)) == 0

    stands = await standing(here)
    assert (stands.last, stands.drafts) == ("m2", (made.draft,))


async def test_a_question_removed_while_a_person_has_taken_over_wakes_no_responder(here: World) -> None:
    await here.receive(said("one", id="m1"), said("two", id="m2", at=START + 5))
    await here.propose(turn=await here.turn())
    await review.silence(here.brand, at(ASHA), MEERA, silent=True)

    await here.receive(MessageRemoved(ASHAS, RemoteId("m2"), START + 9))

    assert (await standing(here)).last == "m1"
    assert await here.store.drafts.claim_turn(here.clock.at + 9 * SECOND, LEASE, "t") == Idle(None)


async def test_a_message_is_hidden_and_shown_again(here: World) -> None:
    await here.hear()

    await here.receive(MessageHidden(ASHAS, RemoteId("m1"), START))
    assert (await read(here)).messages[0].hidden
    assert await here.receive(MessageHidden(ASHAS, RemoteId("m1"), START, hidden=False)) == 1
    assert not (await read(here)).messages[0].hidden


async def test_a_reaction_is_kept_changed_and_taken_back(here: World) -> None:
    await here.hear()

    async def react(emoji: str) -> dict[str, str]:
        await here.receive(Reacted(ASHAS, RemoteId("m1"), BHAVIN, emoji, START))
        return dict((await read(here)).messages[0].reactions)

    assert await react("👍") == {BHAVIN.remote: "👍"}
    known = await here.store.client.call("HGET", f"{{{here.name}}}:contacts", f"{ACCOUNT}/{BHAVIN.remote}")
    assert "Bhavin" in str(known)
    assert await react("🎉") == {BHAVIN.remote: "🎉"}
    assert await react("") == {}
    assert await here.receive(Reacted(ASHAS, RemoteId("m1"), BHAVIN, "", START)) == 0
    assert await here.receive(Reacted(ASHAS, RemoteId("m7"), BHAVIN, "👍", START)) == 0


async def test_reading_is_written_down_once_and_only_onwards(here: World) -> None:
    assert await here.receive(Seen(ASHAS, START)) == 0
    await here.hear()

    seen = [Seen(ASHAS, START + 5), Seen(ASHAS, START + 3), Seen(ASHAS, START + 3, read=False), Seen(ASHAS, START + 5)]

    assert await here.receive(*seen) == 2
    assert (await whats(here))[1:] == ["message.read", "message.delivered"]


async def test_who_left_is_marked_until_they_come_back_or_write(here: World) -> None:
    assert await here.receive(ContactLeft(ASHAS, ASHA, START)) == 0
    await here.hear()
    assert await here.receive(ContactLeft(ASHAS, ASHA, START, back=True)) == 0

    await here.receive(ContactLeft(ASHAS, ASHA, START))
    assert (await standing(here)).left
    await here.receive(ContactLeft(ASHAS, ASHA, START, back=True))
    assert not (await standing(here)).left
    await here.receive(ContactLeft(ASHAS, ASHA, START))
    await here.hear("I am back", id="m2")
    assert not (await standing(here)).left


async def test_a_thread_that_moved_is_closed_with_everything_that_was_to_leave_alone(here: World) -> None:
    here.autonomy = "auto"
    await here.hear()
    delivery = (await here.propose(proposal()))[0].delivery

    await here.receive(ThreadMoved(ASHAS, RemoteId("-100"), START))

    assert delivery
    found = await here.store.outbox.open(delivery)
    assert found
    assert found.state == "recalled"
    assert await shelves(here) == {"resolved", "all"}
    assert (await read(here)).timeline[-1].detail == f"{ACCOUNT}/-100"


async def test_revoked_credentials_stop_the_account(here: World) -> None:
    await here.receive(AccountRevoked("the token was revoked", START))

    state = await here.store.modes.account(ACCOUNT, here.clock.at)
    assert (state.state, state.why) == ("stopped", "the token was revoked")
    assert (await whats(here)) == ["account.stopped"]


async def test_a_reaction_told_by_an_id_alone_takes_nobody_their_name(here: World) -> None:
    await here.hear(author=BHAVIN)
    await here.receive(Reacted(thread_of(BHAVIN), RemoteId("m1"), replace(BHAVIN, name="", username=""), "👍", START))

    assert (await read(here, at(BHAVIN))).people == {f"{ACCOUNT}/{BHAVIN.remote}": BHAVIN}
    assert await here.receive(Reacted(thread_of(BHAVIN), RemoteId("m9"), ASHA, "👍", START)) == 0
    assert await here.store.client.call("HLEN", f"{{{here.name}}}:contacts") == 1


async def test_how_much_of_a_gap_was_recovered_is_said_once_and_none_is_not_worth_saying(here: World) -> None:
    await here.receive(GapClosed(0, START, START + 1))
    assert await whats(here) == []

    assert await here.receive(GapClosed(1, START, START + 2), GapClosed(3, START, START + 3), cursor="9") == 0

    lines = await here.store.log.newest(10)
    assert {(line.what, line.ref, line.conversation) for line in lines} == {("account.recovered", ACCOUNT, None)}
    assert sorted(line.detail for line in lines) == ["1 message recovered", "3 messages recovered"]


async def test_what_nobody_understands_is_kept_raw_and_does_not_block_what_is_behind_it(here: World) -> None:
    fresh = await here.receive(Unreadable("u1", '{"half', "no JSON", START), said("Kem cho?"))

    kept, _ = await here.store.conversations.unreadable(9)
    assert fresh == 2
    assert kept == [(f"{ACCOUNT}/u1", {"x": '{"half', "y": "no JSON", "t": START})]
    assert await texts(here) == ["Kem cho?"]


# ---------------------------------------------------------------------------------- whatever the order and the repeats

SOMEONE = (f"someone{n}" for n in itertools.count())
STORY: list[NewMessage | MessageEdited | MessageHidden] = [
    said("one", id="m1", at=START + 1),
    said("two", id="m2", at=START + 2),
    edited("ONE", START + 10),
    edited("Two", START + 11, "m2"),
    edited("TWO", START + 12, "m2"),
    said("three", BHAVIN, id="m3", at=START + 3, thread=ASHAS),
    said("four", id="m4", at=START + 4),
    MessageHidden(ASHAS, RemoteId("m4"), START + 20),
]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(len(STORY))), twice=st.lists(st.integers(0, len(STORY) - 1), max_size=6))
async def test_texts_end_the_same_in_whatever_order_and_however_often_they_come(
    here: World, order: list[int], twice: list[int]
) -> None:
    someone = next(SOMEONE)
    for n in [*order, *twice, len(STORY) - 1]:
        await here.receive(replace(STORY[n], thread=Thread(RemoteId(someone), "direct")))

    found = await read(here, ConversationId(f"{ACCOUNT}/{someone}"))
    assert {m.id: m.text for m in found.messages} == {"m1": "ONE", "m2": "TWO", "m3": "three", "m4": "four"}
    assert next(m for m in found.messages if m.id == "m4").hidden
