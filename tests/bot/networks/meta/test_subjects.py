"""What stands beside a conversation: a post of each network, when it is news, and which conversations it describes."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.networks._meta.ids import comments_below, mention_in, padded
from bot.networks._meta.mentions import Mention
from bot.networks._meta.place import Known, Place
from bot.networks._meta.shapes import Raw
from bot.networks._meta.subjects import describe, described, learn_post, mentioned, subject_of
from bot.networks._payloads import MALFORMED
from inbox.errors import StoreAway
from inbox.incoming import Cursor, Incoming, NewMessage, ThreadDescribed
from inbox.models import Subject, Thread

NOW = 1_790_000_000_000
PAGE, PROFILE = Place("facebook", "1", "9", "1"), Place("instagram", "7", "9")
POST: Raw = {"id": "1_2", "message": "New bowls", "permalink_url": "https://www.facebook.com/1/posts/2"}


def test_a_post_of_a_page() -> None:
    subject = subject_of({**POST, "full_picture": "https://cdn.example/a.jpg"}, PAGE)
    assert (subject.remote, subject.text, subject.link) == (padded("1_2"), "New bowls", POST["permalink_url"])
    assert [medium.ref for medium in subject.media] == ["https://cdn.example/a.jpg post:1_2 0"]


def test_a_post_without_words_shows_what_facebook_says_of_it() -> None:
    assert subject_of({"id": "1_2", "story": "Pots updated their cover photo."}, PAGE).text.startswith("Pots updated")


@pytest.mark.parametrize(
    ("kind", "shown"), [("IMAGE", "media"), ("CAROUSEL_ALBUM", "media"), ("VIDEO", "thumbnail")], ids=str
)
def test_media_of_a_profile_are_shown_by_a_picture(kind: str, shown: str) -> None:
    raw = {"id": "8", "caption": "New bowls", "media_type": kind, "media_url": "https://cdn.example/media"}
    raw |= {"thumbnail_url": "https://cdn.example/thumbnail"} if kind == "VIDEO" else {}
    (medium,) = subject_of(raw, PROFILE).media
    assert medium.ref == f"https://cdn.example/{shown} post:8 0"
    assert medium.kind == "image"


def test_a_film_without_a_picture_is_shown_without_one() -> None:
    assert subject_of({"id": "8", "media_type": "VIDEO", "media_url": "https://cdn.example/film"}, PROFILE).media == ()


@pytest.mark.parametrize("raw", [{}, {"id": []}, {"id": "1_2", "message": 5}, {"id": ""}], ids=str)
def test_what_is_no_post_is_said_to_be_none(raw: Raw) -> None:
    with pytest.raises(MALFORMED):
        subject_of(raw, PAGE)


def test_a_post_is_news_the_first_time_and_when_its_words_change() -> None:
    known = Known()
    assert learn_post(POST, PAGE, known) is not None
    assert learn_post(POST, PAGE, known) is None
    assert learn_post({**POST, "full_picture": "https://cdn.example/b.jpg"}, PAGE, known) is None
    assert learn_post({**POST, "message": "Old bowls"}, PAGE, known) is not None
    assert known.posts["1_2"].text == "Old bowls"


def test_it_describes_the_threads_below_it_and_no_other() -> None:
    known = Known()
    for number, post in enumerate(("1_2", "1_2", "1_3")):
        known.keep_thread(Thread(comments_below(f"2_{number}"), "comments", subject=Subject(padded(post), "")))
    known.keep_thread(Thread(comments_below("4_5"), "comments"))
    subject = subject_of(POST, PAGE)
    told = described(known, [subject], NOW)
    assert [event.thread.remote for event in told] == [comments_below("2_0"), comments_below("2_1")]
    assert {event.thread.subject for event in told} == {subject}


async def test_what_could_not_be_stored_is_looked_up_once_more() -> None:
    known, stored = Known(), list[Incoming]()
    known.keep_thread(Thread(comments_below("2_3"), "comments", subject=Subject(padded("1_2"), "")))

    async def away(events: Sequence[Incoming], cursor: Cursor | None) -> int:
        raise StoreAway

    async def receive(events: Sequence[Incoming], cursor: Cursor | None) -> int:
        stored.extend(events)
        return len(events)

    subject = learn_post(POST, PAGE, known)
    assert subject is not None
    with pytest.raises(StoreAway):
        await describe(known, [subject], NOW, away)
    assert "1_2" in known.wanted_posts
    subject = learn_post(POST, PAGE, known)
    assert subject is not None
    await describe(known, [subject], NOW, receive)
    assert [event.thread.subject for event in stored if isinstance(event, ThreadDescribed)] == [subject]
    assert described(known, [subject], NOW) == []  # they have it


def test_an_advertisement_stays_one_whatever_a_look_up_says() -> None:
    known = Known()
    known.keep_thread(Thread(comments_below("2_3"), "comments", subject=Subject(padded("1_2"), "", ad=True)))
    known.keep_thread(Thread(comments_below("3_4"), "comments", subject=Subject(padded("1_3"), "")))
    for words in ("New bowls", "Old bowls"):
        subject = learn_post({**POST, "message": words}, PAGE, known)
        assert subject is not None
        assert subject.ad
    other = learn_post({**POST, "id": "1_3"}, PAGE, known)
    assert other is not None
    assert not other.ad


# ------------------------------------------------------------------------------------------------------------ mentions

MEDIA: Raw = {"id": "30", "caption": "My kitchen", "permalink": "https://www.instagram.com/p/x/", "username": "asha"}


def one(raw: Raw, mention: Mention) -> NewMessage:
    (event,) = mentioned(raw, PROFILE, Known(), mention, NOW)
    assert isinstance(event, NewMessage)
    return event


def test_a_mention_in_a_comment() -> None:
    raw = {
        "id": "31",
        "text": "@pots look",
        "username": "asha",
        "timestamp": "2026-09-01T10:00:00+0000",
        "media": MEDIA,
    }
    message = one(raw, Mention("30", "31", NOW - 5))
    assert (message.id, message.text, message.at) == (padded("31"), "@pots look", 1_788_256_800_000)
    assert message.thread.remote == mention_in("30", "31")
    assert message.thread.subject is not None
    assert (message.thread.subject.remote, message.thread.subject.text) == (padded("30"), "My kitchen")
    assert message.author is not None
    assert (message.author.remote, message.author.username) == ("asha", "asha")


def test_a_mention_in_a_caption() -> None:
    message = one(MEDIA, Mention("30", "", NOW - 5))
    assert (message.id, message.text, message.at) == (padded("30"), "My kitchen", NOW - 5)
    assert message.thread.remote == mention_in("30")


def test_an_id_is_better_than_a_username() -> None:
    author = one({**MEDIA, "owner": {"id": "55"}}, Mention("30", "", NOW)).author
    assert author is not None
    assert author.remote == "55"


def test_what_we_said_ourselves_is_no_news() -> None:
    assert mentioned({**MEDIA, "owner": {"id": PROFILE.id}}, PROFILE, Known(), Mention("30", "", NOW), NOW) == []


def test_a_mention_of_another_shape_is_said_to_be_none() -> None:
    with pytest.raises(MALFORMED):
        mentioned({"text": 5}, PROFILE, Known(), Mention("30", "31", NOW), NOW)
