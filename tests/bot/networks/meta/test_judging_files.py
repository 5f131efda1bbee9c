"""What stands against a file of a post: one test per row of Meta's rules, each at its edge."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.networks._looks import look
from bot.networks._meta.judging import verdicts
from inbox.actions import Form, Publish
from inbox.models import Media
from tests.files_to_post import film, gif, jpeg, png
from tests.meta_judged import HERE, judged, stops

MB = 1024 * 1024


# ---------------------------------------------------------------------------------------------------------- pictures


@pytest.mark.parametrize(
    ("width", "height", "words"),
    [
        (1080, 1350, ""),
        (
            1080,
            1351,
            "“1.x” is too tall (1080 × 1351 pixels); at this width Instagram takes at most 1350 (4:5). Crop it.",
        ),
        (1080, 565, ""),
        (
            1080,
            564,
            "“1.x” is too wide (1080 × 564 pixels); at this width Instagram takes at least 565 (1.91:1). Crop it.",
        ),
        (1200, 628, ""),
        (1081, 1352, ""),
        (
            1081,
            1353,
            "“1.x” is too tall (1081 × 1353 pixels); at this width Instagram takes at most 1352 (4:5). Crop it.",
        ),
    ],
)
def test_a_picture_one_pixel_off_the_shape_is_refused(width: int, height: int, words: str) -> None:
    assert judged("instagram", "", jpeg(width, height)) == ([words] if words else [])
    assert stops(judged("instagram", "", jpeg(width, height), form="story")) == []
    assert judged("facebook", "", jpeg(width, height)) == []


def test_a_picture_taken_upright_is_judged_as_it_is_shown() -> None:
    assert judged("instagram", "", jpeg(1350, 1080, turned=6)) == []
    assert stops(judged("instagram", "", jpeg(1920, 1080, turned=8))) != []


def test_instagram_takes_jpegs_only() -> None:
    assert judged("instagram", "", png()) == ["“1.x” is a PNG; Instagram takes JPEG pictures only. Save it as a JPEG."]
    assert judged("instagram", "", gif()) == ["“1.x” is a GIF; Instagram takes JPEG pictures only. Save it as a JPEG."]
    assert judged("facebook", "", png()) == []
    assert judged("facebook", "", gif()) == ["(“1.x” is a GIF; Facebook shows its first picture, which does not move.)"]
    assert judged("facebook", "", b"\0\0\0\x18ftypheic\0\0\0\0") == [
        "“1.x” is a HEIC; Facebook takes JPEG, PNG, GIF, BMP and TIFF. Save it as a JPEG."
    ]


@pytest.mark.parametrize(
    ("network", "size", "said"),
    [
        ("instagram", 8 * MB, []),
        ("instagram", 8 * MB + 1, ["“1.x” has 8.0 MB; Instagram takes 8 MB. Save it smaller."]),
        ("facebook", 4 * MB, []),
        ("facebook", 4 * MB + 1, ["(“1.x” has 4.0 MB; Facebook advises at most 4 MB, and may refuse it.)"]),
        ("facebook", 10 * MB + 1, ["“1.x” has 10.0 MB; Facebook takes 10 MB. Save it smaller."]),
    ],
)
def test_a_picture_may_be_so_heavy(network: str, size: int, said: list[str]) -> None:
    assert judged(network, "", jpeg(size=size)) == said


def test_what_instagram_makes_of_a_width_is_said() -> None:
    assert judged("instagram", "", jpeg(1441, 1441)) == ["(“1.x” is 1441 pixels wide; Instagram makes it 1440 wide.)"]
    assert judged("instagram", "", jpeg(319, 319)) == [
        "(“1.x” is 319 pixels wide; Instagram stretches it to 320, which looks coarse.)"
    ]


@pytest.mark.parametrize("network", ["instagram", "facebook"])
def test_files_that_are_nothing_or_something_else_are_named(network: str) -> None:
    assert judged(network, "", jpeg(), b"") == ["“2.x” is empty. Attach it again."]
    assert judged(network, "", jpeg(), None) == ["“2.x” has been erased. Attach it again."]
    assert judged(network, "", b"%PDF-1.7") == ["“1.x” is not a picture, whatever it is called. Attach a JPEG."]
    assert judged(network, "", b"\xff\xd8\xff\xe0 cut off") == [
        "“1.x” is damaged: its size cannot be read. Save it again."
    ]
    sound = Publish(HERE, "", (Media("audio", "blob:1"),))
    [verdict] = verdicts(network, sound, [look(b"ID3")])
    assert verdict.words.startswith("File 1 is neither a picture nor a video; ")
    called_a_film = Publish(HERE, "", (Media("video", "blob:1"),))
    [verdict] = verdicts(network, called_a_film, [look(jpeg())])
    assert verdict.words == "File 1 is not a video, whatever it is called. Attach an MP4."


# ------------------------------------------------------------------------------------------------------------- films


@pytest.mark.parametrize(
    ("network", "form", "data", "words"),
    [
        ("instagram", "reel", film(), ""),
        ("instagram", "reel", film(seconds=3), ""),
        ("instagram", "reel", film(seconds=2.9), "“1.x” is 2.9 s long; a reel on Instagram has at least 3 s."),
        ("instagram", "post", film(seconds=900), ""),
        (
            "instagram",
            "post",
            film(seconds=901),
            "“1.x” is 901.0 s long; a reel on Instagram has at most 900 s. Cut it.",
        ),
        (
            "instagram",
            "story",
            film(seconds=61),
            "“1.x” is 61.0 s long; a story on Instagram has at most 60 s. Cut it.",
        ),
        ("facebook", "reel", film(seconds=90), ""),
        ("facebook", "reel", film(seconds=91), "“1.x” is 91.0 s long; a reel on Facebook has at most 90 s. Cut it."),
        ("facebook", "reel", film(539, 960), "“1.x” is 539 × 960 pixels; a reel on Facebook has at least 540 in its"),
        ("facebook", "post", film(1920, 1080, 3_600), ""),
        (
            "instagram",
            "reel",
            film(1921, 2000),
            "“1.x” is 1921 × 2000 pixels; a reel on Instagram is at most 1920 wide.",
        ),
        ("instagram", "reel", film(1900, 100), "“1.x” is 1900 × 100 pixels; no video of this shape is taken. Crop it."),
        (
            "instagram",
            "reel",
            film(codec=b"vp09"),
            "“1.x” is coded as vp09; Meta takes H.264 and HEVC. Save it as an MP4",
        ),
        ("instagram", "reel", film()[:300], "“1.x” is damaged or cut off: there are no pictures in it. Save it again."),
        ("facebook", "post", b"\x1aE\xdf\xa3webm", "“1.x” is a WebM; Facebook takes MP4 and MOV. Save it as an MP4."),
    ],
)
def test_a_film_is_judged_by_where_it_goes(network: str, form: Form, data: bytes, words: str) -> None:
    said = stops(judged(network, "", data, form=form))
    assert len(said) == bool(words)
    assert not words or said[0].startswith(words)


def test_a_film_may_be_so_heavy() -> None:
    story = Publish(HERE, "", (Media("video", "blob:1", name="kiln.mp4"),), form="story")
    heavy = replace(look(film()), bytes=100 * MB + 1)
    assert [one.words for one in verdicts("instagram", story, [heavy])] == [
        "“kiln.mp4” has 100 MB; a story on Instagram may have 100 MB. Save it smaller."
    ]
    assert verdicts("instagram", replace(story, form="reel"), [heavy]) == []


def test_what_meta_may_do_to_a_film_is_a_warning() -> None:
    assert judged("instagram", "", film(at_front=False)) == [
        "(The index of “1.x” stands at its end, and Meta may refuse that. Save it “for the web” (fast start).)"
    ]
    assert judged("facebook", "", film(1920, 1080), form="reel") == [
        "(“1.x” lies on its side (1920 × 1080 pixels); a reel on Facebook fills the screen at 9:16.)"
    ]
