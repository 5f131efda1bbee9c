"""Replies written beforehand: the right language is chosen, the name stands in it, and nothing else is a gap."""

import pytest

from inbox.canned import CannedReply, Replies, filled, in_language, unknown_gaps
from inbox.models import account_id

THANKS = CannedReply("thanks", {"en": "Thanks, {name}!", "pt-BR": "Obrigado!", "gu": "આભાર, {name}!"})


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("gu", "આભાર, {name}!"),
        ("pt-BR", "Obrigado!"),
        ("pt", "Obrigado!"),
        ("pt-PT", "Obrigado!"),
        ("en-GB", "Thanks, {name}!"),
        ("de", "Thanks, {name}!"),  # the first of the file
        ("", "Thanks, {name}!"),
    ],
)
def test_the_text_is_in_their_language_or_the_nearest_to_it(language: str, text: str) -> None:
    assert in_language(THANKS.texts, language) == text


def test_the_text_for_all_comes_before_the_first() -> None:
    reply = CannedReply("hello", {"gu": "કેમ છો?", "": "Hello!"})

    assert (in_language(reply.texts, "gu"), in_language(reply.texts, "de")) == ("કેમ છો?", "Hello!")


@pytest.mark.parametrize(
    ("text", "name", "said"),
    [
        ("Thanks, {name}!", "Asha", "Thanks, Asha!"),
        ("{name}, {name}!", "Asha", "Asha, Asha!"),
        ("Hello {name}, how are you?", "", "Hello, how are you?"),
        ("{name}, how are you?", " ", "how are you?"),
        ("谢谢您，{name}！", "", "谢谢您！"),
        ("Hello {name}!", "A\n  {name}\tB", "Hello A {name} B!"),
        ("no gap", "Asha", "no gap"),
    ],
)
def test_the_name_is_filled_in_or_its_gap_closes(text: str, name: str, said: str) -> None:
    assert filled(text, name) == said


def test_a_reply_is_chosen_and_filled_in_at_once() -> None:
    assert THANKS.text("gu", "Asha") == "આભાર, Asha!"
    assert THANKS.text() == "Thanks!"


@pytest.mark.parametrize(
    ("text", "gaps"),
    [
        ("Hello {name}", []),
        ("Hello {nmae} of {company}", ["{nmae}", "{company}"]),
        ("Hello {{name}}", ["{{name}}"]),
        ("Hello {}", ["{}"]),
        ("a } b { c", []),
    ],
)
def test_gaps_that_nobody_fills_in_are_named(text: str, gaps: list[str]) -> None:
    assert unknown_gaps(text) == gaps


def test_replies_are_offered_where_they_were_written_for_and_can_be_swapped() -> None:
    site = CannedReply("site", {"": "Hi"}, accounts=("webchat:*",))
    replies = Replies([THANKS, site])

    assert [reply.name for reply in replies.of(account_id("telegram", "main"))] == ["thanks"]
    assert [reply.name for reply in replies.of(account_id("webchat", "site"))] == ["thanks", "site"]
    assert replies()["site"] is site
    replies.swap([site])
    assert list(replies()) == ["site"]
