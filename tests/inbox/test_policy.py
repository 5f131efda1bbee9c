"""The pure rules: who may what, what goes out alone, what is held back, what the network would not take."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import get_args

import pytest

from inbox.actions import KIND_OF, Action, Block, Edit, Hide, Proposal, Publish, Remove, Reply
from inbox.capabilities import TextLimit
from inbox.models import SYSTEM, Actor, Conversation, ConversationId, Media, RemoteId, Thread
from inbox.policy import (
    LEVELS,
    LIMITS,
    RIGHTS,
    Autonomy,
    Level,
    Verb,
    hold,
    may,
    too_long,
    too_many,
    unfit,
    waits,
)
from tests.cast import MEERA, OLGA, PAVEL, QASIM
from tests.world import ACCOUNT, CAPABILITIES, RULES, proposal

ONE, TWO = RemoteId("1"), RemoteId("2")
CONVERSATION = Conversation(ConversationId("c"), ACCOUNT, Thread(ONE, "direct"))
REPLY, POST, HIDE = Reply(ONE, "x"), Publish(ONE, "x"), Hide(ONE, TWO)
LEAD = Actor("person", "lead", "lead")


def test_each_role_may_what_the_one_below_may_and_more() -> None:
    roles = ["viewer", "writer", "moderator", "lead", "admin"]

    assert list(RIGHTS) == roles
    for less, more in pairwise(roles):
        assert RIGHTS[less] < RIGHTS[more]


def test_every_verb_is_somebodys_right() -> None:
    plain, kinds = get_args(Verb)[-1], get_args(get_args(Verb)[0])
    verbs = {*get_args(plain), *kinds} if get_args(plain) else {*get_args(Verb), *kinds}

    assert RIGHTS["admin"] >= {verb for verb in verbs if isinstance(verb, str)}
    assert RIGHTS["admin"] >= set(KIND_OF.values())


@pytest.mark.parametrize(
    ("actor", "verb", "allowed"),
    [
        (PAVEL, "look", True),
        (PAVEL, "note", False),
        (QASIM, "reject", True),
        (QASIM, "redraft", True),
        (PAVEL, "redraft", False),
        (QASIM, "approve", False),
        (QASIM, "reply", False),
        (MEERA, "approve", True),
        (MEERA, "remove", False),
        (MEERA, "mode", False),
        (LEAD, "mode", True),
        (LEAD, "faq", True),
        (MEERA, "faq", False),
        (LEAD, "people", False),
        (OLGA, "people", True),
        (SYSTEM, "mode", True),
        (RULES, "look", False),
        (Actor("person", "x"), "look", False),
        (Actor("person", "x", "emperor"), "look", False),
    ],
)
def test_who_may_what(actor: Actor, verb: Verb, allowed: bool) -> None:
    assert may(actor, verb) is allowed


def test_what_has_evidence_no_failed_check_and_leave_goes_alone() -> None:
    assert waits(proposal(), "auto", "normal", CONVERSATION) == ""


@pytest.mark.parametrize(
    ("suggested", "autonomy", "level", "conversation", "words"),
    [
        (proposal(evidence="none"), "auto", "normal", CONVERSATION, "it needs a person's judgement"),
        (proposal(checks=("mentions a price",)), "auto", "normal", CONVERSATION, "a check failed"),
        (proposal(), "draft", "normal", CONVERSATION, "autonomy is draft here"),
        (proposal(), "off", "normal", CONVERSATION, "autonomy is off here"),
        (proposal(), "auto", "careful", CONVERSATION, "in careful mode nothing goes out without a person"),
        (proposal(), "auto", "crisis", CONVERSATION, "in crisis mode nothing goes out without a person"),
        (proposal(), "auto", "stopped", CONVERSATION, "everything is stopped"),
        (proposal(), "auto", "normal", replace(CONVERSATION, quiet_by="meera"), "meera wrote here"),
        (proposal(), "auto", "normal", replace(CONVERSATION, claimed_by="noor"), "noor is writing here"),
        (proposal(), "auto", "normal", replace(CONVERSATION, left=True), "they blocked us or left"),
    ],
)
def test_anything_else_waits_for_a_person_and_says_why(
    suggested: Proposal, autonomy: Autonomy, level: Level, conversation: Conversation, words: str
) -> None:
    assert waits(suggested, autonomy, level, conversation) == words


@pytest.mark.parametrize(
    ("level", "action", "by", "held"),
    [
        ("normal", REPLY, SYSTEM, ""),
        ("careful", REPLY, MEERA, ""),
        ("careful", POST, MEERA, ""),
        ("careful", REPLY, SYSTEM, "in careful mode nothing goes out without a person"),
        ("crisis", REPLY, MEERA, ""),
        ("crisis", POST, MEERA, "nothing planned goes out in a crisis"),
        ("crisis", HIDE, SYSTEM, "in crisis mode nothing goes out without a person"),
        ("stopped", REPLY, MEERA, "everything is stopped"),
        ("stopped", POST, SYSTEM, "everything is stopped"),
    ],
)
def test_what_a_mode_holds_back(level: Level, action: Action, by: Actor, held: str) -> None:
    assert hold(level, action, by) == held


def test_the_levels_rise_from_normal_to_stopped() -> None:
    assert LEVELS == ("normal", "careful", "crisis", "stopped")


@pytest.mark.parametrize(
    ("unit", "text", "length"),
    [("characters", "é👍", 2), ("utf16", "é👍", 3), ("bytes", "é👍", 6), ("utf16", "\ud83d", 1)],
)
def test_a_text_is_as_long_as_the_network_counts(unit: str, text: str, length: int) -> None:
    limit = TextLimit(10, unit)  # type: ignore[arg-type]

    assert limit.length(text) == length


@pytest.mark.parametrize(
    ("action", "words"),
    [
        (Reply(ONE, "x" * 4096), ""),
        (Reply(ONE, "x" * 4097), "the text is 4097 characters long; telegram takes 4096"),
        (Reply(ONE, "x" * 1024, media=(Media("image", "b"),)), ""),
        (Reply(ONE, "x" * 1025, media=(Media("image", "b"),)), "the text is 1025 characters long; telegram takes 1024"),
        (Edit(ONE, TWO, "x" * 4097), "the text is 4097 characters long; telegram takes 4096"),
        (Remove(ONE, TWO), ""),
    ],
)
def test_a_text_that_is_too_long_is_named_with_its_limit(action: Action, words: str) -> None:
    assert too_long(CAPABILITIES, "direct", action) == words


def test_a_network_without_a_limit_for_captions_has_one_for_all() -> None:
    free = replace(CAPABILITIES, text=TextLimit(4096))

    assert too_long(free, "direct", Reply(ONE, "x" * 4096, media=(Media("image", "b"),))) == ""


@pytest.mark.parametrize(
    ("media", "words"),
    [
        ((), ""),
        ((Media("image", "b", size=1000), Media("file", "b", size=2000)), ""),
        ((Media("image", "b", size=1001),), "image has 1001 bytes; telegram takes 1000"),
        ((Media("voice", "b"),), "telegram takes no voice"),
        ((Media("image", "b"),) * 3, "3 files are attached; telegram takes 2 at once"),
    ],
)
def test_files_that_the_network_would_not_take_are_named(media: tuple[Media, ...], words: str) -> None:
    assert unfit(CAPABILITIES, "direct", Reply(ONE, "x", media=media)) == words


@pytest.mark.parametrize(
    ("who", "most", "words"),
    [
        ("they", 5, "they got 5 automatic answers within 10 min; perhaps a program writes to us"),
        (
            "this conversation",
            1,
            "this conversation got 1 automatic answer within 10 min; perhaps a program writes to us",
        ),
        ("they", 0, "bot.yaml lets nothing go out alone: its limit is 0"),
    ],
)
def test_why_no_more_goes_out_alone_is_said(who: str, most: int, words: str) -> None:
    assert too_many(LIMITS, who, most) == words


def test_a_network_that_takes_no_files_says_so() -> None:
    bare = replace(CAPABILITIES, media={}, media_count=0)

    assert (
        unfit(bare, "direct", Reply(ONE, "x", media=(Media("image", "b"),)))
        == "1 files are attached; telegram takes none"
    )
    assert unfit(bare, "direct", Block(ONE, TWO)) == ""
