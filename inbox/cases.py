"""The nouns of moderation: what a rule finds and wants, the case that is opened, strikes, appeals, measures.

A finding is what one rule makes of one message. A case is what was done to whom and why; nothing of it is ever deleted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, NewType

from inbox.actions import ActionKind
from inbox.models import (
    AccountId,
    Actor,
    Contact,
    ContactId,
    Conversation,
    ConversationId,
    DeliveryId,
    Media,
    Message,
    RemoteId,
)

CaseNumber = NewType("CaseNumber", int)  # counted up from 1, for the whole brand

MODERATION: Final = Actor("responder", "moderation")
"""Who acts when a rule does."""

Sight = Literal["", "hide", "hold", "remove"]
"""What becomes of the message: hide is the mildest way of the network to take it out of sight, hold leaves it where it
is and lets a person judge it, remove deletes it for good."""

# ------------------------------------------------------------------------------------------ what a rule finds and wants


@dataclass(frozen=True, slots=True)
class Wants:
    """What a rule wants done; where two of them differ in one thing, the one that stands first in the file has its way.

    `keep` leaves the message alone: no rule below is looked at, and nothing of what those want is done.
    """

    sight: Sight = ""
    mute: int = 0  # seconds
    block: bool = False
    slow: int = 0  # seconds between two messages of one person; the whole place, not the person
    labels: tuple[str, ...] = ()
    priority: int | None = None
    points: float = 0  # strikes
    reply: str = ""  # what to answer, already in their language
    tell: str = ""  # what the team is told
    keep: bool = False
    may_remove: bool = False  # where the network can not hide, it may be removed in place of that: irreversible


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule makes of one message; `because` is what matched, in words, `severity` 0 to 1 orders what waits."""

    rule: str
    version: str  # a digest of the rule and of all it refers to; another one when any of that changes
    because: str
    wants: Wants
    severity: float = 0.5
    told: str = ""  # why, as its author may be told, in their language; empty: `because` is for our people only
    forced: bool = False  # it stays in shadow until a lead confirms it: it matches nearly everything


@dataclass(frozen=True, slots=True)
class Judgement:
    """What all rules make of one message, in the order of the file; `unknown` says what could not be asked, and why."""

    findings: tuple[Finding, ...] = ()
    unknown: tuple[str, ...] = ()


NOTHING_FOUND: Final = Judgement()

# ---------------------------------------------------------------------------------------------- what a rule may look at


@dataclass(frozen=True, slots=True)
class Crowd:
    """What happens around a message, it included, within the times that the rules ask for.

    `same` is how often its text was said lately, by how many people (`same_people`); `flood` how many messages its
    author wrote lately on this account; `newcomers` how many people wrote to this account for the first time lately.
    """

    same: int = 1
    same_people: int = 1
    flood: int = 1
    newcomers: int = 0


ALONE: Final = Crowd()


@dataclass(frozen=True, slots=True)
class Person:
    """What moderation knows of somebody: their strikes as they count now, what our people noted, who else they are."""

    points: float = 0
    allowed: bool = False  # no rule is ever looked at
    labels: tuple[str, ...] = ()
    cases: int = 0  # how many there were, without those that were undone
    same_as: tuple[ContactId, ...] = ()  # the same person on other networks, as somebody of ours confirmed


NOBODY: Final = Person()


@dataclass(frozen=True, slots=True)
class Arrival:
    """One message to be judged, with all that a rule may look at; times in unix ms."""

    message: Message
    contact: Contact
    conversation: Conversation
    now: int
    messages: int = 0  # how many they ever wrote to this account, with this one
    known_since: int = 0  # when they first did; 0: not known
    person: Person = NOBODY
    crowd: Crowd = ALONE
    mode: str = "normal"


# ----------------------------------------------------------------------------------------------- what was done, and why


ELSEWHERE: Final = DeliveryId("elsewhere")  # in place of a delivery: it was taken back in the network's own app


@dataclass(frozen=True, slots=True)
class Deed:
    """One action of a case, with the delivery that carried it out, and that which takes it back.

    Several cases may share a delivery: what it did is taken back with the last of them.
    """

    kind: ActionKind
    delivery: DeliveryId
    seconds: int = 0  # of a mute, or of slow mode
    undone: DeliveryId | None = None


AppealState = Literal["open", "granted", "declined"]

CaseShelf = Literal["", "standing", "undone", "appealed"]
"""Which cases are looked at: all, those that nobody took back, those that somebody did, those with an appeal."""


@dataclass(frozen=True, slots=True)
class Appeal:
    """That the person asks for the case to be looked at again; somebody decides who did not open the case."""

    at: int
    due: int  # until when we mean to have decided, unix ms
    conversation: ConversationId  # where they asked
    message: RemoteId
    words: str
    state: AppealState = "open"
    by: str = ""  # who decided
    decided_at: int = 0
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """What was done to whom and why; the message is kept as it was, whatever becomes of it outside."""

    number: CaseNumber
    at: int
    account: AccountId
    conversation: ConversationId
    message: RemoteId | None
    person: ContactId | None
    contact: Contact | None  # as they were called then
    text: str
    media: tuple[Media, ...]
    by: Actor
    rule: str = ""  # empty when one of our people did it
    version: str = ""
    reason: str = ""  # in words, for our people
    told: str = ""  # and as the person may be told
    points: float = 0
    waits: float = 0  # points that count once somebody of ours agrees: nothing could be done, or a person was to judge
    deeds: tuple[Deed, ...] = ()
    labels: tuple[str, ...] = ()
    done_at: int = 0  # when the network had done the first of the deeds; 0: not yet, or it refused
    undone_by: str = ""
    undone_at: int = 0
    undone_why: str = ""
    code: str = ""  # what the person may appeal with; empty: they were not told
    told_at: int = 0
    appeal: Appeal | None = None
    later: tuple[tuple[int, str], ...] = ()  # what the text was changed to afterwards, and when

    @property
    def stands(self) -> bool:
        """Whether nobody took it back."""
        return not self.undone_at


# --------------------------------------------------------------------------------------- rules that are not trusted yet

RuleState = Literal["shadow", "force", "off"]
Verdict = Literal["", "right", "wrong"]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a rule stands: in shadow it only writes down what it would have done.

    `right` and `wrong` are what people said of its matches since this version began; `undone` how many of its
    cases were taken back, out of `acted`.
    """

    rule: str
    version: str
    state: RuleState = "shadow"
    since: int = 0
    by: str = ""  # who let it act, or "its matches" when it has earned that
    why: str = ""
    matches: int = 0
    right: int = 0
    wrong: int = 0
    acted: int = 0
    undone: int = 0


@dataclass(frozen=True, slots=True)
class Match:
    """What a rule in shadow would have done to one message, and whether somebody said that this was right."""

    id: str
    finding: Finding
    at: int
    conversation: ConversationId
    message: RemoteId
    contact: Contact | None
    text: str
    verdict: Verdict = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Flag:
    """A message that a rule leaves to a person to judge; those with the highest severity come first."""

    conversation: ConversationId
    message: RemoteId
    contact: Contact | None
    text: str
    at: int
    finding: Finding


@dataclass(frozen=True, slots=True)
class Ladder:
    """What follows when somebody's strikes reach so many points; `half_life` (ms) is how long half of them last."""

    steps: tuple[tuple[float, Wants], ...] = ()  # the fewest points first
    half_life: int = 30 * 86_400_000


# ----------------------------------------------------------------------------------------------------- for the bad days

MeasureKind = Literal["hide_new", "followers_only", "known_only", "slow", "freeze"]


@dataclass(frozen=True, slots=True)
class Measure:
    """What somebody of ours switched on for a while: for a post (as conversations name their subject), a conversation
    or an account.

    hide_new takes all that is new out of sight; followers_only what is not from followers, known_only what is from
    people who never wrote before; slow is the network's own slow mode; freeze lets no responder answer.
    """

    id: str
    kind: MeasureKind
    account: AccountId
    post: RemoteId | None = None  # None: the whole account
    conversation: ConversationId | None = None
    until: int = 0  # unix ms; 0: until somebody ends it
    by: str = ""
    at: int = 0
    why: str = ""
    seconds: int = 0  # of slow


@dataclass(frozen=True, slots=True)
class Tally:
    """What moderation did in a span: cases and what was undone by rule ("" for people), and how fast."""

    since: int
    cases: Mapping[str, int] = field(default_factory=dict)
    undone: Mapping[str, int] = field(default_factory=dict)
    deeds: Mapping[str, int] = field(default_factory=dict)  # by kind of action
    to_hide: tuple[int, ...] = ()  # ms from arrival to out of sight, the newest at most a thousand
    dropped: int = 0  # messages of people who are blocked, dropped before anything looked at them
    appeals: int = 0
    granted: int = 0


# -------------------------------------------------------------------------------------------- by what a brand moderates


def nobody_is_told(_: AccountId, __: str) -> str:
    """Nobody is told why."""
    return ""


def no_words(_: str) -> str:
    """Nothing is said."""
    return ""


@dataclass(frozen=True, slots=True)
class Fairness:
    """What moderation.yaml says besides its rules; times in milliseconds.

    A rule in shadow may act by itself once `after` of its matches were judged and the share that was right is surely
    at least `precision`; with `alone` false a lead has to say so in any case. `notice` is what somebody is told whom a
    case is about, by account and language, with {reason} and {code} in it, "" where nobody is told; `apology` what they
    are told when the case is undone.
    """

    ladder: Ladder = Ladder()
    after: int = 20
    precision: float = 0.95
    alone: bool = True
    notice: Callable[[AccountId, str], str] = nobody_is_told
    apology: Callable[[str], str] = no_words
    appeal_within: int = 30 * 86_400_000
    decide_within: int = 2 * 86_400_000
