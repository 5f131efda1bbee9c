"""An interaction: what a person did to a bot's command, button, menu or form, and everything the bot answered."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from bot.playground.discord.records import BotAccount, Channel, Message, Person
from bot.playground.discord.wire import JsonObject

COMMAND, COMPONENT, COMPLETION, SUBMIT = 2, 3, 4, 5

FIRST_ANSWER_WITHIN = 3.0
TOKEN_LASTS = 15 * 60.0


@dataclass(slots=True, eq=False)
class Interaction:
    """`answer` is the type of the first answer (0: none yet); `said` holds what the bot answered, in order.

    `acknowledged_after` is in seconds of the world's clock. `original` is the message that @original means.
    """

    id: int
    token: str
    kind: int
    bot: BotAccount
    person: Person
    channel: Channel
    data: JsonObject
    time: float
    wait: Callable[[Callable[[], object], float], Awaitable[None]]
    message: Message | None = None
    before: Interaction | None = None
    answer: int = 0
    answered_at: float = 0.0
    modal: JsonObject | None = None
    choices: list[JsonObject] = field(default_factory=list)
    said: list[Message] = field(default_factory=list)
    original: Message | None = None
    loading: bool = False

    @property
    def deferred(self) -> bool:
        """Whether the first answer was only a promise."""
        return self.answer in (5, 6)

    @property
    def acknowledged(self) -> bool:
        """Whether there was a first answer."""
        return self.answer != 0

    @property
    def acknowledged_after(self) -> float:
        """How long the first answer took; infinite when there was none."""
        return self.answered_at - self.time if self.acknowledged else float("inf")

    @property
    def words(self) -> list[str]:
        """The texts of what the bot answered."""
        return [message.text for message in self.said]

    async def answered(self, timeout: float = 10.0) -> Interaction:
        """Return once there was a first answer; raises TimeoutError after `timeout` real seconds."""
        await self.wait(lambda: self.acknowledged, timeout)
        return self

    async def replied(self, timeout: float = 10.0) -> Message:
        """The first message that the bot answered with; raises TimeoutError after `timeout` real seconds."""
        await self.wait(lambda: self.said, timeout)
        return self.said[0]
