"""Cases and appeals as a person reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from inbox.actions import ActionKind, Delivery, DirectMessage
from inbox.brand import Brand
from inbox.cases import ELSEWHERE, Case, CaseNumber, CaseShelf
from inbox.docket import words
from inbox.docket.shown import Appeals, AppealView, CaseButton, Cases, CaseState, CaseView, DeedView
from inbox.errors import NotFound
from inbox.models import AccountId, Actor, ContactId, ConversationId, DeliveryId, Thread
from inbox.moderation import appeals as appealing
from inbox.moderation.ending import Back, backs_of, find, why_not
from inbox.moderation.people import everywhere, points
from inbox.moderation.telling import way_to_tell
from inbox.moderation.undoing import apology
from inbox.policy import may
from inbox.review import require
from inbox.store.cases import PAGE
from inbox.times import span, stamp
from inbox.wording import network

EARLIER = 20
_PLACE = re.compile(r"[1-9]\d{0,14}", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Around:
    """What is read once for many cases."""

    deliveries: Mapping[DeliveryId, Delivery]
    threads: Mapping[ConversationId, Thread]
    mode: str


async def cases(
    brand: Brand,
    by: Actor,
    *,
    account: AccountId | Literal[""] = "",
    state: CaseShelf = "",
    rule: str = "",
    person: ContactId | None = None,
    after: str | None = None,
    limit: int = 50,
) -> Cases:
    """A page of cases, newest first: of one account or one person, of one rule, those that stand or were undone.

    `total` is how many there are on the account, or of the person, whatever else is asked for.
    """
    require(by, "look")
    if after and not _PLACE.fullmatch(after):
        raise NotFound("There is no such page; begin at the first one again.")
    found, then, total = await brand.store.cases.page(
        max(1, min(limit, PAGE)),
        CaseNumber(int(after)) if after else None,
        account=account or None,
        person=person,
        state=state,
        rule=rule,
    )
    return Cases(await views(brand, by, found), str(then) if then else None, total)


async def case(brand: Brand, by: Actor, number: CaseNumber) -> CaseView:
    """One case with all there is to decide on; raises NotFound."""
    require(by, "look")
    found = await find(brand, number)
    view = (await views(brand, by, [found]))[0]
    accounts = await everywhere(brand, found.person) if found.person and found.contact else ()
    theirs = [one for account in accounts for one in await brand.store.cases.of_person(account.id, EARLIER)]
    earlier = sorted((one for one in theirs if one.number < number), key=lambda one: -one.number)
    return replace(
        view,
        brings_back=await _kept_by_another(brand, found, view, theirs),
        earlier=tuple(earlier[:EARLIER]),
        points=points(brand, accounts),
        apology=await _where_to_apologise(brand, found) if found.stands else "",
    )


async def appeals(brand: Brand, by: Actor, *, limit: int = 50) -> Appeals:
    """What people ask to be looked at again, what is due first."""
    require(by, "look")
    found, total, overdue = await brand.store.cases.appeals(max(1, min(limit, PAGE)), brand.now())
    return Appeals(await views(brand, by, found), total, overdue)


async def views(brand: Brand, by: Actor, found: Sequence[Case]) -> tuple[CaseView, ...]:
    """Cases as this actor sees them in a list; three round trips, however many there are."""
    deeds = [deed for case in found for deed in case.deeds]
    ids = [deed.delivery for deed in deeds] + [deed.undone for deed in deeds if deed.undone]
    conversations = list(dict.fromkeys(case.conversation for case in found))
    around = _Around(
        await brand.store.cases.deliveries(list(dict.fromkeys(ids))),
        await brand.store.cases.threads(conversations),
        (await brand.store.modes.read(brand.now())).level,
    )
    return tuple(_view(brand, by, case, around) for case in found)


def _view(brand: Brand, by: Actor, case: Case, around: _Around) -> CaseView:
    thread, capabilities = around.threads.get(case.conversation), brand.capabilities.get(case.account)
    name = words.name_of(case.contact)
    backs = backs_of(brand, case, around.deliveries, thread.kind if thread else None)
    deeds = tuple(_deeds(brand, case, around))
    appeal = _appeal(brand, by, case, name)
    hindrance = why_not(brand, by, case, backs, around.mode)
    refused = _why_no_undo(by, case, hindrance)
    state = _state(case, deeds)
    return CaseView(
        case=case,
        name=name,
        network=network(case.account),
        by=words.by_whom(case),
        state=state,
        told=_told(case, state),
        deeds=deeds,
        brings_back=tuple(dict.fromkeys(_brings_back(case, backs, name))) if case.stands else (),
        cannot=tuple(dict.fromkeys(back.why_not for back in backs if back.why_not)),
        buttons=_buttons(by, case, hindrance, appeal),
        why_no_undo=refused,
        appeal=appeal,
        post=thread.subject.text if thread and thread.subject else "",
        opens=capabilities.opens(thread.remote, case.message) if capabilities and thread and case.message else "",
    )


def _deeds(brand: Brand, case: Case, around: _Around) -> Iterator[DeedView]:
    for deed in case.deeds:
        delivery = around.deliveries.get(deed.delivery)
        undoing = around.deliveries.get(deed.undone) if deed.undone else None
        state = words.STATES[delivery.state] if delivery else "not done"
        elsewhere = deed.undone == ELSEWHERE
        if elsewhere or (undoing and undoing.state == "sent"):
            state = "taken back"
        back = words.SHOWN_THERE if elsewhere else words.taking_back(undoing)
        yield DeedView(
            kind=deed.kind,
            words=words.action(brand, case.account, deed.kind, deed.seconds),
            state=state,
            told=words.deed(state, delivery, back),
            delivery=deed.delivery,
            at=delivery.sent_at if delivery else 0,
            undoing=None if elsewhere else deed.undone,
            back="" if state == "taken back" else back,
            stuck=bool(undoing and undoing.state in words.STUCK),
        )


def _state(case: Case, deeds: Sequence[DeedView]) -> CaseState:
    states = {deed.state for deed in deeds}
    if not case.stands:
        return "undone"
    if case.done_at and deeds:
        return "done"
    if states & {"on its way", "held"}:
        return "on its way"
    return "refused" if "refused" in states else "noted"


def _told(case: Case, state: CaseState) -> str:
    by = words.by_whom(case)
    match state:
        case "undone":
            why = f": {case.undone_why}" if case.undone_why else ""
            return f"undone {stamp(case.undone_at)} by {case.undone_by}{why}"
        case "done":
            return f"done {stamp(case.done_at)} by {by}"
        case "refused":
            return f"wanted by {by}; the network refused"
        case "on its way":
            return f"decided {stamp(case.at)} by {by}, on its way"
        case _:
            waits = f"; {case.waits:g} strike points count once somebody agrees" if case.waits else ""
            return f"noted {stamp(case.at)} by {by}{waits}"


def _brings_back(case: Case, backs: Sequence[Back], name: str) -> Iterator[str]:
    yield from (said for back in backs if (said := words.brings_back(back, name)))
    if case.points:
        yield f"Strikes are taken off: {case.points:g} of {name}."
    if case.message:
        yield "Rules leave the message alone until its text changes."


def _why_no_undo(by: Actor, case: Case, hindrance: str) -> str:
    if not case.stands:
        return f"Case {case.number} was undone already by {case.undone_by}."
    if case.appeal and case.appeal.state == "open":
        open_one = f"An appeal on case {case.number} is open; decide that one."
        return appealing.why_not(by, case) or hindrance or open_one
    return hindrance


def _buttons(by: Actor, case: Case, hindrance: str, appeal: AppealView | None) -> tuple[CaseButton, ...]:
    """Granting an appeal takes as much as undoing the case does; declining it takes less."""
    if not may(by, "judge"):
        return ()
    wanted: list[CaseButton] = []
    if appeal and appeal.appeal.state == "open":
        deciding: tuple[CaseButton, ...] = ("decline",) if hindrance and case.stands else ("grant", "decline")
        wanted += () if appeal.why_not else deciding
    elif case.stands and not hindrance:
        wanted.append("undo")
    return (*wanted, "reason")


def _appeal(brand: Brand, by: Actor, case: Case, name: str) -> AppealView | None:
    appeal = case.appeal
    if appeal is None:
        return None
    left = appeal.due - brand.now()
    refused = "" if may(by, "judge") else f"{by.name} may not decide appeals (role {by.role or 'nobody'})."
    if appeal.state == "open":
        rest = f"{span(left)} left" if left > 0 else f"overdue since {stamp(appeal.due)}"
        return AppealView(
            case.number, name, appeal, left, f"asked {stamp(appeal.at)}, {rest}", refused or appealing.why_not(by, case)
        )
    done = f"{appeal.state} by {appeal.by} {stamp(appeal.decided_at)}"
    return AppealView(case.number, name, appeal, 0, done, f"It was {appeal.state} already by {appeal.by}.")


async def _kept_by_another(brand: Brand, case: Case, view: CaseView, theirs: Sequence[Case]) -> tuple[str, ...]:
    """What undoing brings back, and what of it another case that stands wants as well, and so keeps."""
    about = await brand.store.cases.of_message(case.conversation, case.message) if case.message else []
    others = [one for one in (*reversed(about), *theirs) if one.stands and one.number != case.number]
    kept = {}
    for kinds, back in words.KEPT.items():
        if other := next((one for one in others if _wants_too(one, case, kinds)), None):
            kept[back.format(name=view.name)] = words.kept(back, other.number, view.name)
    return tuple(kept.get(said, said) for said in view.brings_back)


def _wants_too(other: Case, case: Case, kinds: frozenset[ActionKind]) -> bool:
    here = other.conversation == case.conversation and ("hide" not in kinds or other.message == case.message)
    return here and any(deed.kind in kinds and not deed.undone for deed in other.deeds)


async def _where_to_apologise(brand: Brand, case: Case) -> str:
    text = apology(brand, case)
    way = await way_to_tell(brand, case, text) if text else None
    if way is None:
        return ""
    return "in private" if isinstance(way, DirectMessage) else "in the thread"
