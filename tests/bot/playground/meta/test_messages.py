"""The Send API: windows, private replies, attachments, limits; and the moderation of conversations."""

from __future__ import annotations

import json

import aiohttp
import pytest

from bot.playground.meta import App, CannotAct, MetaServer, MetaWorld, Page, Person, Post, Profile
from tests.bot.playground.meta.calls import DAY, FILM, JPEG, Graph, shelf


def to(person: Person, text: str = "Hello", **more: object) -> dict[str, object]:
    """A message to somebody."""
    return {"recipient": {"id": person.id}, "messaging_type": "RESPONSE", "message": {"text": text}} | more


LATE = {"messaging_type": "MESSAGE_TAG", "tag": "HUMAN_AGENT"}


async def test_a_message_reaches_its_person_and_says_its_id(
    graph: Graph, world: MetaWorld, page: Page, asha: Person
) -> None:
    world.message(asha, page, "Hi")
    answer = await graph.post(f"/{page.id}/messages", **to(asha, "Good morning"))
    message = page.conversations[asha.id].messages[answer["message_id"]]
    assert answer == {"recipient_id": asha.id, "message_id": message.id}
    assert message.id.startswith("m_")
    assert (message.text, message.ours) == ("Good morning", True)


async def test_nobody_is_written_to_who_never_wrote(graph: Graph, page: Page, asha: Person) -> None:
    assert await graph.refused("POST", f"/{page.id}/messages", **to(asha)) == (100, 2018001)


async def test_the_window_on_messenger_is_a_day_and_a_week_for_people(
    graph: Graph, world: MetaWorld, page: Page, asha: Person
) -> None:
    world.message(asha, page, "Hi")
    world.clock.advance(DAY)
    await graph.post(f"/{page.id}/messages", **to(asha))
    world.clock.advance(1)
    assert await graph.refused("POST", f"/{page.id}/messages", **to(asha)) == (10, 2018278)
    world.clock.advance(6 * DAY - 1)
    await graph.post(f"/{page.id}/messages", **to(asha, **LATE))
    world.clock.advance(1)
    assert await graph.refused("POST", f"/{page.id}/messages", **to(asha, **LATE)) == (10, 2018278)


async def test_the_window_on_instagram_closes_with_another_subcode_and_any_status(
    insta: Graph, world: MetaWorld, profile: Profile, asha: Person
) -> None:
    world.message(asha, profile, "Hi")
    world.clock.advance(DAY + 1)
    statuses = set()
    for _ in range(3):
        status, body = await insta.call("POST", f"/{profile.id}/messages", **to(asha))
        statuses.add(status)
        assert (body["error"]["code"], body["error"]["error_subcode"]) == (10, 2534022)
    assert statuses == {400, 403, 500}
    await insta.post(f"/{profile.id}/messages", **to(asha, **LATE))


async def test_what_we_say_does_not_open_the_window_but_what_they_say_or_press_does(
    graph: Graph, world: MetaWorld, page: Page, asha: Person
) -> None:
    world.message(asha, page, "Hi")
    world.clock.advance(DAY)
    world.say_natively(page, asha, "Still there?")
    world.clock.advance(10)
    assert await graph.refused("POST", f"/{page.id}/messages", **to(asha)) == (10, 2018278)
    world.postback(asha, page, "Get started", "START")
    await graph.post(f"/{page.id}/messages", **to(asha))


async def test_other_tags_are_gone_and_the_human_agent_needs_its_feature(
    graph: Graph, world: MetaWorld, app: App, page: Page, asha: Person
) -> None:
    world.message(asha, page, "Hi")
    old = {"messaging_type": "MESSAGE_TAG", "tag": "ACCOUNT_UPDATE"}
    assert await graph.refused("POST", f"/{page.id}/messages", **to(asha, **old)) == (100, 0)
    app.features.discard("Human Agent")
    assert await graph.refused("POST", f"/{page.id}/messages", **to(asha, **LATE)) == (10, 0)


@pytest.mark.parametrize(
    ("on_page", "fits", "too_long"), [(True, "ä" * 2000, "a" * 2001), (False, "ä" * 500, "ä" * 501)]
)
async def test_text_is_limited_to_2000_characters_or_1000_bytes(
    graph: Graph,
    insta: Graph,
    world: MetaWorld,
    page: Page,
    profile: Profile,
    asha: Person,
    on_page: bool,
    fits: str,
    too_long: str,
) -> None:
    owner, caller = (page, graph) if on_page else (profile, insta)
    world.message(asha, owner, "Hi")
    await caller.post(f"/{owner.id}/messages", **to(asha, fits))
    assert await caller.refused("POST", f"/{owner.id}/messages", **to(asha, too_long)) == (100, 0)


async def test_an_empty_message_is_refused(graph: Graph, world: MetaWorld, page: Page, asha: Person) -> None:
    world.message(asha, page, "Hi")
    assert await graph.refused("POST", f"/{page.id}/messages", **to(asha, "")) == (100, 0)


async def test_one_private_reply_to_a_comment_within_a_week(
    graph: Graph, world: MetaWorld, page: Page, post: Post, asha: Person
) -> None:
    comment = world.comment(asha, post, "How much?")
    reply = {"recipient": {"comment_id": comment.id}, "message": {"text": "Five euros"}}
    answer = await graph.post(f"/{page.id}/messages", **reply)

    assert (answer["recipient_id"], comment.privately) == (asha.id, [answer["message_id"]])
    assert await graph.refused("POST", f"/{page.id}/messages", **reply) == (10900, 0)
    assert await graph.refused("POST", f"/{page.id}/messages", **to(asha)) == (10, 2018278)
    world.message(asha, page, "Thanks")
    await graph.post(f"/{page.id}/messages", **to(asha))


async def test_a_private_reply_comes_too_late_after_a_week(
    graph: Graph, insta: Graph, world: MetaWorld, post: Post, media: Post, asha: Person
) -> None:
    old, older = world.comment(asha, post, "x"), world.comment(asha, media, "x")
    world.clock.advance(7 * DAY + 1)
    message = {"text": "x"}
    assert (await graph.get(f"/{old.id}", fields="can_reply_privately"))["can_reply_privately"] is False
    given = {"recipient": {"comment_id": old.id}, "message": message}
    assert await graph.refused("POST", f"/{post.owner.id}/messages", **given) == (10, 2018278)
    given = {"recipient": {"comment_id": older.id}, "message": message}
    assert await insta.refused("POST", f"/{media.owner.id}/messages", **given) == (10, 2534022)


async def test_a_second_private_reply_on_instagram_has_its_own_error(
    insta: Graph, world: MetaWorld, profile: Profile, media: Post, asha: Person
) -> None:
    comment = world.comment(asha, media, "x")
    given = {"recipient": {"comment_id": comment.id}, "message": {"text": "x"}}
    await insta.post(f"/{profile.id}/messages", **given)
    assert await insta.refused("POST", f"/{profile.id}/messages", **given) == (-1, 2534023)


async def test_nobody_replies_in_private_to_a_page_or_to_nothing(
    graph: Graph, world: MetaWorld, page: Page, post: Post, asha: Person
) -> None:
    ours = world.comment(page, post, "x")
    given = {"recipient": {"comment_id": ours.id}, "message": {"text": "x"}}
    assert await graph.refused("POST", f"/{page.id}/messages", **given) == (10903, 0)
    gone = world.comment(asha, post, "x")
    world.remove_comment(gone)
    given = {"recipient": {"comment_id": gone.id}, "message": {"text": "x"}}
    assert await graph.refused("POST", f"/{page.id}/messages", **given) == (100, 2018292)


async def test_who_blocked_us_or_whom_we_blocked_is_not_available(
    graph: Graph, world: MetaWorld, page: Page, asha: Person
) -> None:
    world.message(asha, page, "Hi")
    world.block_us(asha, page)
    assert await graph.refused("POST", f"/{page.id}/messages", **to(asha)) == (551, 1545041)
    with pytest.raises(CannotAct):
        world.message(asha, page, "Hm")
    world.block_us(asha, page, blocked=False)

    who = [{"id": asha.id}]
    await graph.post(f"/{page.id}/moderate_conversations", user_ids=who, actions=["block_user", "move_to_spam"])
    assert page.conversations[asha.id].spam
    with pytest.raises(CannotAct):
        world.message(asha, page, "Hm")
    await graph.post(f"/{page.id}/moderate_conversations", user_ids=who, actions=["unblock_user"])
    world.message(asha, page, "Back")
    path = f"/{page.id}/moderate_conversations"
    assert await graph.refused("POST", path, user_ids=who, actions=["scold_user"]) == (100, 0)
    assert await graph.refused("POST", path, user_ids=[], actions=["block_user"]) == (100, 0)


async def test_a_restricted_page_writes_to_nobody(graph: Graph, world: MetaWorld, page: Page, asha: Person) -> None:
    world.message(asha, page, "Hi")
    page.restricted = True
    assert await graph.refused("POST", f"/{page.id}/messages", **to(asha)) == (10, 1893063)


async def test_a_thread_of_another_app_is_left_alone_until_it_is_taken(
    graph: Graph, world: MetaWorld, page: Page, asha: Person
) -> None:
    world.message(asha, page, "Hi")
    await graph.post(f"/{page.id}/pass_thread_control", recipient={"id": asha.id}, target_app_id="263902037430900")
    assert await graph.refused("POST", f"/{page.id}/messages", **to(asha)) == (10, 2018300)
    await graph.post(f"/{page.id}/take_thread_control", recipient={"id": asha.id})
    await graph.post(f"/{page.id}/messages", **to(asha))


def picture(url: str, **more: object) -> dict[str, object]:
    """A message that is a picture."""
    return {"message": {"attachment": {"type": "image", "payload": {"url": url} | more}}}


async def test_a_picture_is_fetched_and_may_be_used_again(
    server: MetaServer, graph: Graph, world: MetaWorld, page: Page, asha: Person
) -> None:
    world.message(asha, page, "Hi")
    async with shelf(cup=JPEG, film=FILM) as shop:
        answer = await graph.post(f"/{page.id}/messages", **to(asha) | picture(f"{shop}/cup", is_reusable=True))
        bad = await graph.refused("POST", f"/{page.id}/messages", **to(asha) | picture(f"{shop}/none"))
        wrong = await graph.refused("POST", f"/{page.id}/messages", **to(asha) | picture(f"{shop}/film"))
    assert (bad, wrong) == ((100, 2018008), (100, 2018047))
    again = {"attachment": {"type": "image", "payload": {"attachment_id": answer["attachment_id"]}}}
    await graph.post(f"/{page.id}/messages", **to(asha, message=again))

    first, second = [one for one in page.conversations[asha.id].messages.values() if one.ours]
    assert first.attachments[0].file is second.attachments[0].file
    assert first.attachments[0].file is not None
    assert first.attachments[0].file.source == f"{shop}/cup"
    assert server.fetcher.fetched[0] == f"{shop}/cup"


async def test_a_picture_may_come_in_the_body(graph: Graph, world: MetaWorld, page: Page, asha: Person) -> None:
    world.message(asha, page, "Hi")
    form = aiohttp.FormData()
    form.add_field("recipient", json.dumps({"id": asha.id}))
    form.add_field("message", json.dumps({"attachment": {"type": "image", "payload": {}}}))
    form.add_field("filedata", JPEG, filename="cup.jpg", content_type="image/jpeg")
    headers = {"Authorization": f"Bearer {page.token}"}
    async with graph.http.post(f"{graph.url}/{page.id}/messages", data=form, headers=headers) as answer:
        assert answer.status == 200
    last = list(page.conversations[asha.id].messages.values())[-1]
    assert last.attachments[0].file is not None
    assert last.attachments[0].file.data == JPEG


async def test_several_pictures_go_in_one_message_on_instagram(
    insta: Graph, world: MetaWorld, profile: Profile, asha: Person
) -> None:
    world.message(asha, profile, "Hi")
    async with shelf(a=JPEG, b=JPEG) as shop:
        both = [{"type": "image", "payload": {"url": f"{shop}/{name}"}} for name in ("a", "b")]
        await insta.post(f"/{profile.id}/messages", **to(asha, message={"attachments": both}))
    last = list(profile.conversations[asha.id].messages.values())[-1]
    assert len(last.attachments) == 2


async def test_a_message_may_answer_another_and_carry_our_key(
    graph: Graph, world: MetaWorld, app: App, page: Page, asha: Person
) -> None:
    question = world.message(asha, page, "Open?")
    given = to(asha, message={"text": "Yes", "metadata": "key-1"}, reply_to={"mid": question.id})
    answer = await graph.post(f"/{page.id}/messages", **given)
    said = page.conversations[asha.id].messages[answer["message_id"]]
    assert (said.reply_to, said.metadata, said.app_id) == (question, "key-1", app.id)
    assert await graph.refused("POST", f"/{page.id}/messages", **to(asha, reply_to={"mid": "m_x"})) == (100, 0)


async def test_actions_are_typing_seeing_and_feeling(graph: Graph, world: MetaWorld, page: Page, asha: Person) -> None:
    message = world.message(asha, page, "Hi")
    who, path = {"recipient": {"id": asha.id}}, f"/{page.id}/messages"
    assert page.conversations[asha.id].unread == 1
    for action in ("typing_on", "mark_seen"):
        assert await graph.post(path, **who, sender_action=action) == {"recipient_id": asha.id}
    assert page.conversations[asha.id].unread == 0
    await graph.post(path, **who, sender_action="react", payload={"message_id": message.id, "reaction": "love"})
    assert message.reactions == {page.id: "❤"}
    await graph.post(path, **who, sender_action="unreact", payload={"message_id": message.id})
    assert message.reactions == {}
    assert await graph.refused("POST", path, **who, sender_action="dance") == (100, 0)


async def test_a_page_writes_for_its_profile(world: MetaWorld, graph: Graph, page: Page, asha: Person) -> None:
    profile = world.create_profile("nadipots", page=page)
    world.message(asha, profile, "Hi on Instagram")
    await graph.post(f"/{page.id}/messages", **to(asha, "Hello there"))
    comment = world.comment(asha, world.post(profile, "A bowl"), "x")
    await graph.post(f"/{page.id}/messages", recipient={"comment_id": comment.id}, message={"text": "in private"})
    said = [one.text for one in profile.conversations[asha.id].messages.values() if one.ours]
    assert said == ["Hello there", "in private"]
    assert page.conversations == {}
