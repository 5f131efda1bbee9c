"""Rules: what they match and what they then do."""

import time
from dataclasses import replace

import pytest
from pydantic import ValidationError

from inbox.actions import Reply, Source
from inbox.models import Kind
from responders.rules import Condition, Rules, RulesFile, Seen, compile_condition
from responders.turn import Answer
from tests.turns import turn


def hit(said: str, **when: object) -> str | None:
    """What a condition says it found in a text."""
    return compile_condition(Condition.model_validate(when))(Seen.of(said))


def rules(*written: dict[str, object]) -> Rules:
    """A responder over these rules, which match "refund" where they do not say otherwise."""
    usual = ({"id": f"r{number}", "when": {"words": "refund"}} for number in range(len(written)))
    return Rules(RulesFile.model_validate({"rules": [a | b for a, b in zip(usual, written, strict=True)]}))


async def answer(responder: Rules, said: str = "I want a refund", **more: object) -> Answer:
    """What the responder makes of one message."""
    return await responder.propose(turn(said, **more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("opening hours", "What are your OPENING  hours?"),
        ("cafe", "Is the CAFÉ open"),
        ("año", "feliz ano nuevo"),
        ("ક્યારે", "દુકાન ક્યારે ખુલે છે?"),
        ("धनवापसी", "मुझे धनवापसी चाहिए।"),
        ("退款", "我想退款，谢谢"),
        ("refund", "ｒｅ\u200bｆｕｎｄ"),
    ],
)
def test_a_phrase_is_found_in_any_script_however_it_is_typed(phrase: str, said: str) -> None:
    assert hit(said, words=phrase) == f'"{phrase}"'


@pytest.mark.parametrize(("phrase", "said"), [("art", "start"), ("ખુલ", "ખુલે"), ("open now", "now open"), ("a", "")])
def test_a_part_of_a_word_is_not_the_word(phrase: str, said: str) -> None:
    assert hit(said, words=phrase) is None


def test_the_first_phrase_that_is_there_is_told() -> None:
    assert hit("my money back, a refund", words=["lawyer", "refund", "money back"]) == '"refund"'


def test_a_pattern_tells_what_it_matched_in_either_case() -> None:
    assert hit("Order AB-1234 is late", pattern=r"\b[a-z]{2}-\d{4}\b") == '"AB-1234" (a pattern)'
    assert hit("Order 1234", pattern=r"\b[a-z]{2}-\d{4}\b") is None


def test_a_long_match_is_shown_shortened() -> None:
    assert hit("x" * 500, pattern="x+") == f'"{"x" * 60}" (a pattern)'


def test_half_a_character_does_not_break_a_pattern() -> None:
    assert hit("a\ud83db", pattern="ab") == '"ab" (a pattern)'


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("refund please", '"refund" and nothing it excludes'),
        ("late order 12", '"late" and "12" (a pattern) and nothing it excludes'),
        ("late order", None),
        ("refund, thanks", None),
        ("hello", None),
    ],
)
def test_conditions_combine(said: str, found: str | None) -> None:
    either = [{"words": "refund"}, {"all": [{"words": "late"}, {"pattern": r"\d+"}]}]

    assert hit(said, **{"any": either, "not": {"words": "thanks"}}) == found


def test_several_keys_of_one_condition_must_all_hold() -> None:
    assert hit("late order 12", words="late", pattern=r"\d+") == '"late" and "12" (a pattern)'
    assert hit("order 12", words="late", pattern=r"\d+") is None


@pytest.mark.parametrize(
    ("when", "why"),
    [
        ({}, "empty condition"),
        ({"words": []}, "empty condition"),
        ({"words": "!!"}, "at least one letter"),
        ({"pattern": "a(b"}, "missing \\)"),
        ({"pattern": "(?=x)"}, "look-around"),
        ({"pattern": r"(a)\1"}, "back-references"),
        ({"pattern": "a*"}, "every message"),
        ({"pattern": "((a{100}){100}){10}"}, "repetition"),
        ({"pattern": "\ud800"}, "surrogates"),
    ],
)
def test_a_condition_that_cannot_work_is_refused(when: dict[str, object], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        Condition.model_validate(when)


def test_a_pattern_built_to_take_for_ever_takes_no_time() -> None:
    started = time.process_time()

    assert hit("a" * 70_000 + "!", pattern=r"^(a+)+$") is None
    assert hit("a" * 70_000 + "!", pattern=r"(a|aa|aaa)*b") is None
    assert time.process_time() - started < 1


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
