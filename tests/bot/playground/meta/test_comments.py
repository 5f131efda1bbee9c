"""Comments: reply, edit, hide, delete, like, block, and what people see of it."""

from __future__ import annotations

import pytest

from bot.playground.meta import CannotAct, MetaServer, MetaWorld, Page, Person, Post, Profile
from tests.bot.playground.meta.calls import JPEG, Graph, shelf


async def test_a_reply_stands_below_the_comment_and_is_noted(
    graph: Graph, world: MetaWorld, page: Page, post: Post, asha: Person
) -> None:
    comment = world.comment(asha, post, "How much?")
    answer = await graph.post(f"/{comment.id}/comments", message="Five euros")

    (reply,) = comment.replies
    assert answer == {"id": reply.id}
    assert reply.id.startswith(f"{post.number}_")
    assert (reply.who, reply.text, reply.under) == (page, "Five euros", comment)
    sent = await world.wait_sent(lambda one: one.object_id == comment.id)
    assert (sent.method, sent.text, sent.result_id) == ("POST /{id}/comments", "Five euros", reply.id)


async def test_replies_nest_two_levels_and_then_stay_beside(world: MetaWorld, post: Post, asha: Person) -> None:
    first = world.comment(asha, post, "1")
    second = world.comment(asha, post, "2", first)
    third = world.comment(asha, post, "3", second)
    assert third.under is second
    assert world.comment(asha, post, "4", third).under is second


async def test_replies_on_instagram_have_one_level(insta: Graph, world: MetaWorld, media: Post, asha: Person) -> None:
    first = world.comment(asha, media, "1")
    second = world.comment(asha, media, "2", first)
    answer = await insta.post(f"/{second.id}/replies", message="3")
    assert media.comments[answer["id"]].under is first


async def test_our_own_comment_can_be_edited_others_cannot(
    graph: Graph, world: MetaWorld, page: Page, post: Post, asha: Person
) -> None:
    theirs, ours = world.comment(asha, post, "Hi"), world.comment(page, post, "Helo")
    assert await graph.post(f"/{ours.id}", message="Hello") == {"success": True}
    assert ours.text == "Hello"
    assert await graph.refused("POST", f"/{theirs.id}", message="mine") == (200, 0)


async def test_a_hidden_comment_is_seen_by_its_author_and_by_us_only(
    graph: Graph, world: MetaWorld, page: Page, post: Post, asha: Person, bhavin: Person
) -> None:
    comment = world.comment(asha, post, "You crooks")
    await graph.post(f"/{comment.id}", is_hidden=True)

    shown = await graph.get(f"/{comment.id}", fields="is_hidden,can_hide,can_remove")
    assert (shown["is_hidden"], shown["can_hide"], shown["can_remove"]) == (True, True, True)
    assert world.visible(post) == world.visible(post, bhavin) == []
    assert world.visible(post, asha) == world.visible(post, page) == [comment]
    await graph.post(f"/{comment.id}", is_hidden="false")
    assert world.visible(post) == [comment]


async def test_our_own_comments_cannot_be_hidden(
    graph: Graph, insta: Graph, world: MetaWorld, page: Page, profile: Profile, post: Post, media: Post
) -> None:
    ours, mine = world.comment(page, post, "x"), world.comment(profile, media, "x")
    assert await graph.refused("POST", f"/{ours.id}", is_hidden=True) == (200, 0)
    assert (await graph.get(f"/{ours.id}", fields="can_hide"))["can_hide"] is False
    assert await insta.refused("POST", f"/{mine.id}", hide=True) == (200, 0)


async def test_instagram_hides_by_another_name_and_edits_nothing(
    insta: Graph, world: MetaWorld, media: Post, asha: Person
) -> None:
    comment = world.comment(asha, media, "Ugly")
    assert await insta.post(f"/{comment.id}", hide=True) == {"success": True}
    assert (await insta.get(f"/{comment.id}", fields="hidden"))["hidden"] is True
    assert await insta.refused("POST", f"/{comment.id}", message="Pretty") == (100, 0)
    assert await insta.refused("POST", f"/{comment.id}", hide="perhaps") == (100, 0)


async def test_a_deleted_comment_takes_its_replies_along(
    graph: Graph, world: MetaWorld, post: Post, asha: Person
) -> None:
    comment = world.comment(asha, post, "1")
    reply = world.comment(asha, post, "2", comment)
    assert await graph.delete(f"/{comment.id}") == {"success": True}
    assert await graph.refused("GET", f"/{reply.id}") == (100, 33)
    assert await graph.refused("DELETE", f"/{comment.id}") == (100, 33)


async def test_likes_are_given_and_taken_back(
    graph: Graph, insta: Graph, world: MetaWorld, page: Page, post: Post, media: Post, asha: Person
) -> None:
    comment = world.comment(asha, post, "Nice")
    await graph.post(f"/{comment.id}/likes")
    assert await graph.get(f"/{comment.id}", fields="like_count,user_likes") == {
        "like_count": 1,
        "user_likes": True,
        "id": comment.id,
    }
    await graph.delete(f"/{comment.id}/likes")
    assert comment.likes == set()
    assert await insta.refused("POST", f"/{world.comment(asha, media, 'x').id}/likes") == (100, 33)


async def test_whom_a_page_blocks_cannot_comment(
    graph: Graph, world: MetaWorld, page: Page, post: Post, asha: Person
) -> None:
    assert await graph.post(f"/{page.id}/blocked", user=[asha.id]) == {asha.id: True}
    with pytest.raises(CannotAct):
        world.comment(asha, post, "Hello?")
    assert (await graph.get(f"/{page.id}/blocked"))["data"] == [{"id": asha.id, "name": "Asha Patel"}]
    assert await graph.delete(f"/{page.id}/blocked", user=asha.id) == {"success": True}
    assert world.comment(asha, post, "Hello!").text == "Hello!"
    assert await graph.refused("POST", f"/{page.id}/blocked") == (100, 0)


async def test_comments_can_be_switched_off_on_instagram(
    insta: Graph, world: MetaWorld, media: Post, asha: Person
) -> None:
    await insta.post(f"/{media.id}", comment_enabled=False)
    with pytest.raises(CannotAct):
        world.comment(asha, media, "Hello?")
    assert await insta.refused("POST", f"/{media.id}/comments", message="x") == (10, 0)


async def test_a_reply_needs_words_and_not_too_many(graph: Graph, insta: Graph, post: Post, media: Post) -> None:
    assert await graph.refused("POST", f"/{post.id}/comments", message=" ") == (100, 0)
    assert await graph.refused("POST", f"/{post.id}/comments", message="x" * 8001) == (100, 0)
    assert await insta.refused("POST", f"/{media.id}/comments", message="😀" * 1101) == (100, 0)
    assert await insta.refused("POST", f"/{media.id}/comments", message="#a " * 31) == (100, 0)
    assert await insta.post(f"/{media.id}/comments", message="😀" * 1100)


async def test_a_reply_may_carry_a_picture_that_meta_fetches(server: MetaServer, graph: Graph, post: Post) -> None:
    async with shelf(cup=JPEG) as shop:
        answer = await graph.post(f"/{post.id}/comments", attachment_url=f"{shop}/cup")
        assert await graph.refused("POST", f"/{post.id}/comments", attachment_url=f"{shop}/none") == (100, 1609008)
        photo = await graph.post(f"/{post.owner.id}/photos", url=f"{shop}/cup", published=False)
    second = await graph.post(f"/{post.id}/comments", message="and this", attachment_id=photo["id"])

    shown = await graph.get(f"/{answer['id']}", fields="attachment")
    assert shown["attachment"]["type"] == "photo"
    assert post.comments[second["id"]].picture is not None
    assert server.fetcher.fetched == [f"{shop}/cup"] * 2


async def test_a_reply_may_be_a_link(graph: Graph, post: Post) -> None:
    answer = await graph.post(f"/{post.id}/comments", attachment_share_url="https://pots.example")
    shown = await graph.get(f"/{answer['id']}", fields="attachment{type,title}")
    assert shown["attachment"] == {"type": "share", "title": "https://pots.example"}


async def test_a_sticker_is_a_comment_without_words(graph: Graph, world: MetaWorld, post: Post, asha: Person) -> None:
    comment = world.comment(asha, post, sticker=True)
    shown = await graph.get(f"/{comment.id}", fields="message,attachment{type}")
    assert (shown["message"], shown["attachment"]) == ("", {"type": "sticker"})


async def test_names_may_be_withheld_but_never_our_own(
    graph: Graph, world: MetaWorld, page: Page, post: Post, asha: Person
) -> None:
    theirs, ours = world.comment(asha, post, "x"), world.comment(page, post, "y")
    page.shows_names = False
    assert "from" not in await graph.get(f"/{theirs.id}", fields="from")
    assert (await graph.get(f"/{ours.id}", fields="from"))["from"] == {"id": page.id, "name": "Nadi Pots"}


async def test_a_mention_is_only_reached_through_the_profile(
    insta: Graph, world: MetaWorld, profile: Profile, asha: Person
) -> None:
    comment = world.mention(asha, profile, "@nadi made this")
    assert await insta.refused("GET", f"/{comment.id}") == (100, 33)

    fields = f"mentioned_comment.comment_id({comment.id}){{text,media{{id,media_type}}}}"
    shown = (await insta.get(f"/{profile.id}", fields=fields))["mentioned_comment"]
    assert (shown["text"], shown["media"]["media_type"]) == ("@nadi made this", "IMAGE")
    media_id = shown["media"]["id"]
    told = await insta.get(f"/{profile.id}", fields=f"mentioned_media.media_id({media_id}){{caption,username}}")
    assert told["mentioned_media"]["username"] == "asha"

    answer = await insta.post(f"/{profile.id}/mentions", media_id=media_id, comment_id=comment.id, message="Thanks!")
    assert (await insta.get(f"/{answer['id']}", fields="text"))["text"] == "Thanks!"
    assert await insta.refused("POST", f"/{profile.id}/mentions", media_id="1", message="x") == (100, 33)


async def test_nobody_comments_on_a_post_that_is_gone(world: MetaWorld, post: Post, asha: Person) -> None:
    world.remove_post(post)
    with pytest.raises(CannotAct):
        world.comment(asha, post, "x")
