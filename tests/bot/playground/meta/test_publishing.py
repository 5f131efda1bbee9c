"""Posts, photos, videos, reels and stories of a Page."""

from __future__ import annotations

import aiohttp

from bot.playground.meta import MetaServer, MetaWorld, Page, Post
from tests.bot.playground.meta.calls import DAY, FILM, JPEG, START, Graph, shelf


async def test_text_and_links_are_published(graph: Graph, world: MetaWorld, page: Page) -> None:
    answer = await graph.post(f"/{page.id}/feed", message="New hours", link="https://pots.example/hours")
    post = page.posts[answer["id"]]
    assert (post.text, post.link) == ("New hours", "https://pots.example/hours")
    assert answer["id"].startswith(f"{page.id}_")
    assert world.sent[-1].result_id == post.id
    shown = await graph.get(f"/{post.id}", fields="attachments,permalink_url,from")
    assert shown["attachments"]["data"][0]["type"] == "share"
    assert shown["from"] == {"id": page.id, "name": "Nadi Pots"}


async def test_an_empty_or_endless_post_is_refused(graph: Graph, page: Page) -> None:
    assert await graph.refused("POST", f"/{page.id}/feed") == (100, 0)
    assert await graph.refused("POST", f"/{page.id}/feed", message="x" * 63207) == (100, 0)
    page.restricted = True
    assert await graph.refused("POST", f"/{page.id}/feed", message="x") == (368, 0)


async def test_a_post_may_be_scheduled_for_later(graph: Graph, world: MetaWorld, page: Page) -> None:
    later = {"message": "Soon", "published": False, "scheduled_publish_time": int(START + 3600)}
    answer = await graph.post(f"/{page.id}/feed", **later)
    assert [one["id"] for one in (await graph.get(f"/{page.id}/scheduled_posts"))["data"]] == [answer["id"]]
    assert (await graph.get(f"/{page.id}/published_posts"))["data"] == []
    world.clock.advance(3600)
    assert [one["id"] for one in (await graph.get(f"/{page.id}/published_posts"))["data"]] == [answer["id"]]
    for at in (START + 3700, START + 31 * DAY + 3600):
        bad = later | {"scheduled_publish_time": int(at)}
        assert await graph.refused("POST", f"/{page.id}/feed", **bad) == (100, 0)
    assert await graph.refused("POST", f"/{page.id}/feed", **(later | {"published": True})) == (100, 0)


async def test_a_photo_is_fetched_and_becomes_a_post(server: MetaServer, graph: Graph, page: Page) -> None:
    async with shelf(cup=JPEG) as shop:
        answer = await graph.post(f"/{page.id}/photos", url=f"{shop}/cup", message="A cup", alt_text_custom="Blue cup")
    post = page.posts[answer["post_id"]]
    assert (post.text, post.alt_text, post.pictures[0].data) == ("A cup", "Blue cup", JPEG)
    shown = await graph.get(f"/{post.id}", fields="full_picture,attachments{target,type}")
    async with graph.http.get(shown["full_picture"]) as picture:
        assert await picture.read() == JPEG
    assert shown["attachments"]["data"] == [{"target": {"id": answer["id"]}, "type": "photo"}]
    assert server.fetcher.fetched == [f"{shop}/cup"]


async def test_several_photos_make_one_post(graph: Graph, page: Page) -> None:
    async with shelf(a=JPEG, b=JPEG) as shop:
        ids = [(await graph.post(f"/{page.id}/photos", url=f"{shop}/{name}", published=False))["id"] for name in "ab"]
    assert page.posts == {}
    media = [{"media_fbid": one} for one in ids]
    answer = await graph.post(f"/{page.id}/feed", message="Two", attached_media=media)
    shown = await graph.get(f"/{answer['id']}", fields="attachments{type,subattachments{target}}")
    album = shown["attachments"]["data"][0]
    assert [one["target"]["id"] for one in album["subattachments"]["data"]] == ids
    assert await graph.refused("POST", f"/{page.id}/feed", attached_media=media) == (100, 1366046)
    assert await graph.refused("POST", f"/{page.id}/feed", attached_media=[{"media_fbid": "1"}]) == (100, 0)


async def test_photos_may_be_numbered_in_a_form(graph: Graph, page: Page) -> None:
    form = aiohttp.FormData()
    form.add_field("source", JPEG, filename="cup.jpg", content_type="image/jpeg")
    form.add_field("published", "false")
    headers = {"Authorization": f"Bearer {page.token}"}
    async with graph.http.post(f"{graph.url}/v26.0/{page.id}/photos", data=form, headers=headers) as answer:
        photo = (await answer.json())["id"]
    given = {"message": "One", "attached_media[0]": f'{{"media_fbid":"{photo}"}}'}
    async with graph.http.post(f"{graph.url}/v26.0/{page.id}/feed", data=given, headers=headers) as answer:
        assert page.posts[(await answer.json())["id"]].shows == [photo]


async def test_what_is_no_picture_is_refused(graph: Graph, page: Page) -> None:
    async with shelf(words=b"hello") as shop:
        assert await graph.refused("POST", f"/{page.id}/photos", url=f"{shop}/words") == (324, 2069019)
        assert await graph.refused("POST", f"/{page.id}/photos", url=f"{shop}/none") == (324, 2069019)
    assert await graph.refused("POST", f"/{page.id}/photos") == (324, 0)


async def test_a_video_is_public_once_it_is_ready(graph: Graph, world: MetaWorld, page: Page) -> None:
    world.video_takes = 30
    async with shelf(film=FILM) as shop:
        video = (await graph.post(f"/{page.id}/videos", file_url=f"{shop}/film", description="Glazing"))["id"]
        assert await graph.refused("POST", f"/{page.id}/videos", file_url=f"{shop}/none") == (389, 0)
    status = (await graph.get(f"/{video}", fields="status,post_id"))["status"]
    assert status["video_status"] == "processing"
    assert (await graph.get(f"/{page.id}/published_posts"))["data"] == []
    world.clock.advance(30)
    shown = await graph.get(f"/{video}", fields="status,post_id")
    assert shown["status"]["video_status"] == "ready"
    (post,) = (await graph.get(f"/{page.id}/published_posts", fields="status_type"))["data"]
    assert (post["id"], post["status_type"]) == (f"{page.id}_{shown['post_id']}", "added_video")
    (listed,) = (await graph.get(f"/{page.id}/videos", fields="description", since=int(START)))["data"]
    assert listed == {"description": "Glazing", "id": video}


async def test_a_film_that_cannot_be_read_ends_in_an_error(graph: Graph, page: Page) -> None:
    async with shelf(words=b"hello") as shop:
        video = (await graph.post(f"/{page.id}/videos", file_url=f"{shop}/words"))["id"]
    status = (await graph.get(f"/{video}", fields="status"))["status"]
    assert status["video_status"] == "error"
    assert "format" in status["processing_phase"]["error"]["message"]


async def bring(graph: Graph, address: str, token: str, data: bytes, offset: int, size: int) -> int:
    """Upload a piece; returns the status."""
    headers = {"Authorization": f"OAuth {token}", "offset": str(offset), "file_size": str(size)}
    async with graph.http.post(address, data=data, headers=headers) as answer:
        return answer.status


async def test_a_reel_is_started_uploaded_and_finished_once(graph: Graph, page: Page) -> None:
    path = f"/{page.id}/video_reels"
    begun = await graph.post(path, upload_phase="start")
    video, address = begun["video_id"], begun["upload_url"]
    finish = {"upload_phase": "finish", "video_id": video, "video_state": "PUBLISHED", "description": "Spin"}
    assert await graph.refused("POST", path, **finish) == (6000, 1363130)

    assert await bring(graph, address, page.token, FILM[:20], 0, len(FILM)) == 200
    assert await bring(graph, address, page.token, FILM[30:], 30, len(FILM)) == 400
    assert await bring(graph, address, page.token, FILM[20:], 20, len(FILM)) == 200
    assert await bring(graph, address, "nobody", FILM, 0, len(FILM)) in (400, 401)
    answer = await graph.post(path, **finish)

    shown = await graph.get(f"/{video}", fields="status,post_id,permalink_url,description")
    assert (shown["status"]["video_status"], shown["description"]) == ("ready", "Spin")
    assert answer["post_id"] == shown["post_id"]
    assert shown["permalink_url"] == f"/reel/{video}/"
    assert await graph.refused("POST", path, **finish) == (6000, 1363047)
    assert len(page.posts) == 1
    assert await graph.refused("POST", path, upload_phase="dance") == (100, 0)


async def test_a_reel_may_be_fetched_from_an_address(graph: Graph, page: Page) -> None:
    begun = await graph.post(f"/{page.id}/video_reels", upload_phase="start")
    async with shelf(film=FILM) as shop:
        headers = {"Authorization": f"OAuth {page.token}", "file_url": f"{shop}/film"}
        async with graph.http.post(begun["upload_url"], headers=headers) as answer:
            assert await answer.json() == {"success": True}
    status = (await graph.get(f"/{begun['video_id']}", fields="status"))["status"]
    assert (status["video_status"], status["uploading_phase"]["status"]) == ("upload_complete", "complete")


async def test_stories_stand_apart_from_posts_for_a_day(graph: Graph, world: MetaWorld, page: Page) -> None:
    async with shelf(cup=JPEG) as shop:
        photo = (await graph.post(f"/{page.id}/photos", url=f"{shop}/cup", published=False))["id"]
    answer = await graph.post(f"/{page.id}/photo_stories", photo_id=photo)
    (story,) = (await graph.get(f"/{page.id}/stories", fields="post_id,media_id"))["data"]
    assert story == {"post_id": answer["post_id"], "media_id": photo}
    assert (await graph.get(f"/{page.id}/published_posts"))["data"] == []
    world.clock.advance(DAY)
    assert (await graph.get(f"/{page.id}/stories"))["data"] == []


async def test_a_post_can_be_edited_and_deleted(graph: Graph, page: Page, post: Post) -> None:
    assert await graph.post(f"/{post.id}", message="Newer cups") == {"success": True}
    assert (await graph.get(f"/{post.id}"))["message"] == "Newer cups"
    assert await graph.delete(f"/{post.id}") == {"success": True}
    assert post.removed
    assert await graph.refused("DELETE", f"/{post.id}") == (100, 33)


async def test_ads_and_visitors_stand_apart(graph: Graph, world: MetaWorld, page: Page, post: Post) -> None:
    ad = world.post(page, "Buy", ad=True)
    visit = world.post(page, "Great shop", author=world.create_person("Chen"))

    async def ids(edge: str) -> list[str]:
        return [one["id"] for one in (await graph.get(f"/{page.id}/{edge}"))["data"]]

    assert await ids("published_posts") == [post.id]
    assert await ids("feed") == [visit.id, post.id]
    assert await ids("ads_posts") == [ad.id]
    assert await graph.refused("POST", f"/{visit.id}", message="mine") == (200, 0)


async def test_photos_and_videos_are_deleted_with_their_posts(graph: Graph, world: MetaWorld, page: Page) -> None:
    async with shelf(cup=JPEG, film=FILM) as shop:
        photo = await graph.post(f"/{page.id}/photos", url=f"{shop}/cup")
        video = (await graph.post(f"/{page.id}/videos", file_url=f"{shop}/film"))["id"]
    shown = await graph.get(f"/{photo['id']}", fields="page_story_id,images")
    assert shown["page_story_id"] == photo["post_id"]
    for one in (photo["id"], video):
        assert await graph.delete(f"/{one}") == {"success": True}
        assert await graph.refused("GET", f"/{one}") == (100, 33)
    assert [post.removed for post in page.posts.values()] == [True, True]


async def test_comments_below_a_photo_are_those_of_its_post(graph: Graph, page: Page) -> None:
    async with shelf(cup=JPEG) as shop:
        photo = await graph.post(f"/{page.id}/photos", url=f"{shop}/cup")
        kept = await graph.post(f"/{page.id}/photos", url=f"{shop}/cup", published=False)
    await graph.post(f"/{photo['id']}/comments", message="Glazed twice")
    assert [one["message"] for one in (await graph.get(f"/{photo['post_id']}/comments"))["data"]] == ["Glazed twice"]
    assert [one["message"] for one in (await graph.get(f"/{photo['id']}/comments"))["data"]] == ["Glazed twice"]
    assert (await graph.get(f"/{kept['id']}/comments"))["data"] == []
    assert await graph.refused("POST", f"/{kept['id']}/comments", message="x") == (100, 33)


async def test_a_video_story_takes_the_phases_of_a_reel(graph: Graph, page: Page) -> None:
    begun = await graph.post(f"/{page.id}/video_stories", upload_phase="start")
    assert await bring(graph, begun["upload_url"], page.token, FILM, 0, len(FILM)) == 200
    finish = {"upload_phase": "finish", "video_id": begun["video_id"]}
    answer = await graph.post(f"/{page.id}/video_stories", **finish)
    (story,) = (await graph.get(f"/{page.id}/stories", fields="post_id,media_type"))["data"]
    assert story == {"post_id": answer["post_id"], "media_type": "video"}


async def test_a_photo_makes_one_story(graph: Graph, page: Page) -> None:
    async with shelf(cup=JPEG) as shop:
        photo = (await graph.post(f"/{page.id}/photos", url=f"{shop}/cup", published=False))["id"]
    await graph.post(f"/{page.id}/photo_stories", photo_id=photo)
    assert await graph.refused("POST", f"/{page.id}/photo_stories", photo_id=photo) == (100, 0)
    assert await graph.refused("POST", f"/{page.id}/photo_stories") == (100, 0)


async def test_what_is_uploaded_nowhere_is_refused(graph: Graph, page: Page) -> None:
    begun = await graph.post(f"/{page.id}/video_reels", upload_phase="start")
    elsewhere = begun["upload_url"].replace(begun["video_id"], page.id)
    assert await bring(graph, elsewhere, page.token, FILM, 0, len(FILM)) == 400
    headers = {"Authorization": f"OAuth {page.token}", "file_url": "http://127.0.0.1:9/none"}
    async with graph.http.post(begun["upload_url"], headers=headers) as answer:
        assert (await answer.json())["error"]["code"] == 389
