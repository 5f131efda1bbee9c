"""What we do to comments, seen in the simulated world; and whether a reply is found again."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from bot.networks._youtube.acting import even
from bot.networks._youtube.ids import thread_of
from bot.networks.youtube import YouTube
from bot.playground.faults import Fault, Kind
from bot.playground.youtube import Comment, Person, Video
from inbox.actions import Block, Edit, Hide, Mute, React, Remove, Reply, Unhide
from inbox.errors import Rejected, Uncertain, Unsupported
from inbox.models import Media, RemoteId
from tests.youtube_accounts import Ours

REPLY = "POST /youtube/v3/comments"
MODERATE = "POST /youtube/v3/comments/setModerationStatus"


@dataclass
class Scene:
    """A comment of Asha's below a video of ours."""

    ours: Ours
    account: YouTube
    video: Video
    asha: Person
    comment: Comment

    @property
    def thread(self) -> RemoteId:
        return thread_of(self.video.id, self.comment.id)

    @property
    def message(self) -> RemoteId:
        return RemoteId(self.comment.id)

    @property
    def replies(self) -> list[str]:
        return [reply.text for reply in self.comment.replies if not reply.removed]

    def reply(self, text: str = "Stoneware.") -> Reply:
        return Reply(self.thread, text, self.message)


@pytest.fixture
def scene(channel: Ours) -> Scene:
    video, asha = channel.video(), channel.person()
    return Scene(channel, channel.account(), video, asha, channel.world.comment(asha, video, "Which clay?"))


async def test_a_reply_stands_below_the_comment(scene: Scene) -> None:
    receipt = await scene.account.perform(scene.reply(), "key-1")
    assert scene.replies == ["Stoneware."]
    assert receipt.id == scene.comment.replies[0].id
    assert receipt.at == scene.ours.now()


async def test_a_reply_to_a_reply_stands_in_the_same_conversation(scene: Scene) -> None:
    other = scene.ours.world.reply(scene.asha, scene.comment, "Anybody?")
    await scene.account.perform(Reply(scene.thread, "Yes.", RemoteId(other.id)), "key-1")
    assert scene.replies == ["Anybody?", "Yes."]


async def test_files_cannot_go_along(scene: Scene) -> None:
    action = Reply(scene.thread, "Look", media=(Media("image", "blob:1"),))
    with pytest.raises(Unsupported, match="no files"):
        await scene.account.perform(action, "key-1")


async def test_our_own_words_can_be_changed_and_deleted(scene: Scene) -> None:
    receipt = await scene.account.perform(scene.reply(), "key-1")
    await scene.account.perform(Edit(scene.thread, receipt.id, "Stoneware, fired at 1240 °C."), "key-2")
    assert scene.replies == ["Stoneware, fired at 1240 °C."]
    await scene.account.perform(Remove(scene.thread, receipt.id), "key-3")
    assert scene.replies == []
    assert scene.ours.server.sent[-1].call == "DELETE /youtube/v3/comments"


async def test_a_comment_is_held_published_rejected_and_its_author_banned(scene: Scene) -> None:
    for action, status in (
        (Hide(scene.thread, scene.message), "heldForReview"),
        (Unhide(scene.thread, scene.message), "published"),
        (Remove(scene.thread, scene.message), "rejected"),
        (Block(scene.thread, RemoteId(scene.asha.id), scene.message), "rejected"),
    ):
        for _ in range(2):  # a repeat leaves the same state
            await scene.account.perform(action, "key")
            assert scene.comment.status == status
    assert scene.ours.channel.banned == {scene.asha.id}


async def test_a_ban_needs_a_comment(scene: Scene) -> None:
    with pytest.raises(Unsupported, match="only together with one of their comments"):
        await scene.account.perform(Block(scene.thread, RemoteId(scene.asha.id)), "key")


async def test_what_was_rejected_stays_so_and_that_is_said(scene: Scene) -> None:
    await scene.account.perform(Remove(scene.thread, scene.message), "key")
    with pytest.raises(Rejected, match="YouTube Studio"):
        await scene.account.perform(Unhide(scene.thread, scene.message), "key")


async def test_what_is_gone_already_is_removed(scene: Scene) -> None:
    scene.ours.world.remove_comment(scene.comment)
    receipt = await scene.account.perform(Remove(scene.thread, scene.message), "key")
    assert receipt.id == scene.message
    with pytest.raises(Rejected, match="gone"):
        await scene.account.perform(scene.reply(), "key")


@pytest.mark.parametrize("reason", ["forbidden", "processingFailure"])
async def test_what_its_author_has_deleted_is_removed_however_youtube_refuses_it(scene: Scene, reason: str) -> None:
    scene.ours.server.refuse(reason, MODERATE)
    with pytest.raises(Rejected):  # it is there, so something else is wrong
        await scene.account.perform(Remove(scene.thread, scene.message), "key")
    scene.ours.world.remove_comment(scene.comment)
    scene.ours.server.refuse(reason, MODERATE)
    receipt = await scene.account.perform(Remove(scene.thread, scene.message), "key")
    assert receipt.id == scene.message


async def test_comments_switched_off_and_a_private_video_are_said(scene: Scene) -> None:
    scene.ours.world.comments_off(scene.video)
    with pytest.raises(Rejected, match="switched off"):
        await scene.account.perform(scene.reply(), "key")


@pytest.mark.parametrize("action", [React, Mute])
async def test_what_youtube_does_not_have_is_refused(scene: Scene, action: type) -> None:
    made = React(scene.thread, scene.message, "❤️") if action is React else Mute(scene.thread, RemoteId("UC"), 60)
    with pytest.raises(Unsupported):
        await scene.account.perform(made, "key")


# ------------------------------------------------------------------------------------------------------ finding again


async def test_a_reply_whose_answer_was_lost_is_found(scene: Scene) -> None:
    since = scene.ours.now()
    scene.ours.server.faults.next(Fault(Kind.CUT_AFTER), REPLY)
    with pytest.raises(Uncertain):
        await scene.account.perform(scene.reply(), "key-1")
    scene.ours.clock.advance(30)
    receipt = await scene.account.find_sent(scene.reply(), "key-1", since)
    assert receipt is not None
    assert receipt.id == scene.comment.replies[0].id


async def test_a_reply_that_was_never_there_certainly_is_not(scene: Scene) -> None:
    since = scene.ours.now()
    scene.ours.server.faults.next(Fault(Kind.CUT_BEFORE), REPLY)
    with pytest.raises(Uncertain):
        await scene.account.perform(scene.reply(), "key-1")
    scene.ours.world.reply(scene.asha, scene.comment, "Stoneware.")
    assert await scene.account.find_sent(scene.reply(), "key-1", since) is None


async def test_an_older_reply_with_the_same_words_is_another_one(scene: Scene) -> None:
    scene.ours.world.reply(scene.ours.channel, scene.comment, "Stoneware.")
    scene.ours.clock.advance(3_600)
    assert await scene.account.find_sent(scene.reply(), "key-1", scene.ours.now()) is None


async def test_another_delivery_is_not_taken_for_this_one(scene: Scene) -> None:
    since = scene.ours.now()
    await scene.account.perform(scene.reply(), "key-1")
    scene.ours.clock.advance(30)
    assert await scene.account.find_sent(scene.reply(), "key-2", since) is None
    assert await scene.account.find_sent(scene.reply(), "key-1", since) is not None


async def test_two_that_look_alike_are_for_a_person_to_tell_apart(scene: Scene) -> None:
    for _ in range(2):
        scene.ours.world.reply(scene.ours.channel, scene.comment, "Stoneware.")
    with pytest.raises(Uncertain, match="say the same"):
        await scene.account.find_sent(scene.reply(), "key-1", scene.ours.now())


async def test_it_is_found_below_hundreds_of_others_or_nobody_can_tell(scene: Scene) -> None:
    since = scene.ours.now()
    scene.ours.world.reply(scene.ours.channel, scene.comment, "Stoneware.")
    for number in range(250):
        scene.ours.world.reply(scene.asha, scene.comment, f"Me, too {number}")
    assert await scene.account.find_sent(scene.reply(), "key-1", since) is not None
    for number in range(300):
        scene.ours.world.reply(scene.asha, scene.comment, f"And me {number}")
    with pytest.raises(Uncertain, match="too much"):
        await scene.account.find_sent(scene.reply("Other words"), "key-1", since)


async def test_where_nobody_is_shown_anything_nobody_can_tell(scene: Scene) -> None:
    scene.ours.world.remove_comment(scene.comment)
    with pytest.raises(Uncertain, match="does not show"):
        await scene.account.find_sent(scene.reply(), "key-1", scene.ours.now())
    with pytest.raises(Uncertain, match="done again"):
        await scene.account.find_sent(Hide(scene.thread, scene.message), "key-1", scene.ours.now())


def test_blanks_make_no_other_text() -> None:
    assert even(" Hello \n there ") == even("Hello there")
