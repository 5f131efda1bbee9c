"""Earned autonomy: what people keep sending unchanged is proposed to go out alone; one bad outcome takes that back.

Only drafts count that `auto` would have let go: with evidence, and with no check failed. Nothing goes alone that a
person of ours has not accepted, and nothing that bot.yaml says `off` to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from inbox.bounds import at_least
from inbox.brand import Brand
from inbox.decisions import Decision
from inbox.errors import AlreadyDecided, NotFound
from inbox.models import SYSTEM, AccountId, Actor, Kind
from inbox.outcomes import DAY_MS, HOUR_MS, Outcome, outcomes
from inbox.policy import Slice
from inbox.review import require
from inbox.store.grants import Asked, Grant, in_words, slice_id

LOOK_BACK = 60 * DAY_MS
ENDS_WITHIN = DAY_MS + HOUR_MS  # after this nothing of an answer can turn out badly any more
MOST = 20_000  # decisions that are looked at, the newest
PEOPLE = frozenset({"accepted", "edited", "rejected"})  # what a person decided


@dataclass(frozen=True, slots=True)
class Standing:
    """How a slice stands: of `decided` drafts `unchanged` were sent as they were; `proven` is what that proves.

    Only what was decided since the slice was last declined or taken back counts.
    """

    slice: Slice
    decided: int
    unchanged: int
    asked: Asked | None = None  # it is proposed, or was declined
    grant: Grant | None = None  # it goes alone, or did

    @property
    def id(self) -> str:
        """What the slice is called on a command line and in a form."""
        return slice_id(self.slice)

    @property
    def where(self) -> str:
        """The slice in words."""
        return in_words(self.slice)

    @property
    def proven(self) -> float:
        """The share that would be sent unchanged, at least, with 95 % certainty."""
        return at_least(self.unchanged, self.decided)

    @property
    def proposed(self) -> bool:
        """Whether it waits for somebody to accept or decline."""
        return self.asked is not None and not self.asked.by

    @property
    def goes_alone(self) -> bool:
        """Whether it goes out alone because it was accepted."""
        return self.grant is not None and self.grant.stands

    @property
    def words(self) -> str:
        """What was counted, in words."""
        if not self.decided:
            return "no draft of it was decided on since"
        return (
            f"{self.unchanged} of {self.decided} drafts sent unchanged; more than {int(self.proven * 100)} % is proven"
        )


@dataclass(slots=True)
class _Counts:
    decided: Counter[Slice] = field(default_factory=Counter)
    unchanged: Counter[Slice] = field(default_factory=Counter)


async def standings(brand: Brand, by: Actor) -> tuple[Standing, ...]:
    """Every slice of which something was decided, what is proposed first, then what goes alone, then by how much.

    What was declined or taken back stands there as well, with nothing decided since.
    """
    require(by, "look")
    asked, grants = await _state(brand)
    decisions = await _decisions(brand, brand.now() - LOOK_BACK)
    counts = await _counted(brand, decisions, asked, grants)
    found = [_standing(slice, counts, asked, grants) for slice in {*counts.decided, *asked, *grants}]
    return tuple(sorted(found, key=lambda s: (not s.proposed, not s.goes_alone, -s.decided, in_words(s.slice))))


async def proposed(brand: Brand) -> int:
    """How many slices wait for somebody to say whether they go alone; one round trip."""
    return sum(not one.by for one in await brand.store.grants.asked())


def find(found: Iterable[Standing], id: str) -> Standing:
    """The standing of the slice with this id; raises NotFound."""
    for standing in found:
        if standing.id == id:
            return standing
    raise NotFound(f"There is no slice {id}: nothing of it was decided lately.")


async def consider(brand: Brand) -> tuple[Standing, ...]:
    """Propose what has been earned since the last look; answers what was proposed now."""
    earned = [standing for standing in await standings(brand, SYSTEM) if _has_earned(brand, standing)]
    grants, now = brand.store.grants, brand.now()
    return tuple([standing for standing in earned if await grants.ask(standing.slice, standing.words, now)])


async def take_back(brand: Brand) -> tuple[tuple[Slice, str], ...]:
    """Take back what ended badly; answers each slice with what happened. Cheap while nothing goes alone by itself."""
    _, grants = await _state(brand)
    standing = {slice: grant for slice, grant in grants.items() if grant.stands}
    if not standing:
        return ()
    decisions = await _decisions(brand, brand.now() - ENDS_WITHIN)
    ended = await outcomes(brand, decisions)
    kinds = await brand.store.conversations.kinds(list({decision.conversation for decision in decisions}))
    taken: list[tuple[Slice, str]] = []
    for decision in decisions:
        outcome, kind = ended[decision.id], kinds.get(decision.conversation)
        if not outcome.bad or kind is None:
            continue
        why = f"an answer was {_in_words(outcome)} ({decision.conversation}): {outcome.why}"
        for slice in _slices(decision, kind):
            grant = standing.get(slice)
            if (
                grant
                and grant.at <= decision.at
                and (await brand.store.grants.withdraw(slice, why, "", brand.now()))[0]
            ):
                taken.append((slice, why))
    return tuple(taken)


async def accept(brand: Brand, by: Actor, slice: Slice) -> None:
    """Let what is proposed go out alone from now on."""
    require(by, "autonomy")
    asked, _ = await _state(brand)
    if slice not in asked or asked[slice].by:
        raise NotFound(f"It is not proposed that {in_words(slice)} goes out alone.")
    if not await brand.store.grants.grant(slice, by.name, brand.now(), asked[slice].why):
        raise AlreadyDecided(f"{in_words(slice)} goes out alone already.")


async def decline(brand: Brand, by: Actor, slice: Slice, why: str = "") -> None:
    """Answer no; it is proposed again only when as much more has been decided."""
    require(by, "autonomy")
    if not await brand.store.grants.decline(slice, by.name, brand.now(), why):
        raise NotFound(f"It is not proposed that {in_words(slice)} goes out alone.")


async def withdraw(brand: Brand, by: Actor, slice: Slice, why: str = "") -> int:
    """Let everything there wait for a person again; answers how many answers were taken back before they left."""
    require(by, "autonomy")
    was_there, taken_back = await brand.store.grants.withdraw(
        slice, why or f"{by.name} took it back", by.name, brand.now()
    )
    if not was_there:
        raise NotFound(f"{in_words(slice)} does not go out alone by what it has earned.")
    return taken_back


def _has_earned(brand: Brand, standing: Standing) -> bool:
    slice, earned = standing.slice, brand.earned
    allowed = brand.autonomy(slice.responder, slice.account, slice.kind, (slice.label,) if slice.label else ())
    return (
        allowed == "draft"
        and not standing.goes_alone
        and standing.decided >= earned.after
        and standing.proven > earned.unchanged
    )


async def _state(brand: Brand) -> tuple[dict[Slice, Asked], dict[Slice, Grant]]:
    asked = {one.slice: one for one in await brand.store.grants.asked()}
    grants: dict[Slice, Grant] = {}
    for grant in await brand.store.grants.all():
        if grant.stands or grant.slice not in grants:
            grants[grant.slice] = grant
    return asked, grants


async def _decisions(brand: Brand, since: int) -> list[Decision]:
    """The newest decisions since a time that led to a draft, oldest first."""
    found = [one async for one in brand.store.ledger.since(since) if any(each.draft for each in one.proposals)]
    return found[-MOST:]


async def _counted(
    brand: Brand, decisions: Sequence[Decision], asked: Mapping[Slice, Asked], grants: Mapping[Slice, Grant]
) -> _Counts:
    counts = _Counts()
    ended = await outcomes(brand, decisions)
    kinds = await brand.store.conversations.kinds(list({decision.conversation for decision in decisions}))
    for decision in decisions:
        outcome, kind = ended[decision.id], kinds.get(decision.conversation)
        if outcome.what not in PEOPLE or kind is None or not _would_have_gone(decision, outcome):
            continue
        for slice in _slices(decision, kind, outcome):
            if decision.at > _afresh_since(slice, asked, grants):
                counts.decided[slice] += 1
                counts.unchanged[slice] += outcome.what == "accepted"
    return counts


def _would_have_gone(decision: Decision, outcome: Outcome) -> bool:
    """Whether `auto` would have let the draft go that a person decided on."""
    return any(
        one.draft == outcome.draft and one.evidence != "none" and not one.checks and not decision.facts.wish
        for one in decision.proposals
    )


def _slices(decision: Decision, kind: Kind, outcome: Outcome | None = None) -> Iterator[Slice]:
    """The slices that a draft of this decision belongs to: one for all labels, and one for each."""
    account = AccountId(decision.conversation.partition("/")[0])
    labels: Collection[str] = dict.fromkeys(("", *decision.facts.labels, *decision.labels))
    drafted = dict.fromkeys(
        one.by for one in decision.proposals if one.draft and (not outcome or one.draft == outcome.draft)
    )
    return (Slice(responder, account, kind, label) for responder in drafted for label in labels)


def _afresh_since(slice: Slice, asked: Mapping[Slice, Asked], grants: Mapping[Slice, Grant]) -> int:
    """Since when drafts count anew: since it was declined, or taken back."""
    declined = asked[slice].at if slice in asked and asked[slice].by else 0
    return max(declined, grants[slice].withdrawn_at if slice in grants else 0)


def _standing(slice: Slice, counts: _Counts, asked: Mapping[Slice, Asked], grants: Mapping[Slice, Grant]) -> Standing:
    return Standing(slice, counts.decided[slice], counts.unchanged[slice], asked.get(slice), grants.get(slice))


def _in_words(outcome: Outcome) -> str:
    return {"corrected": "corrected", "reopened": "not the end of it", "complained": "complained about"}[outcome.bad]
