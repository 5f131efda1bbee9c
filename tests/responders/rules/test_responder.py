"""Rules: what they do when they match."""

import time
from dataclasses import replace

import pytest
from pydantic import ValidationError

from inbox.actions import Reply, Source
from inbox.models import Kind
from responders.hours import Hours
from responders.rules import Rules, RulesFile
from responders.turn import Answer
from tests.turns import ours, theirs, turn

SHOP = Hours.model_validate({"zone": "Asia/Kolkata", "weekly": {"mon-fri": "9:00-18:00"}})
HOUR = 3_600_000


def rules(*written: dict[str, object]) -> Rules:
    """A responder over these rules, which match "refund" where they do not say otherwise."""
    usual = ({"id": f"r{number}", "when": {"words": "refund"}} for number in range(len(written)))
    return Rules(RulesFile.model_validate({"rules": [a | b for a, b in zip(usual, written, strict=True)]}), SHOP)


async def answer(responder: Rules, said: str = "I want a refund", **more: object) -> Answer:
    """What the responder makes of one message."""
    return await responder.propose(turn(said, **more))  # type: ignore[arg-type]


async def test_a_rule_that_names_its_text_is_evidence() -> None:
    found = await answer(rules({"id": "refunds", "text": "Send us your order number."}))

    (proposal,) = found.proposals
    assert proposal.action == Reply(turn("x").conversation.thread.remote, "Send us your order number.")
    assert (proposal.evidence, proposal.because) == ("rule", 'the rule refunds matches "refund"')
    assert proposal.by.name == "rules"
    assert proposal.sources == (Source("refunds", 'matches "refund"', "Send us your order number."),)


async def test_a_rule_in_draft_mode_always_waits_for_a_person() -> None:
    found = await answer(rules({"text": "Sorry!", "mode": "draft"}))

    assert found.proposals[0].evidence == "none"


async def test_the_first_rule_that_matches_stops_the_others() -> None:
    found = await answer(rules({"labels": ["money"]}, {"text": "Never said"}))

    assert found == Answer(labels=("money",))


async def test_rules_that_do_not_stop_add_up() -> None:
    found = await answer(
        rules(
            {"labels": "money", "priority": 3, "stop": False},
            {"labels": ["money", "late"], "priority": 7, "text": "First", "stop": False},
            {"text": "Second", "priority": 1, "hand_off": "Money is for people."},
        )
    )

    assert (found.labels, found.priority, found.hand_off) == (("money", "late"), 7, "Money is for people.")
    assert [proposal.action.text for proposal in found.proposals if isinstance(proposal.action, Reply)] == ["First"]


@pytest.mark.parametrize(
    "second",
    [
        r"(?P<number>\d+) ROSES|lilies",
        r"(?P<word>tulips)",  # a name that the first has as well
        r"(?s)lil.ies|tulips",
    ],
)
async def test_patterns_are_found_each_beside_the_others(second: str) -> None:
    patterns = [r"(?P<word>refund|money)\b", second, r"order\s+\d{3}"]
    responder = rules(
        *(
            {"id": f"p{at}", "when": {"pattern": pattern}, "labels": [f"p{at}"], "stop": False}
            for at, pattern in enumerate(patterns)
        )
    )

    assert (await answer(responder, "Refund for order 123, lilies and tulips")).labels == ("p0", "p1", "p2")
    assert (await answer(responder, "5 roses, a refund?")).labels[0] == "p0"
    assert (await answer(responder, "the order of the day")).labels == ()


async def test_no_rule_no_answer() -> None:
    assert await answer(rules({"text": "Hi"}), "Hello") == Answer()


@pytest.mark.parametrize(
    ("limits", "kind", "concerned"),
    [
        ({"accounts": "telegram:*"}, "direct", True),
        ({"accounts": ["webchat:site", "telegram:main"]}, "direct", True),
        ({"accounts": "webchat:*"}, "direct", False),
        ({"networks": "telegram"}, "group", True),
        ({"networks": ["webchat"]}, "group", False),
        ({"kinds": ["group", "comments"]}, "comments", True),
        ({"kinds": "direct"}, "group", False),
    ],
)
async def test_a_rule_may_be_for_some_places_only(limits: dict[str, object], kind: Kind, *, concerned: bool) -> None:
    found = await answer(rules({"labels": "here"} | limits), kind=kind)

    assert bool(found.labels) is concerned


def test_a_rule_that_does_nothing_is_refused() -> None:
    with pytest.raises(ValidationError, match="does nothing"):
        rules({})


async def test_in_place_of_a_declined_rule_comes_the_next_that_matches() -> None:
    responder = rules({"text": "one"}, {"text": "two"})
    asked = turn("I want a refund")

    second = await responder.propose(replace(asked, declined=frozenset({"rules:r0"})))
    neither = await responder.propose(replace(asked, declined=frozenset({"rules:r0", "rules:r1"})))

    assert [proposal.sources[0].id for proposal in second.proposals] == ["r1"]
    assert neither == Answer()


async def test_a_draft_says_which_version_of_the_rules_it_was_made_of() -> None:
    one, same, other = rules({"text": "one"}), rules({"text": "one"}), rules({"text": "two"})

    (proposal,) = (await answer(one)).proposals

    assert proposal.version == one.version == same.version != other.version


async def test_the_first_assignment_and_the_first_snooze_count() -> None:
    found = await answer(
        rules(
            {"assign": "meera", "stop": False},
            {"assign": "noor", "snooze": "2h", "stop": False},
            {"snooze": "1d"},
        )
    )

    assert (found.assign, found.snooze) == ("meera", 2 * HOUR)


async def test_until_open_is_the_time_to_the_next_opening_and_nothing_while_open() -> None:
    responder, closed = rules({"snooze": "until open"}), turn("I want a refund")
    opens = SHOP.next_opening(closed.now) or 0

    assert (await responder.propose(closed)).snooze == opens - closed.now > 0
    assert (await responder.propose(replace(closed, now=opens))).snooze == 0
    assert (await Rules(responder.file).propose(closed)).snooze == 0


async def test_in_its_cool_down_a_rule_does_all_but_answer() -> None:
    responder = rules({"text": "Hello", "cool_down": "2h", "labels": "money", "stop": False}, {"text": "Again"})
    now = turn("x").now
    asked = turn("refund", ours("Hello", now - HOUR), theirs("refund!", now))

    found = await responder.propose(asked)

    assert found.labels == ("money",)
    assert [proposal.sources[0].id for proposal in found.proposals] == ["r1"]
    assert (await responder.propose(replace(asked, now=now + 2 * HOUR))).proposals[0].sources[0].id == "r0"


@pytest.mark.parametrize(
    ("rule", "because"),
    [
        ({"when": {"always": True}, "text": "a"}, "the rule r0 matches every message"),
        ({"when": {"words": "refund", "sentiment": "neutral"}, "text": "a"}, 'matches "refund" and it sounds neutral'),
        ({"text": {"gu": "a"}}, 'matches "refund"; there is no text in their language (en)'),
        ({"text": "See {post}"}, "; nothing is known for post, so a person has to fill it in"),
    ],
)
async def test_what_is_not_certain_waits_for_a_person_and_says_why(rule: dict[str, object], because: str) -> None:
    found = await rules(rule).propose(replace(turn("I want a refund"), language="en"))

    assert found.proposals[0].evidence == "none"
    assert because in found.proposals[0].because


async def test_a_draft_names_its_language_and_its_own_words_without_the_name_of_anybody() -> None:
    found = await rules({"text": {"en": "Hello {name}, back {next_opening}"}}).propose(
        replace(turn("I want a refund"), language="en")
    )

    (proposal,) = found.proposals
    assert proposal.language == "en"
    assert proposal.sources[0].quote == "Hello {name}, back today 9:00"
    assert isinstance(proposal.action, Reply)
    assert proposal.action.text == "Hello Asha, back today 9:00"


def test_other_opening_hours_are_another_version() -> None:
    file = rules({"text": "one"}).file

    assert Rules(file).version != Rules(file, SHOP).version == Rules(file, SHOP).version


async def test_a_thousand_rules_and_a_very_long_message_take_their_time_but_not_for_ever() -> None:
    many = [
        {
            "id": f"r{n}",
            "when": {"any": [{"words": [f"word{n}", f"two words {n}"]}, {"pattern": rf"code[- ]{n}\b"}]},
            "labels": f"l{n}",
        }
        for n in range(1000)
    ]
    responder, started = rules(*many), time.process_time()

    assert (await answer(responder, "where is it " * 5_833 + "code-999")).labels == ("l999",)
    assert (await answer(responder, "two words 17")).labels == ("l17",)
    assert time.process_time() - started < 5
