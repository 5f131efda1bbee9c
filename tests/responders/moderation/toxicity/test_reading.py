"""A text sentence by sentence: where one ends, what is quoted, and how "not" is written."""

from __future__ import annotations

from responders.moderation.toxicity.lexicon import lexicon
from responders.moderation.toxicity.reading import LONGEST, lines, plain


def test_sentences_end_at_their_signs_and_know_whether_they_ask() -> None:
    found = lines("Hello there. Is it you? Yes!\nनमस्ते। 你好", lexicon("en"))

    assert [" ".join(line.said) for line in found] == ["hello there", "is it you", "yes", "नमस्ते", "你 好"]
    assert [line.asks for line in found] == [False, True, False, False, False]


def test_what_stands_between_quotation_marks_is_known_and_ends_no_sentence() -> None:
    (line,) = lines('She said "you are scum. Go." to him', lexicon("en"))

    assert [line.said[at] for at in sorted(line.quoted)] == ["you", "are", "scum", "go"]


def test_short_forms_of_not_are_written_out() -> None:
    assert plain("I can't, won’t and don't") == "I can not, will not and do not"


def test_a_denial_that_opens_a_question_is_none() -> None:
    (asking,) = lines("Is it not true that they are scum?", lexicon("en"))
    (telling,) = lines("It is not true that they are scum", lexicon("en"))

    assert not asking.of("not")
    assert telling.of("not")


def test_a_text_without_full_stops_is_read_in_pieces_and_keeps_what_is_quoted() -> None:
    first, second = lines("word " * (LONGEST + 5) + '"scum now"', lexicon("en"))

    assert (len(first.said), len(second.said)) == (LONGEST, 7)
    assert (first.quoted, second.quoted) == (frozenset(), {5, 6})
