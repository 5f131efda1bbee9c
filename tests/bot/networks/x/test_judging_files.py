"""Holds what stands against a file, in words that say how to mend it."""

from __future__ import annotations

import pytest

from bot.networks._looks import look
from bot.networks._x.judging_files import MB, against_file, called
from inbox.models import Media
from tests.files_to_post import film, gif, jpeg, png


def against(data: bytes, alt: str = "", *, premium: bool = False) -> list[tuple[str, bool]]:
    found = against_file("“Cups.PNG”", alt, look(data), premium=premium)
    return [(verdict.words, verdict.stops) for verdict in found]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"BM..............", "“Cups.PNG” is a BMP"),
        (b"%PDF", "neither a picture nor a video"),
        (b"", "neither a picture nor a video"),
        (jpeg(size=5 * MB + 200_000), "has 5.2 MB; X takes 5 MB"),
        (gif(1300, 400), "1280 × 1080"),
        (film(brand=b"heic"), "is a HEIC"),
        (film(seconds=141), "lasts 141.0 seconds"),
        (film(seconds=0.4), "half a second"),
        (film(codec=b"hvc1"), "coded as HEVC"),
        (film(width=400, height=1300), "three times"),
    ],
)
def test_what_x_would_refuse(data: bytes, words: str) -> None:
    ((said, stops),) = against(data)
    assert words in said
    assert stops


def test_a_description_has_its_limit() -> None:
    assert "1,001 characters" in against(png(), "x" * 1001)[0][0]


def test_good_files_and_a_long_film_with_premium() -> None:
    for data in (png(), jpeg(), gif(), film()):
        assert against(data) == []
    ((_, stops),) = against(film(seconds=600), premium=True)
    assert not stops


def test_a_file_without_a_name_is_counted() -> None:
    assert called(Media("image", "blob:1"), 1) == "File 2"
    assert called(Media("image", "blob:1", name="Cups.PNG"), 1) == "“Cups.PNG”"
