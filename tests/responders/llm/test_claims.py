"""Words of a sentence in a source: the same word in another form, and nothing else."""

from __future__ import annotations

import pytest

from responders.llm.claims import known, sentences, unsupported, without_names, yes_or_no


def strange(said: str, source: str) -> list[str]:
    """The words of a text that a source does not have."""
    return [word for part in sentences(said) for word in unsupported(part, known(sentences(source)))]


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("We opened.", "opening"), ("It closes.", "closed"), ("promises", "promise"), ("Kurse", "Kurs"),
        ("los cursos", "el curso"), ("abiertos", "abierto"), ("खुले", "खुली"), ("વર્કશોપમાં", "વર્કશોપ"),
        ("мастерской", "мастерская"), ("CAFÉ", "cafe"), ("the workshop's garden", "workshop garden"),
        ("营业时间", "我们的营业时间"),
    ],
)  # fmt: skip
def test_another_form_of_a_word_is_the_word(said: str, source: str) -> None:
    assert strange(said, source) == []


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("weekend", "week"), ("table", "able"), ("courses", "courts"), ("refundable", "refuse"), ("mug", "mud"),
        ("गलत", "गमला"), ("营业额", "营业时间"), ("idiot", "the workshop is open"),
    ],
)  # fmt: skip
def test_another_word_is_not(said: str, source: str) -> None:
    assert strange(said, source)


def test_small_words_need_no_source_but_say_nothing_alone() -> None:
    assert strange("Hello, and thank you for your question!", "open") == []
    assert strange("Our door is open for you.", "the door is open") == []
    assert strange("We will.", "open") == ["we will."]
    assert strange("是的。", "营业") == ["是的"]


@pytest.mark.parametrize(
    ("said", "conditions"),
    [
        ("Dogs are welcome only in the garden.", {"only"}),
        ("Some mugs are safe.", {"some"}),
        ("Mugs from 24 €.", {"from"}),
        ("Open from 9:00 to 18:00.", set()),
        ("如果未使用，可以退款。", {"如果"}),
        ("Dogs are welcome.", set()),
    ],
)
def test_for_whom_and_how_far_a_sentence_holds_is_noticed(said: str, conditions: set[str]) -> None:
    (part,) = sentences(said)
    assert part.conditions == conditions


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Hi Asha, we are open.", "Hi , we are open."),
        ("Asha, we are open.", ", we are open."),
        ("We are open, Asha!", "We are open,!"),
        ("Asha is a thief.", "Asha is a thief."),
        ("We like Asha.", "We like Asha."),
    ],
)
def test_a_name_is_left_out_only_where_it_speaks_to_somebody(text: str, left: str) -> None:
    assert without_names(text, ["Asha"]).replace(" ", "") == left.replace(" ", "")


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("Yes, we are open.", "yes"),
        ("Hi, yes, we are open.", "yes"),
        ("No.", "no"),
        ("Ja, wir haben offen.", "ja"),
        ("Sí, está abierto.", "si"),
        ("हाँ, खुला है।", "हाँ"),
        ("હા, ખુલ્લું છે.", "હા"),
        ("对，我们营业。", "对"),
        ("No dogs in the garden.", ""),
        ("We are open, and no dog is there.", ""),
        ("We are open.", ""),
    ],
)
def test_a_yes_answers_what_nobody_compares(said: str, word: str) -> None:
    (part,) = sentences(said)
    assert yes_or_no(part) == word
