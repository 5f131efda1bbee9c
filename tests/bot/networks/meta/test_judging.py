"""What stands against a post before Meta is asked: one test per row of Meta's rules, each at its edge."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.networks._meta_judging import verdicts
from bot.networks._meta_looks import look
from inbox.actions import Form, Preview, Publish
from inbox.models import Media, MediaKind, RemoteId
from tests.files_to_post import film, gif, jpeg, png

HERE = RemoteId("")
MB = 1024 * 1024
FAMILY = "👨‍👩‍👧‍👦"  # one sign on the screen, 11 UTF-16 units


def judged(network: str, text: str = "", *files: bytes | None, form: Form = "post", **more: object) -> list[str]:
    """What is said about a post of these files; a warning begins with "(". None is a file that was erased."""
    kinds = [kind_of(data) for data in files]
    media = tuple(Media(kind, f"blob:{n}", name=f"{n + 1}.x") for n, kind in enumerate(kinds))
    post = Publish(HERE, text, media, form=form, **more)  # type: ignore[arg-type]
    found = verdicts(network, post, [None if data is None else look(data) for data in files])
    return [one.words if one.stops else f"({one.words})" for one in found]


def kind_of(data: bytes | None) -> MediaKind:
    """What our people's own machine would say that it is."""
    return "video" if data and look(data).is_video else "image"


def stops(said: list[str]) -> list[str]:
    """Without the warnings."""
    return [words for words in said if not words.startswith("(")]


# --------------------------------------------------------------------------------------------------- how many files


@pytest.mark.parametrize(
    ("network", "form", "files", "words"),
    [
        ("instagram", "post", 0, "Instagram posts nothing without a picture or a video. Attach one."),
        ("instagram", "post", 11, "A post on Instagram has at most 10 files; this one has 11. Take some out."),
        ("instagram", "story", 2, "A story is exactly one picture or video. Attach one; post the others as further"),
        ("facebook", "story", 2, "A story is exactly one picture or video. Attach one; post the others as further"),
        ("facebook", "story", 0, "A story is exactly one picture or video. Attach one; post the others as further"),
        ("instagram", "reel", 1, "A reel is exactly one video. Attach one video and nothing else."),
        ("facebook", "reel", 1, "A reel is exactly one video. Attach one video and nothing else."),
        ("facebook", "reel", 0, "A reel is exactly one video. Attach one video and nothing else."),
        ("facebook", "post", 0, "This post is empty. Write something, or attach a picture, a video or a link."),
    ],
)
def test_the_number_of_files_is_counted(network: str, form: Form, files: int, words: str) -> None:
    said = judged(network, "", *[jpeg()] * files, form=form)
    assert said[0].startswith(words)
    assert len(stops(said)) == 1


@pytest.mark.parametrize("count", [1, 2, 10])
def test_a_carousel_has_two_to_ten_files_and_one_is_a_picture(count: int) -> None:
    assert judged("instagram", "Glazes", *[jpeg()] * count) == []


def test_films_and_pictures_share_a_carousel_but_no_post_on_facebook() -> None:
    assert stops(judged("instagram", "Glazes", jpeg(), film())) == []
    assert stops(judged("facebook", "Glazes", jpeg(), film())) == [
        "A post on Facebook has pictures, or one video. Take the others out."
    ]
    assert judged("facebook", "Glazes", *[jpeg()] * 11) == [
        "(This post has 11 pictures; Facebook's own pages take 10, and it may refuse more.)"
    ]


def test_a_post_on_facebook_is_text_or_a_link_or_files() -> None:
    link = Preview("Our kiln", link="https://example.org/kiln")
    assert judged("facebook", "Kem cho?") == []
    assert judged("facebook", "", previews=(link,)) == []
    assert stops(judged("facebook", "", jpeg(), previews=(link,))) == [
        "Facebook shows either files or a link card. Take one of them out, or put the link in the text."
    ]
    assert judged("facebook", "Hi", previews=(link, link)) == [
        "(Facebook shows one link card; the first link is taken.)"
    ]
    assert judged("instagram", "Hi", jpeg(), previews=(link,)) == [
        "(Instagram shows no link cards; the link is left out. Say in the text where it is.)"
    ]


def test_a_story_shows_no_text() -> None:
    said = judged("instagram", "Look!", jpeg(1080, 1920), form="story")
    assert said == ["(A story on Instagram shows no text beside it; the text is left out. Put it into the picture.)"]


# -------------------------------------------------------------------------------------------------------------- text


def test_a_caption_is_counted_in_utf16_units_so_that_one_family_may_be_too_much() -> None:
    fits = "a" * (2200 - 11) + FAMILY
    assert judged("instagram", fits, jpeg()) == []
    assert judged("instagram", fits + "a", jpeg()) == [
        "The text has 2,201 characters; Instagram takes 2,200. Shorten it."
    ]
    assert stops(judged("instagram", "a" * (2200 - 10) + FAMILY, jpeg())) != []


def test_a_text_on_facebook_may_be_long() -> None:
    assert judged("facebook", "a" * 63_206) == []
    assert judged("facebook", "a" * 63_207) == ["The text has 63,207 characters; Facebook takes 63,206. Shorten it."]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("#kiln " * 5, []),
        ("#kiln " * 6, ["(The text has 6 hashtags; Instagram advises at most 5, and may refuse more.)"]),
        ("#માટી " * 31, ["The text has 31 hashtags; Instagram takes 30. Take some out."]),
        ("mail asha@example.org or a#b " * 25, []),
        ("@asha " * 20, []),
        ("@asha " * 21, ["The text mentions 21 accounts; Instagram takes 20. Take some out."]),
    ],
)
def test_hashtags_and_mentions_are_counted(text: str, said: list[str]) -> None:
    assert judged("instagram", text, jpeg()) == said
    assert judged("facebook", text, jpeg()) == []


def test_the_description_of_a_picture_has_a_limit_on_instagram() -> None:
    long = Publish(HERE, "", (Media("image", "blob:1", name="kiln.jpg", alt="a" * 1001),))
    [verdict] = verdicts("instagram", long, [look(jpeg())])
    assert verdict.words == ("The description of “kiln.jpg” has 1,001 characters; Instagram takes 1,000. Shorten it.")
    assert verdicts("facebook", long, [look(jpeg())]) == []


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


def test_what_stops_a_post_is_said_first() -> None:
    said = judged("instagram", "#a " * 6 + "@b " * 21, png(), jpeg(2000, 2000))
    assert [words.startswith("(") for words in said] == [False, False, True, True]
