"""One call on its way: who calls, its parameters and its body, read and checked against what the method takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.playground.bluesky.records import Account, JsonObject
from bot.playground.bluesky.refusals import Refusal, invalid
from bot.playground.bluesky.sessions import Sessions
from bot.playground.bluesky.world import BlueskyWorld


@dataclass(slots=True)
class Call:
    """A call that has been let through; `name` is its method, such as app.bsky.feed.getPosts."""

    world: BlueskyWorld
    sessions: Sessions
    name: str
    params: Mapping[str, Sequence[str]]
    body: JsonObject
    raw: bytes = b""
    mime: str = ""
    caller: Account | None = None

    @property
    def account(self) -> Account:
        """Who calls; raises Refusal without a login."""
        if self.caller is None:
            raise Refusal("AuthMissing")
        return self.caller

    def param(self, name: str) -> str:
        """A parameter; empty when it is not given."""
        return self.params.get(name, ("",))[0]

    def limit(self, usual: int = 50) -> int:
        """How many are wanted."""
        given = self.param("limit") or str(usual)
        if not given.isdecimal() or not 1 <= int(given) <= 100:
            raise invalid("Error: limit can not be greater than 100")
        return int(given)

    def did(self, told: str) -> str:
        """The DID behind a DID or a handle; raises Refusal for nobody."""
        person = next((one for one in self.world.people.values() if told in (one.did, one.handle)), None)
        if person is None or person.gone:
            raise invalid("Profile not found")
        return person.did


@dataclass(frozen=True, slots=True)
class Route:
    """A method: what answers it, whether it changes something, and what must and may be given."""

    answer: Callable[[Call], JsonObject | None]
    verb: str = "GET"
    needs: frozenset[str] = frozenset()
    takes: frozenset[str] = frozenset()
    repeated: frozenset[str] = frozenset()
    login: bool = True
    points: int = 0  # of the writes of an hour

    def check(self, given: Mapping[str, Sequence[str]] | JsonObject, where: str) -> None:
        """Raise Refusal for parameters that are missing, unknown, or given twice."""
        for name in self.needs - set(given):
            raise invalid(f'Error: {where} must have the property "{name}"')
        for name in set(given) - self.needs - self.takes:
            raise invalid(f"Error: {where} has the unknown property {name}")
        for name in set(given) - self.repeated if where == "Params" else ():
            if len(given[name]) > 1:
                raise invalid(f"Error: {where}/{name} is given {len(given[name])} times")
