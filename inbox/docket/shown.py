"""What surfaces show of moderation, as plain frozen data: everything in words, with the buttons of whoever looks.

Times are unix ms, lengths of time ms. A name is that of the person outside, "Somebody" where no network told it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from inbox.actions import ActionKind
from inbox.cases import Appeal, Case, CaseNumber, Flag, Match, Measure, MeasureKind, Person, Standing, Tally
from inbox.models import AccountId, Contact, ContactId, DeliveryId

DeedState = Literal["on its way", "done", "refused", "held", "taken back", "not done"]
"""held: the mode keeps it back; taken back: the network undid it; not done: it never left, and never will."""

CaseState = Literal["on its way", "done", "refused", "noted", "undone"]
"""Of a whole case; noted: nothing was to be done outside, only strikes, labels or words to the team."""

CaseButton = Literal["undo", "reason", "grant", "decline"]
RuleButton = Literal["put_in_force", "back_to_shadow", "switch_off"]
FlagButton = Literal["clear", "condemn"]
PersonButton = Literal["allow", "disallow", "label", "merge", "unmerge"]


@dataclass(frozen=True, slots=True)
class DeedView:
    """One thing that was done, or is to be: `words` name it as its network does, `told` says how it stands."""

    kind: ActionKind
    words: str  # "Hide the message", "Mute the person for 1 h"
    state: DeedState
    told: str  # "done 2026-03-01 12:00", "refused: Comment not found", "taken back 2026-03-01 13:00"
    delivery: DeliveryId
    at: int = 0  # when the network did it
    undoing: DeliveryId | None = None  # the delivery that takes it back
    back: str = ""  # "is being taken back"; how that goes, without a time
    stuck: bool = False  # it was to be taken back, and stays


@dataclass(frozen=True, slots=True)
class AppealView:
    """What somebody asks of us; `left` is how long until we mean to have decided, below 0 when that is over."""

    number: CaseNumber
    name: str
    appeal: Appeal
    left: int
    told: str  # "asked 2026-03-01 12:00, 1 d 4 h left", "granted by noor 2026-03-02 09:00"
    why_not: str = ""  # why this actor may not decide it, as a sentence; empty: they may


@dataclass(frozen=True, slots=True)
class CaseView:
    """One case with all there is to decide on. In lists `earlier` is empty and `points` is 0."""

    case: Case
    name: str
    network: str  # as people write it
    by: str  # "the rule scam", or who of ours
    state: CaseState
    told: str  # how it stands, in one sentence
    deeds: tuple[DeedView, ...]
    brings_back: tuple[str, ...]  # what undoing it does, a sentence each
    cannot: tuple[str, ...]  # what it cannot bring back, a sentence each
    buttons: tuple[CaseButton, ...]  # of this actor, now
    why_no_undo: str = ""  # why this actor cannot undo it now, as a sentence; empty where the button is there
    apology: str = ""  # where an apology would be said: "in private", "in the thread"; empty: nowhere
    appeal: AppealView | None = None
    earlier: tuple[Case, ...] = ()  # of the same person, newest first, without this one
    points: float = 0  # their strikes as they count now
    post: str = ""  # what the post says that it was under
    opens: str = ""  # the address of the message in the network's own pages; empty where it has none


@dataclass(frozen=True, slots=True)
class Cases:
    """A page of cases, newest first; `next` is where to read on (None: this is all), `total` how many there are."""

    rows: tuple[CaseView, ...]
    next: str | None
    total: int


@dataclass(frozen=True, slots=True)
class Appeals:
    """Appeals that wait, those first that must be decided first, each with its case."""

    rows: tuple[CaseView, ...]
    total: int
    overdue: int


@dataclass(frozen=True, slots=True)
class FlagView:
    """A message that waits for a person to judge it."""

    flag: Flag
    name: str
    network: str
    waits: int  # how long
    because: str  # "rule insults: …"
    wants: tuple[str, ...]  # what the rule would do if it were left to it, in words
    buttons: tuple[FlagButton, ...]
    opens: str = ""
    mutes: bool = True  # whether the network can keep somebody from writing


@dataclass(frozen=True, slots=True)
class Flags:
    """What waits to be judged, worst first."""

    rows: tuple[FlagView, ...]
    total: int


@dataclass(frozen=True, slots=True)
class MatchView:
    """What a rule in shadow would have done.

    `ask` is whether to ask this actor "right?", `unsay` whether they may take back what somebody answered.
    """

    match: Match
    name: str
    wants: tuple[str, ...]
    told: str  # "right, says noor"; empty while nobody said
    ask: bool
    unsay: bool = False


@dataclass(frozen=True, slots=True)
class RuleView:
    """How one rule stands, in words, and what of it waits for "right?"."""

    standing: Standing
    told: str  # "in shadow since 2026-03-01: 31 matches, 18 of 20 judged right"
    proven: float  # the share that is right, at least, with 95 % certainty
    missing: tuple[str, ...]  # what it still needs before it acts by itself, a sentence each; empty in force
    waiting: tuple[MatchView, ...]  # newest first
    judged: tuple[MatchView, ...]
    buttons: tuple[RuleButton, ...]
    confirm: str = ""  # what a lead has to confirm before it is put in force, as a question; empty: nothing
    in_file: bool = True  # whether moderation.yaml still has it


@dataclass(frozen=True, slots=True)
class MeasureView:
    """A measure that is on, in words."""

    measure: Measure
    told: str  # "All new comments under “Diwali sale” are taken out of sight until 14:00"
    left: int | None  # None: until somebody ends it
    may_end: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """A measure that can be switched on for an account, or why not, as a sentence."""

    kind: MeasureKind
    account: AccountId
    title: str  # "Hide all new comments"
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Measures:
    """What is on, the one that ends next first, and what can be switched on by this actor."""

    on: tuple[MeasureView, ...]
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Strike:
    """Points that somebody got, and what is left of them."""

    at: int
    points: float
    left: float
    case: CaseNumber


@dataclass(frozen=True, slots=True)
class Same:
    """The same person on another network, as somebody of ours confirmed."""

    id: ContactId
    name: str
    network: str


@dataclass(frozen=True, slots=True)
class PersonView:
    """What moderation knows of somebody, with what comes next."""

    id: ContactId
    contact: Contact | None
    name: str
    network: str
    person: Person
    allowed_by: str
    blocked: bool  # what they write is dropped
    strikes: tuple[Strike, ...]
    next_step: str  # "at 5 points: mute for 1 d; 2 more to go"; empty where nothing follows
    cases: tuple[CaseView, ...]  # newest first
    same: tuple[Same, ...]
    buttons: tuple[PersonButton, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """How many cases of one rule (or of our people: "") were undone."""

    rule: str
    name: str  # "the rule scam", "people"
    cases: int
    undone: int

    @property
    def share(self) -> float:
        """0 to 1."""
        return self.undone / self.cases if self.cases else 0.0


@dataclass(frozen=True, slots=True)
class TallyView:
    """What moderation did in a span, the rules with the most cases first."""

    tally: Tally
    cases: int
    undone: int
    shares: tuple[Share, ...]
    deeds: tuple[tuple[str, int], ...]  # in words, the most frequent first
    median_to_hide: int | None  # ms from arrival until it was out of sight
    p95_to_hide: int | None
