"""By what a rule judges, as a few signs."""

from responders.moderation.file import ModerationFile
from responders.moderation.versions import versions_of

RULE = {"id": "a", "when": {"lists": ["slurs"]}, "do": {"hide": True}}


def version(rule: dict[str, object], classifier: str = "", **file: object) -> str:
    """The version of one rule."""
    made = ModerationFile.model_validate({"rules": [rule], "lists": {"slurs": ["x"], "other": ["y"]}, **file})
    return versions_of(made, classifier)["a"]


def test_a_version_changes_with_the_rule_and_with_the_words_of_its_lists() -> None:
    first = version(RULE)

    assert version(dict(RULE)) == first
    assert version(RULE | {"do": {"hold": True}}) != first
    assert version(RULE, lists={"slurs": ["x", "z"], "other": ["y"]}) != first


def test_it_stays_when_something_changes_that_the_rule_does_not_speak_of() -> None:
    first = version(RULE)

    assert version(RULE, lists={"slurs": ["x"], "other": ["z"]}) == first
    assert version(RULE, classifier="another") == first
    assert version(RULE, allow={"words": ["x ray"]}) == first


def test_what_is_asked_belongs_to_it() -> None:
    asks = RULE | {"when": {"any": [{"scores": {"hate": 0.5}}, {"words": "a"}]}}

    assert version(asks, classifier="one") != version(asks, classifier="another")
    assert len({version(RULE | {"when": when}) for when in ({"spam": 0.9}, {"toxic": "hate"})}) == 2
