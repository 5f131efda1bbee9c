"""What stands against a post before Meta is asked: one test per row of Meta's rules, each at its edge."""

from __future__ import annotations

import pytest

from bot.networks._looks import look
from bot.networks._meta.judging import verdicts
from inbox.actions import Form, Preview, Publish
from inbox.models import Media
from tests.files_to_post import film, jpeg, png
from tests.meta_judged import HERE, judged, stops

FAMILY = "👨‍👩‍👧‍👦"  # one sign on the screen, 11 UTF-16 units


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
    assert judged("facebook", "Hi", previews=(Preview("Kiln", link="example.org"),)) == [
        "example.org is no address of a page. Begin it with https://."
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


@pytest.mark.parametrize("network", ["facebook", "instagram"])
def test_what_is_for_a_few_or_for_later_is_not_made_public_now(network: str) -> None:
    for post in (
        Publish(HERE, "x", (Media("image", "blob:1"),), visibility="private"),
        Publish(HERE, "x", (Media("image", "blob:1"),), release=1),
    ):
        assert [verdict.stops for verdict in verdicts(network, post, [look(jpeg())])] == [True]


def test_what_stops_a_post_is_said_first() -> None:
    said = judged("instagram", "#a " * 6 + "@b " * 21, png(), jpeg(2000, 2000))
    assert [words.startswith("(") for words in said] == [False, False, True, True]
