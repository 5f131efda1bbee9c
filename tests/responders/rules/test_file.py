"""What a rule may say, and what it may not."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from config.shape import keys
from responders.rules.conditions import Author, Clock, Condition, Post
from responders.rules.file import Rule, RulesFile
from responders.rules.responder import Rules
from tests.turns import turn

KEYS = sorted({key for model in (Rule, Condition, Clock, Author, Post) for key in keys([model])})
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 99) | st.sampled_from(
        ["a", "telegram", "direct", "gu", "2h", "9:00", "{name}", "mon-fri", "12-25", "UTC", "open", "negative"]
    ),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from([*KEYS, "en", "x"]), inner, max_size=4),
    max_leaves=10,
)  # fmt: skip

PLAIN: list[dict[str, object]] = [
    {"networks": ["telegram"]}, {"kinds": ["direct"]}, {"accounts": "telegram:*"}, {"labels": "a"}, {"priority": 3},
    {"hand_off": "why"}, {"mode": "draft"}, {"stop": False}, {"text": {"en": "Hello {name}!", "gu": "Kem cho {name}?"}},
]  # fmt: skip


def rule(**said: object) -> Rule:
    """A rule about refunds that says this."""
    return Rule.model_validate({"id": "r", "when": {"words": "refund"}} | said)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({}, "does nothing"),
        ({"cool_down": "1h", "labels": "a"}, "cool_down is about the answer"),
        ({"once": True, "labels": "a"}, "once is about the answer"),
        ({"link": "https://a.org", "labels": "a"}, "link is about the answer"),
        ({"text_on": {"x": "a"}, "labels": "a"}, "text_on is about the answer"),
        ({"text": "See {link}"}, "there is no link"),
        ({"text": "a", "text_on": {"x": "See {link}"}}, "there is no link"),
        ({"text": "a", "link": "example.org"}, "must be an address"),
        ({"text": {"en": "a"}, "text_on": {"x": {"gu": "b"}}}, "text_on.x has a text in gu"),
        ({"text": {"en": "a"}, "text_on": {"x": "b"}}, "text_on.x has a text in no language"),
        ({"text": {}}, "write at least one text"),
        ({"text": "Hi {nobody}"}, "nobody fills in {nobody}"),
        ({"text": {"english": "a"}}, "must be a language code"),
        ({"labels": "a\nb"}, "a label is one line"),
        ({"labels": "x" * 49}, "at most 48"),
        ({"assign": "x" * 65}, "somebody of yours"),
        ({"priority": 10}, "less than or equal to 9"),
        ({"snooze": "until closed"}, "a length of time such as 2h, or: until open"),
        ({"snooze": "0s"}, "a length of time"),
        ({"text": "a", "cool_down": "0s"}, "at least a second"),
        ({"when": {"kinds": "direct"}, "labels": "a"}, "matches every message"),
        ({"when": {"not": {"words": "a"}}, "labels": "a"}, "matches every message"),
        ({"when": {"always": True}, "text": "a", "mode": "auto"}, "never answers alone"),
        ({"labels": "a", "label": "b"}, "Extra inputs"),
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused(said: dict[str, object], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        rule(**said)


@pytest.mark.parametrize(
    ("said", "sure"),
    [
        ({}, True),
        ({"mode": "draft"}, False),
        ({"when": {"always": True}}, False),
        ({"when": {"always": True, "not": {"words": "a"}}}, False),
        ({"when": {"sentiment": "positive"}}, False),
        ({"when": {"words": "thanks", "sentiment": "positive"}}, False),
        ({"when": {"words": "thanks", "not": {"sentiment": "negative"}}}, True),
        ({"when": {"not": {"not": {"sentiment": "negative"}}, "words": "a"}}, False),
        ({"when": {"hours": "closed"}}, True),
    ],
)
def test_a_feeling_and_every_message_are_no_evidence(said: dict[str, object], *, sure: bool) -> None:
    assert rule(text="a", **said).is_sure is sure


@pytest.mark.parametrize(
    ("said", "needs"),
    [
        ({"labels": "a"}, False),
        ({"when": {"any": [{"words": "a"}, {"hours": "open"}]}, "labels": "a"}, True),
        ({"snooze": "Until  open"}, True),
        ({"snooze": "2h"}, False),
        ({"text": {"en": "a", "gu": "{next_opening}"}}, True),
        ({"text": "a", "text_on": {"x": "{hours}"}}, True),
    ],
)
def test_a_rule_knows_whether_it_needs_opening_hours(said: dict[str, object], *, needs: bool) -> None:
    assert rule(**said).needs_hours is needs


def test_texts_are_one_or_many() -> None:
    many = rule(text={"en": "a", "gu": "b"}, text_on={"x": {"en": "c"}})

    assert rule(text="a").text == {"": "a"}
    assert many.every_text == ("a", "b", "c")
    assert rule(snooze="90m").snooze == timedelta(minutes=90)


def test_the_file_that_was_valid_before_is_valid() -> None:
    old = {
        "id": "old", "when": {"any": [{"words": ["a", "b"]}, {"pattern": "x+"}], "not": {"words": "c"}},
        "accounts": "telegram:*", "networks": ["telegram"], "kinds": ["direct"], "text": "Hello", "labels": "a",
        "priority": 3, "hand_off": "why", "mode": "draft", "stop": False,
    }  # fmt: skip

    assert RulesFile.model_validate({"rules": [old]}).rules[0].id == "old"
    assert RulesFile().rules == ()


@given(
    st.lists(st.sampled_from(PLAIN), max_size=4),
    st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=2),
    st.one_of(*[st.just({"words": "refund"})] * 3, VALUES),
)
def test_whatever_is_written_it_is_taken_and_works_or_is_refused(
    plain: list[dict[str, object]], strange: dict[str, object], when: object
) -> None:
    said: dict[str, object] = {"id": "r", "when": when, "text": "Hello {name}!"}
    for part in (*plain, strange):
        said |= part
    try:
        file = RulesFile.model_validate({"zone": "UTC", "rules": [said]})
    except ValidationError:
        return
    rules, asked = Rules(file), turn("a refund, and a word of telegram?")

    answer = rules.answer(rules.matched(asked), asked)

    assert all("{" not in proposal.action.text for proposal in answer.proposals)  # type: ignore[union-attr]
