"""Which slips are mended by the words of a FAQ, and which words are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responders.faq.spelling import Speller
from responders.text import words

SPELLER = Speller(
    [
        "When are you open?",
        "Can I return my parcel or cancel the delivery?",
        "Do you sell coats and powder?",
        "dukan kyare khule che",
        "mera parcel kab aayega",
        "દુકાન ક્યારે ખુલે છે?",
        "¿Cuál es su horario de atención?",
        "营业时间",
    ]
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("when are you OPNE??", "when are you open"),
        ("retrun my parcle", "return my parcel"),
        ("delivry", "delivery"),
        ("deliveryy cancell", "delivery cancel"),
        ("dukaan kyaare khule chhe", "dukan kyare khule che"),
        ("mera parcel kab ayega", "mera parcel kab aayega"),
        ("દુકાન કયારે ખુલે છે", "દુકાન ક્યારે ખુલે છે"),
        ("su horario de atnecion", "su horario de atencion"),
    ],
)
def test_a_slip_becomes_the_word_that_was_meant(typed: str, meant: str) -> None:
    assert SPELLER.mend(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "do you sell boats",  # one letter for another makes other words
        "power",  # however near to powder
        "coat",  # another form, not a slip
        "nope",  # the first letter stays
        "opened",
        "12345",
        "营业",
        "",
        "👍",
    ],
)
def test_what_may_be_another_word_is_left_alone(typed: str) -> None:
    assert SPELLER.mend(typed) == " ".join(words(typed))


def test_of_two_words_that_may_be_meant_none_is_taken() -> None:
    assert Speller(["slated", "salted"]).mend("slted") == "slted"
    assert Speller(["salted"]).mend("slted") == "salted"


@given(st.text(max_size=60))
def test_it_knows_its_own_words_and_is_done_after_one_go(text: str) -> None:
    assert Speller([text]).mend(text) == " ".join(words(text))
    assert SPELLER.mend(SPELLER.mend(text)) == SPELLER.mend(text)
