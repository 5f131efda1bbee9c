"""What a text shows before anybody reads it."""

import pytest

from responders.moderation.spam.traces import FIGURES, FIRST, LAST, LONG, beyond, traces


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("see https://bit.ly/abc", "s"),
        ("join t.me/pips", "i"),
        ("my track: https://soundcloud.com/me/song", "v"),
        ("https://prize.example.xyz/", "o"),
        ("http://192.168.7.7/win", "o"),
        ("https://pips.example.com/?ref=77", "wr"),
        ("go to pips [dot] com", "wh"),
        ("no link at all. Really.", ""),
    ],
)
def test_a_link_is_read_as_its_kind(text: str, links: str) -> None:
    assert traces(text).links == links


def test_names_and_numbers_are_not_learnt_by_heart() -> None:
    one, other = (
        traces("call 07700 900123 or see https://a.example.com"),
        traces("call 07700 900999 or see http://b.example.net/x"),
    )

    assert (one.plain, one.words, one.kinds) == (other.plain, other.words, other.kinds)


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("check out my channel please", "visit"),
        ("mira mi canal", "visit"),
        ("мой канал, зайди", "visit"),
        ("मेरे चैनल को सब्सक्राइब करो", "subscribe"),
        ("dm me on whatsapp", "contact"),
        ("whatsapp +1 555 010 0199 now", "contact_number"),
        ("you won a prize of $1000, claim it", "win"),
        ("invest in bitcoin with me", "invest"),
        ("where is my order?", "question"),
        ("SEND IT TO ME RIGHT NOW", "shouted"),
        ("sooooo good", "stretched"),
        ("it costs 20 euros", "amount"),
    ],
)
def test_what_a_moderator_would_point_at_is_seen(text: str, figure: str) -> None:
    assert traces(text).figures[figure] > 0


def test_every_figure_that_is_made_is_known() -> None:
    for text in ("WIN $100 🎁 at bit.ly/x?ref=1 call 07700900123!!! #a @b 50% sub sub sub", "", "👏", "12345"):
        assert traces(text).figures.keys() <= set(FIGURES)


def test_of_a_long_text_the_beginning_and_the_end_are_read() -> None:
    seen = traces("hello " * 20_000 + "subscribe to my channel")

    assert len(seen.plain) < FIRST + LAST + 10
    assert seen.figures["subscribe"] == 1


def test_signs_of_our_own_cannot_be_smuggled_in() -> None:
    assert "l" not in traces("nice \x01 song").kinds


def test_a_text_is_beyond_what_is_taught_from_its_length_on_and_never_by_more_than_two() -> None:
    assert [beyond(letters) for letters in (0, LONG, 2 * LONG, 10 * LONG)] == [0, 0, 1, 2]
