"""What can be read, in which words, on which pages, and what is missing."""

from __future__ import annotations

import pytest

from bot.playground.x import Account, Person, Post, XServer, XWorld
from tests.bot.playground.x.calls import DAY, Api


async def test_an_answer_mentions_by_itself_and_says_where_the_text_begins(
    api: Api, world: XWorld, pots: Account, asha: Person, cup: Post
) -> None:
    said = world.reply(asha, cup, "How much? See https://example.org/cups")
    query = {"tweet__fields": "created_at,display_text_range,entities,referenced_tweets,conversation_id,author_id"}
    found = await api.get(f"/2/users/{pots.id}/mentions", expansions="author_id,referenced_tweets.id", **query)
    post = found["data"][0]
    assert post["text"].startswith("@nadipots How much? See https://t.co/")
    assert post["text"][post["display_text_range"][0] :].startswith("How much?")
    assert post["entities"]["urls"][0]["expanded_url"] == "https://example.org/cups"
    assert post["referenced_tweets"] == [{"type": "replied_to", "id": cup.id}]
    assert post["conversation_id"] == cup.id == found["includes"]["tweets"][0]["id"]
    assert found["includes"]["users"] == [{"id": asha.id, "name": "Asha Patel", "username": "asha_p"}]
    assert found["meta"] == {"result_count": 1, "newest_id": said.id, "oldest_id": said.id}


async def test_only_what_was_asked_for_and_no_data_where_there_is_nothing(api: Api, pots: Account, cup: Post) -> None:
    assert await api.get(f"/2/tweets/{cup.id}") == {
        "data": {"id": cup.id, "text": "New cups today", "edit_history_tweet_ids": [cup.id]}
    }
    assert await api.get(f"/2/users/{pots.id}/mentions") == {"meta": {"result_count": 0}}


async def test_the_words_of_the_answer_follow_the_parameter(api: Api, world: XWorld, asha: Person, cup: Post) -> None:
    said = world.reply(asha, cup, "Lovely")
    old = await api.get(f"/2/tweets/{said.id}", tweet__fields="referenced_tweets,public_metrics")
    new = await api.get(
        f"/2/tweets/{said.id}", post__fields="referenced_posts,public_metrics", expansions="referenced_posts.id"
    )
    assert old["data"]["public_metrics"]["retweet_count"] == new["data"]["public_metrics"]["repost_count"] == 0
    assert old["data"]["referenced_tweets"] == new["data"]["referenced_posts"]
    assert new["data"]["edit_history_post_ids"] == [said.id]
    assert new["includes"]["posts"][0]["id"] == cup.id
    world.vocabulary = "post"
    assert "referenced_posts" in (await api.get(f"/2/tweets/{said.id}", tweet__fields="referenced_tweets"))["data"]


async def test_what_is_missing_or_protected_is_an_error_beside_the_rest(
    api: Api, world: XWorld, asha: Person, bhavin: Person, cup: Post
) -> None:
    gone, shut = world.post(asha, "Soon gone"), world.post(bhavin, "Only for friends")
    world.remove(gone)
    world.protect(bhavin)
    found = await api.get("/2/tweets", ids=f"{cup.id},{gone.id},{shut.id},12345")
    assert [post["id"] for post in found["data"]] == [cup.id]
    assert [(error["resource_id"], error["type"].rpartition("/")[2]) for error in found["errors"]] == [
        (gone.id, "resource-not-found"),
        (shut.id, "not-authorized-for-resource"),
        ("12345", "resource-not-found"),
    ]
    alone = await api.get(f"/2/tweets/{gone.id}")
    assert alone.keys() == {"errors"}


async def test_pages_stay_good_while_new_posts_come(
    api: Api, world: XWorld, pots: Account, asha: Person, cup: Post
) -> None:
    said = [world.reply(asha, cup, f"number {at}").id for at in range(12)]
    first = await api.get(f"/2/users/{pots.id}/mentions", max_results=5)
    world.reply(asha, cup, "in between")
    second = await api.get(f"/2/users/{pots.id}/mentions", max_results=5, pagination_token=first["meta"]["next_token"])
    third = await api.get(f"/2/users/{pots.id}/mentions", max_results=5, pagination_token=second["meta"]["next_token"])
    pages = [post["id"] for page in (first, second, third) for post in page["data"]]
    assert pages == said[::-1]
    assert "next_token" not in third["meta"]
    newer = await api.get(f"/2/users/{pots.id}/mentions", since_id=said[-1])
    assert newer["meta"]["result_count"] == 1


async def test_an_edit_is_a_new_id_in_the_old_ones_place(
    api: Api, world: XWorld, pots: Account, asha: Person, cup: Post
) -> None:
    first = world.reply(asha, cup, "How mcuh?")
    later = world.edit(first, "How much?")
    found = await api.get(f"/2/users/{pots.id}/mentions")
    assert [(post["id"], post["edit_history_tweet_ids"]) for post in found["data"]] == [
        (later.id, [first.id, later.id])
    ]
    old = await api.get(f"/2/tweets/{first.id}")
    assert old["data"]["text"] == "@nadipots How mcuh?"
    assert old["data"]["edit_history_tweet_ids"] == [first.id, later.id]


async def test_search_finds_conversations_of_a_week(
    api: Api, server: XServer, world: XWorld, asha: Person, bhavin: Person, pots: Account, cup: Post
) -> None:
    world.reply(bhavin, cup, "Old news")
    server.clock.advance(8 * DAY)
    world.tokens.grant(pots, pots.app, pots.scopes, world.now)
    api = api.of(pots.access_token)
    under = world.reply(asha, cup, "How much?")
    deep = world.reply(bhavin, under, "I paid 400")
    world.reply(pots, under, "It is 450")
    found = await api.get("/2/tweets/search/recent", query=f"conversation_id:{cup.id} -from:nadipots")
    assert [post["id"] for post in found["data"]] == [deep.id, under.id]
    either = await api.get("/2/tweets/search/recent", query='(from:asha_p "how much") OR (paid -is:retweet)')
    assert either["meta"]["result_count"] == 2
    status, body = await api.refused("GET", "/2/tweets/search/recent", query="cups", since_id=cup.id)
    assert status == 400
    assert "since_id" in body["errors"][0]["message"]


async def test_of_a_long_post_the_text_is_only_the_beginning(api: Api, world: XWorld, asha: Person) -> None:
    asha.premium = True
    post = world.post(asha, "long " * 100)
    found = (await api.get(f"/2/tweets/{post.id}", tweet__fields="note_tweet"))["data"]
    assert (len(found["text"]), found["note_tweet"]["text"]) == (280, "long " * 100)


@pytest.mark.parametrize(
    ("path", "query", "parameter"),
    [
        ("/2/tweets", {"ids": "abc"}, "ids"),
        ("/2/tweets", {"ids": ""}, "ids"),
        ("/2/tweets/search/recent", {"query": "(from:asha_p"}, "query"),
        ("/2/tweets/search/recent", {"query": "x" * 513}, "query"),
        ("/2/tweets/search/recent", {"query": "cups", "max_results": 9}, "max_results"),
        ("/2/tweets/search/recent", {"query": "cups", "tweet__fields": "colour"}, "tweet.fields"),
        ("/2/tweets/search/recent", {"query": "cups", "start_time": "yesterday"}, "start_time"),
        ("/2/tweets/search/recent", {"query": "cups", "pagination_token": "abc"}, "next_token"),
        ("/2/dm_events", {"since_id": "1"}, "since_id"),
    ],
)
async def test_bad_parameters_are_named(api: Api, path: str, query: dict[str, object], parameter: str) -> None:
    status, body = await api.refused("GET", path, **query)
    assert status == 400
    assert body["type"] == "https://api.x.com/2/problems/invalid-request"
    assert list(body["errors"][0]["parameters"]) == [parameter]


async def test_figures_that_are_ours_alone(
    api: Api, world: XWorld, server: XServer, pots: Account, asha: Person, cup: Post
) -> None:
    world.see(cup, impressions=40, url_clicks=3)
    other = world.post(asha, "Mine")
    query = {"ids": f"{cup.id},{other.id}", "tweet__fields": "public_metrics,non_public_metrics"}
    found = await api.get("/2/tweets", **query)
    assert found["data"][0]["non_public_metrics"]["url_link_clicks"] == 3
    assert found["data"][0]["public_metrics"]["impression_count"] == 40
    assert [(error["resource_id"], error["field"]) for error in found["errors"]] == [(other.id, "non_public_metrics")]
    server.clock.advance(31 * DAY)
    world.tokens.grant(pots, pots.app, pots.scopes, world.now)
    late = await api.of(pots.access_token).get("/2/tweets", **query)
    assert len(late["errors"]) == 2
