"""What a rule of moderation may look at, and what is wrong with a condition in words."""

import pytest
from pydantic import ValidationError

from responders.moderation.conditions import LINK_KINDS, Condition, ToxicKind, particular, within
from responders.moderation.links import Kind as LinkKind
from responders.moderation.toxicity import CLASSES

KINDS = "'hate', 'threat', 'insult', 'sexual' or 'self-harm'"
SHARE = "must be above 0 and at most 1; write 0.8 for 80 %"
SURE = "must be at least 0.5 and below 1; write 0.8 for 80 %"


def wrong(**when: object) -> list[str]:
    """What is wrong with a condition."""
    with pytest.raises(ValidationError) as told:
        Condition.model_validate(when)
    return [error["msg"].removeprefix("Value error, ") for error in told.value.errors()]


@pytest.mark.parametrize(
    ("when", "words"),
    [
        ({}, "an empty condition; write words, links, any, not or another key of docs/moderation.md"),
        ({"links": {}}, "says no links; write links: true, kinds, domains, other_than or at_least"),
        ({"links": False}, "must be true, kinds of link, or keys; for a message without one write not: {links: true}"),
        ({"links": "odd"}, "must be some of shortener, invite, ip, lookalike, disguised"),
        (
            {"links": {"domains": "a.com", "other_than": "b.com"}},
            "domains and other_than exclude each other; keep one of them",
        ),
        ({"emoji": {}}, "says nothing; write count or share"),
        (
            {"repeated": {"times": 2, "people": 3, "within": "1m"}},
            "people is more than times; nobody says anything less than once",
        ),
        ({"flood": {"messages": 5, "within": "2d"}}, "must be between 1s and 1d; further back nothing is counted"),
        ({"author": {"unknown": True}}, "says nobody; unknown only says what becomes of what a network does not tell"),
        ({"author": {"first": True, "known_for": "1d"}}, "nobody who never wrote before is known for any time"),
        ({"words": "a", "links": None}, "nothing is written here; write something, or leave the key out"),
        ({"author": {"first": None}}, "nothing is written here; write something, or leave the key out"),
        ({"toxic": []}, "there is nothing here; write at least one kind"),
        ({"toxic": True}, f"Input should be {KINDS}"),
        ({"toxic": ["hat"]}, f"Input should be {KINDS}"),
        ({"toxic": {"hate": 80}}, SHARE),
        ({"scores": {"hate": 0}}, SHARE),
        ({"capitals": {"share": "80%"}}, SHARE),
        ({"emoji": {"share": True}}, SHARE),
        ({"spam": 80}, SURE),
        ({"spam": 0.3}, SURE),
        ({"spam": True}, SURE),
        ({"invites": "yes please"}, "must be true; leave the key out where it is not meant"),
        ({"links": {"domains": "evil.example/x"}}, "only the domain counts, so write evil.example alone"),
        ({"links": {"other_than": ["good.example", "an example"]}}, "must be a domain such as example.org"),
        ({"links": {"domains": "asha@good.example"}}, "must be a domain such as example.org"),
        ({"not": {"always": True}}, "this can never match: it excludes every message"),
        ({"words": "a", "not": {"words": "a"}}, "this can never match: it excludes what it asks for"),
        ({"pattern": ".*"}, "this pattern matches every message, even an empty one"),
        ({"words": "!!"}, "needs at least one letter or digit; for other signs use pattern"),
    ],
)  # fmt: skip
def test_a_wrong_condition_is_told_in_words(when: dict[str, object], words: str) -> None:
    assert wrong(**when) == [words]


@pytest.mark.parametrize("pattern", [r"(?=a)b", r"(a)\1", "[", "a{1001}"])
def test_a_pattern_that_cannot_be_used_is_told(pattern: str) -> None:
    assert wrong(pattern=pattern)[0].startswith("not a usable pattern: ")


@pytest.mark.parametrize(
    "when",
    [
        {"always": True},
        {"accounts": "telegram:*", "kinds": "comments"},
        {"not": {"words": "a"}},
        {"author": {"at_least": 1}},
        {"author": {"at_least": 1, "unknown": True}},
        {"any": [{"words": "a"}, {"always": True}]},
        {"all": [{"kinds": "direct"}, {"not": {"links": True}}]},
    ],
)
def test_what_fits_nearly_every_message_is_nothing_particular(when: dict[str, object]) -> None:
    assert not particular(Condition.model_validate(when))


@pytest.mark.parametrize(
    "when",
    [
        {"links": True},
        {"spam": 0.9},
        {"author": {"first": True}},
        {"any": [{"words": "a"}, {"mentions": 3}]},
        {"all": [{"kinds": "direct"}, {"toxic": "hate"}]},
    ],
)
def test_what_says_something_of_the_message_is_particular(when: dict[str, object]) -> None:
    assert particular(Condition.model_validate(when))


def test_what_is_short_means_what_is_long() -> None:
    short, long = (
        Condition.model_validate({"links": links, "toxic": toxic})
        for links, toxic in (("ip", ["hate"]), ({"kinds": ["ip"]}, {"hate": 0.5}))
    )
    assert short == long


def test_domains_mean_the_same_however_they_are_copied() -> None:
    copied = ["https://www.Evil.example/", "*.evil.example", ".evil.example", "EVIL.example"]
    links = Condition.model_validate({"links": {"domains": copied}}).links

    assert links
    assert set(links.domains) == {"evil.example"}


def test_a_condition_and_all_that_it_is_made_of() -> None:
    whole = Condition.model_validate({"any": [{"words": "a"}, {"not": {"words": "b"}}], "all": [{"links": True}]})

    assert len(list(within(whole))) == 5


def test_the_kinds_of_link_are_those_that_are_told_apart() -> None:
    assert LinkKind.__args__ == LINK_KINDS  # type: ignore[attr-defined]


def test_the_kinds_of_toxicity_are_those_that_are_looked_for() -> None:
    assert ToxicKind.__args__ == CLASSES  # type: ignore[attr-defined]
