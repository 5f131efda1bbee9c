"""What a condition may say, and what it may not."""

import pytest
from pydantic import ValidationError

from responders.rules.conditions import Condition, particular, within


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
        ({"pattern": "."}, "every message"),
        ({"pattern": r"(?s)^.+$"}, "every message"),
        ({"pattern": r"[^\n]"}, "every message"),
        ({"pattern": "((a{100}){100}){10}"}, "repetition"),
        ({"pattern": r"(\pL{100}){10}(\pN{100}){10}"}, "pattern too large"),
        ({"pattern": "\ud800"}, "surrogates"),
        ({"pattern": "\bfree\b"}, "a backslash in double quotes is another sign; put this pattern in single quotes"),
        ({"pattern": "“free”"}, "these quotes are part of the pattern; write 'free' with straight ones"),
        ({"not": {"always": True}}, "can never match"),
        ({"always": False}, "must be true; leave it out"),
        ({"kinds": "private"}, "'direct', 'group' or 'comments'"),
        ({"languages": "gujarati"}, "must be a language code"),
        ({"sentiment": "bad"}, "'negative', 'neutral' or 'positive'"),
        ({"hours": "maybe"}, "'open' or 'closed'"),
        ({"media": "picture"}, "must be true, false, or some of image, video"),
        ({"media": []}, "must be true, false, or some of image, video"),
        ({"time": {}}, "says no time"),
        ({"time": {"zone": "UTC"}}, "says no time"),
        ({"time": {"from": "9:00"}}, "from and to belong together"),
        ({"time": {"from": "9:00", "to": "09:00"}}, "the same time"),
        ({"time": {"from": "9", "to": "10:00"}}, "must be a time of day"),
        ({"time": {"weekdays": "mo-fri"}}, "must be days such as"),
        ({"time": {"dates": "christmas"}}, "must be a day such as"),
        ({"time": {"weekdays": "mon", "zone": "Asia/Kolkatta"}}, "did you mean Asia/Kolkata"),
        ({"author": {}}, "says nothing"),
        ({"author": {"at_least": 0}}, "greater than or equal to 1"),
        ({"author": {"at_least": 5, "at_most": 2}}, "nobody is both"),
        ({"author": {"known_for": "2d", "new_within": "1d"}}, "nobody is both"),
        ({"author": {"first": True, "known_for": "2d"}}, "never wrote before"),
        ({"author": {"known_for": "long"}}, "number with a unit"),
        ({"post": {}}, "says no post"),
        ({"post": {"pattern": "a*"}}, "every message"),
        ({"word": "x"}, "Extra inputs"),
    ],
)
def test_a_condition_that_cannot_work_is_refused(when: dict[str, object], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        Condition.model_validate(when)


@pytest.mark.parametrize(
    ("when", "says_something"),
    [
        ({"words": "refund"}, True),
        ({"pattern": "x+"}, True),
        ({"author": {"first": True}}, True),
        ({"hours": "closed"}, True),
        ({"time": {"weekdays": "sun"}}, True),
        ({"media": False}, True),
        ({"not": {"words": "refund"}, "languages": "gu"}, True),
        ({"any": [{"words": "a"}, {"post": {"ids": "1"}}]}, True),
        ({"all": [{"kinds": "direct"}, {"words": "a"}]}, True),
        ({"always": True}, False),
        ({"kinds": "direct", "networks": "x", "accounts": "x:*"}, False),
        ({"not": {"words": "refund"}}, False),
        ({"any": [{"words": "a"}, {"kinds": "direct"}]}, False),
        ({"any": [{"words": "a"}, {"not": {"words": "a"}}]}, False),
        ({"sentiment": ["negative", "neutral", "positive"]}, False),
        ({"time": {"weekdays": "mon-sun"}}, False),
        ({"author": {"at_least": 1}}, False),
    ],
)
def test_places_and_exclusions_alone_say_nothing_of_a_message(when: dict[str, object], *, says_something: bool) -> None:
    assert particular(Condition.model_validate(when)) is says_something


def test_what_is_excluded_twice_is_wanted() -> None:
    inner = {"any": [{"words": "a"}, {"not": {"words": "b"}}]}
    condition = Condition.model_validate({"not": inner, "all": [{"words": "c"}]})

    words = {part.words[0]: denied for part, denied in within(condition) if part.words}

    assert words == {"a": True, "b": False, "c": False}


def test_ids_may_be_written_as_numbers() -> None:
    post = Condition.model_validate({"post": {"ids": [123, "0007"]}}).post

    assert post
    assert post.ids == ("123", "0007")
