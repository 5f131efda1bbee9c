"""Conversations as callers read them, and the people in them."""

from __future__ import annotations

from bot.playground.attachments import Attachment, photo, voice
from bot.playground.meta import Attachment as Attached
from bot.playground.meta import MetaWorld, Page, Person, Profile
from tests.bot.playground.meta.calls import FILM, Graph

FIELDS = "updated_time,participants,messages.limit(20){id,created_time,from,to,message,attachments}"


async def test_a_conversation_shows_its_people_and_its_messages_newest_first(
    graph: Graph, world: MetaWorld, page: Page, asha: Person
) -> None:
    first = world.message(asha, page, "Hi")
    world.clock.advance(60)
    second = world.say_natively(page, asha, "Hello")
    (talk,) = (await graph.get(f"/{page.id}/conversations", platform="messenger", fields=FIELDS))["data"]

    assert talk["id"].startswith("t_")
    assert [one["id"] for one in talk["participants"]["data"]] == [asha.id, page.id]
    assert [one["id"] for one in talk["messages"]["data"]] == [second.id, first.id]
    newest = talk["messages"]["data"][0]
    assert (newest["message"], newest["from"]["id"], newest["to"]["data"][0]["id"]) == ("Hello", page.id, asha.id)
    assert talk["updated_time"] == newest["created_time"] == "2027-01-15T08:01:00+0000"


async def test_conversations_come_latest_first_and_can_be_those_of_one_person(
    graph: Graph, world: MetaWorld, page: Page, asha: Person, bhavin: Person
) -> None:
    world.message(asha, page, "1")
    world.clock.advance(1)
    world.message(bhavin, page, "2")
    both = (await graph.get(f"/{page.id}/conversations", fields="participants"))["data"]
    assert [one["participants"]["data"][0]["id"] for one in both] == [bhavin.id, asha.id]
    (one,) = (await graph.get(f"/{page.id}/conversations", user_id=asha.id, fields="message_count"))["data"]
    assert one["id"] == page.conversations[asha.id].id


async def test_an_attachment_shows_where_it_is(graph: Graph, world: MetaWorld, page: Page, asha: Person) -> None:
    message = world.message(asha, page, attachments=[photo("cup")])
    shown = await graph.get(f"/{message.id}", fields="message,attachments")
    (file,) = shown["attachments"]["data"]
    assert (shown["message"], file["mime_type"]) == ("", "image/png")
    async with graph.http.get(file["image_data"]["url"]) as answer:
        assert await answer.read() == photo("cup").data


async def test_only_the_last_20_messages_on_instagram_have_details(
    insta: Graph, world: MetaWorld, profile: Profile, asha: Person
) -> None:
    for number in range(25):
        world.message(asha, profile, str(number))
    fields = "messages.limit(50){id,created_time,from,message}"
    (talk,) = (await insta.get("/me/conversations", platform="instagram", fields=fields))["data"]
    detailed = [one for one in talk["messages"]["data"] if "message" in one]
    assert (len(talk["messages"]["data"]), len(detailed)) == (25, 20)
    assert (detailed[0]["message"], detailed[0]["from"]) == ("24", {"username": "asha", "id": asha.id})


async def test_an_unsent_message_is_gone(graph: Graph, world: MetaWorld, page: Page, asha: Person) -> None:
    message = world.message(asha, page, "Oops")
    world.unsend(message)
    assert await graph.refused("GET", f"/{message.id}") == (100, 33)


async def test_stories_and_shares_are_told(insta: Graph, world: MetaWorld, profile: Profile, asha: Person) -> None:
    mention = world.mention_in_story(asha, profile, photo("vase"))
    answer = world.message(asha, profile, "Wow", story={"id": "18001", "url": "https://cdn.example/story"})
    told = await insta.get(f"/{mention.id}", fields="story,attachments")
    assert "attachments" not in told
    assert told["story"]["mention"]["link"].startswith(insta.url)
    told = await insta.get(f"/{answer.id}", fields="story")
    assert told["story"] == {"reply_to": {"link": "https://cdn.example/story", "id": "18001"}}


async def test_a_person_is_known_once_they_wrote(
    graph: Graph, world: MetaWorld, page: Page, asha: Person, bhavin: Person
) -> None:
    assert await graph.refused("GET", f"/{asha.id}") == (100, 33)
    world.message(asha, page, "Hi")
    assert await graph.get(f"/{asha.id}", fields="name,first_name") == {
        "name": "Asha Patel",
        "first_name": "Asha",
        "id": asha.id,
    }
    comment = world.comment(bhavin, world.post(page, "x"), "y")
    await graph.post(f"/{page.id}/messages", recipient={"comment_id": comment.id}, message={"text": "z"})
    assert await graph.refused("GET", f"/{bhavin.id}", fields="name") == (230, 0)


async def test_the_conversations_of_a_linked_profile_are_read_through_its_page(
    graph: Graph, world: MetaWorld, page: Page, asha: Person
) -> None:
    assert await graph.refused("GET", f"/{page.id}/conversations", platform="instagram") == (100, 0)
    profile = world.create_profile("nadipots", page=page)
    world.message(asha, profile, "Hi")
    (talk,) = (await graph.get(f"/{page.id}/conversations", platform="instagram", fields="participants"))["data"]
    assert talk["participants"]["data"][0] == {"username": "asha", "id": asha.id}
    assert (await graph.get(f"/{page.id}/conversations"))["data"] == []
    assert await graph.refused("GET", f"/{page.id}/conversations", platform="telegraph") == (100, 0)


async def test_reactions_shares_sounds_and_films_are_told(
    graph: Graph, world: MetaWorld, page: Page, asha: Person
) -> None:
    shared = Attached("fallback", payload={"url": "https://pots.example", "title": "Pots"})
    message = world.message(asha, page, "Look", [shared])
    world.react(message, "👍")
    told = await graph.get(f"/{message.id}", fields="shares,reactions,attachments")
    assert told["shares"] == {"data": [{"link": "https://pots.example"}]}
    assert told["reactions"]["data"] == [{"reaction": "like", "emoji": "👍", "users": [{"id": asha.id}]}]
    assert "attachments" not in told
    both = [voice(1), Attachment("video", FILM, "a.mp4", "video/mp4")]
    sound, film = (await graph.get(f"/{world.message(asha, page, '', both).id}", fields="attachments"))["attachments"][
        "data"
    ]
    assert ("file_url" in sound, "video_data" in film) == (True, True)


async def test_conversations_need_their_permission(graph: Graph, world: MetaWorld, page: Page, asha: Person) -> None:
    message = world.message(asha, page, "Hi")
    world.withdraw(page, "pages_messaging")
    talk = page.conversations[asha.id]
    for path in (f"/{page.id}/conversations", f"/{talk.id}", f"/{talk.id}/messages", f"/{message.id}", f"/{asha.id}"):
        assert await graph.refused("GET", path) == (10, 0)


async def test_spam_lies_in_a_folder_of_its_own(graph: Graph, world: MetaWorld, page: Page, asha: Person) -> None:
    world.message(asha, page, "Buy!")
    deed = {"user_ids": [{"id": asha.id}], "actions": ["ban_user", "move_to_spam"]}
    assert await graph.post(f"/{page.id}/moderate_conversations", **deed) == {"result": "success"}
    assert (await graph.get(f"/{page.id}/conversations"))["data"] == []
    (talk,) = (await graph.get(f"/{page.id}/conversations", folder="spam", fields="snippet,can_reply"))["data"]
    assert (talk["snippet"], talk["can_reply"]) == ("Buy!", True)
    assert asha.id in page.blocked
    await graph.post(f"/{page.id}/moderate_conversations", **(deed | {"actions": ["unban_user"]}))
    assert asha.id not in page.blocked | page.muted
