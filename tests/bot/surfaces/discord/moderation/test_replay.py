"""The same click again: by two at once, on two processes, on a card that is over, unanswered, late, after a restart."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import pytest

from bot.playground.discord.interaction_records import Interaction
from bot.playground.faults import Fault, Kind
from inbox.cases import CaseNumber
from inbox.moderation import measures, rulings, undoing
from inbox.views import START_OF_LOG
from tests.bot.surfaces.discord.control_room import Room, buttons
from tests.bot.surfaces.discord.moderation.test_deeds import case, pressable
from tests.bot.surfaces.discord.moderation.test_judging import SHOUTS, flagged
from tests.cast import MEERA, NOOR
from tests.inbox.cased import comment, judge, leave, read
from tests.inbox.moderation.test_appeals import appealed
from tests.world import ACCOUNT

CALLBACK = "POST /interactions/{interaction_id}/{interaction_token}/callback"


async def _appeal(room: Room) -> str:
    return str(await appealed(room.kit.brand, room.inbox))


async def _case(room: Room) -> str:
    return str(await case(room))


async def _match(room: Room) -> str:
    await rulings.register(room.kit.brand, {"shouts": "v1"})
    await comment(room.kit.brand, room.inbox, "BUY NOW")
    await judge(room.kit.brand, SHOUTS)
    return (await room.inbox.store.rulings.matches(["shouts"]))["shouts"][0].id


async def _rule(room: Room) -> str:
    await rulings.register(room.kit.brand, {"shouts": "v1"})
    return "shouts"


async def _measure(room: Room) -> str:
    return (await measures.switch_on(room.kit.brand, MEERA, "hide_new", ACCOUNT)).id


ABOUT: dict[str, Callable[[Room], Awaitable[str]]] = {
    "flag_out": flagged,
    "flag_leave": flagged,
    "appeal_grant": _appeal,
    "match_right": _match,
    "rule_force": _rule,
    "rule_off": _rule,
    "measure_end": _measure,
    "case_allow": _case,
}
REFUSED = ("already", "meanwhile", "any more")


async def lines(room: Room) -> list[tuple[str, str]]:
    """What the log says was done, and by whom."""
    return [(entry.what, entry.by) for entry in await room.inbox.store.log.after(START_OF_LOG)]


async def answers(room: Room, asked: Sequence[Interaction]) -> list[str]:
    """What each of them is told."""
    await asyncio.gather(*(one.answered() for one in asked))
    return [await room.said(one) for one in asked]


@pytest.mark.parametrize("verb", ["flag_out", "flag_leave", "appeal_grant", "rule_off", "measure_end"])
async def test_of_two_who_press_at_once_one_does_it_and_the_other_is_told(room: Room, verb: str) -> None:
    card = await pressable(room, verb, await ABOUT[verb](room))
    room.world.join(room.people["noor"], room.guild, [room.roles["lead"]])

    pressed = [room.world.press(room.people[who], card, buttons(card)[0]) for who in ("olga", "noor")]
    said = await answers(room, pressed)

    assert sum(any(word in one for word in REFUSED) for one in said) == 1, said


@pytest.mark.parametrize("verb", ["flag_out", "appeal_grant"])
async def test_one_click_that_two_processes_hear_of_is_done_once(room: Room, verb: str) -> None:
    card = await pressable(room, verb, await ABOUT[verb](room))
    before = await lines(room)
    async with room.connected():
        pressed = await room.pressed("olga", card, verb)
        said = await room.said(pressed)

    assert not any(word in said for word in REFUSED)
    assert len(pressed.said) == 1
    done = [line for line in (await lines(room))[len(before) :] if line[1] == "olga" and line[0] != "delivery.queued"]
    assert len(done) == len(set(done)), done


@pytest.mark.parametrize(
    "fault", [Fault(Kind.REFUSE, 500), Fault(Kind.REFUSE, 429, retry_after=1), Fault(Kind.CUT_BEFORE)]
)
async def test_a_click_whose_acknowledgement_fails_is_done_never_or_once_and_can_be_pressed_again(
    room: Room, fault: Fault
) -> None:
    ref = await flagged(room)
    card = await pressable(room, "flag_out", ref)
    room.discord.faults.next(fault, CALLBACK, 1)

    first = room.world.press(room.people["meera"], card, buttons(card)[0])
    await room.world.wait_for(lambda: any(call.path.endswith("/callback") for call in room.discord.calls))
    await room.said(await room.pressed("meera", card, "flag_out"))

    assert [(one.number, one.by.name) for one in (await room.inbox.store.cases.read([CaseNumber(1)]))] == [(1, "meera")]
    assert await room.inbox.store.cases.read([CaseNumber(2)]) == []
    assert len(first.said) <= 1


@pytest.mark.parametrize("verb", ["flag_leave", "appeal_grant", "measure_end"])
async def test_a_click_that_comes_too_late_to_be_acknowledged_does_nothing(room: Room, verb: str) -> None:
    card = await pressable(room, verb, await ABOUT[verb](room))
    before = await lines(room)

    pressed = room.world.press(room.people["olga"], card, buttons(card)[0])
    room.world.interactions.pop(pressed.token)
    await room.world.wait_for(lambda: any(call.path.endswith("/callback") for call in room.discord.calls))
    await room.said(await room.pressed("olga", await pressable(room, "appeals", ""), "appeals"))

    assert await lines(room) == before


@pytest.mark.parametrize("verb", ["flag_out", "match_right", "rule_force", "case_allow"])
async def test_a_card_from_before_a_restart_is_deleted_while_its_click_is_on_the_way(room: Room, verb: str) -> None:
    card = await pressable(room, verb, await ABOUT[verb](room))
    before = len(await lines(room))
    await room.reconnect()

    pressed = room.world.press(room.people["olga"], card, buttons(card)[0])
    room.world.remove(card)

    assert await room.said(await pressed.answered())
    assert "olga" in {by for _, by in (await lines(room))[before:]}


async def test_a_window_that_stood_open_while_somebody_else_undid_the_case_gives_the_words_back(room: Room) -> None:
    number = await case(room)
    shown = await room.pressed("meera", await pressable(room, "case_undo", str(number)), "case_undo")
    await undoing.undo(room.kit.brand, number, NOOR, "noor was first")

    said = await room.said(await room.submit("meera", shown, words="it was *irony*"))

    assert said == f"Case {number} was undone already by noor.\nYou wrote:\nit was \\*irony\\*"
    assert (await read(room.kit.brand, number)).undone_why == "noor was first"


async def test_two_windows_that_are_sent_at_once_undo_a_case_once(room: Room) -> None:
    number = await case(room)
    card = await pressable(room, "case_undo", str(number))
    shown = {who: await room.pressed(who, card, "case_undo") for who in ("meera", "noor")}

    sent = [room.world.submit(room.people[who], one, {"words": f"says {who}"}) for who, one in shown.items()]
    said = await answers(room, sent)

    assert sum("was undone already by" in one for one in said) == 1, said
    assert len(await leave(room.kit.brand)) == 1


async def test_an_appeal_that_was_decided_meanwhile_gives_the_answer_back(room: Room) -> None:
    number = await appealed(room.kit.brand, room.inbox)
    shown = await room.pressed("meera", await pressable(room, "appeal_decline", str(number)), "appeal_decline")
    await room.said(await room.pressed("noor", await pressable(room, "appeal_grant", str(number)), "appeal_grant"))

    said = await room.said(await room.submit("meera", shown, text="We keep it hidden."))

    assert said.endswith(" already by noor.\nYou wrote:\nWe keep it hidden.")
    case = await read(room.kit.brand, number)
    assert not case.stands
    assert case.appeal
    assert case.appeal.state == "granted"


async def test_buttons_on_a_card_of_a_case_that_is_over_are_refused_in_words(room: Room) -> None:
    number = await appealed(room.kit.brand, room.inbox)
    await room.said(await room.pressed("meera", await pressable(room, "appeal_grant", str(number)), "appeal_grant"))

    for verb in ("case_undo", "appeal_grant", "appeal_decline"):
        pressed = await room.pressed("noor", await pressable(room, verb, str(number)), verb)
        assert pressed.modal is None, verb
        assert "already by meera" in await room.said(pressed), verb
