"""The checks of what left alone in a storm find what is wrong; a storm that finds nothing would prove nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import run
from bot.replay import GONE, Replayed
from config.load import Config
from inbox.actions import Delivery, DeliveryState, Draft, Proposal, Reply, Source
from inbox.decisions import Decision, Facts, Proposed
from inbox.models import (
    SYSTEM,
    AccountId,
    Actor,
    ContactId,
    ConversationId,
    DeliveryId,
    DraftId,
    Entry,
    EntryId,
    RemoteId,
)
from inbox.policy import Limits
from inbox.store.grants import in_words
from tests.chaos import answers as checks
from tests.chaos.answers import Answers
from tests.chaos.findings import Findings
from tests.chaos.minds import GRANTED, give_brains
from tests.chaos.scene import write_config

ACCOUNT, HERE = AccountId("telegram:main"), ConversationId("telegram:main/1")
TRUE = "The River mug holds 350 ml and is safe in the dishwasher."
MODEL = Actor("responder", "llm")
LIMITS = Limits(per_person=1, per_conversation=2, within=1_000)


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """The files of a storm."""
    folder: Path = write_config(tmp_path_factory.mktemp("storm"), "http://127.0.0.1:9", main="1:a")
    give_brains(folder, "http://127.0.0.1:9/v1")
    return run.read_config(folder)


def draft(text: str = TRUE, number: int = 1, at: int = 0, **more: Any) -> Draft:
    """What the model drafted and cited."""
    said = Proposal(Reply(RemoteId("1"), text), MODEL, "", "cited", (Source("brand:mug", "River mug", TRUE),))
    return Draft(
        DraftId(str(number)),
        HERE,
        ACCOUNT,
        replace(said, **more),
        about=RemoteId(f"m{number}"),
        at=0,
        state="approved",
        decided_by="sangam",
        decided_at=at,
        delivery=DeliveryId(f"x-{number}"),
    )


def delivery(of: Draft) -> Delivery:
    """What left of it, decided by nobody."""
    assert of.delivery
    return Delivery(of.delivery, of.id, HERE, ACCOUNT, of.proposal.action, SYSTEM, "llm", 0, "sent")


def decision(*drafts: Draft, asker: str = "telegram:main/1") -> Decision:
    """What the ledger says of them."""
    told = tuple(Proposed("llm", "cited", (), "", draft=one.id) for one in drafts)
    id = f"{drafts[0].id}-0" if drafts else "0-0"
    return Decision(id, 0, HERE, ContactId(asker), RemoteId("m1"), 1, "", Facts(), "", {}, "normal", told)


def line(what: str, ref: str = "", by: str = "", at: int = 1) -> Entry:
    """A line of the log."""
    return Entry(EntryId(f"{at}-0"), what, HERE, ref, by, "")


SENT = (line("delivery.queued", "x-1", "llm"), line("delivery.sending", "x-1"))
GIVEN = line("autonomy.granted", in_words(GRANTED), "olga")
BACK = line("autonomy.withdrawn", in_words(GRANTED), "olga")


def left(
    config: Config,
    *drafts: Draft,
    entries: Sequence[Entry] = (GIVEN, *SENT),
    decisions: Sequence[Decision] | None = None,
    again: Sequence[Replayed] = (),
) -> Answers:
    """A storm in which these left alone."""
    deliveries = [delivery(one) for one in drafts]
    found = Findings({HERE: ()}, {one.id: one for one in drafts}, deliveries, Counter(), {}, {})
    told = [decision(one) for one in drafts] if decisions is None else decisions
    alone = list(zip(drafts, deliveries, strict=True))
    return Answers(config, LIMITS, found, entries, told, again, {HERE: "direct"}, alone)


def wrong(answers: Answers) -> list[str]:
    """The checks that find something."""
    return [what for what, found in checks.problems(answers).items() if found]


def test_what_is_proven_allowed_and_told_is_no_problem(config: Config) -> None:
    assert wrong(left(config, draft())) == []


@pytest.mark.parametrize(
    "one",
    [
        draft(TRUE.replace("350", "450")),
        draft("Everything is free today."),
        draft(evidence="none"),
        draft(checks=("Shouting.",)),
        draft(sources=()),
        draft(sources=(Source("brand:no-such-line", "", TRUE),)),
    ],
)
def test_what_is_not_proven_is_found(config: Config, one: Draft) -> None:
    assert wrong(left(config, one)) == ["left alone without proof"]


@pytest.mark.parametrize(
    "entries",
    [
        SENT,
        (GIVEN, BACK, *SENT),
        (GIVEN, SENT[0], BACK, SENT[1]),
        (GIVEN, line("mode.careful"), *SENT),
        (GIVEN, SENT[0], line("mode.careful"), SENT[1]),
    ],
)
def test_what_was_not_allowed_at_that_time_is_found(config: Config, entries: Sequence[Entry]) -> None:
    assert wrong(left(config, draft(), entries=entries)) == ["left alone where it may not"]


@pytest.mark.parametrize("taken", [line("conversation.claimed", by="meera"), line("responders.silenced", by="noor")])
def test_what_left_after_somebody_took_the_conversation_is_found(config: Config, taken: Entry) -> None:
    late, early = (GIVEN, SENT[0], taken, SENT[1]), (GIVEN, *SENT, taken)

    assert wrong(left(config, draft(), entries=late)) == ["left alone into what a person had taken"]
    assert wrong(left(config, draft(), entries=early)) == []


def test_what_left_after_somebody_wrote_is_found(config: Config) -> None:
    theirs = replace(draft(number=2), proposal=Proposal(Reply(RemoteId("1"), "I do."), Actor("person", "meera"), ""))
    answers = left(config, draft(), entries=(GIVEN, SENT[0], line("delivery.queued", "x-2", "meera"), SENT[1]))
    found = replace(
        answers.found,
        drafts={**answers.found.drafts, theirs.id: theirs},
        deliveries=[*answers.found.deliveries, replace(delivery(theirs), by=Actor("person", "meera", "moderator"))],
    )

    assert wrong(replace(answers, found=found)) == ["left alone into what a person had taken"]


def test_two_answers_to_one_turn_or_one_message_are_found(config: Config) -> None:
    one, two = draft(), draft(number=2, at=5_000)

    assert wrong(left(config, one, two)) == []
    assert wrong(left(config, one, two, decisions=[decision(one, two)])) == ["answered twice"]
    assert wrong(left(config, one, replace(two, about=one.about))) == ["answered twice"]


def test_more_than_the_limits_allow_is_found(config: Config) -> None:
    one, two, three = draft(), draft(number=2, at=400), draft(number=3, at=800)
    others = [decision(each, asker=f"telegram:main/{each.id}") for each in (one, two, three)]

    assert wrong(left(config, one, two)) == ["over the limits"]
    assert wrong(left(config, one, two, decisions=others[:2])) == []
    assert wrong(left(config, one, two, three, decisions=others)) == ["over the limits"]


@pytest.mark.parametrize("state", ["recalled", "held"])
def test_what_was_not_taken_and_was_taken_back_is_no_answer(config: Config, state: DeliveryState) -> None:
    one, two = draft(), replace(draft(number=2, at=400), about=RemoteId("m1"))
    twice = left(config, one, two)
    first, (second, delivered) = twice.alone

    assert wrong(twice) == ["answered twice", "over the limits"]
    assert wrong(replace(twice, alone=[first, (second, replace(delivered, state=state))])) == []


def test_a_draft_without_a_decision_and_a_decision_without_a_draft_are_found(config: Config) -> None:
    one, two = draft(), draft(number=2, at=5_000)

    assert wrong(left(config, one, decisions=[])) == ["not in the ledger"]
    assert wrong(left(config, one, decisions=[decision(one), decision(one)])) == ["not in the ledger"]
    assert wrong(left(config, one, decisions=[decision(one), decision(two)])) == ["not in the ledger"]


def test_what_left_although_the_ledger_says_that_it_waits_is_found(config: Config) -> None:
    then = decision(draft())
    waited = replace(then, proposals=(replace(then.proposals[0], waits="a check failed"),))

    assert wrong(left(config, draft(), decisions=[waited])) == ["not in the ledger"]


def test_a_decision_that_comes_out_otherwise_is_found(config: Config) -> None:
    then = decision(draft())

    assert wrong(left(config, draft(), again=[Replayed(then, then)])) == []
    assert wrong(left(config, draft(), again=[Replayed(then, replace(then, hand_off="a person"))])) == [
        "done otherwise"
    ]
    assert wrong(left(config, draft(), again=[Replayed(then, cannot=GONE)])) == ["done otherwise"]
