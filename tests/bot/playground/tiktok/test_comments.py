"""Comments of own posts: read in pages, answered, hidden and shown, liked, pinned, deleted."""

from __future__ import annotations

import pytest

from bot.playground.tiktok import Account, CannotAct, Person, TikTokServer, TikTokWorld, Video
from tests.bot.playground.tiktok.calls import Business, Receiver


async def test_comments_come_in_pages_with_ids_as_text(
    business: Business, world: TikTokWorld, video: Video, asha: Person, server: TikTokServer
) -> None:
    said = [world.comment(asha, video, f"No {number}") for number in range(45)]
    for _ in said:
        server.clock.advance(1)
    first = (await business.get("/business/comment/list/", video_id=video.id, max_count=30))["data"]
    rest = (await business.get("/business/comment/list/", video_id=video.id, max_count=30, cursor=first["cursor"]))[
        "data"
    ]

    assert (len(first["comments"]), first["has_more"]) == (30, True)
    assert (len(rest["comments"]), rest["has_more"]) == (15, False)
    found = {one["comment_id"] for one in first["comments"] + rest["comments"]}
    assert found == {one.id for one in said}
    assert first["comments"][0]["unique_identifier"] == asha.unique_identifier
    assert first["comments"][0]["video_id"] == video.id


async def all_of(business: Business, video: Video) -> list[str]:
    """The ids of all comments, newest first, page by page."""
    found: list[str] = []
    cursor, more = 0, True
    while more:
        where = {"video_id": video.id, "sort_field": "create_time", "sort_order": "desc", "max_count": 30}
        page = (await business.get("/business/comment/list/", **where, cursor=cursor))["data"]
        found += [one["comment_id"] for one in page["comments"]]
        cursor, more = page["cursor"], page["has_more"]
    return found


async def test_beyond_five_hundred_the_order_ends_and_some_come_twice(
    business: Business, world: TikTokWorld, video: Video, asha: Person
) -> None:
    said = [world.comment(asha, video, f"No {number}") for number in range(520)]
    said[3].likes.add("somebody")
    found = await all_of(business, video)
    newest_first = [one.id for one in reversed(said)]
    assert found[:500] == newest_first[:500]
    assert found[500] == said[3].id
    assert (len(found), set(found)) == (530, set(newest_first))


async def test_what_was_deleted_leaves_a_page_shorter(
    business: Business, world: TikTokWorld, video: Video, asha: Person
) -> None:
    said = [world.comment(asha, video, f"No {number}") for number in range(40)]
    for comment in said[25:35]:
        world.remove_comment(comment)
    where = {"video_id": video.id, "sort_field": "create_time", "sort_order": "desc", "max_count": 30}
    page = (await business.get("/business/comment/list/", **where))["data"]
    assert (len(page["comments"]), page["has_more"]) == (20, True)
    assert await all_of(business, video) == [one.id for one in reversed(said) if not one.removed]


async def test_more_than_thirty_and_somebody_elses_video_are_refused(
    business: Business, world: TikTokWorld, video: Video
) -> None:
    other = world.video(world.create_account("other", world.create_app()), "Not ours")
    assert (await business.get("/business/comment/list/", video_id=video.id, max_count=31))["code"] == 40002
    assert (await business.get("/business/comment/list/", video_id=other.id))["code"] == 40002
    assert (await business.get("/business/comment/list/"))["message"] == "Missing required field(s): video_id."
    assert (await business.get("/business/comment/list/", video_id=video.id, page_size="3"))["code"] == 40002


async def test_replies_are_shown_below_with_ids_as_numbers_and_in_a_list_of_their_own(
    business: Business, world: TikTokWorld, video: Video, asha: Person, bhavin: Person
) -> None:
    question = world.comment(asha, video, "How much?")
    answers = [world.reply(bhavin, question, f"{number} rupees") for number in range(5)]
    deep = world.reply(asha, answers[0], "Thank you")

    listed = await business.get("/business/comment/list/", video_id=video.id, include_replies=True)
    (shown,) = listed["data"]["comments"]
    replies = await business.get(
        "/business/comment/reply/list/",
        video_id=video.id,
        comment_id=question.id,
        sort_field="create_time",
        sort_order="asc",
    )

    assert [one["comment_id"] for one in shown["reply_list"]] == [int(one.id) for one in answers[:3]]
    assert shown["replies"] == 6
    assert [one["comment_id"] for one in replies["data"]["comments"]] == [one.id for one in [*answers, deep]]
    assert replies["data"]["comments"][-1]["parent_comment_id"] == question.id


async def test_a_reply_is_said_and_told(
    business: Business, world: TikTokWorld, video: Video, asha: Person, server: TikTokServer, receiver: Receiver
) -> None:
    question = world.comment(asha, video, "How much?")
    answer = await business.post(
        "/business/comment/reply/create/", video_id=video.id, comment_id=question.id, text="240 rupees 🙂"
    )
    await server.hooks.idle()

    assert answer["code"] == 0
    assert answer["data"]["parent_comment_id"] == question.id
    sent = await server.wait_sent(lambda one: one.call == "POST /business/comment/reply/create/")
    assert (sent.object_id, sent.result_id, sent.text) == (question.id, answer["data"]["comment_id"], "240 rupees 🙂")
    told = receiver.contents("comment.update")
    assert [one["comment_action"] for one in told] == ["insert", "insert", "set_to_public"]
    assert told[1]["parent_comment_id"] == int(question.id)
    assert told[1]["unique_identifier"] == video.account.unique_identifier


async def test_a_reply_of_151_characters_is_refused_and_one_of_150_is_not(
    business: Business, world: TikTokWorld, video: Video, asha: Person
) -> None:
    question = world.comment(asha, video, "How much?")
    where = {"video_id": video.id, "comment_id": question.id}
    assert (await business.post("/business/comment/reply/create/", **where, text="x" * 151))["code"] == 40002
    assert (await business.post("/business/comment/reply/create/", **where, text="x" * 150))["code"] == 0
    assert len(question.replies) == 1


async def test_much_the_same_reply_in_a_burst_is_hidden_as_spam(
    business: Business, world: TikTokWorld, video: Video, asha: Person, server: TikTokServer
) -> None:
    for number in range(5):
        under = world.comment(asha, video, f"No {number}")
        text = f"Thank you so much for writing to us! {number}"
        await business.post("/business/comment/reply/create/", video_id=video.id, comment_id=under.id, text=text)
    ours = [one for one in video.comments.values() if one.owner]
    assert [one.hidden for one in ours] == [False, False, False, True, True]

    server.clock.advance(61)
    under = world.comment(asha, video, "And one more")
    await business.post(
        "/business/comment/reply/create/",
        video_id=video.id,
        comment_id=under.id,
        text="Thank you so much for writing to us!",
    )
    assert not under.replies[0].hidden


async def test_hiding_and_showing_again(business: Business, world: TikTokWorld, video: Video, asha: Person) -> None:
    comment = world.comment(asha, video, "Rubbish")
    where = {"video_id": video.id, "comment_id": comment.id}
    assert (await business.post("/business/comment/hide/", **where, action="HIDE"))["code"] == 0
    assert world.visible(video) == []
    listed = await business.get("/business/comment/list/", video_id=video.id)
    assert listed["data"]["comments"][0]["status"] == "HIDDEN"
    public = await business.get("/business/comment/list/", video_id=video.id, status="PUBLIC")
    assert public["data"]["comments"] == []

    assert (await business.post("/business/comment/hide/", **where, action="UNHIDE"))["code"] == 0
    assert world.visible(video) == [comment]
    assert (await business.post("/business/comment/hide/", **where, action="hide"))["code"] == 40002


async def test_showing_again_may_have_no_effect_and_says_nothing(
    business: Business, world: TikTokWorld, video: Video, asha: Person, server: TikTokServer
) -> None:
    comment = world.comment(asha, video, "Rubbish", held=True)
    answer = await business.post("/business/comment/hide/", video_id=video.id, comment_id=comment.id, action="UNHIDE")
    assert answer["code"] == 0
    assert comment.hidden
    assert server.sent[-1].details == {"hidden": False, "effective": False}


async def test_only_own_comments_are_deleted(
    business: Business, world: TikTokWorld, video: Video, asha: Person, account: Account
) -> None:
    theirs, ours = world.comment(asha, video, "Nice"), world.comment(account, video, "Thank you")
    assert (await business.post("/business/comment/delete/", comment_id=theirs.id))["code"] == 40001
    assert (await business.post("/business/comment/delete/", comment_id=ours.id))["code"] == 0
    assert (theirs.removed, ours.removed) == (False, True)
    assert (await business.post("/business/comment/delete/", comment_id=ours.id))["code"] == 40002


async def test_a_like_needs_the_video_and_one_comment_is_pinned(
    business: Business, world: TikTokWorld, video: Video, asha: Person
) -> None:
    first, second = world.comment(asha, video, "Nice"), world.comment(asha, video, "Very nice")
    assert (await business.post("/business/comment/like/", comment_id=first.id, action="LIKE"))["code"] == 40002
    where = {"video_id": video.id}
    assert (await business.post("/business/comment/like/", **where, comment_id=first.id, action="LIKE"))["code"] == 0
    for comment in (first, second):
        await business.post("/business/comment/pin/", **where, comment_id=comment.id, action="PIN")
    listed = (await business.get("/business/comment/list/", video_id=video.id))["data"]["comments"]
    assert {one["text"]: (one["liked"], one["likes"], one["pinned"]) for one in listed} == {
        "Nice": (True, 1, False),
        "Very nice": (False, 0, True),
    }


async def test_where_comments_are_off_nobody_comments(
    business: Business, world: TikTokWorld, video: Video, asha: Person
) -> None:
    world.comments_off(video)
    with pytest.raises(CannotAct):
        world.comment(asha, video, "Hello?")
    assert (await business.post("/business/comment/create/", video_id=video.id, text="Hello"))["code"] == 40001
