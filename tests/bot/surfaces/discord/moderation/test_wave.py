"""What moderation did lately, counted together."""

from __future__ import annotations

import pytest

from bot.surfaces.discord.moderation import wave
from bot.surfaces.discord.moderation.wave import LASTS, Wave, read, told, written
from bot.surfaces.discord.shown import size
from inbox.actions import ActionKind
from inbox.cases import Case, CaseNumber, Deed
from inbox.models import ConversationId, DeliveryId, Entry, EntryId
from tests.bot.surfaces.discord.moderation.test_cards import case
from tests.cast import MEERA
from tests.world import START


def done(number: int, *kinds: ActionKind, rule: str = "scam", **more: object) -> Case:
    """A case with these deeds."""
    deeds = tuple(Deed(kind, DeliveryId(str(number))) for kind in kinds)
    return case(number=CaseNumber(number), rule=rule, deeds=deeds, **more)


def entry(what: str, conversation: str = "facebook:page/1") -> Entry:
    """A line of the log."""
    return Entry(EntryId("1-0"), what, ConversationId(conversation), "1", "", "")


def test_a_wave_says_what_was_done_by_which_rules_and_what_was_refused() -> None:
    cases = [*(done(n, "hide") for n in range(1201, 1206)), done(1206, "hide", "mute", rule="repeats")]
    it = Wave().begun(START).with_cases(cases).with_cases([done(1207, "remove", rule="", by=MEERA)])
    it = it.with_lines([entry("case.refused"), entry("case.refused", "x:main/1"), entry("case.undone")])

    assert told(it, "**3** wait").splitlines() == [
        f"### Moderation since <t:{START // 1000}:t>, all together",
        "**7** comments taken out of sight, **1** person muted",
        "rule scam 5 · our people 1 · rule repeats 1",
        "-# cases 1201–1207 · 1 refused by Facebook · 1 refused by X · 1 undone",
        "**3** wait",
    ]


def test_many_rules_are_summed_up_and_the_message_stays_short() -> None:
    it = Wave().begun(START).with_cases([done(n, "hide", rule=f"*rule* {n} " + "@everyone " * 9) for n in range(1, 99)])
    said = told(it, "")
    assert "other rules 90" in said
    assert "@everyone" not in said
    assert size(said) < 1500


def test_it_is_remembered_and_what_another_version_wrote_is_passed_over() -> None:
    it = Wave("5-1", rests=7).begun(START).with_cases([done(1, "hide")]).with_cards(["case 1"])
    assert read(written(it)) == it
    assert read('{"place":"1-0","unheard":5}') == Wave("1-0")
    assert read("") == Wave()


def test_it_lasts_ten_minutes_and_keeps_which_cards_stand() -> None:
    it = Wave("5-1").begun(START).with_cases([done(9, "hide")]).with_cards(["case 9"])
    assert it.begun(START + LASTS - 1) is it
    after = it.begun(START + LASTS)
    assert (after.place, after.told, after.since, after.many, tuple(after.shown)) == (
        "5-1",
        9,
        START + LASTS,
        0,
        ("case 9",),
    )


@pytest.mark.parametrize(("cards", "room"), [(0, 5), (4, 1), (5, 0), (9, 0)])
def test_there_is_room_for_a_few_cards(cards: int, room: int) -> None:
    it = Wave().with_cards([f"case {n}" for n in range(cards)])
    assert it.room == room
    assert it.room_for_appeals == wave.CARDS


def test_only_the_newest_cards_are_brought_up_to_date() -> None:
    it = Wave().with_cards([f"case {n}" for n in range(wave.KEPT + 20)])
    assert len(it.shown) == wave.KEPT
    assert it.shown[-1] == f"case {wave.KEPT + 19}"
