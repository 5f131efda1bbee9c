"""What apps are told when something happens, held to the shapes that Meta documents."""

from __future__ import annotations

from typing import Any

import pytest

from bot.playground.attachments import photo
from bot.playground.meta import App, Attachment, MetaServer, MetaWorld, Page, Person, Post, Profile
from tests.bot.playground.meta.calls import START, Graph


@pytest.fixture(autouse=True)
def _subscribed(
    server: MetaServer, world: MetaWorld, app: App, page: Page, profile: Profile, post: Post, media: Post
) -> None:
    server.hooks.hold()
    world.subscribe(app, "http://127.0.0.1:9/hook")


def last(world: MetaWorld) -> tuple[str, str, Any]:
    """The newest thing told: how, of which field, and what."""
    told = world.told[-1]
    return told.kind, told.field, told.value


def test_a_comment_on_a_page(world: MetaWorld, page: Page, post: Post, asha: Person) -> None:
    comment = world.comment(asha, post, "+1")
    told = world.told[-1]
    assert (told.object, told.entry, told.kind, told.field, told.at) == ("page", page.id, "changes", "feed", START)
    assert told.value == {
        "from": {"id": asha.id, "name": "Asha Patel"},
        "post": {
            "status_type": "mobile_status_update",
            "is_published": True,
            "updated_time": "2027-01-15T08:00:00+0000",
            "permalink_url": f"https://www.facebook.com/{page.id}/posts/{post.number}",
            "promotion_status": "inactive",
            "id": post.id,
        },
        "message": "+1",
        "post_id": post.id,
        "comment_id": comment.id,
        "created_time": int(START),
        "item": "comment",
        "parent_id": post.id,
        "verb": "add",
    }


def test_what_becomes_of_a_comment_on_a_page(world: MetaWorld, post: Post, asha: Person) -> None:
    comment = world.comment(asha, post, "helo")
    reply = world.comment(asha, post, "hm", comment, picture=photo("cup"))
    assert last(world)[2]["parent_id"] == comment.id
    assert "/cdn/" in last(world)[2]["photo"]
    world.edit_comment(comment, "hello")
    assert (last(world)[2]["verb"], last(world)[2]["message"]) == ("edited", "hello")
    world.hide_comment(comment)
    assert last(world)[2]["verb"] == "hide"
    world.hide_comment(comment, hidden=False)
    assert last(world)[2]["verb"] == "unhide"
    count = len(world.told)
    world.remove_comment(comment)
    assert last(world)[2]["verb"] == "remove"
    assert "message" not in last(world)[2]
    assert (reply.removed, len(world.told)) == (True, count + 1)


def test_a_name_may_be_withheld(world: MetaWorld, page: Page, post: Post, asha: Person) -> None:
    page.shows_names = False
    world.comment(asha, post, "x")
    assert "from" not in last(world)[2]
    world.comment(page, post, "ours")
    assert last(world)[2]["from"] == {"id": page.id, "name": "Nadi Pots"}


def test_posts_and_reactions_on_a_page(world: MetaWorld, page: Page, post: Post, asha: Person) -> None:
    world.like(asha, post)
    assert (last(world)[2]["item"], last(world)[2]["verb"]) == ("reaction", "add")
    world.post(page, "Look", photo("bowl"))
    assert (last(world)[2]["item"], last(world)[2]["from"]["id"]) == ("photo", page.id)
    world.remove_post(post)
    assert (last(world)[2]["verb"], last(world)[2]["post_id"]) == ("remove", post.id)
    count = len(world.told)
    world.post(page, "An ad is nobody's post", ad=True)
    assert len(world.told) == count


def test_a_comment_on_instagram_has_no_verb_and_no_time(
    world: MetaWorld, profile: Profile, media: Post, asha: Person
) -> None:
    comment = world.comment(asha, media, "nice")
    assert last(world) == (
        "changes",
        "comments",
        {
            "from": {"id": asha.id, "username": "asha"},
            "media": {"id": media.id, "media_product_type": "FEED"},
            "id": comment.id,
            "text": "nice",
        },
    )
    world.comment(profile, media, "thanks", comment)
    value = last(world)[2]
    assert (value["parent_id"], value["from"]["self_ig_scoped_id"]) == (comment.id, profile.scoped_id)


def test_nobody_is_told_of_edits_and_removals_on_instagram(world: MetaWorld, media: Post, asha: Person) -> None:
    comment = world.comment(asha, media, "nice")
    count = len(world.told)
    world.edit_comment(comment, "nicer")
    world.hide_comment(comment)
    world.remove_comment(comment)
    assert len(world.told) == count


def test_a_comment_on_an_ad_names_the_ad(world: MetaWorld, profile: Profile, asha: Person) -> None:
    world.comment(asha, world.post(profile, "Buy", ad=True), "how much")
    media = last(world)[2]["media"]
    assert (media["media_product_type"], bool(media["ad_id"])) == ("AD", True)


def test_a_mention_is_told_by_its_ids_alone(world: MetaWorld, profile: Profile, asha: Person) -> None:
    comment = world.mention(asha, profile, "@nadi made this")
    kind, field, value = last(world)
    assert (kind, field, value["comment_id"]) == ("changes", "mentions", comment.id)
    assert value.keys() == {"media_id", "comment_id"}
    caption = world.mention(asha, profile, "by @nadi", in_caption=True)
    assert last(world)[2] == {"media_id": caption.id}


@pytest.mark.parametrize("on_page", [True, False])
def test_a_private_message(world: MetaWorld, page: Page, profile: Profile, asha: Person, on_page: bool) -> None:
    owner = page if on_page else profile
    first = world.message(asha, owner, "Hi")
    assert last(world) == (
        "messaging",
        "messages",
        {
            "sender": {"id": asha.id},
            "recipient": {"id": owner.id},
            "timestamp": int(START * 1000),
            "message": {"mid": first.id, "text": "Hi"},
        },
    )
    world.message(asha, owner, "and", [photo("cup")], reply_to=first)
    body = last(world)[2]["message"]
    assert (body["attachments"][0]["type"], body["reply_to"]) == ("image", {"mid": first.id})
    assert "/cdn/" in body["attachments"][0]["payload"]["url"]


async def test_an_echo_tells_which_app_and_key_it_was(
    graph: Graph, world: MetaWorld, app: App, page: Page, profile: Profile, asha: Person
) -> None:
    world.message(asha, page, "Hi")
    message = {"text": "Hello", "metadata": "key-1"}
    await graph.post(f"/{page.id}/messages", recipient={"id": asha.id}, message=message)
    kind, field, value = last(world)
    assert (kind, field, value["sender"]["id"]) == ("messaging", "message_echoes", page.id)
    assert (value["message"]["is_echo"], value["message"]["app_id"]) == (True, int(app.id))
    assert value["message"]["metadata"] == "key-1"
    world.say_natively(page, asha, "From the phone")
    assert "app_id" not in last(world)[2]["message"]
    world.say_natively(profile, asha, "On Instagram")
    assert last(world)[1] == "messages"


def test_edits_unsends_and_reactions(world: MetaWorld, page: Page, profile: Profile, asha: Person) -> None:
    message = world.message(asha, page, "helo")
    world.edit_message(message, "hello")
    edit = {"mid": message.id, "text": "hello", "num_edit": 1}
    assert (last(world)[1], last(world)[2]["message_edit"]) == ("message_edits", edit)
    world.react(message, "❤️")
    assert last(world)[2]["reaction"] == {"mid": message.id, "action": "react", "reaction": "love", "emoji": "❤️"}
    world.react(message, "")
    assert last(world)[2]["reaction"] == {"mid": message.id, "action": "unreact"}
    direct = world.message(asha, profile, "helo")
    world.edit_message(direct, "hello")
    assert last(world)[1] == "message_edit"
    world.unsend(direct)
    assert last(world)[2]["message"] == {"mid": direct.id, "is_deleted": True}


def test_seen_and_delivered(world: MetaWorld, page: Page, profile: Profile, asha: Person) -> None:
    ours = world.say_natively(page, asha, "Hello")
    world.deliver(ours)
    assert last(world)[2]["delivery"] == {"mids": [ours.id], "watermark": int(START * 1000)}
    world.read(asha, page)
    assert (last(world)[1], last(world)[2]["read"]) == ("message_reads", {"watermark": int(START * 1000)})
    direct = world.say_natively(profile, asha, "Hello")
    world.read(asha, profile)
    assert (last(world)[1], last(world)[2]["read"]) == ("messaging_seen", {"mid": direct.id})


def test_buttons_ads_stories_stickers_and_what_cannot_be_shown(
    world: MetaWorld, page: Page, profile: Profile, asha: Person
) -> None:
    world.postback(asha, page, "Get started", "START")
    assert last(world)[2]["postback"]["payload"] == "START"
    world.refer(asha, page, "summer", ad_id="120")
    referral = last(world)[2]["referral"]
    assert (last(world)[1], referral["source"], referral["ad_id"]) == ("messaging_referrals", "ADS", "120")
    world.message(asha, profile, "Wow", story={"id": "1", "url": "https://cdn.example/s"})
    assert last(world)[2]["message"]["reply_to"] == {"story": {"id": "1", "url": "https://cdn.example/s"}}
    world.mention_in_story(asha, profile, photo("vase"))
    assert last(world)[2]["message"]["attachments"][0]["type"] == "story_mention"
    world.message(
        asha, page, attachments=[Attachment("sticker", payload={"url": "https://x.example", "sticker_id": "1"})]
    )
    assert last(world)[2]["message"]["attachments"][0]["payload"]["sticker_id"] == "1"
    world.message(asha, profile, unsupported=True)
    assert last(world)[2]["message"]["is_unsupported"] is True


def test_another_apps_thread_is_heard_in_standby(world: MetaWorld, page: Page, asha: Person) -> None:
    world.conversation(page, asha).thread_owner = "263902037430900"
    world.message(asha, page, "Hi")
    assert last(world)[:2] == ("standby", "standby")
