"""Why a text looks like spam."""

import pytest

from responders.moderation.spam import because
from responders.moderation.spam.reasons import MOST, REASONS, SAME, WORDING
from responders.moderation.spam.traces import FIGURES


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("check out my channel please", "asks to visit a channel or page"),
        ("win an iPhone here https://bit.ly/abc", "a link that hides where it leads"),
        ("Congratulations, you won £1000 cash! Call 09061234567 now", "promises a prize"),
        ("join the signals group t.me/pips", "an invitation to a chat or group"),
    ],
)
def test_the_reason_is_one_that_a_moderator_would_name(text: str, said: str) -> None:
    assert said in because(text)


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("Can we change the date of delivery? The girls need it", "dating"),
        ("it was a hot day", "dating"),
        ("check my wallet balance", "crypto"),
        ("can I add money to my account", "subscribe"),
        ("it is not working, call me", "job"),
        ("my husband lost the parcel, thanks for the refund", "healer"),
        ("where can I buy this? post it on your page", "views"),
    ],
)
def test_words_of_two_meanings_are_no_reason(text: str, never: str) -> None:
    assert never not in because(text)


def test_there_are_three_reasons_at_most_and_always_one() -> None:
    many = because(
        "WIN £1000 cash bitcoin free! check out my channel, subscribe, dm me on whatsapp 07700900123 bit.ly/x t.me/y"
    )

    assert len(many.split("; ")) == MOST
    assert because("") == WORDING


def test_every_reason_stands_for_a_figure() -> None:
    assert REASONS.keys() <= set(FIGURES)
    assert set().union(*SAME) <= REASONS.keys()
