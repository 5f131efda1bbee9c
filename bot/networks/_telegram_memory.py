"""What one update tells and the next leaves out: the post that is commented on, a topic's name, a group's channel.

A comment that answers another comment carries neither the post nor a sign that it is a comment at all, and bots cannot
ask for old messages. So what is seen once is kept: the latest in memory, all of it in the mailbox.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from typing import Final, TypeVar

from pydantic import TypeAdapter

from bot.networks._telegram_ids import Place, channel_of, number, thread_id
from bot.networks._telegram_parse import Known, lore_of
from bot.networks._telegram_shapes import RawMessage, RawUpdate
from inbox.incoming import Incoming, NewMessage
from inbox.models import RemoteId, Thread
from inbox.network import Mailbox

CHANNEL: Final = "channel"
THREAD: Final = TypeAdapter(Thread)
K = TypeVar("K")
V = TypeVar("V")


class Memory:
    """Learns from every update before it is parsed; `known` is what `parse` may look at."""

    def __init__(self, mailbox: Mailbox, most_threads: int = 5_000, most_places: int = 20_000) -> None:
        """Begin empty; what earlier runs learned is looked up when it is first missed."""
        self._mailbox = mailbox
        self._most_threads, self._most_places = most_threads, most_places
        self._threads: OrderedDict[RemoteId, Thread | None] = OrderedDict()
        self._places: OrderedDict[tuple[int, int], RemoteId] = OrderedDict()
        self._channels: dict[int, int] = {}
        self.known = Known(self._threads, self._places, self._channels)

    async def learn(self, update: RawUpdate) -> None:
        """Remember what the update tells about its thread, or recall what it leaves out."""
        message = update.get("message", update.get("edited_message"))
        if message is None or message["chat"]["type"] != "supergroup":
            return
        if (told := lore_of(message)) is not None:
            await self._remember(message["chat"]["id"], told)
        elif "message_thread_id" in message:
            await self._recall(_within(message))
        if "sender_chat" in message:
            await self._recall_channel(message["chat"]["id"])

    def keep_places(self, events: Iterable[Incoming]) -> None:
        """Remember in which thread of its chat each message stands, for the reactions to come."""
        for event in events:
            if isinstance(event, NewMessage) and "." in event.thread.remote:
                chat = int(event.thread.remote.partition(".")[0])
                _put(self._places, (chat, int(event.id)), event.thread.remote, self._most_places)

    async def _remember(self, chat: int, thread: Thread) -> None:
        if self._threads.get(thread.remote) == thread:
            return
        _put(self._threads, thread.remote, thread, self._most_threads)
        await self._mailbox.append(_shelf(chat), thread.remote, THREAD.dump_json(thread).decode())
        if thread.subject and self._channels.get(chat) is None:
            self._channels[chat] = channel_of(thread.subject.remote)
            await self._mailbox.append(_shelf(chat), CHANNEL, str(self._channels[chat]))

    async def _recall(self, place: Place) -> None:
        remote = thread_id(place)
        if remote not in self._threads:
            line = await self._mailbox.find(_shelf(place.chat), remote)
            _put(self._threads, remote, THREAD.validate_json(line.body) if line else None, self._most_threads)

    async def _recall_channel(self, chat: int) -> None:
        if chat not in self._channels:
            line = await self._mailbox.find(_shelf(chat), CHANNEL)
            self._channels[chat] = int(line.body) if line else 0


def _shelf(chat: int) -> RemoteId:
    """Where in the mailbox a chat's lore stands; named so that no thread of people is."""
    return RemoteId(f"{number(chat)}.known")


def _within(message: RawMessage) -> Place:
    chat, thread = message["chat"]["id"], message["message_thread_id"]
    return Place(chat, topic=thread) if message.get("is_topic_message") else Place(chat, post=thread)


def _put(kept: OrderedDict[K, V], key: K, value: V, most: int) -> None:
    kept[key] = value
    kept.move_to_end(key)
    if len(kept) > most:
        kept.popitem(last=False)
