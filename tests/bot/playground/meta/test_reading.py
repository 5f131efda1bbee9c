"""Objects and their edges as callers read them: fields, pages of lists, batches, and what is not there."""

from __future__ import annotations

import json

import aiohttp
import pytest

from bot.playground.attachments import Attachment
from bot.playground.meta import App, MetaServer, MetaWorld, Page, Person, Post, Profile
from tests.bot.playground.meta.calls import FILM, JPEG, Graph


async def test_an_object_shows_what_is_asked_for_and_always_its_id(graph: Graph, post: Post) -> None:
    assert await graph.get(f"/{post.id}") == {
        "created_time": "2027-01-15T08:00:00+0000",
        "message": "New cups today",
        "id": post.id,
    }
    assert await graph.get(f"/{post.id}", fields="status_type") == {
        "status_type": "mobile_status_update",
        "id": post.id,
    }


async def test_the_version_may_be_missing_or_another_and_the_token_may_be_a_parameter(
    http: aiohttp.ClientSession, server: MetaServer, page: Page
) -> None:
    for start in ("", "/v21.0", "/v26.0"):
        async with http.get(f"{server.url}{start}/me", params={"access_token": page.token}) as answer:
            assert await answer.json() == {"name": "Nadi Pots", "id": page.id}


async def test_an_unknown_field_is_refused(graph: Graph, post: Post) -> None:
    status, body = await graph.call("GET", f"/{post.id}", fields="id,colour")
    assert status == 400
    assert body["error"]["message"] == "(#100) Tried accessing nonexisting field (colour) on node type (Post)"


async def test_edges_nest_with_modifiers_and_summaries(
    graph: Graph, world: MetaWorld, post: Post, asha: Person, page: Page
) -> None:
    first = world.comment(asha, post, "one")
    world.clock.advance(60)
    reply = world.comment(page, post, "two", first)
    fields = (
        "message,comments.filter(stream).order(reverse_chronological).limit(1).summary(true){id,message,parent{id}}"
    )
    body = await graph.get(f"/{page.id}/published_posts", fields=fields)

    comments = body["data"][0]["comments"]
    assert comments["data"] == [{"id": reply.id, "message": "two", "parent": {"id": first.id}}]
    assert comments["summary"]["total_count"] == 2
    assert f"/{post.id}/comments" in comments["paging"]["next"]


async def test_top_level_comments_come_oldest_first_and_replies_only_with_stream(
    graph: Graph, world: MetaWorld, post: Post, asha: Person
) -> None:
    first = world.comment(asha, post, "one")
    reply = world.comment(asha, post, "under it", first)
    second = world.comment(asha, post, "two")

    async def ids(**given: object) -> list[str]:
        return [one["id"] for one in (await graph.get(f"/{post.id}/comments", **given))["data"]]

    assert await ids() == [first.id, second.id]
    assert await ids(filter="stream") == [first.id, reply.id, second.id]
    assert await ids(filter="stream", order="reverse_chronological") == [second.id, reply.id, first.id]


async def test_cursors_lead_through_a_list_and_stay_good_when_it_changes(
    graph: Graph, world: MetaWorld, post: Post, asha: Person
) -> None:
    comments = [world.comment(asha, post, str(number)) for number in range(5)]
    page = await graph.get(f"/{post.id}/comments", limit=2)
    assert [one["message"] for one in page["data"]] == ["0", "1"]
    assert "previous" not in page["paging"]
    world.remove_comment(comments[1])

    page = await graph.get(f"/{post.id}/comments", limit=2, after=page["paging"]["cursors"]["after"])
    assert [one["message"] for one in page["data"]] == ["2", "3"]
    before = await graph.get(f"/{post.id}/comments", limit=2, before=page["paging"]["cursors"]["before"])
    assert [one["message"] for one in before["data"]] == ["0"]


async def test_the_link_to_the_next_page_works_by_itself_and_holds_the_token(
    graph: Graph, http: aiohttp.ClientSession, world: MetaWorld, post: Post, asha: Person, page: Page
) -> None:
    for number in range(3):
        world.comment(asha, post, str(number))
    first = await graph.get(f"/{post.id}/comments", limit=2, fields="message")
    assert page.token in first["paging"]["next"]
    async with http.get(first["paging"]["next"]) as answer:
        last = await answer.json()
    assert [one["message"] for one in last["data"]] == ["2"]
    assert "next" not in last["paging"]


async def test_the_link_of_a_nested_list_keeps_its_fields(
    graph: Graph, http: aiohttp.ClientSession, world: MetaWorld, post: Post, asha: Person
) -> None:
    for number in range(3):
        world.comment(asha, post, str(number))
    body = await graph.get(f"/{post.id}", fields="comments.limit(2){message}")
    async with http.get(body["comments"]["paging"]["next"]) as answer:
        (last,) = (await answer.json())["data"]
    assert last.keys() == {"message", "id"}


async def test_since_and_until_limit_a_list(graph: Graph, world: MetaWorld, post: Post, asha: Person) -> None:
    world.comment(asha, post, "early")
    world.clock.advance(3600)
    later = int(world.now)
    world.comment(asha, post, "late")

    late = await graph.get(f"/{post.id}/comments", since=later)
    early = await graph.get(f"/{post.id}/comments", until=later - 1)
    assert [one["message"] for one in late["data"]] == ["late"]
    assert [one["message"] for one in early["data"]] == ["early"]


@pytest.mark.parametrize("given", [{"limit": "many"}, {"after": "%%%"}, {"since": "yesterday"}])
async def test_a_bad_limit_cursor_or_time_is_refused(graph: Graph, post: Post, given: dict[str, str]) -> None:
    assert await graph.refused("GET", f"/{post.id}/comments", **given) == (100, 0)


async def test_what_is_gone_or_somebody_elses_is_not_there(
    graph: Graph, world: MetaWorld, app: App, post: Post, asha: Person
) -> None:
    comment = world.comment(asha, post, "oh")
    world.remove_comment(comment)
    other = world.create_page("Other", app)
    theirs = world.post(other, "not yours")

    assert await graph.refused("GET", f"/{comment.id}") == (100, 33)
    assert await graph.refused("GET", f"/{theirs.id}") == (100, 33)
    assert await graph.refused("GET", "/123") == (100, 33)
    assert await graph.refused("POST", f"/{theirs.id}/comments", message="x") == (100, 33)


async def test_comments_go_with_their_post(graph: Graph, world: MetaWorld, post: Post, asha: Person) -> None:
    comment = world.comment(asha, post, "oh")
    world.remove_post(post)
    assert await graph.refused("GET", f"/{comment.id}") == (100, 33)


async def test_a_call_without_a_token_or_a_path_is_refused(graph: Graph, post: Post) -> None:
    assert await graph.of("").refused("GET", "/me") == (104, 0)
    assert await graph.refused("GET", "/") == (100, 0)
    assert await graph.refused("GET", f"/{post.id}/frogs") == (2500, 0)


async def test_many_objects_cannot_be_read_by_ids_any_more(graph: Graph, post: Post) -> None:
    status, body = await graph.call("GET", "/", ids=post.id)
    assert (status, body["error"]["code"]) == (400, 100)
    assert "ids" in body["error"]["message"]


async def test_a_batch_answers_each_part_as_text_with_its_code(
    graph: Graph, http: aiohttp.ClientSession, server: MetaServer, page: Page, post: Post
) -> None:
    parts = [
        {"method": "GET", "relative_url": f"v26.0/{post.id}?fields=message"},
        {"method": "GET", "relative_url": "123"},
        {"method": "POST", "relative_url": f"{post.id}/comments", "body": "message=hello+you"},
    ]
    form = {"batch": json.dumps(parts), "access_token": page.token}
    async with http.post(f"{server.url}/v26.0/", data=form) as answer:
        good, bad, done = await answer.json()

    assert (good["code"], json.loads(good["body"])) == (200, {"message": "New cups today", "id": post.id})
    assert (bad["code"], json.loads(bad["body"])["error"]["error_subcode"]) == (400, 33)
    assert json.loads(done["body"])["id"] in post.comments
    assert [one.text for one in post.comments.values()] == ["hello you"]


async def test_a_batch_has_at_most_50_parts(graph: Graph) -> None:
    part = {"method": "GET", "relative_url": "me"}
    assert len(await graph.post("/", batch=[part] * 50)) == 50
    assert await graph.refused("POST", "/", batch=[part] * 51) == (100, 0)
    assert await graph.refused("POST", "/", batch="no list") == (100, 0)
    assert await graph.of("").refused("POST", "/", batch=[part]) == (104, 0)
    assert await graph.of("nonsense").refused("POST", "/", batch=[part]) == (190, 0)


async def test_bodies_may_be_forms_json_or_multipart(
    http: aiohttp.ClientSession, server: MetaServer, page: Page, post: Post
) -> None:
    url, headers = f"{server.url}/v26.0/{post.id}/comments", {"Authorization": f"OAuth {page.token}"}
    parts = aiohttp.FormData()
    parts.add_field("message", "multi")
    parts.add_field("source", b"\xff\xd8\xff", filename="a.jpg", content_type="image/jpeg")
    for body in ({"data": {"message": "form"}}, {"json": {"message": "json"}}, {"data": parts}):
        async with http.post(url, headers=headers, **body) as answer:
            assert answer.status == 200
    assert [one.text for one in post.comments.values()] == ["form", "json", "multi"]
    assert [one.picture is not None for one in post.comments.values()] == [False, False, True]


async def test_a_body_that_is_no_json_is_refused(
    http: aiohttp.ClientSession, server: MetaServer, page: Page, post: Post
) -> None:
    headers = {"Authorization": f"Bearer {page.token}", "Content-Type": "application/json"}
    async with http.post(f"{server.url}/{post.id}/comments", data="{", headers=headers) as answer:
        assert (answer.status, (await answer.json())["error"]["code"]) == (400, 100)


async def test_media_on_instagram_shows_only_its_id_unasked(
    insta: Graph, world: MetaWorld, profile: Profile, media: Post, asha: Person
) -> None:
    comment = world.comment(asha, media, "Lovely")
    world.comment(profile, media, "Thanks", comment)
    assert await insta.get(f"/{media.id}") == {"id": media.id}
    fields = "caption,media_product_type,comments_count,comments{text,username,from,replies{text,parent_id}}"
    body = await insta.get(f"/{media.id}", fields=fields)
    (shown,) = body["comments"]["data"]
    assert (body["caption"], body["media_product_type"], body["comments_count"]) == ("A bowl", "FEED", 2)
    assert (shown["username"], shown["from"]["id"]) == ("asha", asha.id)
    assert shown["replies"]["data"][0] | {"id": ""} == {"text": "Thanks", "parent_id": comment.id, "id": ""}


async def test_a_comment_has_comments_of_its_own(graph: Graph, world: MetaWorld, post: Post, asha: Person) -> None:
    comment = world.comment(asha, post, "1")
    reply = world.comment(asha, post, "2", comment)
    assert [one["id"] for one in (await graph.get(f"/{comment.id}/comments"))["data"]] == [reply.id]
    assert (await graph.get(f"/{comment.id}", fields="comment_count"))["comment_count"] == 1


async def test_pictures_of_pages_profiles_people_and_films_are_links(
    graph: Graph, insta: Graph, world: MetaWorld, page: Page, profile: Profile, asha: Person
) -> None:
    page.picture = profile.picture = asha.picture = world.files.keep(JPEG, "image/jpeg")
    world.message(asha, page, "Hi")
    film = world.post(profile, video=Attachment("video", FILM, "a.mp4", "video/mp4"), product="REELS")
    posted = world.post(page, video=Attachment("video", FILM, "a.mp4", "video/mp4"))
    links = [
        (await graph.get("/me", fields="picture{url}"))["picture"]["data"]["url"],
        (await graph.get(f"/{asha.id}"))["profile_pic"],
        (await insta.get("/me", fields="profile_picture_url"))["profile_picture_url"],
        (await insta.get(f"/{film.id}", fields="media_url"))["media_url"],
        (await graph.get(f"/{posted.id}/attachments"))["data"][0]["media"]["source"],
    ]
    for link in links:
        async with graph.http.get(link) as answer:
            assert answer.status == 200
    assert "picture" not in await graph.get(f"/{posted.id}", fields="picture")


async def test_media_that_mention_a_profile_in_the_caption_are_its_tags(
    insta: Graph, world: MetaWorld, profile: Profile, asha: Person
) -> None:
    media = world.mention(asha, profile, "by @nadi", in_caption=True)
    (shown,) = (await insta.get(f"/{profile.id}/tags", fields="caption,username,owner"))["data"]
    assert shown == {"caption": "by @nadi", "username": "asha", "owner": {"id": asha.id}, "id": media.id}
    assert await insta.refused("GET", f"/{media.id}") == (100, 33)
    for wanted in ("mentioned_media.media_id(1){caption}", "mentioned_comment.comment_id(1){text}"):
        assert await insta.refused("GET", f"/{profile.id}", fields=wanted) == (100, 33)
