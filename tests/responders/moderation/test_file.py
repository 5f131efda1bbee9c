"""What moderation.yaml may hold, and what is wrong with it in words."""

import pytest
from pydantic import ValidationError

from responders.moderation.file import EVERYTHING, IRREVERSIBLE, ModerationFile


def wrong(**file: object) -> list[str]:
    """What is wrong with a file."""
    with pytest.raises(ValidationError) as told:
        ModerationFile.model_validate(file)
    return [error["msg"].removeprefix("Value error, ") for error in told.value.errors()]


def of_rule(**rule: object) -> list[str]:
    """What is wrong with a rule."""
    return wrong(rules=[{"id": "a", "when": {"words": "a"}, "do": {"hide": True}, **rule}])


@pytest.mark.parametrize(
    ("do", "words"),
    [
        ({}, "this rule does nothing; write hide, hold, labels or another key of docs/moderation.md"),
        ({"labels": []}, "this rule does nothing; write hide, hold, labels or another key of docs/moderation.md"),
        ({"hide": None, "tell": "Look"}, "nothing is written here; write something, or leave the key out"),
        ({"remove": True}, f"remove {IRREVERSIBLE}"),
        ({"block": True}, f"block {IRREVERSIBLE}"),
        (
            {"hold": True, "irreversible": True},
            "irreversible belongs to remove, block or hide, and there is none of them; leave it out",
        ),
        ({"hide": True, "hold": True}, "hide and hold exclude each other; keep one of them"),
        ({"keep": True, "strike": 1}, "keep leaves the message alone, and strike does not; take one of them out"),
        ({"hide": False}, "must be true; leave the key out where it is not meant"),
        ({"mute": "400d"}, "must be at most 365d"),
        ({"slow": "7h"}, "must be at most 6h"),
        ({"mute": "forever"}, "must be a number with a unit: 20s, 5m, 2h or 7d"),
        ({"reply": "Dear {name}"}, "{name} is filled in nowhere here; leave it out, or take the braces away"),
        ({"reply": {}}, "there is nothing here; write at least one text"),
    ],
)  # fmt: skip
def test_what_a_rule_does_wrong_is_told_in_words(do: dict[str, object], words: str) -> None:
    assert of_rule(do=do) == [words]


def test_what_cannot_be_taken_back_may_be_done_where_it_is_written_so() -> None:
    do = {"remove": True, "block": True, "irreversible": True}

    assert ModerationFile.model_validate({"rules": [{"id": "a", "when": {"words": "a"}, "do": do}]}).rules[0].do.block


@pytest.mark.parametrize(
    "when", [{"kinds": "comments"}, {"not": {"words": "a"}}, {"any": [{"words": "a"}, {"kinds": "direct"}]}]
)
def test_a_rule_that_matches_everything_is_refused_unless_that_is_meant(when: dict[str, object]) -> None:
    assert of_rule(when=when) == [EVERYTHING]
    meant = {"id": "a", "when": when | {"always": True}, "do": {"hold": True}}
    assert ModerationFile.model_validate({"rules": [meant]}).rules[0].forced


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ({"lists": {"a": []}}, "this list is empty; write words, or take it out"),
        ({"appeals": {"text": "Why: {reason}"}}, "needs {code} where the code stands that they may appeal with"),
        ({"appeals": {"text": "{code} {name}"}}, "{name} is filled in nowhere here; there are {reason} and {code}"),
        ({"strikes": {"ladder": [{"at": 3}]}}, "this step does nothing; write mute, block, labels, priority or tell"),
        (
            {"strikes": {"ladder": [{"at": 3, "mute": "1h"}, {"at": 2, "mute": "1d"}]}},
            "the steps of ladder must go up, from the fewest points to the most, each once",
        ),
        ({"strikes": {"ladder": [{"at": 3, "block": True}]}}, f"block {IRREVERSIBLE}"),
        ({"earned": {"precision": 95}}, "must be at least 0.5 and below 1; write 0.8 for 80 %"),
        ({"allow": {"domains": "nadi.example/shop"}}, "only the domain counts, so write nadi.example alone"),
        (
            {"allow": {"people": "https://x.com/asha"}},
            "must be a user name such as asha, or an id as the desk shows it",
        ),
        ({"rule": []}, "Extra inputs are not permitted"),
    ],
)
def test_what_is_wrong_elsewhere_is_told_in_words(file: dict[str, object], words: str) -> None:
    assert wrong(**file) == [words]


def test_an_empty_file_has_no_rules_and_is_fair() -> None:
    file = ModerationFile()

    assert (file.rules, file.appeals, file.earned.after) == ((), None, 20)
