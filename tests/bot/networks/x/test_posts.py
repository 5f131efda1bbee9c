"""Holds reading our own posts back: as they were typed, in both of X's vocabularies."""

from __future__ import annotations

import pytest

from bot.networks._x.posts import Ours, answers_since, even, next_token, ours, posted_since, rows, text_of
from inbox.errors import Uncertain
from tests import x_account

LINK = {"url": "https://t.co/ab", "expanded_url": "https://nadi.example.com/shop/"}
PICTURE = {"url": "https://t.co/cd", "expanded_url": "https://x.com/nadipots/status/1/photo/1"}


def test_a_text_is_read_as_it_was_typed() -> None:
    raw = {"text": "@asha_p Cups &amp; https://t.co/ab https://t.co/cd", "entities": {"urls": [LINK, PICTURE]}}
    assert even(text_of(raw)) == even("Cups & nadi.example.com/shop")
    assert even(text_of(raw)) == even("@asha_p  Cups & http://nadi.example.com/shop/")
    assert even("@asha_p") != even("@bhavin")  # a mention alone is a text


@pytest.mark.parametrize("long", ["note_tweet", "note_post"])
def test_of_a_long_post_the_whole_is_read(long: str) -> None:
    assert text_of({"text": "The beg…", long: {"text": "The beginning and the end"}}) == "The beginning and the end"


@pytest.mark.parametrize("name", ["referenced_tweets", "referenced_posts"])
def test_what_it_answers_is_told_under_two_names(name: str) -> None:
    raw = {"id": "1", "text": "Hi", name: [{"type": "quoted", "id": "5"}, {"type": "replied_to", "id": "6"}]}
    assert ours(raw) == Ours("1", "Hi", "6", ours(raw).at)
    assert ours({"id": "1", "text": "Hi"}).answers == ""


def test_a_page_may_have_nothing_on_it() -> None:
    assert list(rows({"meta": {"result_count": 0}})) == []
    assert list(rows({"data": ["odd", {"no": "id"}, {"id": "1"}]})) == [{"id": "1"}]
    assert (next_token({}), next_token({"meta": {"next_token": "b26"}})) == ("", "b26")


async def test_only_what_was_posted_since_is_read(ours: x_account.Ours) -> None:
    ours.server.clock.advance(600)
    since = ours.now()
    for number in range(3):
        ours.server.world.post(ours.us, f"Cup {number}")
    ours.server.world.reply(ours.us, ours.post, "Not this one")
    found = await posted_since(ours.api(), ours.us.id, since)
    assert [one.looks for one in found] == ["Cup 2", "Cup 1", "Cup 0"]
    assert ours.server.billed.things == {"owned read": 3}


async def test_of_answers_only_those_to_one_post_are_read(ours: x_account.Ours) -> None:
    mentions = [ours.server.world.mention(ours.asha, ours.us, text) for text in ("Hello", "Are you there?")]
    for mention in mentions:
        ours.server.world.reply(ours.us, mention, "Hi & welcome")
        ours.server.world.reply(ours.asha, mention, "Me, too")
    mention = mentions[1]
    (found,) = await answers_since(ours.api(), ours.us.id, [mention.id, "12"], ours.now(), ours.now())
    assert (found.looks, found.answers) == ("Hi & welcome", mention.id)
    assert ours.server.billed.things == {"post read": 1}
    assert await answers_since(ours.api(), ours.us.id, [mention.id], ours.now() + 90_000, ours.now()) == []
    with pytest.raises(Uncertain, match="seven days"):
        await answers_since(ours.api(), ours.us.id, [mention.id], ours.now() - 8 * 86_400_000, ours.now())


async def test_more_than_anybody_would_read_is_left_alone(ours: x_account.Ours) -> None:
    for number in range(301):
        ours.server.world.post(ours.us, f"Cup {number}")
    with pytest.raises(Uncertain, match="too much"):
        await posted_since(ours.api(), ours.us.id, ours.now())


def test_what_has_no_number_for_an_id_is_nothing_of_xs() -> None:
    data = [{"id": "7"}, {"id": 8}, {"id": "abc"}, {"id": {}}, {"id": 1.5}, {"id": "٣"}, {}, None, 5]
    assert [one["id"] for one in rows({"data": data})] == ["7", 8]
    assert rows({"data": {"id": "7"}}) == rows({}) == []
