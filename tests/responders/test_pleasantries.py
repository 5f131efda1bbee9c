"""What a question is wrapped in, and what is left of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from responders.pleasantries import bare
from responders.text import words


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Hi, when are you open?", "when are you open"),
        ("Hello there! Could you please tell me when you are open? Thanks a lot", "when you are open"),
        ("Good morning sir, how are you? when are you open pls", "when are you open"),
        ("kem cho bhai, dukan kyare khule che", "dukan kyare khule che"),
        ("નમસ્તે, દુકાન ક્યારે ખુલે છે? આભાર", "દુકાન ક્યારે ખુલે છે"),
        ("नमस्ते जी दुकान कब खुलती है", "दुकान कब खुलती है"),
        ("你好，请问你们几点开门？谢谢", "你 们 几 点 开 门"),
        ("Hola, ¿a qué hora abren? Gracias", "a que hora abren"),
        ("please refund me", "refund me"),
    ],
)
def test_greetings_thanks_and_lead_ins_are_taken_off(said: str, left: str) -> None:
    assert bare(words(said)) == left.split()


@pytest.mark.parametrize(
    "said",
    [
        "when are you open",
        "is there a guarantee for all of you",  # nobody is greeted
        "support team in Berlin?",
        "hi",
        "Thank you!",
        "hello sir thanks",
        "",
    ],
)
def test_what_is_the_question_itself_stays(said: str) -> None:
    assert bare(words(said)) == words(said)


@given(st.lists(st.sampled_from(["hi", "sir", "please", "thanks", "open", "when"]), max_size=8))
def test_it_is_done_after_one_go_and_never_leaves_nothing(said: list[str]) -> None:
    once = bare(said)

    assert bool(once) == bool(said)
    assert set(once) >= set(said) & {"open", "when"}
    assert bare(once) == once or {"open", "when"}.isdisjoint(said)
