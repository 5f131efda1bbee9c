"""How what stands in a sentence adds up, and what takes from it."""

from __future__ import annotations

import pytest

from responders.moderation.toxicity.combining import HATE, INSULT, THREAT, gap, signs
from responders.moderation.toxicity.lexicon import Hit, lexicon
from responders.moderation.toxicity.reading import lines


def weights(text: str, *, of_group: bool = True, language: str = "en") -> dict[str, float]:
    """The most that is found of each class in the first sentence."""
    best: dict[str, float] = {}
    for sign in signs(lines(text, lexicon(language))[0], of_group=of_group):
        best[sign.name] = max(best.get(sign.name, 0), sign.weight)
    return best


@pytest.mark.parametrize(
    ("stronger", "weaker"),
    [
        ("women are scum", "women are not scum"),
        ("women are scum", '"women are scum" is what the sign says'),
        ("women are scum", "it is racist to think that women are scum"),
        ("women are stupid", "stupid women"),
        ("stupid women", "crazy woman"),
        ("you are just a faggot", "I am just a faggot"),
        ("they are bitches", "they are bitches and I love them"),
    ],
)
def test_what_turns_a_word_round_takes_most_of_its_weight(stronger: str, weaker: str) -> None:
    assert weights(stronger)[HATE] > weights(weaker).get(HATE, 0)


def test_they_are_a_group_only_when_the_text_speaks_of_one() -> None:
    assert HATE in weights("they are vermin", of_group=True)
    assert HATE not in weights("they are vermin", of_group=False)
    assert INSULT in weights("they are vermin", of_group=False)


@pytest.mark.parametrize(
    "text",
    [
        "they want to kill us women",
        "she was killed, the women say",
        "women who kill should go to prison",
        "I hate how women are treated",
        "we must stop killing women",
    ],
)
def test_harm_that_is_only_told_is_no_threat(text: str) -> None:
    assert weights(text).get(THREAT, 0) < 0.5
    assert weights(text).get(HATE, 0) < 0.5


def test_a_thought_that_begins_in_between_parts_what_stands_there() -> None:
    assert HATE in weights("women are so stupid")
    assert HATE not in weights("women are here but the printer is stupid")


def test_a_language_that_denies_last_is_understood() -> None:
    assert weights("aurato ko jeene ka haq nahi hai", language="hi")[HATE] >= 0.5
    assert HATE not in weights("aurato ko jeene ka haq hai", language="hi")


def test_a_name_behind_a_curse_is_cursed_and_a_day_is_not() -> None:
    assert INSULT in weights("fuck zuckerfels")
    assert INSULT not in weights("fuck yeah")
    assert INSULT not in weights("fuck")


def test_the_gap_is_counted_in_words_and_never_negative() -> None:
    kinds = frozenset({"you"})
    assert gap(Hit(kinds, 0, 2), Hit(kinds, 5, 6)) == gap(Hit(kinds, 5, 6), Hit(kinds, 0, 2)) == 3
    assert gap(Hit(kinds, 0, 3), Hit(kinds, 1, 2)) == 0
