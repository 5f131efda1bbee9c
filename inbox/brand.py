"""A brand at work: its store, what its accounts can do, and how much it lets go out without a person."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from inbox.capabilities import Capabilities
from inbox.cases import Fairness
from inbox.models import AccountId, Conversation, Kind, Message
from inbox.policy import EARNED, LIMITS, Autonomy, Earned, Limits
from inbox.store import Store


@dataclass(frozen=True, slots=True)
class Undo:
    """How long a decided reply waits before it leaves, in milliseconds: decided by a person, or by nobody."""

    people: int = 5_000
    automatic: int = 20_000
    networks: Mapping[str, int] = field(default_factory=dict)  # `automatic` anew for one network

    def alone(self, account: AccountId) -> int:
        """How long what nobody decided waits on this account."""
        return self.networks.get(account.partition(":")[0], self.automatic)


AutonomyOf = Callable[[str, AccountId, Kind, Collection[str]], Autonomy]
"""How far a responder may go on an account, in a kind of conversation, with these labels."""

Check = Callable[[Conversation, Sequence[Message], str], tuple[str, ...]]
"""What is wrong with a text that somebody of ours wants to say in a conversation, in sentences."""


Fair = Callable[[], Fairness]
"""What moderation.yaml says besides its rules, as it stands now."""

Disclosure = Callable[[AccountId, str], str]
"""What the first answer that a responder wrote must end with, on an account, for somebody who writes a language."""


def nothing_to_disclose(_: AccountId, __: str) -> str:
    """Answers need not say that a program wrote them."""
    return ""


def unchecked(_: Conversation, __: Sequence[Message], ___: str) -> tuple[str, ...]:
    """Finds nothing wrong with any text."""
    return ()


@dataclass(frozen=True, slots=True)
class Brand:
    """What every use case is given; `now` answers unix milliseconds, `debounce` lets a burst of messages end."""

    name: str
    store: Store
    capabilities: Mapping[AccountId, Capabilities]
    autonomy: AutonomyOf
    now: Callable[[], int]
    undo: Undo = Undo()
    debounce: int = 1_000
    limits: Limits = LIMITS
    earned: Earned = EARNED
    check: Check = unchecked
    disclosure: Disclosure = nothing_to_disclose
    fair: Fair | None = None  # None: no message is judged

    @property
    def fairness(self) -> Fairness | None:
        """What moderation.yaml says besides its rules, as it stands now; None where no message is judged."""
        return self.fair() if self.fair else None
