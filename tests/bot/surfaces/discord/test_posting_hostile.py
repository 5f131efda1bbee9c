"""What a forum with rules of its own, a careless moderator and a crowd do to the cards: each is shown, none twice."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio
from structlog.testing import capture_logs

from bot.playground.discord.permissions import INVITED_BOT, MANAGE_CHANNELS, MANAGE_THREADS
from bot.playground.discord.records import walk
from bot.playground.faults import Kind
from bot.surfaces.discord.notices import Notices
from bot.surfaces.discord.post import Posting
from bot.surfaces.discord.posting import LEASE, SLOWLY
from bot.surfaces.discord.trouble import Trouble
from inbox import review
from inbox.models import Contact, ConversationId, Media, RemoteId, Subject
from tests.bot.surfaces.discord.wall import Wall, another, ids, wall
from tests.cast import ASHA, MEERA
from tests.world import World, at, proposal, said, thread_of

POST = "POST /channels/{channel_id}/threads"
SEND = "POST /channels/{channel_id}/messages"
MINUTE = 60
MANY = 60
GALLERY = 12


@pytest_asyncio.fixture
async def board(inbox: World) -> AsyncIterator[Wall]:
    """Cards in a forum, on a Discord that does not slow anybody down."""
    async with wall(inbox, limits=False) as it:
        yield it


def somebody(number: int) -> Contact:
    """One of a crowd."""
    return Contact(RemoteId(f"{number:010d}"), f"Person {number}")


def moderates_alone(board: Wall) -> None:
    """Nobody lets us make tags."""
    board.discord.world.set_role_permissions(board.guild, board.bot, INVITED_BOT & ~MANAGE_CHANNELS)


async def others_post(board: Wall, count: int = MANY) -> None:
    """Posts of other conversations, made by other processes meanwhile."""
    channel = await board.posting.channels.get(board.channel.id)
    message = board.posting.calls
    for number in range(count):
        view = Notices(message, board.posting.board, board.channel.id)
        await view.say(f"other {number}", "1", f"Person {number}", "words")
        place = (await view.last(f"other {number}")).message
        await board.posting.board.posted(ConversationId(f"telegram:main/{number}"), place, str(channel.id), "", [])


async def test_a_forum_that_takes_no_post_without_a_tag_gets_posts_with_one_of_its_own(board: Wall) -> None:
    board.channel.demands_tag = True
    board.channel.tags.append({"id": "7", "name": "for moderators", "moderated": True})
    board.channel.tags.append({"id": "8", "name": "general", "moderated": False})
    moderates_alone(board)
    draft = await board.inbox.drafted()
    await board.settle()
    assert board.post.tag_names == ["general"]

    await board.sent(draft)
    await board.settle()

    assert board.post.tag_names == ["general"]
    assert board.cards[0].text.startswith("-# ✓")


async def test_a_forum_that_demands_a_tag_and_has_none_is_said_in_words_and_tried_again(board: Wall) -> None:
    board.channel.demands_tag = True
    moderates_alone(board)
    with capture_logs() as logs:
        await board.inbox.drafted()
        await board.settle(seconds=2 * SLOWLY // 1000)
    told = [log["words"] for log in logs if log["event"] == "discord.channel_trouble"]
    assert told == ["400 40067: A tag is required to create a forum post in this channel"]

    board.channel.tags.append({"id": "8", "name": "general", "moderated": False})
    await board.settle(seconds=3 * SLOWLY // 1000)
    assert board.post.tag_names == ["general"]


@pytest.mark.parametrize("name", ["drafted", "answered", "Telegram"])
async def test_a_tag_that_somebody_took_away_is_made_again_at_once(board: Wall, name: str) -> None:
    draft = await board.inbox.drafted()
    await board.settle()
    board.channel.tags = [one for one in board.channel.tags if one["name"] != name]

    await board.sent(draft)
    await board.settle()
    await board.inbox.hear(author=somebody(1), id="x1")
    await board.settle()

    assert [post.tag_names for post in board.posts] == [["Telegram", "answered"], ["Telegram", "waiting"]]


async def test_a_tag_taken_away_keeps_a_new_post_no_longer_than_a_moment(board: Wall) -> None:
    await board.inbox.hear()
    await board.settle(seconds=MINUTE)
    board.channel.tags = [one for one in board.channel.tags if one["name"] != "waiting"]

    await board.inbox.hear(author=somebody(1), id="x1")
    await board.settle()

    assert [post.tag_names for post in board.posts][1] == ["Telegram", "waiting"]


async def test_sixty_drafts_in_one_group_are_sixty_cards_in_one_post(board: Wall) -> None:
    await board.inbox.hear()
    await board.inbox.propose(*[proposal(f"Answer {n}", source=f"source {n}") for n in range(MANY)])
    await board.settle(seconds=MINUTE)

    assert len(board.cards) == MANY
    assert {ids(card)[0] for card in board.cards} == {"approve"}


async def test_a_draft_longer_than_discord_takes_with_thirty_long_failed_checks_has_its_card(board: Wall) -> None:
    await board.inbox.hear("x " * 30_000)
    checks = tuple(f"check {n}: " + "@everyone *no* " * 33 for n in range(30))
    await board.inbox.propose(proposal("\u202e*_`~|" * 10_000, checks=checks))
    await board.settle()

    assert ids(board.cards[0])[0] == "approve"
    assert "and 25 more checks failed" in board.cards[0].text


async def test_a_lost_post_is_found_among_all_that_others_made_since(board: Wall) -> None:
    board.fail(Kind.CUT_AFTER, call=POST)
    await board.inbox.drafted()
    await board.settle()
    assert (await board.posting.board.read(at(ASHA))).begun
    await others_post(board)

    await board.settle(seconds=MINUTE)

    assert [post.name for post in board.posts].count("Asha · Kem cho?") == 1
    assert (await board.posting.board.read(at(ASHA))).post == str(board.posts[0].id)


async def test_a_lost_notice_is_found_among_all_that_others_made_since(board: Wall) -> None:
    notices = Notices(board.posting.calls, board.posting.board, board.channel.id)
    board.fail(Kind.CUT_AFTER, call=POST)
    with pytest.raises(Trouble):
        await notices.say("digest", "1", "Digest", "How things stand")
    await others_post(board)

    await notices.say("digest", "1", "Digest", "How things stand")

    assert [post.name for post in board.posts].count("Digest") == 1
    assert (await notices.last("digest")).message == str(board.posts[0].id)


@pytest.mark.parametrize("away", [True, False])
async def test_who_writes_again_under_a_post_that_somebody_locked_gets_a_new_one(board: Wall, *, away: bool) -> None:
    draft = await board.inbox.drafted()
    await board.settle()
    await board.sent(draft)
    await board.settle()
    board.discord.world.set_role_permissions(board.guild, board.bot, INVITED_BOT & ~MANAGE_THREADS)
    locked = board.post.thread
    assert locked
    locked.locked = True
    if away:
        board.discord.world.archive(board.post)

    with capture_logs() as logs:
        await board.inbox.hear("And the lid?", id="m2")
        await board.settle()

    assert [log for log in logs if log["log_level"] != "info"] == []
    assert [post.name for post in board.posts][1] == "Asha · And the lid?"


async def test_the_cards_of_a_bot_that_was_replaced_are_sent_anew(board: Wall) -> None:
    await board.inbox.drafted()
    await board.settle()
    board.cards[0].author = board.guild.owner  # as if it had been another bot

    with capture_logs() as logs:
        await review.assign(board.inbox.brand, at(ASHA), MEERA, "noor")
        await board.settle()

    assert [log for log in logs if log["log_level"] != "info"] == []
    assert "assigned to noor" in board.cards[1].text
    assert ids(board.cards[1])[0] == "approve"


async def test_a_server_full_of_open_posts_gets_room_by_putting_the_oldest_answered_ones_away(board: Wall) -> None:
    board.guild.most_threads = 3
    for number in range(3):
        draft = await board.inbox.drafted(author=somebody(number), id=f"x{number}")
        await board.settle()
        if number < 2:
            await board.sent(draft)
            await board.settle()

    await board.inbox.hear(author=ASHA)
    await board.settle(seconds=MINUTE)
    assert [post.archived for post in board.posts] == [True, True, False, False]

    await board.inbox.hear("Again", somebody(0), id="again")
    await board.settle(seconds=MINUTE)
    assert [post.archived for post in board.posts] == [False, True, False, False]


async def test_a_server_full_of_posts_that_people_need_is_said_once(board: Wall) -> None:
    board.guild.most_threads = 1
    await board.inbox.hear()
    await board.settle()
    with capture_logs() as logs:
        await board.inbox.hear(author=somebody(1), id="x1")
        await board.settle(seconds=2 * SLOWLY // 1000)

    assert [log["error"] for log in logs if log["event"] == "discord.channel_trouble"] == ["Full"]
    board.guild.most_threads = 2
    await board.settle(seconds=SLOWLY // 1000)
    assert len(board.posts) == 2


async def test_a_post_and_a_card_that_were_deleted_come_again_although_nothing_changed(board: Wall) -> None:
    await board.inbox.drafted()
    await board.settle()
    for card in (True, False):
        post = str(board.post.id)
        message = (await board.posting.board.read(at(ASHA))).cards[0].message if card else ""
        if card:
            board.discord.world.remove(board.cards[0])
        else:
            board.discord.world.delete_channel(board.post)
        assert await board.posting.board.gone(at(ASHA), post, message)
        await board.posting.board.lanes.wake(at(ASHA), board.inbox.clock.at, board.inbox.clock.at)
        await board.settle()

        assert [ids(one)[0] for one in board.cards] == ["approve"]


async def test_nobody_works_on_a_conversation_longer_than_it_is_theirs(board: Wall) -> None:
    async with another(board, patience=30.0) as slow:
        board.fail(Kind.HANG_BEFORE, call="GET /channels/{channel_id}", seconds=3600.0)
        await board.inbox.drafted()
        with capture_logs() as logs:
            await board.settle(replace(slow, most_seconds=0.3))

    assert [log["words"] for log in logs if log["event"] == "discord.not_now"] == ["Discord is too slow"]
    assert Posting.__dataclass_fields__["most_seconds"].default * 1000 < LEASE
    await board.settle(seconds=MINUTE)
    assert len(board.posts) == 1


async def test_a_bot_that_is_sent_away_and_invited_again_goes_on_where_it_was(board: Wall) -> None:
    draft = await board.inbox.drafted()
    await board.settle()
    board.discord.world.leave(board.bot, board.guild)
    with capture_logs() as logs:
        await board.sent(draft)
        await board.inbox.hear(author=somebody(1), id="x1")
        await board.settle(seconds=2 * SLOWLY // 1000)
    assert [log["event"] for log in logs if log["log_level"] != "info"] == ["discord.channel_trouble"]

    board.discord.world.join(board.bot, board.guild)
    await board.settle(seconds=2 * SLOWLY // 1000)

    assert [post.name for post in board.posts] == ["Asha · Kem cho?", "Person 1 · Kem cho?"]
    assert board.posts[0].tag_names == ["Telegram", "answered"]


@pytest.mark.parametrize("name", ["", " ", "\u200b", "\u202e", "\u3164 \u00ad"])
async def test_a_name_in_which_nothing_can_be_seen_is_called_somebody(board: Wall, name: str) -> None:
    await board.inbox.hear("\u200b", Contact(RemoteId("0000000777"), name, name), id="x1")
    await board.settle()

    assert board.post.name.startswith("Somebody")
    assert board.cards[0].text.startswith("### Somebody\n")


async def test_an_address_that_discord_does_not_like_does_not_hide_a_conversation(board: Wall) -> None:
    photo = Media("image", "https://cdn.example.org/a.png", "image/png", "a.png", 3)
    thread = thread_of(ASHA, subject=Subject(RemoteId("p1"), "Our vase", "https://example.org/p1"))
    message = replace(said("Look at this", at=board.inbox.clock.at, thread=thread), media=(photo,))
    board.fail(Kind.REFUSE, call=POST, status=400, text="Invalid Form Body")

    await board.inbox.receive(message)
    await board.settle(seconds=MINUTE)

    kinds = {one["type"] for one in walk(board.cards[0].components)}
    assert "> Look at this" in board.cards[0].text
    assert GALLERY not in kinds
    assert [one["url"] for one in walk(board.cards[0].components) if one.get("url")] == []
    assert ids(board.cards[0])[0] == "reply"
