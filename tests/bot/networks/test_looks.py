"""What a file is by its bytes: formats, sizes as they are shown, lengths, and files that are not what they say."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.networks._looks import Look, look
from tests.files_to_post import film, gif, jpeg, png


@pytest.mark.parametrize(
    ("data", "format", "mime", "size"),
    [
        (jpeg(1080, 1350), "JPEG", "image/jpeg", (1080, 1350)),
        (png(640, 480), "PNG", "image/png", (640, 480)),
        (gif(320, 200), "GIF", "image/gif", (320, 200)),
        (b"RIFF\x1a\0\0\0WEBPVP8L\x0d\0\0\0\x2f\x3f\x01\x32\0", "WebP", "image/webp", None),
        (b"II*\0\x08\0\0\0", "TIFF", "image/tiff", None),
        (b"\x1aE\xdf\xa3\0\0", "WebM", "video/webm", (0, 0)),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC", "image/heic", None),
        (b"%PDF-1.7", "", "", (0, 0)),
        (b"", "", "", (0, 0)),
    ],
)
def test_a_file_is_what_its_first_bytes_say(data: bytes, format: str, mime: str, size: tuple[int, int] | None) -> None:
    seen = look(data)
    assert (seen.format, seen.mime, seen.bytes) == (format, mime, len(data))
    assert size is None or (seen.width, seen.height) == size


def test_a_picture_that_was_taken_upright_has_the_size_it_is_shown_in() -> None:
    assert (look(jpeg(1350, 1080, turned=6)).width, look(jpeg(1350, 1080, turned=6)).height) == (1080, 1350)


@pytest.mark.parametrize("long", [False, True])
def test_a_film_tells_its_size_length_and_codec(long: bool) -> None:
    data = film(1080, 1920, 12.5, long=long)
    assert look(data) == Look("MP4", "video/mp4", len(data), 1080, 1920, 12.5, "H.264")


def test_a_film_that_was_taken_upright_has_the_size_it_is_shown_in() -> None:
    seen = look(film(1920, 1080, turned=True))
    assert (seen.width, seen.height) == (1080, 1920)


def test_a_film_whose_index_stands_at_its_end_is_known() -> None:
    assert look(film()).at_front
    assert not look(film(at_front=False)).at_front


@pytest.mark.parametrize(
    ("brand", "codec", "format", "said"),
    [(b"qt  ", b"hvc1", "MOV", "HEVC"), (b"isom", b"vp09", "MP4", "vp09"), (b"mp42", b"hev1", "MP4", "HEVC")],
)
def test_brands_and_codecs_are_told_apart(brand: bytes, codec: bytes, format: str, said: str) -> None:
    seen = look(film(brand=brand, codec=codec))
    assert (seen.format, seen.codec) == (format, said)


def test_a_film_that_was_cut_off_at_any_byte_is_looked_at_in_peace() -> None:
    whole = film()
    for length in range(len(whole)):
        look(whole[:length])
    assert look(whole[:200]).width == 0


@given(st.binary(max_size=200), st.sampled_from([jpeg(), png(), film(), gif(), b"\0\0\0\0ftypisom\0\0\0\x01moov"]))
def test_nothing_that_follows_a_beginning_is_too_strange(tail: bytes, beginning: bytes) -> None:
    seen = look(beginning[:40] + tail)
    assert seen.width >= 0
    assert seen.seconds >= 0


def test_a_film_with_bytes_turned_over_is_looked_at_in_peace() -> None:
    dice, whole = random.Random(7), film()
    for _ in range(2_000):
        spoiled = bytearray(whole[:900])
        for _ in range(3):
            spoiled[dice.randrange(len(spoiled))] = dice.randrange(256)
        assert look(bytes(spoiled)).bytes == len(spoiled)


def test_boxes_without_end_are_not_followed_for_ever() -> None:
    assert look(b"\0\0\0\x0cftypisom" + b"\0\0\0\x08free" * 200_000).width == 0
