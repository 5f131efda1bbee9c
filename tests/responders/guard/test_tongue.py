"""A text in another language than theirs is told, and nothing is guessed from a word or two."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inbox.wording import language as name
from responders.guard import check
from tests.turns import turn


def told(text: str, language: str, asked: str = "Hello there, my friends") -> tuple[str, ...]:
    """What is said of a text to somebody who writes this language."""
    return check(text, replace(turn(asked), language=language), "")


@pytest.mark.parametrize(
    ("text", "language", "finding"),
    [
        ("Estamos abiertos todos los días de la semana.", "en", "They write English, this is in Spanish."),
        ("Wir freuen uns sehr auf euren Besuch im Laden.", "fr", "They write French, this is in German."),
        ("हम आपकी मदद करके बहुत खुश होंगे।", "gu", "They write Gujarati, this is in Hindi."),
        ("We are very happy to help you with it.", "zh", "They write Chinese, this is in English."),
        ("ご利用ありがとうございます", "zh", "They write Chinese, this is in Japanese."),
        ("Мы будем рады помочь вам", "hi-Latn", "They write Hindi in Latin letters, this is in Russian."),
    ],
)
def test_another_language_is_told_by_its_name(text: str, language: str, finding: str) -> None:
    assert told(text, language) == (finding,)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("We are very happy to help you with it.", "en"),
        ("Con gusto le ayudamos con su pedido, díganos el número.", "es"),
        ("Com gosto ajudamos com o seu pedido.", "es"),
        ("OK!", "gu"),
        ("👍👍", "hi"),
        ("Nadi Pot", "gu"),
        ("અમે તમને મદદ કરીશું, Nadi Pottery માં આવો", "gu-Latn"),
        ("हम आपकी मदद करके बहुत खुश होंगे।", "mr"),
    ],
)
def test_the_same_or_one_that_is_much_alike_passes(text: str, language: str) -> None:
    assert told(text, language) == ()


def test_where_the_language_is_unknown_the_letters_are_compared() -> None:
    assert told("અમે તમને મદદ કરીશું", "") == ("They write in Latin letters, this is in Gujarati ones.",)
    assert told("Con gusto le ayudamos con su pedido", "") == ()
    assert told("અમે તમને મદદ કરીશું", "", asked="👍") == ()


def test_a_language_without_a_name_here_is_called_by_its_code() -> None:
    assert (name("gu-Latn"), name("xx")) == ("Gujarati in Latin letters", "xx")
