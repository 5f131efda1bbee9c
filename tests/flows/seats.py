"""Three places to work from, each seen and used as a person does: the desk, the command line, the control channel."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import aiohttp
from argon2 import PasswordHasher

from bot.playground.discord import DiscordServer
from bot.playground.discord.records import Channel, Message, Person
from inbox.store import Store
from inbox.store.people import Person as Colleague
from tests.bot.surfaces.desk.desk_server import PASSWORD, Tab
from tests.program import Folder, outcome
from tests.redis_servers import until

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
DAY = "Moderation on "  # how the post begins that tells of it, one each day
PATIENCE = 20.0


class Seat(Protocol):
    """One surface with one of ours in front of it."""

    async def sees(self, *words: str) -> None:
        """Wait until all these words stand there."""
        ...

    async def edits(self, before: str, after: str) -> None:
        """Take the draft that says `before`, change it to `after`, and approve that."""
        ...

    async def sees_it_sent(self, text: str) -> None:
        """Wait until it stands there as answered with this text, with nothing left to decide."""
        ...


@dataclass
class AtTheDesk:
    """The web page, as a browser without scripts uses it."""

    tab: Tab
    page: str = ""

    @classmethod
    async def of(cls, http: aiohttp.ClientSession, origin: str, store: Store, name: str) -> AtTheDesk:
        """Sign in as a moderator of this name."""
        await store.people.save(Colleague(name, "moderator", CHEAP.hash(PASSWORD)))
        tab = Tab(http, origin)
        await tab.sign_in(name)
        return cls(tab)

    async def sees(self, *words: str) -> None:
        """Look at the queue and its first conversation until the words stand there."""

        async def seen() -> bool:
            queue = await self.tab.get("/?shelf=all")
            found = re.search(r'href="([^"]*[?&;]c=[^"]*)"', queue.text)
            self.page = (await self.tab.get(html.unescape(found[1]))).text if found else queue.text
            return all(word in html.unescape(self.page) for word in words)

        await until(seen, PATIENCE)

    async def edits(self, before: str, after: str) -> None:
        """The form under Edit."""
        await self.sees(before)
        draft = re.search(r'data-card="([^"]+)"', self.page)
        assert draft
        answer = await self.tab.do("approve", draft=draft[1], text=after)
        assert answer.status < 400, answer.text

    async def sees_it_sent(self, text: str) -> None:
        """It stands in the conversation, and no card is left."""

        async def sent() -> bool:
            await self.sees(text)
            return "data-card=" not in self.page

        await until(sent, PATIENCE)


@dataclass
class AtTheCommandLine:
    """run.py, each command in a process of its own."""

    place: Folder
    conversation: str = ""  # the one conversation, once it is there

    async def sees(self, *words: str) -> None:
        """Show the one conversation until the words stand there."""

        async def seen() -> bool:
            shown = await self._shown()
            return all(word in json.dumps(shown, ensure_ascii=False) for word in words)

        await until(seen, PATIENCE)

    async def edits(self, before: str, after: str) -> None:
        """approve --text."""
        await self.sees(before)
        await self.run("approve", "next", "--text", after)

    async def sees_it_sent(self, text: str) -> None:
        """It stands in the conversation, and nobody waits."""
        await self.sees(text)

        async def empty() -> bool:
            return not (await self.run("queue", "drafted"))["conversations"]

        await until(empty, PATIENCE)

    async def _shown(self) -> Any:
        if not self.conversation:
            rows = (await self.run("queue", "all"))["conversations"]
            self.conversation = rows[0]["id"] if rows else ""
        return await self.run("show", self.conversation) if self.conversation else {}

    async def run(self, *words: str) -> Any:
        """One command, as it answers in JSON."""
        code, out, err = await outcome(self.place, *words, "--json", "--as", "qasim")
        assert code == 0, err
        return json.loads(out)


@dataclass
class InTheControlChannel:
    """The post in a Discord forum, as somebody there sees it."""

    discord: DiscordServer
    forum: Channel
    person: Person

    async def sees(self, *words: str) -> None:
        """Wait until the words stand on the cards of the newest post."""
        await self._until(lambda: all(word in self.text() for word in words))

    async def edits(self, before: str, after: str) -> None:
        """Edit, change what the window is filled with, submit."""
        await self.sees(before)
        world, card = self.discord.world, self.cards()[-1]
        asked = await world.press(self.person, card, button(card, "edit")).answered()
        fields = fields_of(asked.modal)
        assert list(fields.values()) == [before]
        submitted = await world.submit(self.person, asked, dict.fromkeys(fields, after)).answered()
        assert submitted.said == []

    async def sees_it_sent(self, text: str) -> None:
        """The last card is one line that says so, and nothing is left to press."""
        await self._until(lambda: text in self.text() and "✓" in self.text() and not buttons(self.cards()[-1]))

    def cards(self) -> list[Message]:
        """The cards of the newest post about a conversation, oldest first; moderation has a post of its own."""
        return self._in([post for post in self.discord.world.posts(self.forum) if not post.name.startswith(DAY)])

    def told(self) -> list[Message]:
        """What the post of today tells of moderation, oldest first."""
        return self._in([post for post in self.discord.world.posts(self.forum) if post.name.startswith(DAY)])

    def _in(self, posts: Sequence[Channel]) -> list[Message]:
        said = self.discord.world.messages(posts[-1]) if posts else []
        return [message for message in said if message.author.is_bot]

    def text(self) -> str:
        """All that stands on them."""
        return "\n".join(plain(card) for card in self.cards())

    async def _until(self, holds: Callable[[], object]) -> None:
        await self.discord.world.wait_for(holds, PATIENCE)


def plain(message: Message) -> str:
    """All words of a card, as they were before they were escaped."""
    return "\n".join(
        re.sub(r"\\(.)", r"\1", str(one["content"])) for one in parts(message.components) if "content" in one
    )


def button(message: Message, verb: str) -> str:
    """The id of the button of a verb."""
    return next(id for id in buttons(message) if id.split(":")[1] == verb)


def buttons(message: Message) -> list[str]:
    """The ids of everything that can be pressed."""
    return [str(one["custom_id"]) for one in parts(message.components) if one.get("custom_id")]


def parts(components: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """All components, those within others too."""
    found = []
    for one in components:
        inner = [*one.get("components", ()), *([one["accessory"]] if "accessory" in one else [])]
        found += [one, *parts(inner)]
    return found


def fields_of(modal: dict[str, Any] | None) -> dict[str, str]:
    """What stands in the fields of a window."""
    assert modal
    inner = [one.get("component") or one["components"][0] for one in modal["components"]]
    return {str(one["custom_id"]): str(one.get("value", "")) for one in inner}
