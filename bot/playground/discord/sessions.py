"""The gateway's sessions: what each has been told, so that a lost connection can be resumed without a gap.

Source: https://discord.com/developers/docs/events/gateway
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from bot.playground.clock import Clock
from bot.playground.discord.intents import fits, without_content
from bot.playground.discord.records import MESSAGE_CONTENT, BotAccount
from bot.playground.discord.wire import JsonObject, encode
from bot.playground.faults import Faults, Kind

REPLAYED = 20_000  # events that a session keeps
RESUMABLE = 180.0  # seconds that a session outlives its connection; Discord says "a few minutes"


class Wire(Protocol):
    """A connection to a bot, as a session sees it."""

    def push(self, event: str, text: str, hold: float = 0.0) -> None:
        """Send a text, in order; `hold` virtual seconds later at the earliest."""

    def close(self, code: int) -> None:
        """End the connection with this code."""


@dataclass(slots=True, eq=False)
class Session:
    """One session of a bot. `lost` is when its connection went, None while it is connected."""

    id: str
    bot: BotAccount
    intents: int
    token: str
    sequence: int = 0
    wire: Wire | None = None
    lost: float | None = None
    told: deque[tuple[int, str, str]] = field(default_factory=lambda: deque(maxlen=REPLAYED))

    def tell(self, event: str, body: str, hold: float = 0.0) -> None:
        """Send an event, and keep it for a resume."""
        self.sequence += 1
        text = f'{{"t":"{event}","s":{self.sequence},"op":0,"d":{body}}}'
        self.told.append((self.sequence, event, text))
        if self.wire is not None:
            self.wire.push(event, text, hold)

    def since(self, sequence: int) -> list[tuple[str, str]] | None:
        """The events after `sequence`; None when some of them are no longer kept."""
        if sequence > self.sequence or (self.told and sequence < self.told[0][0] - 1):
            return None
        return [(event, text) for at, event, text in self.told if at > sequence]


class Sessions:
    """All sessions of all bots; events reach every session of a bot, also those that wait to be resumed."""

    def __init__(self, clock: Clock, faults: Faults, ring: Callable[[], None]) -> None:
        self._clock = clock
        self._faults = faults
        self._ring = ring
        self._sessions: dict[str, Session] = {}
        self._opened = 0

    def open(self, bot: BotAccount, intents: int) -> Session:
        """A new session."""
        self._opened += 1
        session = Session(f"{bot.id:x}{self._opened:08x}", bot, intents, bot.token)
        self._sessions[session.id] = session
        return session

    def find(self, session_id: str, bot: BotAccount) -> Session | None:
        """The session that a bot wants to resume, if it is still there."""
        self._forget_old()
        session = self._sessions.get(session_id)
        return session if session is not None and session.bot is bot else None

    def of(self, bot: BotAccount) -> list[Session]:
        """The sessions of a bot."""
        return [session for session in self._sessions.values() if session.bot is bot]

    def close(self, session: Session) -> None:
        """End a session for good."""
        self._sessions.pop(session.id, None)
        self._ring()

    def lose(self, session: Session) -> None:
        """Its connection is gone; it may be resumed for a while."""
        session.wire, session.lost = None, self._clock.now()
        self._ring()

    def forget(self, bot: BotAccount) -> None:
        """Discord loses every session of a bot: what is connected stays so, and cannot be resumed later."""
        for session in self.of(bot):
            self.close(session)
            if session.wire is not None:  # it goes on under an id that nobody knows
                session.id += "-forgotten"
                self._sessions[session.id] = session

    def dispatch(
        self, bot: BotAccount, event: str, body: JsonObject, subject: str = "", *, direct: bool = False
    ) -> None:
        """Tell every session of a bot whose intents cover the event."""
        self._forget_old()
        full = ""
        for session in self.of(bot):
            if not fits(session.intents, event, direct=direct):
                continue
            if event.startswith("MESSAGE_") and not session.intents & MESSAGE_CONTENT:
                text = encode(without_content(body, bot, direct=direct))
            else:
                text = full = full or encode(body)
            self._tell(session, event, text, subject)

    def _tell(self, session: Session, event: str, body: str, subject: str) -> None:
        fault = self._faults.for_delivery("discord", session.bot.username, event, subject)
        hold = fault.seconds if fault is not None and fault.kind is Kind.DELAY else 0.0
        session.tell(event, body, hold)
        if fault is not None and fault.kind is Kind.DUPLICATE:
            session.tell(event, body)

    def _forget_old(self) -> None:
        now = self._clock.now()
        for session in list(self._sessions.values()):
            if session.lost is not None and now - session.lost > RESUMABLE:
                self.close(session)
