"""How people of a story speak on the simulated Facebook and Instagram."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.playground.attachments import photo
from bot.playground.clock import Clock
from bot.playground.faults import Faults
from bot.playground.meta.records import Comment, Owner, Page, Person, Post
from bot.playground.meta.world import CannotAct, MetaWorld
from bot.playground.voices import Voice
from bot.playground.voices_meta import CommentVoice, PrivateVoice


@pytest.fixture
def world() -> MetaWorld:
    return MetaWorld(Clock(1_790_000_000, speed=0), Faults())


@pytest.fixture
def page(world: MetaWorld) -> Page:
    return world.create_page("Shop", world.create_app())


@pytest.fixture
def asha(world: MetaWorld) -> Person:
    return world.create_person("Asha")


@pytest.fixture
def post(world: MetaWorld, page: Page) -> Post:
    return world.post(page, "New cups", photo("cup"))


def reply(world: MetaWorld, under: Comment, text: str) -> Comment:
    """What the app does when it replies below a comment."""
    ours = world.keep_comment(under.post.owner, under.post, text, under)
    world.record("POST /{id}/comments", under.id, ours.id, text)
    return ours


def write(world: MetaWorld, owner: Owner, person: Person, text: str, about: Comment | None = None) -> None:
    """What the app does when it writes to somebody, or in private about a comment."""
    ours = world.keep_message(world.conversation(owner, person), owner, text)
    if about is not None:
        about.privately.append(ours.id)
    world.record("POST /{id}/messages", owner.id, ours.id, text)


async def soon(voice: Voice) -> bool:
    """Whether an answer is there, or comes within a moment."""
    try:
        async with asyncio.timeout(0.05):
            await voice.answered()
    except TimeoutError:
        return False
    return True


async def test_below_a_post_the_first_words_stand_alone_and_the_next_below_them(
    world: MetaWorld, asha: Person, post: Post
) -> None:
    voice = CommentVoice(world, asha, post)
    await voice.say("Lovely", [photo("cup")])
    await voice.say("Do you ship?")
    await voice.edit("Do you ship to Iceland?")

    first, second = post.comments.values()
    assert (first.text, first.under, second.text, second.under) == ("Lovely", None, "Do you ship to Iceland?", first)
    assert first.picture is not None


async def test_a_reply_below_ones_own_comment_is_an_answer_and_is_liked(
    world: MetaWorld, asha: Person, post: Post
) -> None:
    voice, other = CommentVoice(world, asha, post), world.comment(world.create_person("Bhavin"), post, "Hi")
    await voice.react("❤")
    await voice.say("Do you ship?")
    mine = list(post.comments.values())[-1]
    reply(world, other, "Hi Bhavin")
    assert not await soon(voice)
    ours = reply(world, mine, "Yes")

    assert await soon(voice)
    assert not await soon(voice)
    await voice.react("❤")
    assert ours.likes == {asha.id}


async def test_a_private_reply_about_ones_comment_is_an_answer(
    world: MetaWorld, page: Page, asha: Person, post: Post
) -> None:
    voice = CommentVoice(world, asha, post)
    await voice.say("Order 1984!")
    (mine,) = post.comments.values()
    write(world, page, asha, "We have found it", about=mine)

    assert await soon(voice)
    await voice.react("❤")  # what is private has no comment to like


async def test_in_private_whatever_we_write_is_an_answer_and_is_read(
    world: MetaWorld, page: Page, asha: Person
) -> None:
    voice, bhavin = PrivateVoice(world, asha, page), world.create_person("Bhavin")
    await voice.say("Hello", [photo("cup")])
    await voice.edit("Hello!")
    write(world, page, bhavin, "For somebody else")
    assert not await soon(voice)
    write(world, page, asha, "Good morning")

    assert await soon(voice)
    await voice.react("👍")
    talk = world.conversation(page, asha)
    mine, ours = talk.messages.values()
    assert (mine.text, len(mine.attachments), ours.reactions) == ("Hello!", 1, {asha.id: "👍"})
    assert talk.read == world.now


async def test_a_story_that_mentions_us_is_a_message_of_its_own(world: MetaWorld, asha: Person) -> None:
    profile = world.create_profile("shop", world.create_app())
    await PrivateVoice(world, asha, profile).say("Look!", [replace(photo("bowl"), kind="story")])

    story, words = world.conversation(profile, asha).messages.values()
    assert [one.kind for one in story.attachments] == ["story_mention"]
    assert words.text == "Look!"


async def test_somebody_who_is_blocked_cannot_comment(world: MetaWorld, page: Page, asha: Person, post: Post) -> None:
    page.blocked.add(asha.id)
    with pytest.raises(CannotAct):
        await CommentVoice(world, asha, post).say("Hello?")
