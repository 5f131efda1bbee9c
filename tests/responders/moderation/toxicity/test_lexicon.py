"""The lists of words: every file can be read, phrases are found whole, the longest first."""

from __future__ import annotations

import pytest

from responders.moderation.toxicity.lexicon import (
    EVERYWHERE,
    LOUD,
    Lexicon,
    is_loud,
    languages,
    lexicon,
    phrase_of,
    read,
    said_in,
    spoken,
)


def small(**kinds: str) -> Lexicon:
    """A lexicon of these kinds."""
    return Lexicon(read(kinds))


@pytest.mark.parametrize("language", [EVERYWHERE, *languages()])
def test_every_file_says_who_is_meant_or_what_is_said(language: str) -> None:
    assert lexicon(language).singles(LOUD)
    assert language == EVERYWHERE or lexicon(language).singles(frozenset({"group"}))


def test_there_are_eleven_languages() -> None:
    assert languages() == ("ar", "de", "en", "es", "fr", "hi", "it", "nl", "pl", "pt", "zh")


def test_the_longest_phrase_is_found_and_a_star_stands_for_any_ending() -> None:
    words = small(**{"harm": "get rid of, rid*", "not": "not", "link": "not only"})

    hits = words.hits(["we", "get", "rid", "of", "ridden", "horses", "not", "only", "not"])

    assert [(hit.start, hit.end, set(hit.kinds)) for hit in hits] == [
        (1, 4, {"harm"}), (4, 5, {"harm"}), (6, 8, {"link"}), (8, 9, {"not"}),
    ]  # fmt: skip


def test_a_phrase_of_two_kinds_is_both() -> None:
    (hit,) = small(slur="cow", insult="cow").hits(["cow"])

    assert hit.kinds == {"slur", "insult"}


def test_a_kind_that_does_not_exist_is_named() -> None:
    with pytest.raises(ValueError, match="slurs is no kind of word; there are abuse, be, below"):
        read({"slurs": "x"})


def test_phrases_are_written_as_people_write_and_compared_as_texts_are() -> None:
    assert phrase_of("Über alles*") == ("uber", "alles*")
    assert phrase_of("女人") == ("女", "人")
    assert said_in("والنساء إلى") == ["نساء", "الي"]


def test_only_texts_with_a_whole_phrase_say_something() -> None:
    assert spoken(["the", "worst", "of", "all"]) >= {"en"}
    assert "en" not in spoken(["the", "best", "of", "all"])
    assert "en" not in spoken(["the"])
    assert is_loud("idiots")
    assert not is_loud("bowl")
