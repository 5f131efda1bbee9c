"""The lists of words are whole, and none of them contradicts itself."""

from itertools import combinations

import pytest

from responders.sentiment import HEAD, LISTS
from responders.sentiment_words import FACES, FALSE_FRIENDS, LANGUAGES, Words
from responders.text import words


def entries(listed: Words, name: str) -> set[str]:
    """The words and phrases of a list, as they are compared."""
    return {" ".join(words(entry)) for entry in getattr(listed, name).split(",") if entry.strip()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_list_and_no_entry_on_two(language: str) -> None:
    lists = {name: entries(LANGUAGES[language], name) for name, _ in LISTS}

    assert all(lists.values())
    assert "" not in set.union(*lists.values())
    assert {(a, b): lists[a] & lists[b] for a, b in combinations(lists, 2) if lists[a] & lists[b]} == {}


def test_the_languages_that_are_promised_are_there() -> None:
    assert {"en", "es", "fr", "de", "pt", "hi", "gu", "hi-latn", "gu-latn"} <= LANGUAGES.keys()


def test_every_false_friend_stands_in_a_list() -> None:
    everything = {
        entry for one in LANGUAGES.values() for name in (*dict(LISTS), "turns") for entry in entries(one, name)
    }

    assert FALSE_FRIENDS - everything == set()


def test_every_face_is_one_sign() -> None:
    assert all(len(face) == 1 for face in FACES)


def test_no_beginning_of_a_word_is_too_short_to_mean_anything() -> None:
    everything = [
        entry.strip() for one in LANGUAGES.values() for name, _ in LISTS for entry in getattr(one, name).split(",")
    ]

    assert min(len(entry) for entry in everything if entry.endswith("*")) > HEAD
