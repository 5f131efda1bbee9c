"""What is seen once of a thread is kept: the latest in memory, all of it in the mailbox."""

from __future__ import annotations

from bot.networks._telegram_ids import Place, number, thread_id
from bot.networks._telegram_memory import Memory
from bot.networks._telegram_shapes import RawMessage, RawUpdate
from inbox.incoming import NewMessage
from inbox.models import RemoteId, Thread
from inbox.network import Mail
from tests.adapters import Shelves

GROUP = -1001234567890


def comment(post: int, *, told: bool) -> RawUpdate:
    """A comment under a post, which tells of the post or does not."""
    chat = {"id": GROUP, "type": "supergroup", "title": "Tea talk"}
    copy = {"message_id": post, "date": 1, "chat": chat, "is_automatic_forward": True, "text": f"post {post}"}
    message = {"message_id": post + 1, "date": 1, "chat": chat, "message_thread_id": post, "text": "hm"}
    said: RawMessage = message | ({"reply_to_message": copy} if told else {})  # type: ignore[assignment]
    return {"update_id": post, "message": said}


async def test_what_left_memory_comes_back_from_the_mailbox() -> None:
    memory = Memory(Shelves(), most_threads=2)
    for post in (10, 20, 30):
        await memory.learn(comment(post, told=True))
    remote = thread_id(Place(GROUP, post=10))
    assert remote not in memory.known.threads
    await memory.learn(comment(10, told=False))
    thread = memory.known.threads[remote]
    assert thread is not None
    assert thread.subject is not None
    assert thread.subject.text == "post 10"


class Counting(Shelves):
    """A mailbox that counts the questions."""

    asked = 0

    async def find(self, thread: RemoteId, key: str) -> Mail | None:
        self.asked += 1
        return await super().find(thread, key)


async def test_what_was_never_told_is_asked_for_once() -> None:
    mailbox = Counting()
    memory = Memory(mailbox)
    for _ in range(3):
        await memory.learn(comment(10, told=False))
    assert mailbox.asked == 1


async def test_what_was_told_is_written_down_once() -> None:
    mailbox = Shelves()
    memory = Memory(mailbox)
    for _ in range(3):
        await memory.learn(comment(10, told=True))
    assert len(mailbox.lines) == 2


async def test_the_thread_of_the_oldest_message_is_forgotten_first() -> None:
    memory = Memory(Shelves(), most_places=2)
    thread = Thread(thread_id(Place(GROUP, post=10)), "comments")
    memory.keep_places(NewMessage(thread, number(message), None, "hm", 1) for message in (11, 12, 13))
    assert list(memory.known.places) == [(GROUP, 12), (GROUP, 13)]
