"""Whatever goes wrong between us and Discord, there is one post and one card for each thing to decide, never two."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from structlog.testing import capture_logs

from bot.playground.discord.permissions import INVITED_BOT, MANAGE_CHANNELS, SEND_MESSAGES, VIEW_CHANNEL
from bot.playground.faults import Kind
from bot.surfaces.discord.channels import TROUBLE
from bot.surfaces.discord.posting import SLOWLY, post_next
from inbox import review
from inbox.store.cards import Shown
from inbox.store.queue import Idle
from tests.bot.surfaces.discord.wall import Wall, another, ids, wall
from tests.cast import ASHA, BHAVIN, MEERA
from tests.world import World, at, proposal

POST = "POST /channels/{channel_id}/threads"
SEND = "POST /channels/{channel_id}/messages"
EDIT = "PATCH /channels/{channel_id}/messages/{message_id}"
MINUTE = 60


@pytest_asyncio.fixture
async def board(inbox: World) -> AsyncIterator[Wall]:
    """Cards in a forum, on a Discord that does not slow anybody down."""
    async with wall(inbox, limits=False) as it:
        yield it


LOST = [
    pytest.param(Kind.CUT_AFTER, {}, id="the answer was lost"),
    pytest.param(Kind.CUT_BEFORE, {}, id="the connection was cut"),
    pytest.param(Kind.REFUSE, {"status": 502}, id="bad gateway"),
    pytest.param(Kind.REFUSE, {"status": 503}, id="unavailable"),
    pytest.param(Kind.REFUSE, {"status": 429, "retry_after": 0.05}, id="too fast"),
    pytest.param(Kind.REFUSE, {"status": 429, "retry_after": 0.05, "text": "global"}, id="too fast with everything"),
    pytest.param(Kind.REFUSE, {"status": 429, "retry_after": 90}, id="much too fast"),
]


@pytest.mark.parametrize(("kind", "fault"), LOST)
async def test_however_a_post_fails_to_be_made_there_is_one_in_the_end(
    board: Wall, kind: Kind, fault: dict[str, object]
) -> None:
    board.fail(kind, call=POST, **fault)
    await board.inbox.drafted()
    await board.settle(seconds=3 * MINUTE)

    assert board.post.name == "Asha · Kem cho?"
    assert len(board.cards) == 1
    assert await board.posting.board.conversation_of(str(board.post.id)) == at(ASHA)


@pytest.mark.parametrize(("kind", "fault"), LOST)
async def test_however_a_card_fails_to_be_sent_there_is_one_in_the_end(
    board: Wall, kind: Kind, fault: dict[str, object]
) -> None:
    await board.inbox.drafted()
    await board.settle()
    board.fail(kind, call=SEND, **fault)
    await board.inbox.hear("And the lid?", id="m2")
    await board.inbox.propose(proposal("The lid, too."))
    await board.settle(seconds=3 * MINUTE)

    assert [card.text.split("\n")[0][:12] for card in board.cards] == ["-# ↷ Asha: n", "### Asha \\@a"]


@pytest.mark.parametrize(("kind", "fault"), LOST)
async def test_however_an_edit_fails_it_is_made_in_the_end(board: Wall, kind: Kind, fault: dict[str, object]) -> None:
    draft = await board.inbox.drafted()
    await board.settle()
    board.fail(kind, call=EDIT, **fault)
    await review.reject(board.inbox.brand, draft, MEERA, "no")
    await board.settle(seconds=3 * MINUTE)

    assert board.cards[0].text.startswith("-# ✗")
    assert len(board.cards) == 2


async def test_a_post_is_never_sent_a_second_time_before_it_was_looked_for(board: Wall) -> None:
    board.fail(Kind.REFUSE, call=POST, status=502)  # discord.py would repeat it at once, and it may have been made
    await board.inbox.drafted()
    await board.settle()
    assert (board.posts, board.counted().count(POST)) == ([], 1)

    await board.settle(seconds=10)

    assert (len(board.posts), board.counted().count(POST)) == (1, 2)


async def test_a_card_whose_answer_was_lost_is_found_when_discord_has_forgotten_the_nonce(board: Wall) -> None:
    await board.inbox.drafted()
    await board.settle()
    await board.inbox.hear("And the lid?", id="m2")
    await board.inbox.propose(proposal("The lid, too."))
    board.fail(Kind.CUT_AFTER, call=SEND)
    await board.settle()
    board.discord.clock.advance(3600)

    await board.settle(seconds=MINUTE)

    assert len(board.cards) == 2


@pytest.mark.parametrize("kind", ["forum", "text"])
async def test_every_message_has_a_nonce_by_which_discord_knows_a_repeated_one(inbox: World, kind: str) -> None:
    async with wall(inbox, kind) as board:
        bodies: list[dict[str, object]] = []
        watch = board.discord.inspect
        assert watch
        board.discord.inspect = lambda call: bodies.append(call.body) if call.route == SEND else watch(call)
        await inbox.drafted()
        await board.settle()
        await inbox.hear("And the lid?", id="m2")
        await board.settle()

    assert len(bodies) == (1 if kind == "forum" else 2)
    assert all(body["enforce_nonce"] and len(str(body["nonce"])) <= 25 for body in bodies)
    assert len({str(body["nonce"]) for body in bodies}) == len(bodies)


async def test_being_cut_off_while_everything_must_wait_blocks_nothing_later(board: Wall) -> None:
    async with another(board, patience=0.3) as hasty:
        board.fail(Kind.REFUSE, call=POST, status=429, retry_after=20, text="global")
        await board.inbox.drafted()
        await board.settle(hasty, seconds=MINUTE)

    assert len(board.posts) == 1


async def test_a_post_whose_answer_never_comes_is_found_again_by_another_process(board: Wall) -> None:
    async with another(board, patience=0.3) as hasty:
        board.fail(Kind.HANG_AFTER, call=POST, seconds=3600.0)
        await board.inbox.drafted()
        await board.settle(hasty, seconds=4)
        assert (await board.posting.board.read(at(ASHA))).begun

    await board.settle(seconds=MINUTE)

    assert len(board.cards) == 1
    assert ids(board.cards[0])[0] == "approve"


async def test_a_post_that_is_found_again_shows_what_happened_meanwhile(board: Wall) -> None:
    board.fail(Kind.CUT_AFTER, call=POST)
    draft = await board.inbox.drafted()
    await board.settle()
    await review.reject(board.inbox.brand, draft, MEERA, "no")
    await review.resolve(board.inbox.brand, at(ASHA), MEERA)

    await board.settle(seconds=MINUTE)

    assert [card.text.split(":")[0] for card in board.cards] == ["-# ✗ Asha"]
    assert board.post.archived


async def test_a_post_that_was_begun_and_is_needed_no_more_is_not_made(board: Wall) -> None:
    board.fail(Kind.CUT_BEFORE, call=POST)
    await board.inbox.hear()
    await board.settle()
    await review.resolve(board.inbox.brand, at(ASHA), MEERA)
    await board.settle(seconds=MINUTE)

    assert board.posts == []
    assert not (await board.posting.board.read(at(ASHA))).begun


async def test_a_card_about_to_be_sent_when_the_process_died_is_looked_for_first(board: Wall) -> None:
    await board.inbox.drafted()
    await board.settle()
    card = (await board.posting.board.read(at(ASHA))).cards[0]
    await board.posting.board.shows(at(ASHA), [Shown(card.slot, "", str(int(card.message) - 1))])

    await board.posting.board.lanes.wake(at(ASHA), 0, 0)
    await board.settle()

    assert len(board.cards) == 1
    assert (await board.posting.board.read(at(ASHA))).cards[0].message == card.message


async def test_a_deleted_card_is_posted_again(board: Wall) -> None:
    await board.inbox.drafted()
    await board.settle()
    board.discord.world.remove(board.cards[0])
    await review.assign(board.inbox.brand, at(ASHA), MEERA, "noor")
    await board.settle()

    assert ids(board.cards[0])[0] == "approve"
    assert len(board.posts) == 1


async def test_a_deleted_card_of_what_is_over_is_missed_by_nobody(board: Wall) -> None:
    draft = await board.inbox.drafted()
    await board.settle()
    board.discord.world.remove(board.cards[0])
    await review.reject(board.inbox.brand, draft, MEERA, "no")
    await board.settle()

    assert [ids(card)[0] for card in board.cards] == ["reply"]


async def test_a_deleted_post_is_made_again_when_people_are_needed(board: Wall) -> None:
    draft = await board.inbox.drafted()
    await board.settle()
    board.discord.world.delete_channel(board.post)
    await review.assign(board.inbox.brand, at(ASHA), MEERA, "noor")
    await board.settle()
    assert board.post.tag_names == ["Telegram", "drafted", "assigned"]

    board.discord.world.delete_channel(board.post)
    await board.sent(draft)
    await review.resolve(board.inbox.brand, at(ASHA), MEERA)
    await board.settle()

    assert board.posts == []


async def test_a_deleted_channel_is_said_once_and_tried_again_slowly(board: Wall) -> None:
    forum = board.channel
    board.discord.world.delete_channel(forum)
    with capture_logs() as logs:
        await board.inbox.hear()
        await board.inbox.hear(author=BHAVIN, id="m2")
        await board.settle(seconds=2 * SLOWLY // 1000)
    told = [log for log in logs if log["event"] == "discord.channel_trouble"]
    assert [log["error"] for log in told] == ["NoChannel"]
    assert await board.posting.board.setting(f"{TROUBLE} {forum.id}")

    board.channel = board.discord.world.create_channel(board.guild, "inbox", kind="forum")
    await board.settle(seconds=SLOWLY // 1000)
    assert len(board.posts) == 2


async def test_a_missing_permission_is_said_once_and_taken_back_when_it_is_given(board: Wall) -> None:
    board.discord.world.set_permissions(board.channel, board.bot, deny=SEND_MESSAGES)
    with capture_logs() as logs:
        await board.inbox.hear()
        await board.settle(seconds=2 * SLOWLY // 1000)
        board.discord.world.set_permissions(board.channel, board.bot)
        await board.settle(seconds=SLOWLY // 1000)
    told = [log["event"] for log in logs if log["event"].startswith("discord.channel")]

    assert told == ["discord.channel_trouble", "discord.channel_back"]
    assert await board.posting.board.setting(f"{TROUBLE} {board.channel.id}") == ""
    assert len(board.posts) == 1


async def test_what_a_process_that_ended_said_of_a_channel_is_taken_back_by_the_next(board: Wall) -> None:
    name = f"{TROUBLE} {board.channel.id}"
    await board.posting.board.set(name, "403 50013: Missing Permissions")
    await board.inbox.hear()
    await board.settle()

    assert await board.posting.board.setting(name) == ""


async def test_a_forum_whose_tags_we_may_not_make_has_posts_without_them(inbox: World) -> None:
    async with wall(inbox) as board:
        board.discord.world.set_role_permissions(board.guild, board.bot, INVITED_BOT & ~MANAGE_CHANNELS)
        with capture_logs() as logs:
            draft = await inbox.drafted()
            await board.settle()
            await board.sent(draft)
            await board.settle()

        assert [log["event"] for log in logs if "tags" in log["event"]] == ["discord.tags_missing"]
        assert board.post.tag_names == []
        assert board.cards[0].text.startswith("-# ✓")


async def test_a_forum_that_has_no_room_for_more_tags_gets_as_many_as_fit(inbox: World) -> None:
    async with wall(inbox) as board:
        board.channel.tags += [{"id": str(n), "name": f"own {n}", "moderated": False} for n in range(1, 16)]
        with capture_logs() as logs:
            await inbox.hear()
            await board.settle()

        assert [log["tags"] for log in logs if log["event"] == "discord.tags_missing"] == [
            ["snoozed", "resolved", "assigned", "Telegram"]
        ]
        assert board.post.tag_names == ["waiting"]


async def test_a_permission_lost_after_the_post_was_made_is_said_once_and_work_goes_on_later(board: Wall) -> None:
    draft = await board.inbox.drafted()
    await board.settle()
    board.discord.world.set_permissions(board.channel, board.bot, deny=VIEW_CHANNEL)
    with capture_logs() as logs:
        await review.reject(board.inbox.brand, draft, MEERA, "no")
        await board.settle(seconds=2 * SLOWLY // 1000)
        board.discord.world.set_permissions(board.channel, board.bot)
        await board.settle(seconds=SLOWLY // 1000)

    told = [log["event"] for log in logs if log["event"].startswith("discord.channel")]
    assert told == ["discord.channel_trouble", "discord.channel_back"]
    assert board.cards[0].text.startswith("-# ✗")
    assert len(board.posts) == 1


async def test_a_token_that_was_reset_is_said_and_work_waits(board: Wall) -> None:
    board.discord.world.reset_token(board.bot)
    with capture_logs() as logs:
        await board.inbox.hear()
        await board.settle(seconds=10)

    assert [log["error"] for log in logs if log["event"] == "discord.channel_trouble"] == ["NotAllowed"]
    found = await post_next(board.posting)
    assert isinstance(found, Idle)
    assert found.until
    assert found.until > board.inbox.clock.at + SLOWLY // 2


async def test_what_discord_does_not_take_is_written_down_and_keeps_nobody_waiting(board: Wall) -> None:
    board.fail(Kind.REFUSE, call=POST, count=2, status=400, text="Invalid Form Body")
    with capture_logs() as logs:
        await board.inbox.hear()
        await board.settle(seconds=10)
        assert board.posts == []
        await board.settle(seconds=SLOWLY // 1000)

    assert [log["error"] for log in logs if log["event"] == "discord.card_not_taken"] == ["NotTaken"]
    assert len(board.posts) == 1


async def test_when_redis_goes_away_between_post_and_record_there_is_one_post_in_the_end(board: Wall) -> None:
    await board.inbox.hear()
    await board.settle()
    await board.posting.board.lost(at(ASHA))  # as if it had never been written
    await board.posting.board.begin(at(ASHA), board.inbox.clock.at)
    await board.posting.board.lanes.wake(at(ASHA), 0, 0)

    await board.settle()

    assert len(board.cards) == 1
    assert await board.posting.board.conversation_of(str(board.post.id)) == at(ASHA)
