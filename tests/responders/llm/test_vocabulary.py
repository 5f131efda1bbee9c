"""The word lists: nothing may stand in two of them that would undo one."""

from __future__ import annotations

import pytest

from responders.llm.vocabulary import (
    COMMITMENTS,
    COSTS,
    COURTESY,
    HARMLESS,
    HARMLESS_RUNS,
    NEGATION_SIGNS,
    NEGATIONS,
)
from responders.text import normalise


def test_no_harmless_word_binds_us_or_costs_something() -> None:
    binding = {word for word in HARMLESS | COURTESY for stem in COMMITMENTS if word.startswith(stem)}

    assert binding == set()
    assert not COSTS & HARMLESS


@pytest.mark.parametrize(
    "word", ["yes", "sure", "certainly", "si", "oui", "ja", "हाँ", "હા", "sim", "да", "نعم", "all", "free", "only"]
)
def test_a_word_with_which_something_could_be_granted_is_not_harmless(word: str) -> None:
    assert normalise(word) not in HARMLESS | COURTESY


def test_what_grants_by_itself_is_no_courtesy() -> None:
    assert not COURTESY & {"can", "do", "will", "is", "are", "may", "it", "we", "konnen", "puede", "peut"}


def test_all_words_are_in_the_form_in_which_they_are_compared() -> None:
    for word in (*HARMLESS, *COURTESY, *NEGATIONS, *COMMITMENTS, *COSTS, *HARMLESS_RUNS, *NEGATION_SIGNS):
        assert word == normalise(word), word
