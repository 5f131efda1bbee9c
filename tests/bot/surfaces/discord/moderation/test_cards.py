"""How cases, appeals, flags and matches look: safe whatever was written, covered where it hurts, and never too long."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest

from bot.surfaces.discord.moderation import cards
from bot.surfaces.discord.moderation.deeds import MOST
from bot.surfaces.discord.moderation.listing import ROWS
from bot.surfaces.discord.shown import size
from inbox.cases import MODERATION, Appeal, Case, CaseNumber, Finding, Flag, Match, Measure, Wants
from inbox.docket.shown import AppealView, CaseView, DeedView, FlagView, MatchView, MeasureView
from inbox.models import DeliveryId, Media, RemoteId, contact_id
from tests.bot.surfaces.discord.contents import random_content
from tests.cast import ASHA
from tests.world import ACCOUNT, START, at

DRAWN = 100


def case(text: str = "Buy followers", **more: Any) -> Case:
    """One that stands."""
    known: dict[str, Any] = {
        "number": CaseNumber(12), "at": START, "account": ACCOUNT, "conversation": at(ASHA), "message": RemoteId("m1"),
        "person": contact_id(ACCOUNT, ASHA.remote), "contact": ASHA, "text": text, "media": (), "by": MODERATION,
        "rule": "scam", "version": "ab12", "reason": "it sells followers",
    }  # fmt: skip
    return Case(**known | more)


def view(it: Case | None = None, **more: Any) -> CaseView:
    """It as a surface shows it."""
    deed = DeedView("hide", "Hide the comment", "done", "done 2026-03-01 12:00", DeliveryId("1"), START)
    known: dict[str, Any] = {
        "case": it or case(), "name": "Asha", "network": "Facebook", "by": "the rule scam", "state": "done",
        "told": "done by the rule scam", "deeds": (deed,), "brings_back": ("It is shown again.",), "cannot": (),
        "buttons": ("undo", "reason"),
    }  # fmt: skip
    return CaseView(**known | more)


def appealed(words: str = "Why?", **more: Any) -> CaseView:
    """It, with an appeal."""
    appeal = Appeal(START, START + 1000, at(ASHA), RemoteId("a1"), words)
    it = replace(case(), appeal=replace(appeal, **more))
    shown = AppealView(it.number, "Asha", it.appeal or appeal, 1000, "asked 2026-03-01 12:00, 1 d left")
    return view(it, appeal=shown)


def test_a_case_says_who_what_what_was_done_by_which_rule_and_why() -> None:
    assert cards.case(view(post="Diwali *sale*")).splitlines() == [
        "### Case 12 · Asha on Facebook",
        "> Buy followers",
        "-# Under “Diwali \\*sale\\*”",
        f"✓ **Hide the comment**: done <t:{START // 1000}:R>",
        f"-# the rule scam, version ab12: it sells followers · <t:{START // 1000}:R>",
    ]


@pytest.mark.parametrize(
    "more", [{"rule": "toxic-hate"}, {"reason": "insult: an animal"}, {"labels": ("harassment",)}, {"rule": "Threats"}]
)
def test_what_hurts_is_covered_until_somebody_wants_to_read_it(more: dict[str, Any]) -> None:
    said = cards.case(view(case("You ||pig||\nand more", **more)))
    assert "> ||You \\|\\|pig\\|\\| and more||\n" in said


def test_what_was_changed_afterwards_is_shown() -> None:
    it = case(later=((START + 5000, "a *kind* word"),))
    assert f"-# Edited <t:{(START + 5000) // 1000}:R> to: a \\*kind\\* word" in cards.case(view(it))


def test_a_case_that_does_nothing_outside_says_so() -> None:
    assert "· Nothing was to be done on Facebook" in cards.case(view(deeds=(), state="noted"))


def test_files_are_named() -> None:
    it = case("", media=(Media("image", "r", name="offer.png"),))
    assert "-# with 1 photo (offer.png)" in cards.case(view(it))


def test_a_case_that_was_taken_back_is_one_line_without_buttons() -> None:
    it = case(undone_by="meera", undone_at=START, undone_why="irony")
    assert cards.case(view(it)) == f"-# ↷ Case 12, Asha: undone by meera <t:{START // 1000}:R>: irony"
    assert cards.case_buttons(view(it)) == ()


def _verbs(rows: tuple[Any, ...]) -> list[str]:
    return [button.custom_id.split(":")[1] for row in rows for button in row.children if button.custom_id]


def test_while_an_appeal_waits_its_case_has_no_undo_of_its_own() -> None:
    assert _verbs(cards.case_buttons(view())) == ["case_undo", "case", "case_allow"]
    assert _verbs(cards.case_buttons(appealed())) == ["case", "case_allow"]
    assert "case_undo" in _verbs(cards.case_buttons(appealed(state="declined")))


@pytest.mark.parametrize("mutes", [True, False])
def test_nobody_is_asked_to_mute_where_the_network_cannot(mutes: bool) -> None:
    finding = Finding("insults", "v1", "an insult", Wants(sight="hold"))
    flag = Flag(at(ASHA), RemoteId("m1"), ASHA, "You are pathetic", START, finding)
    one = FlagView(flag, "Asha", "Instagram", 0, "rule insults: an insult", (), ("clear", "condemn"), mutes=mutes)
    assert ("flag_mute" in _verbs(cards.flag_buttons(one))) is mutes


def test_an_appeal_that_was_decided_is_one_line_without_buttons() -> None:
    one = appealed(state="granted", by="noor", decided_at=START, answer="We are sorry.")
    assert cards.appeal(one) == (f"-# ✓ Appeal on case 12, Asha: granted by noor <t:{START // 1000}:R>: We are sorry.")
    assert cards.appeal_buttons(one) == ()


def test_a_flag_whose_id_is_too_long_for_a_button_is_found_by_its_digest() -> None:
    short = Flag(at(ASHA), RemoteId("m1"), ASHA, "x", START, Finding("r", "v", "b", Wants()))
    assert cards.flag_ref(short) == f"{at(ASHA)} m1"
    long = replace(short, message=RemoteId("m" * 200))
    assert cards.flag_ref(long) == cards.flag_digest(at(ASHA), RemoteId("m" * 200))
    assert len(cards.flag_ref(long)) < 20


def test_what_a_rule_in_shadow_would_do_is_a_sentence() -> None:
    finding = Finding("shouts", "v1", "all in capitals", Wants(sight="hide"))
    one = Match("1", finding, START, at(ASHA), RemoteId("m"), ASHA, "BUY NOW")
    assert cards.match(MatchView(one, "Asha", ("take it out of sight",), "", ask=True)).splitlines() == [
        "Asha wrote; the rule **shouts** would take it out of sight:",
        "> BUY NOW",
        f"-# all in capitals · <t:{START // 1000}:R>",
    ]


def test_a_measure_ends_in_the_time_of_whoever_reads_it() -> None:
    it = Measure("1", "hide_new", ACCOUNT, None, None, START + 1000, "meera", START, "the *video*")
    assert cards.measure(MeasureView(it, "…", 1000, may_end=True)).splitlines() == [
        "🛡 Everything new is taken out of sight on telegram\\:main.",
        f"-# meera, until <t:{START // 1000 + 1}:f>: the \\*video\\*",
    ]
    assert cards.measure(MeasureView(replace(it, until=0, why=""), "…", None, may_end=True)).endswith(
        "\n-# meera, until somebody ends it"
    )


@pytest.mark.parametrize(
    ("given", "left", "told"), [(1, 0.999, "1 point; they have 1 point"), (2, 1.84, "2 points; they have 1.8 points")]
)
def test_points_are_told_to_a_tenth(given: float, left: float, told: str) -> None:
    assert f"-# A strike of {told} now" in cards.whole_case(view(case(points=given), points=left))


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_written_pings_nobody_and_fits(seed: int) -> None:
    draw = random.Random(seed)
    for _ in range(DRAWN):
        a, b, c, d = (random_content(draw) for _ in range(4))
        it = case(a, rule=b, reason=c, version=d, labels=(a, b), later=((START, c),), undone_why=d)
        deeds = tuple(DeedView("mute", b, "refused", a, DeliveryId("1")) for _ in range(4))
        one = view(it, name=d, by=c, deeds=deeds, post=a, brings_back=(a, b), cannot=(c,), why_no_undo=d)
        asked = replace(appealed(b), case=replace(it, appeal=appealed(b).case.appeal), name=d, deeds=deeds, post=a)
        finding = Finding(a, b, c, Wants(labels=(d,)))
        flag = FlagView(Flag(at(ASHA), RemoteId("m"), ASHA, a, START, finding), b, "X", 5, c, (a, b, c, d), ("clear",))
        matched = Match("1", finding, START, at(ASHA), RemoteId("m"), ASHA, a)
        match = MatchView(matched, b, (c, d), "", ask=True)
        on = Measure("1", "hide_new", ACCOUNT, RemoteId(a), None, START, b, START, c)
        measure = cards.measure(MeasureView(on, "", None, may_end=True))
        told = [cards.case(one), cards.appeal(asked), cards.flag(flag), cards.match(match), cards.in_short(one)]
        told.append(measure)
        for said in [*told, cards.whole_case(one)]:
            assert "<@" not in said.replace("\\<\\@", "")
            assert "@everyone" not in said
        assert max(map(size, told)) < MOST
        assert size(cards.in_short(one)) * 7 < MOST + 300
        assert size(cards.match(match)) * 6 < MOST
        assert size(measure) * ROWS < MOST
