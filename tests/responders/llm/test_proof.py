"""A sentence against the sentences of sources: one of them has to say it."""

from __future__ import annotations

import pytest

from responders.brain import Passage
from responders.llm.claims import sentences
from responders.llm.proof import against, listed, units

GARDEN = Passage("a", "Visitors", "Dogs are welcome in the garden. Children may paint in the workshop.", "line")
SHIPPING = Passage("faq", "Do you refund courses?", "We send within 3 days.\nhttps://nadi.example/post", "faq")
ASKING = Passage("b", "Can I get a discount?", "Do we refund everything? No, we refund unused pieces only.", "document")


def found(reply: str, *sources: Passage) -> list[str]:
    """What speaks against each sentence of a reply."""
    there = [unit for source in sources for unit in units(source, "Nadi Pottery")]
    return [words for part in sentences(reply) for words in against(part, there)]


def test_sentences_of_one_source_may_follow_each_other_and_none_is_made_of_two() -> None:
    assert found("Children may paint in the workshop. Dogs are welcome in the garden.", GARDEN) == []
    assert found("Dogs are welcome in the workshop.", GARDEN)
    assert found("Dogs may paint.", GARDEN)


def test_what_a_sentence_stands_under_may_be_said_with_it() -> None:
    assert found("Visitors: dogs are welcome in the garden of Nadi Pottery.", GARDEN) == []


@pytest.mark.parametrize("reply", ["We refund courses.", "We get a discount.", "We refund everything."])
def test_a_question_proves_nothing(reply: str) -> None:
    assert found(reply, SHIPPING, ASKING)


def test_the_yes_of_a_source_is_the_answer_to_another_question() -> None:
    assert found("Yes, we wrap gifts.", Passage("gift", "Do you wrap gifts?", "Yes, we wrap gifts.", "faq"))


def test_a_link_counts_wherever_it_stands_in_its_source() -> None:
    assert found("We send within 3 days, see https://nadi.example/post.", SHIPPING) == []
    assert found("We send within 3 days.", GARDEN, SHIPPING) == []


LEAD = Passage("lead", "Claims", "All our glazes are free of lead.", "line")
REPAIR = Passage("repair", "Values", "We repair what cracked, as long as we have the pieces.", "line")


def test_a_word_that_turns_a_sentence_round_is_not_left_out() -> None:
    assert found("All our glazes are free of lead.", LEAD) == []
    assert found("All our glazes have lead.", LEAD) == ['it leaves out what its source says with it: "free"']
    assert found("We repair what cracked.", REPAIR)


def test_nobody_takes_the_place_of_somebody_else() -> None:
    assert found("You repair what cracked, as long as we have the pieces.", REPAIR) == [
        "its source says it of somebody else"
    ]


SOME = "We do not ship raw clay abroad. The kiln is hotter than 1200 degrees. Orders over 50 € ship without a fee."


@pytest.mark.parametrize("reply", ["We do not ship.", "We do not ship clay.", "The kiln is 1200 degrees.", "We ship."])
def test_what_holds_only_for_some_is_not_said_of_all(reply: str) -> None:
    assert found(SOME, Passage("c", "Info", SOME, "line")) == []
    assert found(reply, Passage("c", "Info", SOME, "line"))


def test_a_few_are_listed_and_the_rest_is_counted() -> None:
    assert listed("abcdef") == '"a", "b", "c", "d" and 2 more'
    assert listed(["x", "x"]) == '"x"'
